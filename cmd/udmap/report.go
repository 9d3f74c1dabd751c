package main

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"github.com/udmap/udmap/internal/comparison"
	"github.com/udmap/udmap/internal/conversion"
	"github.com/udmap/udmap/internal/overview"
	"github.com/udmap/udmap/internal/rawrecord"
	"github.com/udmap/udmap/parser"
)

// newReportCommand makes the verb that draws a page of what tables make of a
// corpus.
func newReportCommand(a *app) *cobra.Command {
	request := reportRequest{table: tableChoice{name: autoTable}}
	command := &cobra.Command{
		Use:   "report [FILE|DIR|-]…",
		Short: "Draw a page of what tables make of a corpus",
		Long: `Convert a corpus and draw one HTML page of what comes of it, for a team to look
at before it switches a feed: events by type over time, the principals of the most
events, why records are rejected, what becomes of raw fields, which rows of the
tables are used, and what the validator finds. The page needs no other file, no
network and no script, can be printed, and has a table for every picture. The same
corpus and tables give the same page. Inputs are those of convert.

Values of the corpus stand on the page: principals, and examples of raw fields.
--no-examples leaves them out, so that it can be shared. With --format json the
numbers are printed too, and --out may be left out.

Exit codes: 0 drawn · 2 wrong usage, or a table that does not compile · 3 a file
could not be read or written · 130 interrupted`,
		Example: `  udmap report logs --out report.html
  udmap report --table my_table.yaml logs --out report.html --title 'Operation logs of March' --no-examples
  udmap report logs --format json`,
		GroupID: groupLogs,
	}
	request.table.addFlags(command)
	flags := command.Flags()
	flags.StringVarP(&request.out, "out", "o", "", "write the page to `FILE`")
	flags.StringVar(&request.title, "title", "What udmap makes of these logs", "the `TEXT` at the top of the page")
	flags.BoolVar(&request.noExamples, "no-examples", false, "leave out values, so that the page can be shared")
	command.RunE = func(command *cobra.Command, paths []string) error {
		request.paths = paths
		return a.report(command.Context(), request)
	}
	return command
}

// reportRequest is what the command line asks for.
type reportRequest struct {
	paths      []string
	table      tableChoice
	out        string
	title      string
	noExamples bool
}

// report is one run of the verb.
func (a *app) report(ctx context.Context, request reportRequest) (err error) {
	switch {
	case request.out == "" && a.format != formatJSON:
		return usagef("name the file of the page with --out, such as --out report.html")
	case len(request.paths) == 0 && isTerminal(a.stdin):
		return usagef("nothing to read: name a file or a folder, or pipe records in")
	}
	catalog, err := a.compileCatalog(request.table, parser.Options{})
	if err != nil {
		return err
	}
	summary, err := a.overview(ctx, catalog, request)
	if err != nil {
		return err
	}
	if request.noExamples {
		summary = summary.WithoutValues()
	}
	if request.out != "" {
		if err := writePage(request, summary); err != nil {
			return err
		}
	}
	if a.format == formatJSON {
		return a.printJSON(summary)
	}
	fmt.Fprintf(a.stderr, "udmap: %s: %s, %s, %s rejected\n", request.out,
		count(summary.Records, "record"), count(summary.Events, "event"), thousands(summary.Rejected))
	return nil
}

// overview reads all inputs.
func (a *app) overview(ctx context.Context, catalog *parser.Catalog, request reportRequest) (overview.Summary, error) {
	paths := request.paths
	if len(paths) == 0 {
		paths = []string{conversion.StandardInput}
	}
	inputs, err := conversion.FindInputs(paths, []string{request.out})
	if err != nil {
		return overview.Summary{}, err
	}
	if len(inputs.Inputs) == 0 {
		return overview.Summary{}, usagef("found nothing to read in %s", strings.Join(paths, ", "))
	}
	splitter, err := rawrecord.NewSplitter(catalog)
	if err != nil {
		return overview.Summary{}, err
	}
	collector := overview.New(catalog)
	reading := reading{app: a, inputs: inputs.Inputs, splitter: splitter}
	err = reading.each(ctx, func(conversion.Input) error {
		collector.AddFile()
		return nil
	}, func(place comparison.Place, record rawrecord.Record) error {
		place.Object = inputName(place.Object)
		collector.Add(place, record)
		return nil
	})
	return collector.Summary(), err
}

// writePage writes the page whole or not at all.
func writePage(request reportRequest, summary overview.Summary) error {
	file, err := createNamed("--out", request.out)
	if err != nil {
		return err
	}
	page := overview.Page{Title: request.title, HasNoValues: request.noExamples}
	if err := page.Write(file, summary); err != nil {
		return errors.Join(err, file.Discard())
	}
	return file.Commit()
}
