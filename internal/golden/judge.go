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
// malformed e-mail address". Nothing waives an error: what the API refuses
// belongs before the eyes of whoever reads the case.
func (r *Runner) judge(events []byte, tables []*parser.Table) string {
	var waived []string
	for _, table := range tables {
		waived = append(waived, table.WaivedFindings()...)
	}
	var text strings.Builder
	number := 0
	for event := range bytes.Lines(events) {
		number++
		for _, finding := range r.validator.Validate(bytes.TrimSuffix(event, []byte("\n"))) {
			isWaived := finding.Severity != udm.SeverityError && slices.Contains(waived, finding.ID)
			if isHeld(finding) && !isWaived {
				fmt.Fprintf(&text, "event %d: %s\n", number, describeFinding(finding))
			}
		}
	}
	return text.String()
}

// describeDiagnostics lists the findings of tables, one a line.
func describeDiagnostics(findings udm.Diagnostics) string {
	var text strings.Builder
	for _, finding := range findings.Sort() {
		if isHeld(finding) {
			text.WriteString(finding.String() + "\n")
		}
	}
	return text.String()
}

// isHeld tells of a finding that cases hold. Notes ask for nothing, and would
// stand in every case of an event type that has one.
func isHeld(finding udm.Diagnostic) bool { return finding.Severity != udm.SeverityNote }

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

// describeWarnings lists what the ledger counts beside events, one a line.
func describeWarnings(ledger parser.Ledger) string {
	var text strings.Builder
	for _, warning := range ledger.Warnings {
		place := strings.TrimSpace(warning.Table + " " + warning.Row)
		fmt.Fprintf(&text, "%s: %s %d\n", place, warning.Kind, warning.Count)
	}
	return text.String()
}
