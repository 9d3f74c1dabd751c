// Package mappings holds the built-in mapping tables: one YAML file a log
// type, in the language of docs/tables.md.
package mappings

import (
	"embed"
	"io/fs"
)

//go:embed *.yaml
var files embed.FS

// Files returns the tables, each in a file of its name at the top level.
func Files() fs.FS { return files }
