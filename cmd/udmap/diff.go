package main

import (
	"context"
	"slices"

	"github.com/spf13/cobra"

	"github.com/udmap/udmap/internal/comparison"
)

// newDiffCommand makes the verb that tells what a change of a table does.
func newDiffCommand(a *app) *cobra.Command {
	request := diffRequest{
		failOn: choice{values: []string{failOnRequired, failOnLost, failOnAny, failOnNothing}, chosen: failOnRequired},
	}
	command := &cobra.Command{
		Use:   "diff OLD NEW CORPUS…",
		Short: "Tell what a change of a table does to real logs",
		Long: `Convert a corpus with two tables and tell what differs: for each UDM field how
many events gain, lose, change or reorder it; values that moved from one field to
another; which event types became which; records that are rejected by one of the
two; and required fields that are lost. Lists are compared as lists: a field is
reordered if the lists around it hold the same elements in another order.

OLD and NEW are what --table of udmap convert takes: a table's file, the name of
a built-in table, a folder of tables, or auto for the built-in ones. Or they are
in git: REVISION:PATH, with the path from the top of the repository, or ./PATH
from here; as OLD, REVISION: alone is the file or folder of NEW at that revision.
CORPUS is files, folders, or - for standard input, as those of convert.

--against FILE takes the place of OLD: events that any version of udmap made of
this corpus, in its order. No event says which record it is of, so the n-th event
is that of the n-th record that was not rejected; --against-rejected FILE, which
convert --rejected wrote, says which were. Without it, they are taken to be those
that NEW rejects. --against DIR is a folder that convert --out wrote, and needs
no more. If the numbers do not fit, that is an error and nothing is told.

A field is required if the event type of the old event needs it, by the schema,
or if a row of the old table says so. A record that was an event and is rejected
now has lost them all.

Exit codes: 0 nothing that --fail-on names · 1 a required field is lost, or what
else --fail-on names · 2 wrong usage, a table that does not compile, or events
that do not fit the corpus · 3 something could not be read · 130 interrupted`,
		Example: `  udmap diff zoom_operation_logs my/zoom_operation_logs.yaml logs
  # the table as it was committed against the file as it is now
  # udmap diff HEAD: mappings/door.yaml logs
  # for a comment in a pull request, with two examples of each difference
  udmap diff zoom_operation_logs my_table.yaml logs --format markdown --examples 2
  # what does this version of udmap change of events that another one made?
  udmap diff --against events/operations.udm.jsonl auto logs/operations.jsonl --fail-on nothing`,
		GroupID:           groupTables,
		ValidArgsFunction: completeTables,
	}
	flags := command.Flags()
	flags.StringVar(&request.against, "against", "", "compare with events made earlier, in `FILE|DIR`, in place of OLD")
	flags.StringVar(&request.rejected, "against-rejected", "", "the records that were rejected when the events of --against were made, in `FILE`")
	flags.IntVar(&request.examples, "examples", 0, "show `N` records of each kind of difference, with both values")
	flags.StringArrayVar(&request.options, "option", nil, "choose `NAME=VALUE` for an option of the tables; once for each option")
	request.failOn.addTo(command, "fail-on", "exit with 1 if a required field is lost, if any field is, if anything differs, or never")
	a.addFormats(command, formatMarkdown)
	command.RunE = func(command *cobra.Command, args []string) error {
		return a.diff(command.Context(), request, args)
	}
	return command
}

// What --fail-on takes.
const (
	failOnRequired = "required"
	failOnLost     = "lost"
	failOnAny      = "any"
	failOnNothing  = "nothing"
)

// maxExamples bounds --examples, and so the memory for them.
const maxExamples = 100

// diffRequest is what the command line asks for.
type diffRequest struct {
	old, new string // tables; old is "" with --against
	corpus   []string
	against  string
	rejected string
	examples int
	options  []string
	failOn   choice
}

// read takes the arguments, and refuses what cannot be meant.
func (r *diffRequest) read(args []string) error {
	tables := 2
	if r.against != "" {
		tables = 1
	}
	switch {
	case r.examples < 0 || r.examples > maxExamples:
		return usagef("--examples must be from 0 to %d", maxExamples)
	case r.rejected != "" && r.against == "":
		return usagef("--against-rejected goes with --against")
	case r.rejected != "" && !isFile(r.against):
		return usagef("--against-rejected goes with a file of events: a folder holds the rejected records too")
	case len(args) <= tables && r.against != "":
		return usagef("diff --against takes NEW CORPUS…: a table, then the logs that the events were made of")
	case len(args) <= tables:
		return usagef("diff takes OLD NEW CORPUS…: two tables, then the logs to convert with both")
	}
	if r.against == "" {
		r.old = args[0]
	}
	r.new, r.corpus = args[tables-1], args[tables:]
	if slices.Contains(r.corpus, r.against) {
		return usagef("--against %s: it is in the corpus too, and holds events", r.against)
	}
	return nil
}

// diff is one run of the verb.
func (a *app) diff(ctx context.Context, request diffRequest, args []string) error {
	if err := request.read(args); err != nil {
		return err
	}
	report, err := a.compare(ctx, request)
	if err != nil {
		return err
	}
	if err := a.printComparison(report); err != nil {
		return err
	}
	if fails(report, request.failOn.chosen) {
		return errFindings
	}
	return nil
}

// fails tells whether a report has what --fail-on names.
func fails(report comparison.Report, on string) bool {
	switch on {
	case failOnRequired:
		return report.LosesRequired()
	case failOnLost:
		return report.LosesAny()
	case failOnAny:
		return !report.IsEmpty()
	}
	return false
}
