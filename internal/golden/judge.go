package golden

import (
	"bytes"
	"fmt"
	"slices"
	"strings"

	"github.com/udmap/udmap/parser"
	"github.com/udmap/udmap/udm"
)

// judge lists what the validator finds in events and no table waives, one
// finding a line: "event 2: warning UDM055: target.user.email_addresses[0]:
// malformed e-mail address".
func (r *Runner) judge(events []byte, tables []*parser.Table) string {
	waived := waivedFindings(tables)
	var text strings.Builder
	number := 0
	for event := range bytes.Lines(events) {
		number++
		for _, finding := range r.validator.Validate(bytes.TrimSuffix(event, []byte("\n"))) {
			if !slices.Contains(waived, finding.ID) {
				fmt.Fprintf(&text, "event %d: %s\n", number, describeFinding(finding))
			}
		}
	}
	return text.String()
}

// describeFinding leaves out the place, which the layout changes, and the
// hint, which says nothing about the event.
func describeFinding(finding udm.Diagnostic) string {
	text := finding.Severity.String() + " " + finding.ID + ": "
	if finding.Field != "" {
		text += finding.Field + ": "
	}
	text += finding.Summary
	if finding.Detail != "" {
		text += ": " + finding.Detail
	}
	return text
}

// waivedFindings lists the ids of the findings that tables waive, on a row, on
// an event-type line or for the whole table.
func waivedFindings(tables []*parser.Table) []string {
	var ids []string
	for _, table := range tables {
		waivers := slices.Clone(table.Waivers)
		for _, row := range table.Rows {
			waivers = append(waivers, row.Waivers...)
		}
		for _, line := range table.EventTypes {
			waivers = append(waivers, line.Waivers...)
		}
		for _, waiver := range waivers {
			ids = append(ids, waiver.Finding)
		}
	}
	return ids
}

// describeWarnings lists what the ledger counts beside events, one a line.
func describeWarnings(ledger parser.Ledger) string {
	var text strings.Builder
	for _, warning := range ledger.Warnings {
		fmt.Fprintf(&text, "%s %s: %s %d\n", warning.Table, warning.Row, warning.Kind, warning.Count)
	}
	return text.String()
}
