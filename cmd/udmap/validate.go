package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/udmap/udmap/internal/eventstream"
	"github.com/udmap/udmap/internal/inflate"
	"github.com/udmap/udmap/internal/report"
	"github.com/udmap/udmap/udm"
)

// newValidateCommand makes the verb that judges UDM events.
func newValidateCommand(a *app) *cobra.Command {
	least := choice{values: []string{"error", "warning", "note"}, chosen: "warning"}
	command := &cobra.Command{
		Use:   "validate [FILE|-]…",
		Short: "Judge UDM events, whoever made them",
		Long: `Judge UDM events against the schema and the usage guide, without a network:
unknown fields, wrong types, enum values and times, what every event and each
event type must have, lengths and forms of values, deprecated fields. What the
ingestion API refuses is an error; what only the guide asks for is a warning.

Events stand one a line, pretty-printed, in an array, or in requests of the
ingestion API ({"udm":…}, {"event":…}, {"events":[…]}), plain, gzip or zstd.
Without a file, standard input is read. For people, findings that repeat, of one
rule about one field, are printed ten times and then counted; with --format json or
sarif all are.

Exit codes: 0 no errors (--strict: nor warnings) · 1 errors · 2 wrong usage ·
3 a file could not be read`,
		Example: `  udmap validate events/operations.udm.jsonl
  udmap convert logs/operations.jsonl | udmap validate
  udmap validate --min-severity error --format json events/operations.udm.jsonl`,
		GroupID: groupUDM,
	}
	a.addFormats(command, formatSARIF, formatGitHub)
	strict := command.Flags().Bool("strict", false, "let warnings fail too")
	least.addTo(command, "min-severity", "print only findings of this severity or worse")
	command.RunE = func(command *cobra.Command, files []string) error {
		validation := validation{
			app:       a,
			validator: udm.NewValidator(nil),
			printer:   a.newPrinter(a.stdout),
			least:     severityNamed(least.chosen),
			alike:     map[alike]int{},
		}
		if len(files) == 0 {
			files = []string{standardInput}
		}
		return validation.run(command.Context(), files, *strict)
	}
	return command
}

// validation is one run of the verb.
type validation struct {
	*app
	validator *udm.Validator
	printer   report.Printer
	least     udm.Severity
	summary   validationSummary
	alike     map[alike]int // findings so far
}

// alike is what findings that repeat have in common.
type alike struct{ rule, field string }

// maxAlike bounds how many findings that are alike are printed for people.
const maxAlike = 10

// validationSummary counts all events and findings, printed or not.
type validationSummary struct {
	Events   int `json:"events"`
	Refused  int `json:"refused"` // events with an error
	Errors   int `json:"errors"`
	Warnings int `json:"warnings"`
	Notes    int `json:"notes"`
}

// run judges the files. One that cannot be read does not keep the others from
// being judged.
func (v *validation) run(ctx context.Context, files []string, strict bool) error {
	var unread []error
	for _, file := range files {
		if err := v.judgeFile(ctx, file); err != nil {
			if ctx.Err() != nil || isClosedPipe(err) {
				return err
			}
			unread = append(unread, err)
		}
	}
	if len(unread) == len(files) && v.summary.Events == 0 {
		return errors.Join(unread...) // there is nothing to sum up
	}
	if err := v.printSummary(); err != nil {
		return err
	}
	switch {
	case len(unread) > 0:
		return errors.Join(unread...)
	case v.summary.Errors > 0 || strict && v.summary.Warnings > 0:
		return errFindings
	}
	return nil
}

func (v *validation) judgeFile(ctx context.Context, path string) error {
	name, source, err := v.open(ctx, path)
	if err != nil {
		return err
	}
	defer func() { _ = source.Close() }() // it was only read
	inflated, err := inflate.NewReader(source)
	if err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	events := eventstream.NewReader(name, inflated)
	for ctx.Err() == nil {
		event, err := events.Next()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		if err := v.judge(event); err != nil {
			return err
		}
	}
	return ctx.Err()
}

func (v *validation) judge(event eventstream.Event) error {
	findings := v.validator.Validate(event.Text)
	v.summary.Events++
	v.summary.Errors += findings.Count(udm.SeverityError)
	v.summary.Warnings += findings.Count(udm.SeverityWarning)
	v.summary.Notes += findings.Count(udm.SeverityNote)
	if findings.HasErrors() {
		v.summary.Refused++
	}
	source := report.Lines(event.Text, event.Start)
	for _, finding := range findings.Within(event.Start) {
		if finding.Severity > v.least || v.isRepeated(finding) {
			continue
		}
		if err := v.printer.Print(finding, source); err != nil {
			return err
		}
	}
	return nil
}

// isRepeated counts a finding, and reports whether people have seen enough of
// its kind.
func (v *validation) isRepeated(finding udm.Diagnostic) bool {
	kind := alike{finding.ID, withoutIndexes(finding.Field)}
	v.alike[kind]++
	return v.printsForPeople() && v.alike[kind] > maxAlike
}

// printRepeated counts what was not printed.
func (v *validation) printRepeated() error {
	var lines []string
	for kind, number := range v.alike {
		if number > maxAlike {
			lines = append(lines, fmt.Sprintf("and %s more like %s at %s\n", thousands(number-maxAlike), kind.rule, kind.field))
		}
	}
	slices.Sort(lines)
	_, err := io.WriteString(v.stdout, strings.Join(lines, ""))
	return err
}

func (v *validation) printSummary() error {
	if err := v.printer.Close(report.Section{Name: "summary", Value: v.summary}); err != nil {
		return err
	}
	if !v.printsForPeople() {
		return nil
	}
	if err := v.printRepeated(); err != nil {
		return err
	}
	_, err := fmt.Fprintf(v.stdout, "%s: %s refused; %s, %s, %s\n",
		count(v.summary.Events, "event"), thousands(v.summary.Refused),
		count(v.summary.Errors, "error"), count(v.summary.Warnings, "warning"), count(v.summary.Notes, "note"))
	return err
}

// severityNamed returns the severity of a name that --min-severity takes.
func severityNamed(name string) udm.Severity {
	for _, severity := range []udm.Severity{udm.SeverityError, udm.SeverityWarning} {
		if severity.String() == name {
			return severity
		}
	}
	return udm.SeverityNote
}
