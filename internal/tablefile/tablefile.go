// Package tablefile finds mapping tables by what a user calls them: the name
// of a built-in table, a file, or a folder of files.
package tablefile

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/udmap/udmap/internal/report"
	"github.com/udmap/udmap/mappings"
	"github.com/udmap/udmap/parser"
	"github.com/udmap/udmap/udm"
)

const extension = ".yaml"

// File is the file of a mapping table, unread.
type File struct {
	// Path names the file in diagnostics. That of a built-in table is its path
	// in the repository.
	Path string
	Text []byte
	// BuiltIn tells of a table that was checked and proved before it was built
	// in.
	BuiltIn bool

	packed []byte // of a built-in table, nil for none
}

// Compiled is a table with what the engine made of it and said about it.
type Compiled struct {
	File     File
	Table    *parser.Table // nil if the file is no table
	Plan     *parser.Plan  // nil if the table does not compile
	Findings udm.Diagnostics
}

// NotFoundError says that a name is neither a built-in table nor a file.
type NotFoundError struct {
	Name       string
	Suggestion string // the built-in table that was probably meant, or ""
}

// Error says what was probably meant.
func (e *NotFoundError) Error() string {
	if e.Suggestion != "" {
		return fmt.Sprintf("there is no table or file %q; did you mean %s?", e.Name, e.Suggestion)
	}
	return fmt.Sprintf("there is no table or file %q; udmap tables lists the built-in tables", e.Name)
}

// Names lists the built-in tables, by name.
func Names() []string {
	paths, err := fs.Glob(mappings.Files(), "*"+extension)
	if err != nil {
		return nil // the pattern is well-formed
	}
	names := make([]string, len(paths))
	for i, path := range paths {
		names[i] = strings.TrimSuffix(path, extension)
	}
	return names
}

// Find returns the files that names name, in that order, those of a folder by
// path. The error is a *NotFoundError, or that of the file system: so is that of
// a missing file whose name has a folder or an extension.
func Find(names ...string) ([]File, error) {
	var files []File
	for _, name := range names {
		found, err := find(name)
		if err != nil {
			return nil, err
		}
		files = append(files, found...)
	}
	return files, nil
}

func find(name string) ([]File, error) {
	if text, err := fs.ReadFile(mappings.Files(), name+extension); err == nil {
		packed, _ := fs.ReadFile(mappings.Files(), name+".packed") // which a new table has not yet
		return []File{{Path: "mappings/" + name + extension, Text: text, BuiltIn: true, packed: packed}}, nil
	}
	info, err := os.Stat(name)
	switch {
	case errors.Is(err, fs.ErrNotExist) && !isPath(name):
		suggestion, _ := udm.Suggest(name, Names())
		return nil, &NotFoundError{name, suggestion}
	case err != nil:
		return nil, err
	case info.IsDir():
		return findBelow(name)
	}
	return read(name)
}

// isPath tells a name that can only be meant for a file or folder from one that
// may be meant for a built-in table.
func isPath(name string) bool {
	return filepath.Base(name) != name || filepath.Ext(name) != ""
}

// findBelow returns the tables in a folder and the folders below it.
func findBelow(folder string) ([]File, error) {
	var files []File
	err := filepath.WalkDir(folder, func(path string, entry fs.DirEntry, err error) error {
		isTable := filepath.Ext(path) == extension || filepath.Ext(path) == ".yml"
		if err != nil || entry.IsDir() || !isTable {
			return err
		}
		found, err := read(path)
		files = append(files, found...)
		return err
	})
	if err == nil && len(files) == 0 {
		err = &NotFoundError{Name: filepath.Join(folder, "*"+extension)}
	}
	return files, err
}

func read(path string) ([]File, error) {
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	return []File{{Path: path, Text: text}}, nil
}

// Compile reads, checks and compiles the table.
func (f File) Compile(options parser.Options) Compiled {
	compiled := Compiled{File: f}
	compiled.Table, compiled.Findings = f.load(options.Trusted)
	if compiled.Table == nil {
		// Load stops at the form; whoever mends a table wants all of it.
		_, compiled.Findings = parser.Check(f.Path, f.Text)
		return compiled
	}
	loading := compiled.Findings
	compiled.Plan, compiled.Findings = parser.Compile(compiled.Table, options)
	compiled.Findings = append(loading, compiled.Findings...).Sort()
	return compiled
}

// load reads the table: if it is trusted, as it was packed, which takes a fraction
// of the time. Of a table that was changed since, the text counts, so that whoever
// works on it sees the change at once; the tests ask to pack it again.
func (f File) load(trusted bool) (*parser.Table, udm.Diagnostics) {
	if trusted && f.packed != nil {
		if table, findings := parser.LoadPacked(f.Path, f.Text, f.packed); table != nil {
			return table, findings
		}
	}
	return parser.Load(f.Path, f.Text)
}

// Source returns the lines of the file, for findings that point at them.
func (f File) Source() report.Source {
	return report.Lines(f.Text, udm.Position{Line: 1, Column: 1})
}

// LogTypes lists the log types of the built-in tables, each once.
func LogTypes() ([]string, error) {
	files, err := Find(Names()...)
	if err != nil {
		return nil, err
	}
	var logTypes []string
	for _, file := range files {
		table, findings := parser.Load(file.Path, file.Text)
		if findings.HasErrors() {
			return nil, findings
		}
		logTypes = append(logTypes, table.LogType)
	}
	slices.Sort(logTypes)
	return slices.Compact(logTypes), nil
}
