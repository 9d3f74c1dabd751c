// Package report prints findings: for people, with the source line under each
// and a caret, or for programs. A new format is one more [Printer].
package report

import (
	"strings"

	"github.com/udmap/udmap/udm"
)

// Printer prints findings one by one, so that a run over millions of events
// needs no memory for them. It is not safe for concurrent use.
type Printer interface {
	// Print prints one finding. The source gives the line that the finding
	// points at; nil is no source. The error is that of the writer.
	Print(finding udm.Diagnostic, source Source) error
	// Close ends what was printed. The sections are what a program reads
	// beside the findings; for people, the verb prints them in its own words.
	Close(sections ...Section) error
}

// Section is a named part of a report beside its findings.
type Section struct {
	Name  string
	Value any // is marshalled as JSON
}

// Source returns the line of text that a position points at, without its line
// break, and "" where it is not known.
type Source func(udm.Position) string

// Lines returns the source that finds lines in a whole text, whose first line
// is number first.
func Lines(text []byte, first int) Source {
	return func(position udm.Position) string {
		number := first
		for line := range strings.Lines(string(text)) {
			if number == position.Line {
				return strings.TrimRight(line, "\r\n")
			}
			number++
		}
		return ""
	}
}

// PrintAll prints every finding of one source.
func PrintAll(printer Printer, findings udm.Diagnostics, source Source) error {
	for _, finding := range findings {
		if err := printer.Print(finding, source); err != nil {
			return err
		}
	}
	return nil
}
