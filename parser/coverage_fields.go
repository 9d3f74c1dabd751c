package parser

import (
	"cmp"
	"maps"
	"slices"
	"strings"
)

// MaxCoveredFields bounds the raw fields of a table that coverage tells apart.
// What comes beyond is counted together.
const MaxCoveredFields = 10_000

// maxExample bounds an example, in bytes.
const maxExample = 200

// tableFields is what is known of the fields of one table's records.
type tableFields struct {
	plan         *Plan
	names        []naming
	inAdditional []bool // by row, event-type lines among them
	fields       map[string]*coveredField
	untracked    map[FieldUse]int64
	blank        int64

	records  int64   // whose event was made
	rows     []int64 // by row: the events in which it wrote something
	last     []int64 // by row: the last of them
	branches map[branch]int64
}

// branch is an event type that an event-type line gave.
type branch struct{ row, eventType int }

// coveredField is a field, and what the table makes of it.
type coveredField struct {
	FieldCoverage

	otherwise FieldUse // of values that are not in the event
	rows      []int    // that would have written those
	blank     []string // values that count as empty
}

func newTableFields(plan *Plan) *tableFields {
	t := &tableFields{
		plan:      plan,
		names:     plan.settled.namings(),
		fields:    map[string]*coveredField{},
		untracked: map[FieldUse]int64{},
		rows:      make([]int64, len(plan.rows)),
		last:      make([]int64, len(plan.rows)),
		branches:  map[branch]int64{},

		inAdditional: make([]bool, len(plan.rows)),
	}
	for i := range plan.table.Rows {
		to := plan.table.Rows[i].To
		t.inAdditional[i] = to == "additional" || strings.HasPrefix(to, "additional.")
	}
	return t
}

// add adds the record that the mapper mapped last.
func (t *tableFields) add(m *Mapper) {
	t.records++
	t.branches[branch{m.eventRow, m.eventType}]++
	for _, take := range m.trace.takes {
		if take.written && t.last[take.row] != t.records {
			t.last[take.row] = t.records
			t.rows[take.row]++
		}
	}
	uses := newRecordUses(m, t.inAdditional)
	reader := scalarReader{record: m.buffers[raw]}
	reader.visit = func(start, end int) {
		field := t.field(&reader)
		if field == nil {
			t.untracked[uses.of(t.newField(&reader), start, end)]++
			return
		}
		use := uses.of(field, start, end)
		if use == FieldUnwritten && field.isBlank(reader.record[start:end]) {
			t.blank++
			return
		}
		if field.count(use, reader.record[start:end]) && use == FieldUnwritten {
			field.Reason = uses.whyUntaken(field.rows)
		}
	}
	reader.read(0)
}

// field returns the field that the reader has come to, nil if it is one too
// many.
func (t *tableFields) field(reader *scalarReader) *coveredField {
	if field, known := t.fields[string(reader.text)]; known {
		return field
	}
	if len(t.fields) == MaxCoveredFields {
		return nil
	}
	field := t.newField(reader)
	t.fields[field.Path] = field
	return field
}

// newField finds out what the table makes of a field that was not seen before.
func (t *tableFields) newField(reader *scalarReader) *coveredField {
	f := &coveredField{otherwise: FieldUnnamed}
	f.Path, f.Uses = string(reader.text), map[FieldUse]int64{}
	isNamed, isAsked := false, false
	for i := range t.names {
		name := &t.names[i]
		switch {
		case !name.covers(reader.path):
		case name.row == none:
			isAsked = true
		default:
			isNamed = true
			f.addRow(t.plan.settled, name)
		}
	}
	if !isNamed && !isAsked {
		isNamed = f.addRest(t.plan.settled)
	}
	dropped := t.plan.table.whyDropped(keysOf(reader.path))
	switch {
	case dropped != "":
		f.otherwise, f.Reason = FieldDropped, dropped
	case len(f.rows) > 0:
		f.otherwise = FieldUnwritten
	case isNamed:
		f.otherwise, f.Reason = FieldDropped, "an option leaves it out"
	case isAsked:
		f.otherwise = FieldDecides
	}
	return f
}

// addRow adds a row that writes the field, unless an option switches it off.
func (f *coveredField) addRow(table *Table, name *naming) {
	if name.off || slices.Contains(f.rows, name.row) {
		return
	}
	f.rows = append(f.rows, name.row)
	if name.row < len(table.Rows) {
		f.blank = append(f.blank, table.Rows[name.row].Blank...)
	}
}

// addRest adds the rows that write whatever the table does not name, and
// reports whether there are any.
func (f *coveredField) addRest(table *Table) (found bool) {
	for i := range table.Rows {
		if row := &table.Rows[i]; row.isRest() {
			f.addRow(table, &naming{row: i, off: row.When.never})
			found = true
		}
	}
	return found
}

// isRest tells of a row that writes whatever the table does not name.
func (r *Row) isRest() bool { return slices.Contains(r.From, sourceRest) }

// isBlank tells of a value that counts as empty for a row.
func (f *coveredField) isBlank(value []byte) bool {
	return len(f.blank) > 0 && slices.Contains(f.blank, scalarText(value))
}

// count counts a value of the field, and reports whether it is the first of a
// use that is worse than those before.
func (f *coveredField) count(use FieldUse, value []byte) (isWorse bool) {
	if isWorse = f.Count == 0 || use.rank() < f.Use.rank(); isWorse {
		f.Use, f.Example = use, shortened(string(value), maxExample)
	}
	f.Count++
	f.Uses[use]++
	return isWorse
}

// report returns the fields, the worst first. Why something happens to a field
// is of interest only where that is the worst that does.
func (t *tableFields) report() []FieldCoverage {
	fields := make([]FieldCoverage, 0, len(t.fields))
	for _, f := range t.fields {
		if f.Count == 0 {
			continue // all of its values count as empty
		}
		told := f.FieldCoverage
		if f.Use != FieldDropped && f.Use != FieldUnwritten {
			told.Reason = ""
		}
		told.Uses = maps.Clone(f.Uses)
		fields = append(fields, told)
	}
	slices.SortFunc(fields, func(a, b FieldCoverage) int {
		return cmp.Or(cmp.Compare(a.Use.rank(), b.Use.rank()), strings.Compare(a.Path, b.Path))
	})
	return fields
}

// keysOf returns the keys of a path up to its first list.
func keysOf(path []pathStep) []string {
	var keys []string
	for _, step := range path {
		if step.list {
			break
		}
		keys = append(keys, step.key)
	}
	return keys
}
