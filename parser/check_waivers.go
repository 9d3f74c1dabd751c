package parser

import (
	"maps"
	"slices"
	"strings"

	"github.com/udmap/udmap/udm"
)

// waivers takes away the findings that are known and meant, and reports the
// waivers that do no such thing.
func (c *checker) waivers() {
	w := waiving{checker: c, waived: make([]bool, len(c.found)), ids: slices.Sorted(maps.Keys(findingsByID()))}
	w.under("", c.table.Waivers)
	for i := range c.table.Rows {
		w.under(c.table.Rows[i].ID, c.table.Rows[i].Waivers)
	}
	for i := range c.table.EventTypes {
		w.under(c.table.EventTypes[i].ID, c.table.EventTypes[i].Waivers)
	}
	kept := c.found[:0:0]
	for i, finding := range c.found {
		if !w.waived[i] {
			kept = append(kept, finding)
		}
	}
	c.found = append(kept, w.own...)
}

// waiving is the work on the waivers of a table.
type waiving struct {
	*checker

	waived []bool   // by place in found
	ids    []string // of all findings
	own    udm.Diagnostics
}

// under applies the waivers of a row or line, or those at the top of the
// table, which apply to all.
func (w *waiving) under(row string, waivers []Waiver) {
	for _, waiver := range waivers {
		if _, known := findingsByID()[waiver.Finding]; !known {
			w.say(mapUnknownWaiver, row, waiver, didYouMean(waiver.Finding, w.ids))
			continue
		}
		if strings.TrimSpace(waiver.Reason) == "" {
			w.say(mapNoReason, row, waiver, "")
		}
		warnings, errors := w.apply(row, waiver.Finding)
		switch {
		case errors > 0:
			w.say(mapWaivedError, row, waiver, "")
		case warnings == 0 && w.whole && isForetold(waiver.Finding):
			w.say(mapUnusedWaiver, row, waiver, "")
		}
	}
}

// apply waives the findings of an id, errors excepted, and counts them.
func (w *waiving) apply(row, id string) (warnings, errors int) {
	for i, finding := range w.found {
		switch {
		case finding.ID != id, row != "" && finding.Row != row:
		case finding.Severity == udm.SeverityError:
			errors++
		default:
			warnings++
			w.waived[i] = true
		}
	}
	return warnings, errors
}

// say reports a finding about a waiver, which no waiver can take away.
func (w *waiving) say(id, row string, waiver Waiver, hint string) {
	r := newReport()
	r.add(id, udm.Diagnostic{Position: waiver.Position, Row: row, Hint: hint}, waiver.Finding)
	w.own = append(w.own, r.found...)
}

// isForetold tells of a finding that a check of the table would have made.
// What else the validator finds depends on the values in the records.
func isForetold(id string) bool {
	switch id {
	case udmMachine, udmUser, udmField, udmFixedValue, udmExpected, udmProduct, udmPrincipal, udmMisplaced,
		udmDeprecatedField, udmPlatformField, udmTags, udmDeprecatedType, udmPlatformGenerated:
		return true
	}
	return strings.HasPrefix(id, "MAP")
}
