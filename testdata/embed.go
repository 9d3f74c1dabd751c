// Package testdata hands out the sample logs, so that a program can show them
// wherever it is installed.
package testdata

import (
	"embed"
	"io/fs"
)

//go:embed samples/*.jsonl
var files embed.FS

// Samples returns the sample logs: in the folder samples, one file a log type.
func Samples() fs.FS { return files }
