// Package report prints findings: for people, with the source line under each
// and a caret, or for programs. A new format is one more [Printer].
package report

import (
	"bytes"

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

// Source finds the text that a position points at: the line without its line
// break, as far as the source has it, and the column within that text. The
// line is "" where it is not known.
type Source func(udm.Position) (line string, column int)

// Lines returns the source that finds lines in a text that begins at start:
// the whole of a file, or an event somewhere within one.
func Lines(text []byte, start udm.Position) Source {
	return func(position udm.Position) (string, int) {
		number, column := start.Line, position.Column
		if position.Line == start.Line {
			column -= start.Column - 1
		}
		for line := range bytes.Lines(text) {
			if number == position.Line {
				return string(bytes.TrimRight(line, "\r\n")), column
			}
			number++
		}
		return "", 0
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
