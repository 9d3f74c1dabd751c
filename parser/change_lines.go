package parser

import "bytes"

// changeLines is what the table reads of a text in lines, of which some say
// `FIELD changed from OLD to NEW`.
type changeLines struct {
	row       int32 // of the extract, among the plan's rows
	text      int   // the slot of the text, verbatim
	changes   int   // of the same text, for those who read change by change
	firstLine int
	lines     int
	fields    int
	names     keyList     // the fields that are read by name
	keys      keySet      // the same
	slots     []pairSlots // by the field's place in the set
}

func newChangeLines(row int32, text int) *changeLines {
	return &changeLines{row: row, text: text, changes: none, firstLine: none, lines: none, fields: none}
}

// put says where a part goes.
func (c *changeLines) put(part string, slot int, how reading) {
	switch part {
	case partFirstLine:
		c.firstLine = slot
	case partFields:
		c.fields = slot
	case partLines:
		c.lines = slot
	case partAll:
		c.changes = slot
	default:
		i := c.names.add(part)
		if i == len(c.slots) {
			c.slots = append(c.slots, pairSlots{none, none})
		}
		c.slots[i].put(slot, how)
	}
}

// finish makes the key set, once all fields are known.
func (c *changeLines) finish() { c.keys = newKeySet(c.names) }

func (c *changeLines) reads() int { return c.text }

func (c *changeLines) fill(m *Mapper, f *frame) {
	whole := &f.values[c.text]
	if !whole.isScalar() {
		return
	}
	var walk lineWalk
	walk.start(m, whole)
	var part value // the same text, but as plain as a line
	part.copyOf(whole)
	for line, found := walk.next(); found; line, found = walk.next() {
		part.plain = line.plain
		if walk.count == 1 {
			f.putPart(c.firstLine, &part, line.span)
		}
		f.putPart(c.lines, &part, line.span)
		if line.isChange {
			c.keep(m, f, &part, &line.change)
		}
	}
	if c.changes != none && walk.changed {
		f.putText(c.changes, whole, whole.start, whole.end)
	}
}

// keep gives a change to the slots that read it.
func (c *changeLines) keep(m *Mapper, f *frame, whole *value, change *lineChange) {
	if change.ambiguous {
		m.warn(c.row, ambiguousChange)
	}
	f.putPart(c.fields, whole, change.field)
	field := m.bytes(whole)[change.field.start:change.field.end]
	if i := c.keys.find(field); i >= 0 {
		f.putPart(c.slots[i].value, whole, change.next)
		f.putPart(c.slots[i].previous, whole, change.previous)
	}
}

// lineChange is a line that says `FIELD changed from OLD to NEW`, as parts of
// the text that it stands in.
type lineChange struct {
	field, previous, next span
	ambiguous             bool
}

var changedFrom = newFinder(" changed from ")

// readLineChange reads a trimmed line of a text. FIELD, OLD and NEW come
// trimmed, too.
func readLineChange(text []byte, line span) (c lineChange, isChange bool) {
	content := text[line.start:line.end]
	at := changedFrom.find(content)
	if at < 0 {
		return lineChange{}, false
	}
	c.field = trimSpan(text, span{line.start, line.start + at})
	old := line.start + at + len(changedFrom.wanted)
	values := text[old:line.end]
	to := bytes.Index(values, changeTo)
	switch {
	case c.field.start == c.field.end:
		return lineChange{}, false
	case to >= 0:
		c.next = trimSpan(text, span{old + to + len(changeTo), line.end})
		c.ambiguous = bytes.Contains(values[to+len(changeTo):], changeTo)
	case bytes.HasSuffix(values, changeEnd):
		to = len(values) - len(changeEnd)
	default:
		return lineChange{}, false
	}
	c.previous = trimSpan(text, span{old, old + to})
	return c, true
}

// changeSlots is what the rows of an `each` read of a change.
type changeSlots struct{ field, previous, next, line int }

// fill gives a change to a frame.
func (c *changeSlots) fill(f *frame, whole *value, line *textLine) {
	f.putPart(c.field, whole, line.change.field)
	f.putPart(c.previous, whole, line.change.previous)
	f.putPart(c.next, whole, line.change.next)
	f.putPart(c.line, whole, line.span)
}
