package parser

import (
	"fmt"
	"slices"
	"strings"
)

// idleRows returns the rows that set nothing, in the order of the table.
// Filled tells which row filled which field.
func (m *Mapper) idleRows(filled map[string]string) []IdleRow {
	busy := map[int]bool{}
	for _, w := range m.trace.writes {
		busy[w.row] = true
	}
	table := m.plan.table
	var idle []IdleRow
	for i := range table.Rows {
		row := &table.Rows[i]
		if busy[i] || row.WrittenBy != "" {
			continue
		}
		reason, detail := m.whyIdle(i, row, filled)
		idle = append(idle, IdleRow{
			Row: row.ID, Position: row.Position, To: row.To, Source: strings.Join(row.From, ", "),
			Reason: reason, Detail: detail,
		})
	}
	return idle
}

// whyIdle tells why a row set nothing.
func (m *Mapper) whyIdle(index int, row *Row, filled map[string]string) (reason, detail string) {
	program, frame := m.plan.program, m.record
	switch {
	case m.plan.settled.Rows[index].When.never:
		return IdleCondition, "an option has another value"
	case slices.Contains(row.From, sourceDegradedFrom):
		return IdleCondition, "the event has the type that was preferred"
	case slices.Contains(row.From, sourceRest):
		return IdleNoField, "the table names every field of the record"
	}
	if row.Each != "" {
		list, _ := m.listOf(row.Each)
		if list == none || !frame.present.has(list) {
			return m.absence(frame, list, row.Each)
		}
		return IdleNoField, fmt.Sprintf("no further object of %s has %s", row.Each, strings.Join(row.From, " or "))
	}
	for i := range program.guarded {
		g := &program.guarded[i]
		if int(program.leaves[g.leaf].row) == index && !m.holds(&g.when, frame) {
			return IdleCondition, "its `when` does not hold"
		}
	}
	reason, detail = IdleNoField, ""
	for i := range program.leaves {
		l := &program.leaves[i]
		slot := int(l.slot)
		if int(l.row) != index || slot == none {
			continue
		}
		if !frame.present.has(slot) {
			if reason, detail = m.absence(frame, slot, program.sources[slot]); reason == IdleEmpty {
				return reason, detail
			}
			continue
		}
		return m.whyUnwritten(l, row, filled)
	}
	return reason, detail
}

// absence tells of a slot without a value.
func (m *Mapper) absence(f *frame, slot int, source string) (reason, detail string) {
	if slot != none && f.seen.has(slot) {
		return IdleEmpty, source + " is empty"
	}
	return IdleNoField, "the record has no " + source
}

// whyUnwritten tells why a leaf with a value did not write it.
func (m *Mapper) whyUnwritten(l *leaf, row *Row, filled map[string]string) (reason, detail string) {
	v := m.record.values[l.slot]
	content := m.bytes(&v)
	switch {
	case l.test != nil && l.test(&m.addresses, content) == l.fails:
		if l.fails {
			return IdleNoMatch, fmt.Sprintf("%q is an %s", content, l.testName)
		}
		return IdleNoMatch, fmt.Sprintf("%q is no %s", content, l.testName)
	case slices.Contains(l.blank, string(content)):
		return IdleNoMatch, fmt.Sprintf("%q counts as empty", content)
	case l.group != 0 && filled[row.To] != "":
		return IdleFilled, filled[row.To] + " filled " + row.To + " first"
	case l.mapped != nil && v.isScalar():
		if _, fits := l.mapped.find(content); !fits {
			return IdleNoMatch, fmt.Sprintf("no entry of the map is like %q", content)
		}
	case !v.isScalar() && !l.flexible && l.kind != jsonLeaf && l.kind != joinedLeaf:
		return IdleUnreadable, "it is not a text but JSON: " + string(content)
	}
	if l.kind != textLeaf && l.kind != jsonLeaf && l.kind != joinedLeaf && l.mapped == nil {
		if _, converted := l.appendConverted(nil, content); !converted {
			return IdleUnreadable, fmt.Sprintf("%q cannot be converted", content)
		}
	}
	if l.list != 0 {
		return IdleFilled, fmt.Sprintf("the list already has %q", content)
	}
	return IdleFilled, "another value was written"
}

// listOf returns the slot of the list that `each` names.
func (m *Mapper) listOf(each string) (slot int, found bool) {
	for i := range m.plan.program.leaves {
		l := &m.plan.program.leaves[i]
		if l.kind == eachLeaf && m.plan.table.Rows[l.row].Each == each {
			return int(l.slot), true
		}
	}
	return none, false
}
