package main

import (
	"errors"
	"fmt"
	"strings"

	"github.com/udmap/udmap/internal/golden"
	"github.com/udmap/udmap/internal/report"
	"github.com/udmap/udmap/internal/wholefile"
	"github.com/udmap/udmap/udm"
)

// goldenOutcome is what a run of golden cases came to.
type goldenOutcome struct {
	Passed    int                `json:"passed"`
	Failed    int                `json:"failed"`
	Updated   int                `json:"updated"`
	Cases     []goldenCase       `json:"cases"`
	Uncovered []golden.Uncovered `json:"uncovered,omitzero"` // nil: nobody asked
}

// goldenCase is what one case came to. It passed, was updated, or failed.
type goldenCase struct {
	File        string              `json:"file"`
	Title       string              `json:"title"`
	Passed      bool                `json:"passed"`
	Updated     bool                `json:"updated,omitempty"`
	Differences []golden.Difference `json:"differences,omitempty"`
	Losses      []golden.Loss       `json:"losses,omitempty"` // why it was not updated
}

// judgeGolden describes what became of a case.
func judgeGolden(result golden.Result) goldenCase {
	differences := result.Differences()
	return goldenCase{
		File:        result.Case.File,
		Title:       result.Case.Title,
		Passed:      len(differences) == 0,
		Differences: differences,
	}
}

// rewrite takes over what came out, unless that would lose a required field.
func (c *goldenCase) rewrite(result golden.Result, acceptLoss bool) error {
	if losses := result.Losses(); len(losses) > 0 && !acceptLoss {
		c.Losses = losses
		return nil
	}
	file, err := wholefile.Create(c.File)
	if err != nil {
		return err
	}
	if _, err := file.Write(result.Updated()); err != nil {
		return errors.Join(err, file.Discard())
	}
	c.Updated = true
	return file.Commit()
}

// add counts a case in.
func (o *goldenOutcome) add(c goldenCase) {
	o.Cases = append(o.Cases, c)
	switch {
	case c.Passed:
		o.Passed++
	case c.Updated:
		o.Updated++
	default:
		o.Failed++
	}
}

// reportGolden prints the outcome and turns it into the verb's error.
func (a *app) reportGolden(outcome goldenOutcome, failOnUncovered bool) error {
	if err := a.printGolden(outcome); err != nil {
		return err
	}
	if outcome.Failed > 0 || failOnUncovered && len(outcome.Uncovered) > 0 {
		return errFindings
	}
	return nil
}

func (a *app) printGolden(outcome goldenOutcome) error {
	switch a.format {
	case formatJSON:
		return a.printJSON(outcome)
	case formatGitHub:
		return a.annotateGolden(outcome)
	case formatText, formatSARIF, formatMarkdown:
	}
	_, err := a.stdout.Write([]byte(a.describeGolden(outcome)))
	return err
}

// describeGolden is the outcome for people: what differs, the sums, and the
// rows that no case exercises.
func (a *app) describeGolden(outcome goldenOutcome) string {
	palette := report.NewPalette(a.coloured(a.stdout))
	var text strings.Builder
	for _, c := range outcome.Cases {
		switch {
		case !c.Passed:
			c.describe(&text, palette)
		case a.verbose:
			fmt.Fprintf(&text, "%s %s: %s\n", palette.Good("passes"), c.File, report.Printable(c.Title))
		}
	}
	text.WriteString(outcome.sums() + "\n")
	if outcome.Uncovered != nil && len(outcome.Uncovered) == 0 {
		text.WriteString("rows no case exercises: none\n")
	}
	for _, table := range outcome.Uncovered {
		fmt.Fprintf(&text, "rows no case exercises: %s: %s\n", table.Table, strings.Join(table.Rows, ", "))
	}
	return text.String()
}

// describeCase is what differs in one case.
func (a *app) describeCase(c goldenCase) string {
	var text strings.Builder
	c.describe(&text, report.NewPalette(a.coloured(a.stdout)))
	return text.String()
}

// describe writes what differs in a case. The first line of each difference
// starts with a place that editors can follow.
func (c goldenCase) describe(text *strings.Builder, palette report.Palette) {
	verdict := palette.Severity(udm.SeverityError, "differs in")
	if c.Updated {
		verdict = palette.Severity(udm.SeverityWarning, "updated")
	}
	for _, difference := range c.Differences {
		place := fmt.Sprintf("%s:%d", difference.File, difference.Line)
		fmt.Fprintf(text, "%s: %s %s: %s\n", palette.Bold(place), verdict, difference.Section, report.Printable(c.Title))
		for line := range strings.Lines(difference.Diff) {
			text.WriteString(colourDiff(strings.TrimSuffix(line, "\n"), palette) + "\n")
		}
	}
	for _, loss := range c.Losses {
		fmt.Fprintf(text, "%s: not updated: %s; --accept-loss drops it\n", palette.Bold(c.File), loss)
	}
	text.WriteByte('\n')
}

// colourDiff makes a line of a unified diff safe to print, and colours what is
// gone and what is new.
func colourDiff(line string, palette report.Palette) string {
	safe := report.Printable(line)
	switch {
	case strings.HasPrefix(line, "-"):
		return palette.Severity(udm.SeverityError, safe)
	case strings.HasPrefix(line, "+"):
		return palette.Good(safe)
	case strings.HasPrefix(line, "@"):
		return palette.Dim(safe)
	}
	return safe
}

// sums counts the cases: "118 cases pass, 2 differ".
func (o goldenOutcome) sums() string {
	sums := fmt.Sprintf("%d of %d cases pass", o.Passed, len(o.Cases))
	if o.Updated > 0 {
		sums += fmt.Sprintf(", %d updated", o.Updated)
	}
	if o.Failed > 0 {
		sums += fmt.Sprintf(", %d differ", o.Failed)
	}
	return sums
}
