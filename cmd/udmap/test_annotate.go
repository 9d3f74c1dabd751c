package main

import (
	"fmt"
	"io"
	"strings"

	"github.com/udmap/udmap/internal/golden"
	"github.com/udmap/udmap/internal/report"
	"github.com/udmap/udmap/udm"
)

// annotateGolden prints the outcome as commands of a GitHub workflow: what
// differs, at its line of the case, and the rows that no case exercises.
func (a *app) annotateGolden(outcome goldenOutcome) error {
	var text strings.Builder
	for _, c := range outcome.Cases {
		for _, difference := range c.Differences {
			if err := a.annotateDifference(&text, c, difference); err != nil {
				return err
			}
		}
	}
	for _, table := range outcome.Uncovered {
		err := report.WriteAnnotation(&text, a.artifacts(), report.Annotation{
			Severity: udm.SeverityWarning,
			Title:    "no case exercises rows of " + table.Table,
			Message:  strings.Join(table.Rows, ", "),
		})
		if err != nil {
			return err
		}
	}
	text.WriteString(outcome.sums() + "\n")
	_, err := io.WriteString(a.stdout, text.String())
	return err
}

func (a *app) annotateDifference(w io.Writer, c goldenCase, difference golden.Difference) error {
	lines := strings.Split(strings.TrimSuffix(difference.Diff, "\n"), "\n")
	for i, line := range lines {
		lines[i] = report.Printable(line)
	}
	return report.WriteAnnotation(w, a.artifacts(), report.Annotation{
		Severity: udm.SeverityError,
		Position: udm.Position{File: difference.File, Line: difference.Line},
		Title:    fmt.Sprintf("differs in %s: %s", difference.Section, report.Printable(c.Title)),
		Message:  strings.Join(lines, "\n"),
	})
}
