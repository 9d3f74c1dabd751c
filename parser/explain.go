package parser

import (
	"cmp"
	"slices"
	"strings"

	"github.com/tidwall/gjson"

	"github.com/udmap/udmap/udm"
)

// Explanation tells what became of one record: which row and which raw text
// filled each field, why each other row filled nothing, and which raw fields
// went nowhere.
type Explanation struct {
	Table     string        `json:"table,omitempty"`
	Event     []byte        `json:"-"`                   // nil if the record is rejected
	Rejection *Rejection    `json:"rejection,omitempty"` // why, then
	Fields    []FieldSource `json:"fields"`
	Idle      []IdleRow     `json:"idle"`
	Unused    []UnusedField `json:"unused"`
}

// FieldSource is one value of the event and where it comes from.
type FieldSource struct {
	Path     string       `json:"path"`  // target.user.roles[0].name, in the spelling of the field list
	Value    string       `json:"value"` // as the event has it, without quotes
	Row      string       `json:"row"`
	Position udm.Position `json:"position"`         // of the row
	Source   string       `json:"source"`           // as the row's `from` has it; "" for a constant
	Raw      string       `json:"raw"`              // the raw text, decoded
	Places   []Place      `json:"places,omitempty"` // of it, in the record
}

// IdleRow is a row that set nothing.
type IdleRow struct {
	Row      string       `json:"row"`
	Position udm.Position `json:"position"`
	To       string       `json:"to"`
	Source   string       `json:"source"`
	Reason   string       `json:"reason"` // one of the Idle constants
	Detail   string       `json:"detail"` // what exactly, for people
}

// Why a row set nothing: the first of these that holds.
const (
	IdleCondition  = "condition false" // its `when` does not hold
	IdleNoField    = "no such field"   // the record does not have what it reads
	IdleEmpty      = "empty"           // the field is empty
	IdleNoMatch    = "no match"        // the value fails the row's test or is one of its blanks
	IdleUnreadable = "unreadable"      // the value cannot be converted
	IdleFilled     = "already filled"  // an earlier row filled the field, or the list has the value
)

// UnusedField is a part of the record that reached no UDM field.
type UnusedField struct {
	Path    string `json:"path"` // the raw field, or the part of an extract
	Raw     string `json:"raw"`
	Dropped string `json:"dropped,omitempty"` // why the table drops it, if it does
	Place   Place  `json:"place"`             // of the raw field; for a part of an extract, of the text that it is in
}

// Explain maps a record and tells what became of it. The error is for a
// record that is no JSON object; every other rejection is part of the
// explanation.
func (c *Catalog) Explain(record []byte) (*Explanation, error) {
	m := c.NewMapper()
	m.trace = &trace{}
	event, err := m.Append(nil, record)
	if err != nil {
		r := m.rejection
		if r.Reason != UnknownShape && r.Row == "" {
			return nil, &r
		}
		e := &Explanation{Rejection: &r}
		if r.Reason == UnknownShape {
			e.Unused = rawFields(record)
			return e, nil
		}
		m.trace.writes = nil
		e.Table = r.Table
		for _, idle := range m.idleRows(nil) {
			if idle.Row == r.Row { // the others did not get their turn
				e.Idle = append(e.Idle, idle)
			}
		}
		return e, nil
	}
	x := &explainer{m: m, shift: skipSpace(record, 0), used: map[int]bool{}, rest: map[string]bool{}}
	return &Explanation{
		Table:  m.plan.table.Name,
		Event:  event,
		Fields: x.fields(),
		Idle:   m.idleRows(x.filled()),
		Unused: x.unused(record),
	}, nil
}

// explainer reads what a mapper left behind.
type explainer struct {
	m     *Mapper
	shift int             // white space before the record
	used  map[int]bool    // slots of the record that reached the event
	rest  map[string]bool // paths of raw fields that the table does not name, and that did so
}

// fields returns the values that were written, in the order of the event.
func (x *explainer) fields() []FieldSource {
	slices.SortStableFunc(x.m.trace.writes, func(a, b traced) int { return cmp.Compare(a.order, b.order) })
	fields := make([]FieldSource, 0, len(x.m.trace.writes))
	for _, w := range x.m.trace.writes {
		f := FieldSource{
			Path:     w.path,
			Value:    unescapedText(w.written),
			Row:      x.m.plan.rows[w.row],
			Position: x.m.plan.position(w.row),
			Raw:      w.source,
			Places:   x.placesOf(w.of),
		}
		if slices.Contains(x.m.plan.table.rowFrom(w.row), sourceRest) {
			f.Source = strings.TrimPrefix(w.path, "additional.")
			x.rest[f.Source] = true
		}
		if w.slot != none {
			f.Source = w.program.sources[w.slot]
			if w.program == x.m.plan.program {
				x.use(w.slot)
			}
		}
		fields = append(fields, f)
	}
	for _, l := range x.m.plan.program.leaves {
		if l.kind == eachLeaf && x.m.record.fired.has(x.m.plan.program.leafIndex(l.landing)) {
			x.use(int(l.slot))
		}
	}
	return fields
}

// filled returns which row filled each field.
func (x *explainer) filled() map[string]string {
	rows := map[string]string{}
	for _, w := range x.m.trace.writes {
		rows[w.path] = x.m.plan.rows[w.row]
	}
	return rows
}

// use marks a slot, and those that it was filled from, as having reached the
// event.
func (x *explainer) use(slot int) {
	if x.used[slot] {
		return
	}
	x.used[slot] = true
	x.m.filledFrom(slot, x.use)
}

// filledFrom visits the slots of the record that a slot was filled from.
func (m *Mapper) filledFrom(slot int, visit func(from int)) {
	for i := range m.plan.program.steps {
		s := &m.plan.program.steps[i]
		switch {
		case s.choice != nil && s.choice.slot == slot:
			for _, from := range s.choice.from {
				if m.record.present.has(from) {
					visit(from)
					break
				}
			}
		case s.text != nil && s.text.fills(slot):
			visit(s.text.slot)
		case s.first != nil && s.first.fills(slot):
			visit(s.first.list)
		case s.made != nil && s.made.slot == slot:
			for _, piece := range s.made.pieces {
				if piece.slot != none {
					visit(piece.slot)
				}
			}
		case s.parts != nil && strings.HasPrefix(m.plan.program.sources[slot], s.name+"."):
			visit(s.parts.reads())
		}
	}
}

// fills tells whether a slot is filled from the text.
func (t *textPlan) fills(slot int) bool {
	if t.json == slot {
		return true
	}
	p := t.pairs
	if p == nil {
		return false
	}
	for _, s := range append(p.slots, p.addressKey) {
		if s.value == slot || s.previous == slot {
			return true
		}
	}
	return slot == p.subject || slot == p.firstAddress || slot == p.secondAddress
}

// fills tells whether a slot is a field of the list's first object.
func (e *elementPlan) fills(slot int) bool {
	return e.root.reads(slot)
}

func (n *keyNode) reads(slot int) bool {
	for _, m := range n.members {
		if m.slot == slot || m.verbatim == slot || m.child != nil && m.child.reads(slot) {
			return true
		}
	}
	return false
}

// unused returns the raw fields that reached no UDM field, and the pairs
// whose keys no row reads.
func (x *explainer) unused(record []byte) []UnusedField {
	var unused []UnusedField
	for _, field := range rawFields(record) {
		path := splitPath(field.Path)
		if !x.reached(path) {
			field.Dropped = x.m.plan.table.whyDropped(path)
			unused = append(unused, field)
		}
	}
	return append(unused, x.unusedPairs()...)
}

// reached tells whether the raw field, or an object around it, was used.
func (x *explainer) reached(path []string) bool {
	for _, p := range x.m.plan.program.paths {
		if x.used[p.slot] && len(p.path) <= len(path) && equalPaths(p.path, path[:len(p.path)]) {
			return true
		}
	}
	for length := range path {
		if x.rest[strings.Join(path[:length+1], ".")] {
			return true
		}
	}
	return false
}

// whyDropped returns why the table drops a raw field, or an object around it;
// "" if it does not.
func (t *Table) whyDropped(path []string) string {
	for _, dropped := range t.Dropped {
		if d := splitPath(dropped.Field); len(d) <= len(path) && equalPaths(d, path[:len(d)]) {
			return dropped.Reason
		}
	}
	return ""
}

// rowFrom returns the sources of a row, by its place among rows and lines.
func (t *Table) rowFrom(row int) []string {
	if row < len(t.Rows) {
		return t.Rows[row].From
	}
	return nil
}

func equalPaths(a, b []string) bool {
	return strings.Join(a, "\x00") == strings.Join(b, "\x00")
}

// unusedPairs returns the pairs whose keys no row reads.
func (x *explainer) unusedPairs() []UnusedField {
	var unused []UnusedField
	for i := range x.m.plan.program.steps {
		plan := x.m.plan.program.steps[i].text
		if plan == nil || plan.pairs == nil || !x.m.record.present.has(plan.slot) {
			continue
		}
		name := x.m.plan.rows[plan.row]
		whole := x.m.record.values[plan.slot]
		x.m.onUnread = func(key, content []byte) {
			unused = append(unused, UnusedField{
				Path: name + "." + string(key), Raw: string(content), Place: x.placeOfPart(whole, content),
			})
		}
		scratch := newFrame(x.m.plan.program, nil, len(x.m.record.values), entryOutlines)
		scratch.set(plan.slot, x.m.record.values[plan.slot])
		x.m.readText(scratch, plan)
		x.m.onUnread = nil
	}
	return unused
}

// rawFields returns the scalar and list fields of a record, by path.
func rawFields(record []byte) []UnusedField {
	var fields []UnusedField
	var walk func(prefix string, object gjson.Result)
	walk = func(prefix string, object gjson.Result) {
		object.ForEach(func(key, value gjson.Result) bool {
			path := prefix + strings.ReplaceAll(key.String(), ".", `\.`)
			if value.IsObject() {
				walk(path+".", value)
			} else {
				fields = append(fields, UnusedField{Path: path, Raw: value.Raw, Place: placeOfRaw(value)})
			}
			return true
		})
	}
	walk("", gjson.ParseBytes(record))
	return fields
}

// unescapedText turns the text of a JSON string back into what it says.
func unescapedText(escaped string) string {
	out, _ := appendDecoded(nil, []byte(escaped))
	return string(out)
}

// leafIndex returns the number of the leaf that lands there.
func (p *program) leafIndex(at *landing) int {
	for i := range p.leaves {
		if p.leaves[i].landing == at {
			return i
		}
	}
	return none
}

// position returns where a row, or an event-type line, stands.
func (p *Plan) position(row int) udm.Position {
	if row < len(p.table.Rows) {
		return p.table.Rows[row].Position
	}
	if line := row - len(p.table.Rows); line < len(p.table.EventTypes) {
		return p.table.EventTypes[line].Position
	}
	return udm.Position{}
}
