package report

import (
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/udmap/udmap/udm"
)

// NewText returns a printer for people. Each finding starts with
// "file:line:column: severity ID: summary", which editors can follow.
func NewText(w io.Writer, palette Palette) Printer { return textPrinter{w, palette} }

type textPrinter struct {
	w       io.Writer
	palette Palette
}

// Print implements Printer.
func (p textPrinter) Print(finding udm.Diagnostic, source Source) error {
	var text strings.Builder
	p.writeHeadline(&text, finding)
	if source != nil && finding.Position.Line > 0 {
		line, column := source(finding.Position)
		p.writeExcerpt(&text, finding, line, column)
	}
	p.writeNote(&text, "hint", finding.Hint)
	p.writeNote(&text, "see", finding.URL)
	_, err := io.WriteString(p.w, text.String())
	return err
}

// Close implements Printer; nothing is left to print.
func (textPrinter) Close(...Section) error { return nil }

func (p textPrinter) writeHeadline(text *strings.Builder, finding udm.Diagnostic) {
	if place := finding.Position.String(); place != "" {
		text.WriteString(p.palette.Bold(Printable(place)) + ": ")
	}
	text.WriteString(p.palette.Severity(finding.Severity, finding.Severity.String()+" "+finding.ID) + ": ")
	text.WriteString(Printable(finding.Summary))
	if finding.Detail != "" {
		text.WriteString(": " + Printable(finding.Detail))
	}
	if about := subject(finding); about != "" {
		text.WriteString(" " + p.palette.Dim("("+Printable(about)+")"))
	}
	text.WriteByte('\n')
}

// subject names the row or the field that a finding is about.
func subject(finding udm.Diagnostic) string {
	switch {
	case finding.Row != "" && finding.Field != "":
		return "row " + finding.Row + ", " + finding.Field
	case finding.Row != "":
		return "row " + finding.Row
	}
	return finding.Field
}

func (p textPrinter) writeExcerpt(text *strings.Builder, finding udm.Diagnostic, line string, column int) {
	if line == "" {
		return
	}
	number := strconv.Itoa(finding.Position.Line)
	shown, indent := excerpt(line, column)
	fmt.Fprintf(text, "%s %s\n", p.palette.Dim(fmt.Sprintf("%5s |", number)), shown)
	if column > 0 {
		margin := p.palette.Dim(strings.Repeat(" ", max(5, len(number))) + " |")
		caret := p.palette.Severity(finding.Severity, "^")
		fmt.Fprintf(text, "%s %s%s\n", margin, strings.Repeat(" ", indent), caret)
	}
}

func (p textPrinter) writeNote(text *strings.Builder, label, note string) {
	if note != "" {
		fmt.Fprintf(text, "      %s %s\n", p.palette.Dim(label+":"), Printable(note))
	}
}
