package main

import (
	"io"

	"github.com/udmap/udmap/internal/tablepage"
	"github.com/udmap/udmap/parser"
)

// printTablePage prints a table as a page for reviewers. It must be one that
// compiles: nobody should review another.
func (a *app) printTablePage(args []string) error {
	if len(args) == 0 {
		return usagef("--format markdown is of one table: name it")
	}
	files, err := findTables(args[0])
	if err != nil {
		return err
	}
	if len(files) != 1 {
		return usagef("%s holds %d tables: name one", args[0], len(files))
	}
	compiled := files[0].Compile(parser.Options{Trusted: files[0].BuiltIn})
	if compiled.Plan == nil {
		return a.printBrokenTable(compiled)
	}
	_, err = io.WriteString(a.stdout, tablepage.Render(compiled.Table, files[0].Text))
	return err
}
