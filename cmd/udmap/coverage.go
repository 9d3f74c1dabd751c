package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/udmap/udmap/internal/conversion"
	"github.com/udmap/udmap/internal/rawrecord"
	"github.com/udmap/udmap/internal/report"
	"github.com/udmap/udmap/parser"
)

// newCoverageCommand makes the verb that tells what tables make of a corpus.
func newCoverageCommand(a *app) *cobra.Command {
	request := coverageRequest{table: tableChoice{name: autoTable}, failOn: choice{values: []string{"nothing", "unmapped", "unfired"}, chosen: "nothing"}}
	command := &cobra.Command{
		Use:   "coverage [FILE|DIR|-]…",
		Short: "Tell which raw fields of a corpus reach events, and what of a table is used",
		Long: `Tell of all records of a corpus which raw fields reach the fields of events, which
go to additional, which the table drops on purpose, and which nowhere: because
the table does not name them (unnamed), because nothing of them was written
(unwritten), or because only conditions look at them (decides). And tell which
rows, event types and entries of maps are never put to use; with --verbose how
often each is. Empty values are left out. Inputs are those of convert.

A baseline is a file of the raw fields that are known. With one, a field that is
not in it fails: the vendor has added something. --update-baseline writes it.

Exit codes: 0 told · 1 what --fail-on names, or a field that is not in the
baseline · 2 wrong usage, or a table that does not compile · 3 a file could not
be read or written`,
		Example: `  udmap coverage logs
  udmap coverage --table zoom_operation_logs --fail-on unmapped logs/operations.jsonl
  # remember the fields of today, so as to be told of new ones
  udmap coverage logs --baseline fields.txt --update-baseline`,
		GroupID: groupLogs,
	}
	request.table.addFlags(command)
	request.failOn.addTo(command, "fail-on", "fail if there are fields that went nowhere, or rows, event types or entries that are never used")
	flags := command.Flags()
	flags.StringVar(&request.baseline, "baseline", "", "fail for a raw field that `FILE` does not have")
	flags.BoolVar(&request.update, "update-baseline", false, "write the raw fields into the file of --baseline, beside those that it has")
	flags.BoolVar(&request.noExamples, "no-examples", false, "leave out values, so that the report can be shared")
	command.RunE = func(command *cobra.Command, paths []string) error {
		request.paths = paths
		return a.coverage(command.Context(), request)
	}
	return command
}

// coverageRequest is what the command line asks for.
type coverageRequest struct {
	paths      []string
	table      tableChoice
	failOn     choice
	baseline   string
	update     bool
	noExamples bool
}

// covered is the whole report.
type covered struct {
	Tables   []parser.TableCoverage  `json:"tables"`
	Rejected map[parser.Reason]int64 `json:"rejected,omitempty"`
	New      []string                `json:"new,omitempty"` // fields that are not in the baseline
}

func (a *app) coverage(ctx context.Context, request coverageRequest) error {
	if request.update && request.baseline == "" {
		return usagef("--update-baseline writes the file of --baseline: name it")
	}
	if len(request.paths) == 0 && isTerminal(a.stdin) {
		return usagef("nothing to read: name a file or a folder, or pipe records in")
	}
	catalog, err := a.compileCatalog(request.table, parser.Options{})
	if err != nil {
		return err
	}
	known, err := readBaseline(request.baseline, request.update)
	if err != nil {
		return err
	}
	result, err := a.cover(ctx, catalog, request)
	if err != nil {
		return err
	}
	if request.update {
		if err := known.write(request.baseline, result.Tables); err != nil {
			return err
		}
	} else {
		result.New = known.missing(result.Tables)
	}
	if err := a.printCoverage(result); err != nil {
		return err
	}
	if len(result.New) > 0 || result.fails(request.failOn.chosen) {
		return errFindings
	}
	return nil
}

// cover reads all inputs.
func (a *app) cover(ctx context.Context, catalog *parser.Catalog, request coverageRequest) (covered, error) {
	paths := request.paths
	if len(paths) == 0 {
		paths = []string{conversion.StandardInput}
	}
	inputs, err := conversion.FindInputs(paths, []string{request.baseline})
	if err != nil {
		return covered{}, err
	}
	coverage := catalog.NewCoverage()
	for _, input := range inputs.Inputs {
		if err := a.coverInput(ctx, catalog, coverage, input.Path); err != nil {
			return covered{}, err
		}
	}
	result := covered{Tables: coverage.Tables(), Rejected: coverage.Rejected()}
	if request.noExamples {
		for _, table := range result.Tables {
			for i := range table.Fields {
				table.Fields[i].Example = ""
			}
		}
	}
	return result, nil
}

func (a *app) coverInput(ctx context.Context, catalog *parser.Catalog, coverage *parser.Coverage, path string) error {
	_, source, err := a.open(ctx, path)
	if err != nil {
		return err
	}
	defer func() { _ = source.Close() }() // it was only read
	_, err = rawrecord.Each(ctx, catalog, path, source, func(record rawrecord.Record) error {
		coverage.Add(record.Bytes())
		return nil
	})
	return err
}

// fails tells whether the report has what --fail-on names.
func (c covered) fails(on string) bool {
	return slices.ContainsFunc(c.Tables, func(t parser.TableCoverage) bool {
		switch on {
		case "unmapped":
			return slices.ContainsFunc(t.Fields, func(f parser.FieldCoverage) bool { return f.Use.IsLost() })
		case "unfired":
			return len(unused(t)) > 0
		}
		return false
	})
}

// unused names what of a table no record puts to use.
func unused(t parser.TableCoverage) [][]string {
	var lines [][]string
	for _, row := range t.Rows {
		if row.Count == 0 {
			lines = append(lines, []string{"row " + row.Row, row.To, place(row.Position)})
		}
	}
	for _, b := range t.EventTypes {
		if b.Count == 0 {
			lines = append(lines, []string{"line " + b.Line, cmp.Or(b.EventType, "whatever the record names"), place(b.Position)})
		}
	}
	for _, entry := range t.Maps {
		if entry.Count == 0 {
			lines = append(lines, []string{"map of row " + entry.Row, entryName(entry)})
		}
	}
	return lines
}

func entryName(entry parser.MapCoverage) string { return cmp.Or(entry.Pattern, "any other value") }

func (a *app) printCoverage(result covered) error {
	if a.format == formatJSON {
		return a.printJSON(result)
	}
	var failures []error
	for _, table := range result.Tables {
		failures = append(failures, a.printTableCoverage(table))
	}
	if len(result.Rejected) > 0 {
		var reasons []string
		total := int64(0)
		for reason, count := range result.Rejected {
			reasons = append(reasons, fmt.Sprintf("%s %d", reason, count))
			total += count
		}
		slices.Sort(reasons)
		_, err := fmt.Fprintf(a.stdout, "\nRejected, and not looked at: %d (%s)\n", total, strings.Join(reasons, ", "))
		failures = append(failures, err)
	}
	if len(result.New) > 0 {
		failures = append(failures, a.printSection("Raw fields that the baseline does not have", column(result.New)))
	}
	return errors.Join(failures...)
}

func (a *app) printTableCoverage(t parser.TableCoverage) error {
	palette := report.NewPalette(a.coloured(a.stdout))
	_, err := fmt.Fprintf(a.stdout, "%s version %d: %d events\n", palette.Bold(t.Table), t.Version, t.Events)
	failures := []error{err, a.printSection("Raw fields", fieldLines(t))}
	if t.Untracked > 0 {
		_, err := fmt.Fprintf(a.stdout, "  and %d values of further fields, beyond %d\n", t.Untracked, parser.MaxCoveredFields)
		failures = append(failures, err)
	}
	if a.verbose {
		failures = append(failures, a.printSection("How often", usedLines(t)))
	}
	failures = append(failures, a.printSection("Never put to use", unused(t)))
	return errors.Join(failures...)
}

// fieldLines are the raw fields, each with what became of it.
func fieldLines(t parser.TableCoverage) [][]string {
	var lines [][]string
	for _, f := range t.Fields {
		times := fmt.Sprint(f.Count)
		if worst := f.Uses[f.Use]; worst != f.Count {
			times = fmt.Sprintf("%d of %d", worst, f.Count)
		}
		lines = append(lines, []string{string(f.Use), f.Path, times, cmp.Or(f.Reason, shorten(f.Example, maxShown))})
	}
	return lines
}

// usedLines counts what of a table records put to use.
func usedLines(t parser.TableCoverage) [][]string {
	var lines [][]string
	for _, row := range t.Rows {
		lines = append(lines, []string{"row " + row.Row, row.To, fmt.Sprint(row.Count)})
	}
	for _, b := range t.EventTypes {
		lines = append(lines, []string{"line " + b.Line, cmp.Or(b.EventType, "whatever the record names"), fmt.Sprint(b.Count)})
	}
	for _, entry := range t.Maps {
		lines = append(lines, []string{"map of row " + entry.Row, entryName(entry), fmt.Sprint(entry.Count)})
	}
	return lines
}

// column is words as rows of one cell.
func column(words []string) [][]string {
	rows := make([][]string, len(words))
	for i, word := range words {
		rows[i] = []string{word}
	}
	return rows
}
