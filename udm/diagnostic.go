package udm

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// Severity ranks a Diagnostic. The zero value is invalid.
type Severity uint8

const (
	// SeverityError is what makes a table not compile, or an event be refused.
	SeverityError Severity = iota + 1
	// SeverityWarning is what works but breaks the documentation's advice.
	SeverityWarning
	// SeverityNote is worth knowing and needs no action.
	SeverityNote
)

// String returns "error", "warning" or "note".
func (s Severity) String() string {
	switch s {
	case SeverityError:
		return "error"
	case SeverityWarning:
		return "warning"
	case SeverityNote:
		return "note"
	}
	return fmt.Sprintf("Severity(%d)", uint8(s))
}

// MarshalText writes the severity as its name.
func (s Severity) MarshalText() ([]byte, error) { return []byte(s.String()), nil }

// Position is a place in a text.
type Position struct {
	// File is the name to print, "" if the text has none.
	File string `json:"file,omitempty"`
	// Line and Column count from 1; Line 0 means that the place is unknown.
	// Column counts Unicode code points, as editors and SARIF do.
	Line   int `json:"line,omitempty"`
	Column int `json:"column,omitempty"`
	// Offset counts bytes from 0.
	Offset int `json:"offset"`
}

// String returns "file:line:column" without the parts that are unknown.
func (p Position) String() string {
	switch {
	case p.Line == 0:
		return p.File
	case p.File == "":
		return fmt.Sprintf("%d:%d", p.Line, p.Column)
	}
	return fmt.Sprintf("%s:%d:%d", p.File, p.Line, p.Column)
}

// Within moves a position that counts from the start of a part (one event) to
// the whole that the part begins in at start (the file). An unknown position
// becomes start.
func (p Position) Within(start Position) Position {
	if p.Line == 0 {
		return start
	}
	if p.Line == 1 {
		p.Column += start.Column - 1
	}
	return Position{
		File:   start.File,
		Line:   p.Line + start.Line - 1,
		Column: p.Column,
		Offset: p.Offset + start.Offset,
	}
}

// Diagnostic is one finding: of loading or checking a table, of validating an
// event, or of a run.
type Diagnostic struct {
	// ID is stable across releases: "UDM014".
	ID       string   `json:"id"`
	Severity Severity `json:"severity"`
	// Summary is one line without a full stop.
	Summary string `json:"summary"`
	// Detail says more about this very case, "" if the summary is enough.
	Detail string `json:"detail,omitempty"`
	// Hint says what to do.
	Hint string `json:"hint,omitempty"`
	// Field is the UDM path in snake case, with list indexes where known.
	Field string `json:"field,omitempty"`
	// Row is the id of a table's row, when the finding is about one.
	Row      string   `json:"row,omitempty"`
	Position Position `json:"position,omitzero"`
	// URL is the documentation that the rule comes from.
	URL string `json:"url,omitempty"`
}

// String returns one line: "file:1:2: error UDM014: summary: detail (hint)".
func (d Diagnostic) String() string {
	var line strings.Builder
	if place := d.Position.String(); place != "" {
		line.WriteString(place + ": ")
	}
	fmt.Fprintf(&line, "%s %s: %s", d.Severity, d.ID, d.Summary)
	if d.Detail != "" {
		line.WriteString(": " + d.Detail)
	}
	if d.Hint != "" {
		line.WriteString(" (" + d.Hint + ")")
	}
	return line.String()
}

// Diagnostics is a list of findings. It is an error, so that a function may
// return all it found at once; return nil, not an empty list, for none.
type Diagnostics []Diagnostic

// Error lists all findings, one a line.
func (d Diagnostics) Error() string {
	lines := make([]string, len(d))
	for i, diagnostic := range d {
		lines[i] = diagnostic.String()
	}
	return strings.Join(lines, "\n")
}

// HasErrors reports whether any finding is a SeverityError.
func (d Diagnostics) HasErrors() bool { return d.Count(SeverityError) > 0 }

// Errors returns the findings of SeverityError alone.
func (d Diagnostics) Errors() Diagnostics {
	return slices.DeleteFunc(slices.Clone(d), func(diagnostic Diagnostic) bool {
		return diagnostic.Severity != SeverityError
	})
}

// Count returns the number of findings of that severity.
func (d Diagnostics) Count(severity Severity) int {
	count := 0
	for _, diagnostic := range d {
		if diagnostic.Severity == severity {
			count++
		}
	}
	return count
}

// Within moves every finding, as [Position.Within] does. It changes d.
func (d Diagnostics) Within(start Position) Diagnostics {
	for i := range d {
		d[i].Position = d[i].Position.Within(start)
	}
	return d
}

// Sort orders findings by file, position, severity and id, in place, and
// returns d.
func (d Diagnostics) Sort() Diagnostics {
	slices.SortStableFunc(d, func(a, b Diagnostic) int {
		return cmp.Or(
			cmp.Compare(a.Position.File, b.Position.File),
			cmp.Compare(a.Position.Line, b.Position.Line),
			cmp.Compare(a.Position.Offset, b.Position.Offset),
			cmp.Compare(a.Severity, b.Severity),
			cmp.Compare(a.ID, b.ID),
			cmp.Compare(a.Field, b.Field),
		)
	})
	return d
}
