package main

import (
	"github.com/spf13/cobra"

	"github.com/udmap/udmap/internal/report"
	"github.com/udmap/udmap/internal/tablefile"
	"github.com/udmap/udmap/parser"
)

// autoTable is the value of --table that lets each record choose.
const autoTable = "auto"

// addTableFlag adds --table, which several verbs have.
func addTableFlag(command *cobra.Command, table *string) {
	command.Flags().StringVarP(table, "table", "t", autoTable,
		"`TABLE` to use: auto (by the shape of each record), a built-in table, or a file")
	// The error is that there is no such flag.
	_ = command.RegisterFlagCompletionFunc("table", func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
		return append(tablefile.Names(), autoTable), cobra.ShellCompDirectiveDefault
	})
}

// compileCatalog compiles the tables of --table. One table takes every record;
// of several, those of a folder or the built-in ones, each record chooses one.
// What keeps a table from compiling is printed.
func (a *app) compileCatalog(name string, options parser.Options) (*parser.Catalog, error) {
	names := []string{name}
	if name == autoTable {
		names = tablefile.Names()
	}
	files, err := findTables(names...)
	if err != nil {
		return nil, err
	}
	var plans []*parser.Plan
	for _, file := range files {
		compiled := file.Compile(options)
		if compiled.Plan == nil {
			return nil, a.printBrokenTable(compiled)
		}
		plans = append(plans, compiled.Plan)
	}
	if len(plans) == 1 {
		return parser.Only(plans[0]), nil
	}
	catalog, err := parser.NewCatalog(plans...)
	if err != nil {
		return nil, usageError{err}
	}
	return catalog, nil
}

// printBrokenTable prints the errors of a table on standard error, and returns
// the error that ends the verb.
func (a *app) printBrokenTable(compiled tablefile.Compiled) error {
	printer := report.NewText(a.stderr, report.NewPalette(a.coloured(a.stderr)))
	if a.format == formatJSON {
		printer = report.NewJSON(a.stderr)
	}
	if err := report.PrintAll(printer, compiled.Findings.Errors(), compiled.File.Source()); err != nil {
		return err
	}
	if err := printer.Close(); err != nil {
		return err
	}
	return errTable
}
