package parser

import (
	"strconv"
	"strings"
)

// trace notes which row wrote which value. A mapper has one only while it
// explains a record, or finds out what becomes of the fields of many.
type trace struct {
	writes  []traced // unless it is brief
	takes   []take
	makings []making // in the order of the buffer
	brief   bool

	inside string // the list entry whose fields are being written, with a dot behind it; "" for the event itself
	labels string // the list of labels that is being written for each object of a list, "" for none
	around int    // the leaf of that list
}

// traced is one value that was written.
type traced struct {
	path    string // of the UDM field, with list indexes
	order   int    // of the leaf, among those of the event
	row     int
	slot    int
	program *program
	source  string // the raw text
	written string // as it stands in the event, in its JSON escapes
	of      value  // no text for a constant
}

// landing is where in the event a leaf's values land.
type landing struct {
	list    string // the list that they are appended to; "" for a single field
	rest    string // the field, or what follows the list
	order   int    // among the program's leaves
	program *program
}

// path returns the UDM path of the leaf's value that is an entry of its list.
func (p *landing) path(entry int) string {
	if p.list == "" {
		return p.rest
	}
	return p.list + "[" + strconv.Itoa(entry) + "]" + p.rest
}

// wrote notes that a leaf wrote a value, whose text is source, to the end of
// the output.
func (t *trace) wrote(l *leaf, v value, source, written []byte) {
	t.takes = append(t.takes, take{row: int(l.row), written: true, value: v})
	if t.brief {
		return
	}
	order := l.landing.order
	if t.inside+t.labels != "" {
		order = t.around
	}
	path := t.inside + l.landing.path(t.entries(l.landing.list))
	if t.labels != "" {
		path = t.labels + "[" + strconv.Itoa(t.entries(t.labels)) + "].value"
	}
	t.writes = append(t.writes, traced{
		path:    path,
		order:   order,
		row:     int(l.row),
		slot:    int(l.slot),
		program: l.landing.program,
		source:  string(source),
		written: string(written),
		of:      v,
	})
}

// wroteMember notes a member of additional whose key the record has made.
func (t *trace) wroteMember(l *leaf, v value, key, source, written []byte) {
	t.takes = append(t.takes, take{row: int(l.row), written: true, value: v})
	if t.brief {
		return
	}
	order := l.landing.order
	if l.memberKey != nil {
		order = t.around
	}
	t.writes = append(t.writes, traced{
		path:    "additional." + unescapedText(string(key)),
		order:   order,
		row:     int(l.row),
		slot:    int(l.slot),
		program: l.landing.program,
		source:  string(source),
		written: string(written),
		of:      v,
	})
}

// enter notes that the fields of an entry of a list are written next.
func (t *trace) enter(l *leaf) {
	if t.brief {
		return
	}
	t.around = l.landing.order
	if l.each.program.fragment {
		t.labels = l.landing.list
		return
	}
	t.inside = l.landing.path(t.entries(l.landing.list)) + "."
}

// entries returns how many entries of a list were written.
func (t *trace) entries(list string) int {
	entries := 0
	for i := range t.writes {
		if rest, inList := strings.CutPrefix(t.writes[i].path, list+"["); inList {
			index, _, _ := strings.Cut(rest, "]")
			number, _ := strconv.Atoi(index)
			entries = max(entries, number+1)
		}
	}
	return entries
}

// fixed notes the constants that are part of the text between leaves.
func (t *trace) fixed(p *program) {
	for i := range p.leaves {
		if l := &p.leaves[i]; l.fixed {
			t.wrote(l, value{}, nil, []byte(l.constant))
		}
	}
}

// leave notes that the list is done.
func (t *trace) leave() {
	t.inside, t.labels = "", ""
}

// decided notes the event type and the line that decided it.
func (t *trace) decided(m *Mapper, l *leaf, name string) {
	w := traced{path: l.landing.path(0), order: l.landing.order, row: m.eventRow, slot: none, program: l.landing.program, written: name}
	line, of := m.plan.eventLines[m.eventRow-len(m.plan.table.Rows)], value{}
	if w.slot = line.slot; w.slot != none {
		w.source, of = name, m.record.values[line.slot]
	}
	w.of = of
	t.takes = append(t.takes, take{row: m.eventRow, written: true, value: of})
	if !t.brief {
		t.writes = append(t.writes, w)
	}
}
