package main

import (
	"context"
	"errors"
	"io/fs"
	"path/filepath"
	"regexp"
	"slices"

	"github.com/spf13/cobra"

	"github.com/udmap/udmap/internal/golden"
	"github.com/udmap/udmap/internal/tablefile"
	"github.com/udmap/udmap/parser"
)

// goldenFolder is where golden cases are looked for unless the user says.
const goldenFolder = "testdata/golden"

// goldenRun is one run of the test verb.
type goldenRun struct {
	pattern         string // --run
	table           string // --table
	update          bool   // --update
	acceptLoss      bool   // --accept-loss
	coverage        bool   // --coverage
	failOnUncovered bool   // --fail-on-uncovered
}

// newTestCommand makes the verb that runs golden cases.
func newTestCommand(a *app) *cobra.Command {
	var run goldenRun
	command := &cobra.Command{
		Use:   "test [DIR|FILE]…",
		Short: "Run golden cases: raw logs and the events expected of them",
		Long: `Convert the input of each golden case and compare what comes out with what the
case expects: events, rejected records, warnings, what the validator finds, or
why a table does not compile. A case is a txtar archive (.txtar); folders are
searched for them. Without an argument, the cases are those below
` + goldenFolder + `. docs/golden.md shows how to write one.

After a run of all cases stand the rows of the mapping tables that no case
exercises; --coverage names them after a run of some.

--update rewrites what a case expects to what came out, and prints what changes.
It leaves a case alone that would lose a field which the event type requires,
unless --accept-loss is given.

Exit codes: 0 all cases pass · 1 a case differs, or a row that no case exercises
with --fail-on-uncovered · 2 no case, wrong usage, or a table that does not
compile · 3 a file could not be read or written`,
		Example: `  udmap test
  udmap test testdata/golden/zoom --run 'grammar|decisions'
  # what does my edited table change?
  udmap test --table my/zoom_operation_logs.yaml
  # take over what came out, after reading it
  udmap test --run operator --update`,
		GroupID: groupTables,
		RunE: func(command *cobra.Command, args []string) error {
			return a.runGolden(command.Context(), run, args)
		},
	}
	a.addFormats(command, formatGitHub)
	flags := command.Flags()
	flags.StringVar(&run.pattern, "run", "", "only cases whose path matches `REGEX`")
	flags.StringVarP(&run.table, "table", "t", "", "use the tables in `FILE|DIR`, in place of built-in ones of their names; coverage is theirs alone")
	flags.BoolVarP(&run.update, "update", "u", false, "rewrite what the cases expect to what came out")
	flags.BoolVar(&run.acceptLoss, "accept-loss", false, "with --update, also drop fields that the event type requires")
	flags.BoolVar(&run.coverage, "coverage", false, "name the rows that no case exercises, whichever cases run")
	flags.BoolVar(&run.failOnUncovered, "fail-on-uncovered", false, "fail if there are rows that no case exercises")
	return command
}

// runGolden runs the cases and prints what it finds.
func (a *app) runGolden(ctx context.Context, run goldenRun, paths []string) error {
	if run.acceptLoss && !run.update {
		return usagef("--accept-loss goes with --update")
	}
	cases, err := run.cases(paths)
	if err != nil {
		return err
	}
	runner, edited, err := a.goldenRunner(run.table)
	if err != nil {
		return err
	}
	var outcome goldenOutcome
	var results []golden.Result
	for _, c := range cases {
		result, err := runner.Run(ctx, c)
		if err != nil {
			return err
		}
		results = append(results, result)
		judged := judgeGolden(result)
		if run.update && !judged.Passed {
			if err := judged.rewrite(result, run.acceptLoss); err != nil {
				return err
			}
		}
		outcome.add(judged)
	}
	if run.wantsCoverage(paths) {
		outcome.Uncovered = append([]golden.Uncovered{}, runner.Uncovered(results)...)
		if run.table != "" { // nobody expects that its cases exercise the others
			outcome.Uncovered = slices.DeleteFunc(outcome.Uncovered, func(u golden.Uncovered) bool { return !slices.Contains(edited, u.Table) })
		}
	}
	return a.reportGolden(outcome, run.failOnUncovered)
}

// wantsCoverage reports whether rows that no case exercises are worth a word:
// of some of the cases nobody expects that they exercise all rows.
func (run goldenRun) wantsCoverage(paths []string) bool {
	areAll := len(paths) == 0 || len(paths) == 1 && filepath.Clean(paths[0]) == filepath.FromSlash(goldenFolder)
	return run.coverage || run.failOnUncovered || areAll && run.pattern == ""
}

// cases reads the cases that the user means. There must be some: a run over
// nothing proves nothing.
func (run goldenRun) cases(paths []string) ([]golden.Case, error) {
	wanted, err := regexp.Compile(run.pattern)
	if err != nil {
		return nil, usagef("--run: %w", err)
	}
	isDefault := len(paths) == 0
	if isDefault {
		paths = []string{goldenFolder}
	}
	all, err := golden.Load(paths...)
	switch {
	case isDefault && isMissing(err, goldenFolder):
		return nil, usagef("%w; name a folder of golden cases", err)
	case err != nil:
		return nil, usageOfFormat(err)
	}
	var cases []golden.Case
	for _, c := range all {
		if wanted.MatchString(c.Name()) {
			cases = append(cases, c)
		}
	}
	switch {
	case len(all) == 0:
		return nil, usagef("no golden case in %s: a case is a file that ends in %s", paths, golden.Extension)
	case len(cases) == 0:
		return nil, usagef("none of %d cases matches --run %q", len(all), run.pattern)
	}
	return cases, nil
}

// isMissing tells of an error that a path does not exist, in contrast to a file
// below it.
func isMissing(err error, path string) bool {
	missing, ok := errors.AsType[*fs.PathError](err)
	return ok && errors.Is(err, fs.ErrNotExist) && missing.Path == path
}

// usageOfFormat tells an archive that is no golden case from one that cannot
// be read.
func usageOfFormat(err error) error {
	if _, ok := errors.AsType[*golden.FormatError](err); ok {
		return usageError{err}
	}
	return err
}

// goldenRunner compiles the tables that cases without a table of their own
// use: the built-in ones, of which those in a file or folder take the place. It
// also returns the names of the latter.
func (a *app) goldenRunner(path string) (runner *golden.Runner, edited []string, err error) {
	names := tablefile.Names()
	if path != "" {
		names = append(names, path)
	}
	files, err := findTables(names...)
	if err != nil {
		return nil, nil, err
	}
	var tables []*parser.Table
	for _, file := range files {
		compiled := file.Compile(parser.Options{Trusted: file.BuiltIn})
		if compiled.Plan == nil {
			return nil, nil, a.printBrokenTable(compiled)
		}
		tables = replaceTable(tables, compiled.Table)
		if !file.BuiltIn {
			edited = append(edited, compiled.Table.Name)
		}
	}
	runner, findings := golden.NewRunner(tables)
	if findings.HasErrors() {
		return nil, nil, usageError{findings}
	}
	return runner, edited, nil
}

// replaceTable puts a table in the place of the one of its name, or behind all.
func replaceTable(tables []*parser.Table, table *parser.Table) []*parser.Table {
	same := func(other *parser.Table) bool { return other.Name == table.Name }
	if i := slices.IndexFunc(tables, same); i >= 0 {
		tables[i] = table
		return tables
	}
	return append(tables, table)
}
