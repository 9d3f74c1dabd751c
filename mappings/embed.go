// Package mappings holds the built-in mapping tables: one YAML file a log type,
// in the language of docs/tables.md.
//
// Beside each NAME.yaml stands NAME.packed, which is generated from it: the same
// document as a program reads it that is started for one record, and cannot wait
// for a YAML parser.
package mappings

import (
	"embed"
	"io/fs"
)

//go:generate go run ../internal/pack .

//go:embed *.yaml *.packed
var files embed.FS

// Files returns the tables, NAME.yaml and NAME.packed of each, at the top level.
func Files() fs.FS { return files }
