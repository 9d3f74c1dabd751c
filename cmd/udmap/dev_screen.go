package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/udmap/udmap/internal/comparison"
	"github.com/udmap/udmap/internal/eventcheck"
	"github.com/udmap/udmap/internal/report"
	"github.com/udmap/udmap/internal/trial"
	"github.com/udmap/udmap/internal/watch"
	"github.com/udmap/udmap/udm"
)

const clearScreen = "\x1b[H\x1b[2J\x1b[3J"

// devScreen shows one try after the other.
type devScreen struct {
	*app
	clears bool
	tries  int
}

// once tries the table once, and judges it.
func (s *devScreen) once(ctx context.Context, table *trial.Trial) error {
	result, err := table.Try(ctx)
	if err != nil {
		return err
	}
	proved := result.Prove()
	if err := s.show(result, proved, 0); err != nil {
		return err
	}
	switch {
	case !result.Compiles || proved.HasErrors():
		return errTable
	case result.Failed():
		return errFindings
	}
	return nil
}

// untilInterrupted tries the table now and after every change. What cannot be
// read at one time may be there at the next: editors take files away for a
// moment.
func (s *devScreen) untilInterrupted(ctx context.Context, table *trial.Trial, watcher *watch.Watcher) error {
	for {
		begun := time.Now()
		result, err := table.Try(ctx)
		if ctx.Err() != nil {
			return ctx.Err()
		}
		var proved <-chan udm.Diagnostics // of a table that there is
		switch {
		case err != nil:
			err = s.showFailure(err)
		case s.format == formatJSON:
			err = s.show(result, result.Prove(), 0) // all in one line
		default:
			err = s.show(result, nil, time.Since(begun))
			proved = proveInBackground(result)
		}
		if err != nil {
			return err
		}
		if err := s.waitForChange(ctx, watcher, result, proved); err != nil {
			return err
		}
	}
}

// proveInBackground begins with the proofs, which nobody need wait for who has
// saved again.
func proveInBackground(result trial.Result) <-chan udm.Diagnostics {
	proved := make(chan udm.Diagnostics, 1)
	go func() { proved <- result.Prove() }()
	return proved
}

// waitForChange waits for the next save, and shows what the proofs of a result
// find if they come to an end before it.
func (s *devScreen) waitForChange(ctx context.Context, watcher *watch.Watcher, result trial.Result, proved <-chan udm.Diagnostics) error {
	changed := make(chan error, 1)
	go func() { changed <- watcher.Wait(ctx) }()
	for {
		select {
		case findings := <-proved:
			proved = nil
			if err := s.printFindings(result, findings); err != nil {
				return err
			}
		case err := <-changed:
			return err
		}
	}
}

// begin separates a try from the one before.
func (s *devScreen) begin() error {
	s.tries++
	var err error
	switch {
	case s.clears:
		_, err = fmt.Fprint(s.stdout, clearScreen)
	case s.tries > 1 && s.format == formatText:
		_, err = fmt.Fprintln(s.stdout, "---")
	}
	return err
}

func (s *devScreen) showFailure(err error) error {
	if err := s.begin(); err != nil {
		return err
	}
	if s.format == formatJSON {
		return s.printLine(struct {
			Error string `json:"error"`
		}{describeError(err)})
	}
	_, err = fmt.Fprintf(s.stdout, "%s\n", report.Printable(describeError(err)))
	return err
}

// tried is a result as programs read it.
type tried struct {
	Table    string               `json:"table,omitempty"`
	Compiles bool                 `json:"compiles"`
	Findings udm.Diagnostics      `json:"findings"`
	Samples  *trial.Sums          `json:"samples,omitempty"`
	Verdict  []eventcheck.Finding `json:"validator,omitempty"`
	Golden   *goldenOutcome       `json:"golden,omitempty"`
	Problem  string               `json:"golden_problem,omitempty"`
	Changes  *comparison.Report   `json:"changes,omitempty"`
}

// show shows one result, of which proved is found too.
func (s *devScreen) show(result trial.Result, proved udm.Diagnostics, took time.Duration) error {
	if err := s.begin(); err != nil {
		return err
	}
	if s.format == formatJSON {
		return s.printLine(asTried(result, proved))
	}
	palette := report.NewPalette(s.coloured(s.stdout))
	verdict := palette.Good("compiles")
	if !result.Compiles {
		verdict = palette.Severity(udm.SeverityError, "does not compile")
	}
	if took > 0 && isTerminal(s.stdout) {
		verdict += palette.Dim(fmt.Sprintf(" (%d ms)", took.Milliseconds()))
	}
	_, err := fmt.Fprintf(s.stdout, "%s: %s\n", palette.Bold(report.Printable(result.File.Path)), verdict)
	failures := []error{err, s.printFindings(result, result.Findings), s.printFindings(result, proved)}
	if result.Compiles {
		failures = append(failures, s.printSums(result), s.printVerdict(result), s.printGolden(result), s.printChanges(result))
	}
	return errors.Join(failures...)
}

func asTried(result trial.Result, proved udm.Diagnostics) tried {
	line := tried{
		Table:    result.Table,
		Compiles: result.Compiles && !proved.HasErrors(),
		Findings: append(udm.Diagnostics{}, append(result.Findings, proved...)...),
		Verdict:  result.Verdict,
		Problem:  result.Golden.Problem,
		Changes:  result.Changes,
	}
	if result.Compiles {
		outcome := goldenOutcomeOf(result.Golden)
		line.Samples, line.Golden = &result.Sums, &outcome
	}
	return line
}

func (s *devScreen) printLine(value any) error {
	line, err := json.Marshal(value)
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(s.stdout, "%s\n", line)
	return err
}

func (s *devScreen) printFindings(result trial.Result, findings udm.Diagnostics) error {
	printer := report.NewText(s.stdout, report.NewPalette(s.coloured(s.stdout)))
	return report.PrintAll(printer, s.findingsToPrint(findings), result.File.Source())
}

func (s *devScreen) printSums(result trial.Result) error {
	sums := result.Sums
	text := fmt.Sprintf("%s from %s: %s", count(sums.Records, "record"), count(sums.Files, "file"), count(sums.Events, "event"))
	if sums.Rejected > 0 {
		text += fmt.Sprintf(", %s rejected (%s)", thousands(sums.Rejected), describeReasons(sums.Reasons))
	}
	_, err := fmt.Fprintf(s.stdout, "samples: %s\n", report.Printable(text))
	return err
}

func (s *devScreen) printVerdict(result trial.Result) error {
	if len(result.Verdict) == 0 {
		_, err := fmt.Fprintln(s.stdout, "validator: nothing to say")
		return err
	}
	_, err := fmt.Fprintf(s.stdout, "validator: %s\n", count(len(result.Verdict), "kind")+" of findings")
	return errors.Join(err, report.WriteTable(s.stdout, "  ", verdictLines(result.Verdict)))
}

// verdictLines is one line for each kind of finding.
func verdictLines(verdict []eventcheck.Finding) [][]string {
	var lines [][]string
	for _, finding := range verdict {
		lines = append(lines, []string{
			finding.Severity.String() + " " + finding.ID, finding.Field, finding.Summary,
			count(finding.Events, "event"), "first " + finding.First,
		})
	}
	return lines
}

// goldenOutcomeOf describes the cases as udmap test does.
func goldenOutcomeOf(run trial.Golden) goldenOutcome {
	outcome := goldenOutcome{Passed: run.Cases - len(run.Differing), Failed: len(run.Differing), Cases: []goldenCase{}}
	for _, result := range run.Differing {
		outcome.Cases = append(outcome.Cases, judgeGolden(result))
	}
	return outcome
}

// maxCases bounds how many cases that differ are shown.
const maxCases = 5

func (s *devScreen) printGolden(result trial.Result) error {
	run := result.Golden
	switch {
	case run.Problem != "":
		_, err := fmt.Fprintf(s.stdout, "golden: not run: %s\n", report.Printable(run.Problem))
		return err
	case run.Cases == 0:
		_, err := fmt.Fprintln(s.stdout, "golden: no case uses the table")
		return err
	}
	_, err := fmt.Fprintf(s.stdout, "golden: %d of %d cases pass\n", run.Cases-len(run.Differing), run.Cases)
	failures := []error{err}
	shown := goldenOutcomeOf(run).Cases
	for _, c := range shown[:min(maxCases, len(shown))] {
		_, err := fmt.Fprint(s.stdout, s.describeCase(c))
		failures = append(failures, err)
	}
	if more := len(shown) - maxCases; more > 0 {
		_, err := fmt.Fprintf(s.stdout, "and %s that differ; udmap test --table %s shows them\n", count(more, "more case"), result.File.Path)
		failures = append(failures, err)
	}
	return errors.Join(failures...)
}

func (s *devScreen) printChanges(result trial.Result) error {
	if result.Changes == nil {
		return nil
	}
	_, err := fmt.Fprintln(s.stdout)
	return errors.Join(err, s.printComparisonText(*result.Changes))
}
