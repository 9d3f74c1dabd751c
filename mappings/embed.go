// Package mappings holds the built-in mapping tables: one YAML file a log
// type. It is data only; package parser reads it.
package mappings

import (
	"embed"
	"io/fs"
)

//go:embed *.yaml
var files embed.FS

// Files returns the built-in tables, each under its table's name with the
// ending .yaml.
func Files() fs.FS { return files }
