package main

import (
	"errors"
	"fmt"
	"slices"

	"github.com/udmap/udmap/internal/comparison"
	"github.com/udmap/udmap/internal/report"
	"github.com/udmap/udmap/udm"
)

// printComparison prints a report in the format that was asked for.
func (a *app) printComparison(r comparison.Report) error {
	switch a.format {
	case formatJSON:
		return a.printJSON(r)
	case formatMarkdown:
		_, err := fmt.Fprint(a.stdout, comparisonInMarkdown(r))
		return err
	case formatText, formatSARIF, formatGitHub:
	}
	return a.printComparisonText(r)
}

func (a *app) printComparisonText(r comparison.Report) error {
	palette := report.NewPalette(a.coloured(a.stdout))
	_, err := fmt.Fprintf(a.stdout, "%s\n%s\n", palette.Bold(report.Printable(r.Before.Name+" → "+r.After.Name)), sumsOf(r))
	failures := []error{err}
	if warning := timesWarning(r); warning != "" {
		_, err := fmt.Fprintf(a.stdout, "%s: %s\n", palette.Severity(udm.SeverityWarning, "warning"), warning)
		failures = append(failures, err)
	}
	return errors.Join(append(failures,
		a.printSection("Required fields that are lost", lostLines(r)),
		a.printSection("Fields, by the number of events", fieldChangeLines(r)),
		a.printSection("Values that moved to another field", moveLines(r)),
		a.printSection("Event types and rejected records", transitionLines(r)),
		a.printSection("Examples", exampleLines(r)),
	)...)
}

// sumsOf sums the report up in two sentences.
func sumsOf(r comparison.Report) string {
	text := fmt.Sprintf("%s: %s before, %s now", count(r.Records, "record"), count(r.Before.Events, "event"), count(r.After.Events, "event"))
	if r.Before.Rejected+r.After.Rejected > 0 {
		text += fmt.Sprintf("; %s rejected before, %s now", thousands(r.Before.Rejected), thousands(r.After.Rejected))
	}
	if r.IsEmpty() {
		return text + ". Nothing differs."
	}
	text += fmt.Sprintf(". %s the same, %s different", count(r.Same, "event"), thousands(r.Different))
	if r.BecameRejected > 0 {
		text += fmt.Sprintf(", %s rejected that gave an event before", thousands(r.BecameRejected))
	}
	if r.WereRejected > 0 {
		text += fmt.Sprintf(", %s that were rejected before", count(r.WereRejected, "event"))
	}
	return text + "."
}

// timesWarning says that events and records may not belong together: a change
// of a table seldom changes when something happened.
func timesWarning(r comparison.Report) string {
	for _, field := range r.Fields {
		if field.Field == "metadata.event_timestamp" && field.Changed > 0 {
			return fmt.Sprintf("%s another time than before: are these events of the same records?", countHave(field.Changed))
		}
	}
	return ""
}

func countHave(events int64) string {
	if events == 1 {
		return "1 event has"
	}
	return count(events, "event") + " have"
}

func lostLines(r comparison.Report) [][]string {
	var lines [][]string
	for _, lost := range r.LostRequired {
		lines = append(lines, []string{lost.Field, count(lost.Events, "event"), "required by " + lost.RequiredBy, "first at " + describePlace(lost.First.Record)})
	}
	return lines
}

// fieldChangeLines is one line a field, below a heading.
func fieldChangeLines(r comparison.Report) [][]string {
	if len(r.Fields) == 0 {
		return nil
	}
	heading := []string{""}
	for _, change := range comparison.Changes() {
		heading = append(heading, string(change))
	}
	lines := [][]string{heading}
	for _, field := range r.Fields {
		line := []string{field.Field}
		for _, change := range comparison.Changes() {
			line = append(line, numberOrNothing(field.Of(change)))
		}
		lines = append(lines, line)
	}
	if r.Untracked > 0 {
		lines = append(lines, []string{fmt.Sprintf("beyond %s fields: %s", thousands(comparison.MaxFields), count(r.Untracked, "difference"))})
	}
	return lines
}

// numberOrNothing leaves zeros out, so that the eye finds the numbers.
func numberOrNothing(number int64) string {
	if number == 0 {
		return "·"
	}
	return thousands(number)
}

func moveLines(r comparison.Report) [][]string {
	var lines [][]string
	for _, move := range r.Moves {
		lines = append(lines, []string{move.From, "→", move.To, count(move.Events, "event")})
	}
	return lines
}

// transitionLines is the matrix. Without a difference there is nothing to see.
func transitionLines(r comparison.Report) [][]string {
	if !slices.ContainsFunc(r.Transitions, differs) {
		return nil
	}
	var lines [][]string
	for _, cell := range r.Transitions {
		to := cell.To
		if !differs(cell) {
			to = "(the same)"
		}
		lines = append(lines, []string{cell.From, "→", to, count(cell.Records, "record")})
	}
	return lines
}

func differs(cell comparison.Transition) bool { return cell.From != cell.To }

// exampleLines lists the examples of all differences, each with its record.
func exampleLines(r comparison.Report) [][]string {
	var lines [][]string
	eachExample(r, func(what, change string, example comparison.Example) {
		lines = append(lines, []string{what, change, describePlace(example.Record), sidesOf(example)})
	})
	return lines
}

// eachExample visits the examples of fields, then those of the matrix.
func eachExample(r comparison.Report, visit func(what, change string, example comparison.Example)) {
	for _, field := range r.Fields {
		for _, change := range comparison.Changes() {
			for _, example := range field.Examples[change] {
				visit(field.Field, string(change), example)
			}
		}
	}
	for _, cell := range r.Transitions {
		for _, example := range cell.Examples {
			visit(cell.From, "→ "+cell.To, example)
		}
	}
}

// sidesOf shows both values of an example, of which one may be missing.
func sidesOf(example comparison.Example) string {
	switch {
	case example.Before == "":
		return example.After
	case example.After == "":
		return example.Before
	}
	return example.Before + " → " + example.After
}

func describePlace(place comparison.Place) string {
	place.Object = inputName(place.Object)
	return place.String()
}
