package main

import (
	"maps"
	"slices"
	"strings"
	"sync"

	"github.com/spf13/cobra"

	"github.com/udmap/udmap/internal/report"
	"github.com/udmap/udmap/internal/tablefile"
	"github.com/udmap/udmap/parser"
)

// autoTable is the value of --table that lets each record choose.
const autoTable = "auto"

// tableChoice is the tables that a verb works with, and what is chosen of their
// options.
type tableChoice struct {
	name    string
	options []string // NAME=VALUE
}

// addFlags adds --table and --option, which several verbs have.
func (c *tableChoice) addFlags(command *cobra.Command) {
	flags := command.Flags()
	flags.StringVarP(&c.name, "table", "t", autoTable,
		"`TABLE` to use: auto (by the shape of each record), a built-in table, or a file")
	// The error is that there is no such flag.
	_ = command.RegisterFlagCompletionFunc("table", func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
		return append(tablefile.Names(), autoTable), cobra.ShellCompDirectiveDefault
	})
	flags.StringArrayVar(&c.options, "option", nil, "choose `NAME=VALUE` for an option of the table; once for each option")
}

// chosenOptions returns the values of --option by name.
func chosenOptions(options []string) (map[string]string, error) {
	chosen := map[string]string{}
	for _, option := range options {
		name, value, found := strings.Cut(option, "=")
		if !found || name == "" {
			return nil, usagef("--option %s: write NAME=VALUE", option)
		}
		if _, twice := chosen[name]; twice {
			return nil, usagef("--option %s: it is chosen twice", name)
		}
		chosen[name] = value
	}
	return chosen, nil
}

// checkOptions refuses an option that none of the tables has.
func checkOptions(chosen map[string]string, plans []*parser.Plan) error {
	var known []string
	for _, plan := range plans {
		for _, option := range plan.Table().Options {
			known = append(known, option.Name)
		}
	}
	slices.Sort(known)
	known = slices.Compact(known)
	otherwise := "the table has none"
	if len(known) > 0 {
		otherwise = "there are " + strings.Join(known, ", ")
	}
	for _, name := range slices.Sorted(maps.Keys(chosen)) {
		if !slices.Contains(known, name) {
			return usagef("--option %s: no table has such an option%s", name, didYouMean(name, known, otherwise))
		}
	}
	return nil
}

// compileCatalog compiles the tables of --table, with the choices of --option. One table takes every record;
// of several, those of a folder or the built-in ones, each record chooses one.
// What keeps a table from compiling is printed.
func (a *app) compileCatalog(choice tableChoice, options parser.Options) (*parser.Catalog, error) {
	names := []string{choice.name}
	if choice.name == autoTable {
		names = tablefile.Names()
	}
	files, err := findTables(names...)
	if err != nil {
		return nil, err
	}
	return a.compileFiles(files, choice.options, options)
}

// compileFiles compiles tables, with the choices of --option, as compileCatalog
// does.
func (a *app) compileFiles(files []tablefile.File, chosen []string, options parser.Options) (*parser.Catalog, error) {
	var err error
	if options.TableOptions, err = chosenOptions(chosen); err != nil {
		return nil, err
	}
	var plans []*parser.Plan
	for _, compiled := range compileTables(files, options) {
		if compiled.Plan == nil {
			return nil, a.printBrokenTable(compiled)
		}
		plans = append(plans, compiled.Plan)
	}
	if err := checkOptions(options.TableOptions, plans); err != nil {
		return nil, err
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

// compileTables compiles tables at the same time: whoever converts one record
// waits for all of them. Those that are built in were proved before.
func compileTables(files []tablefile.File, options parser.Options) []tablefile.Compiled {
	compiled := make([]tablefile.Compiled, len(files))
	var group sync.WaitGroup
	for i, file := range files {
		group.Go(func() {
			options := options
			options.Trusted = file.BuiltIn
			compiled[i] = file.Compile(options)
		})
	}
	group.Wait()
	return compiled
}

// printBrokenTable prints the errors of a table on standard error, and returns
// the error that ends the verb.
func (a *app) printBrokenTable(compiled tablefile.Compiled) error {
	stream := a.stderr
	if a.format == formatGitHub {
		stream = a.stdout // the only one that the workflow's runner is sure to read commands from
	}
	printer := a.newPrinter(stream)
	if err := report.PrintAll(printer, compiled.Findings.Errors(), compiled.File.Source()); err != nil {
		return err
	}
	if err := printer.Close(); err != nil {
		return err
	}
	return errTable
}
