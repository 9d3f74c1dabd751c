package parser

import (
	"cmp"
	"fmt"
	"slices"
)

// recordUses tells what became of the values of the record that a mapper mapped
// last, whose event is made of parts of them.
type recordUses struct {
	mapper     *Mapper
	mapped     spanWalk // the parts that are in other fields than additional
	additional spanWalk
	took       map[int]bool // rows that took something
}

func newRecordUses(m *Mapper, inAdditional []bool) *recordUses {
	u := &recordUses{mapper: m, took: map[int]bool{}}
	for _, take := range m.trace.takes {
		u.took[take.row] = true
		to := &u.mapped
		if inAdditional[take.row] {
			to = &u.additional
		}
		m.trace.origin(take.value, func(start, end uint32) {
			to.spans = append(to.spans, span{int(start), int(end)})
		})
	}
	u.mapped.sort()
	u.additional.sort()
	return u
}

// of returns the use of the value of a field that stands from start to end in
// the record. It is called with rising offsets.
func (u *recordUses) of(field *coveredField, start, end int) FieldUse {
	isMapped, isAdditional := u.mapped.meets(start, end), u.additional.meets(start, end)
	switch {
	case isMapped:
		return FieldMapped
	case isAdditional:
		return FieldAdditional
	}
	return field.otherwise
}

// spanWalk is parts of a record.
type spanWalk struct {
	spans []span
	at    int
}

// sort puts the parts in order and joins those that meet.
func (w *spanWalk) sort() {
	slices.SortFunc(w.spans, func(a, b span) int { return cmp.Compare(a.start, b.start) })
	joined := w.spans[:0]
	for _, s := range w.spans {
		if last := len(joined) - 1; last >= 0 && s.start <= joined[last].end {
			joined[last].end = max(joined[last].end, s.end)
		} else {
			joined = append(joined, s)
		}
	}
	w.spans = joined
}

// meets tells whether one of the parts lies in the one from start to end, which
// is no earlier than that of the call before.
func (w *spanWalk) meets(start, end int) bool {
	for w.at < len(w.spans) && w.spans[w.at].end <= start {
		w.at++
	}
	return w.at < len(w.spans) && w.spans[w.at].start < end
}

// whyUntaken tells, for the rows that would have taken a value, why none did.
func (u *recordUses) whyUntaken(rows []int) string {
	table, filled := u.mapper.plan.table, map[string]string{}
	for row := range table.Rows {
		if u.took[row] {
			filled[table.Rows[row].To] = table.Rows[row].ID
		}
	}
	reason := ""
	for i, row := range rows {
		if i == maxReasons {
			return reason + ", …"
		}
		if reason != "" {
			reason += ", "
		}
		reason += u.mapper.plan.rows[row] + ": " + u.whyNot(row, filled)
	}
	return reason
}

// maxReasons bounds how many rows a reason names.
const maxReasons = 3

// whyNot tells why a row did not take a value.
func (u *recordUses) whyNot(index int, filled map[string]string) string {
	table := u.mapper.plan.table
	if index >= len(table.Rows) {
		return "it names no event type, or an earlier line held"
	}
	row := &table.Rows[index]
	isRest := row.isRest()
	switch {
	case u.took[index] && row.Most > 0:
		return fmt.Sprintf("it takes no more than %d", row.Most)
	case u.took[index] && !isRest:
		return "it took another value"
	case row.Each != "":
		return "it is in no entry of the list"
	case isRest && !u.mapper.isHeldBack(index):
		return "the key is taken"
	}
	reason, _ := u.mapper.whyIdle(index, row, filled)
	return reason
}
