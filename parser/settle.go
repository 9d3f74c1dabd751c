package parser

import "bytes"

// bytes returns what a value spans.
func (m *Mapper) bytes(v *value) []byte {
	return m.buffers[v.in&3][v.start:v.end]
}

// fillSlots fills the slots that are not read from the object itself.
func (m *Mapper) fillSlots(steps []*step, f *frame) {
	for _, s := range steps {
		switch {
		case s.when != nil && !m.holds(s.when, f):
		case s.choice != nil:
			s.choice.choose(f)
		default:
			m.take(s, f)
		}
	}
}

// settle finds out which leaves of a program have something to write, once all
// slots are filled.
func (m *Mapper) settle(p *program, left *residual, f *frame) {
	if len(f.rest) > 0 {
		for _, leaf := range p.rest {
			f.fired.add(leaf)
		}
	}
	for _, d := range p.shadowed {
		if f.present.has(d.slot) {
			f.fired.add(d.leaf)
		}
	}
	for i := range p.tested {
		m.settleTest(&p.tested[i], f)
	}
	f.fired.addAll(&left.fired)
	m.settleGuarded(left.guarded, f)
	for _, leaf := range p.choosy {
		if f.fired.has(leaf) && !m.takes(&p.leaves[leaf], f) {
			f.fired.remove(leaf)
		}
	}
}

// settleGuarded lets the leaves fire whose conditions hold. Leaves in a row that
// have the same one ask it once.
func (m *Mapper) settleGuarded(leaves []guarded, f *frame) {
	asked, holds := false, false
	for i := range leaves {
		g := &leaves[i]
		asked = asked && g.same
		if g.slot != none && !f.present.has(g.slot) {
			continue
		}
		if !asked {
			asked, holds = true, m.holds(&g.when, f)
		}
		if holds {
			f.fired.add(g.leaf)
		}
	}
}

// takes tells whether a leaf may write its slot: not if that has a single value
// that counts as empty, or for which the leaf's map has no entry.
func (m *Mapper) takes(l *leaf, f *frame) bool {
	v := &f.values[l.slot]
	if v.next != 0 || !v.isScalar() {
		m.keepResult(l, f, value{})
		return true
	}
	content := m.bytes(v)
	if l.mapped != nil {
		place, fits := l.mapped.findValue(v, content)
		if !fits {
			return false
		}
		m.keepResult(l, f, l.mapped.values[place])
	}
	return !l.isBlank(content)
}

// take fills slots from a text, from the first object of a list, or from other
// slots.
func (m *Mapper) take(s *step, f *frame) {
	switch {
	case s.text != nil:
		m.readText(f, s.text)
	case s.first != nil:
		m.readFirst(f, s.first)
	case s.made != nil:
		s.made.fill(m, f)
	case f.present.has(s.parts.reads()):
		s.parts.fill(m, f)
	}
}

// choose gives the slot all values of the first source that has one.
func (c *choice) choose(f *frame) {
	if !f.seen.meets(&c.set) {
		return
	}
	for _, slot := range c.from {
		if f.seen.has(slot) {
			f.seen.add(c.slot)
		}
		if f.present.has(slot) {
			if v := &f.values[slot]; v.kind == text && v.next == 0 {
				f.giveText(c.slot, v.in, v.plain, v.start, v.end)
			} else {
				f.set(c.slot, *v)
			}
			return
		}
	}
}

// settleTest tests a slot and lets the leaves of the outcome fire. Where the
// slot has several values they all fire, and each value is tested as it is
// written.
func (m *Mapper) settleTest(t *tested, f *frame) {
	if !f.present.has(t.slot) {
		return
	}
	v := &f.values[t.slot]
	several := v.next != 0 || !v.isScalar()
	passed := several || t.test(&m.addresses, m.bytes(v))
	if passed {
		for _, leaf := range t.passed {
			f.fired.add(int(leaf))
		}
	}
	if !passed || several {
		for _, leaf := range t.failed {
			f.fired.add(int(leaf))
		}
	}
}

// decide finds the event type.
func (m *Mapper) decide(lines []eventLine) {
	for i := range lines {
		if m.takeLine(&lines[i], m.record) {
			break
		}
	}
	m.record.values[m.record.eventType()] = m.plan.eventTypes.values[m.eventType]
}

// takeLine sets the event type to that of a line, if the line holds.
func (m *Mapper) takeLine(line *eventLine, f *frame) bool {
	if line.slot != none && !f.present.has(line.slot) || !m.holds(&line.when, f) {
		return false
	}
	if line.slot == none {
		return m.takeCandidate(line, f)
	}
	v := &f.values[line.slot]
	if v.isScalar() {
		if i := m.plan.eventTypes.keys.find(m.bytes(v)); i >= 0 {
			m.eventType, m.eventRow = i, line.row
			return true
		}
	}
	m.warn(int32(line.row), unknownEventType)
	return false
}

// takeCandidate sets the event type to the first of a line that has what it
// needs.
func (m *Mapper) takeCandidate(line *eventLine, f *frame) bool {
	for i := range line.types {
		if !m.holds(&line.types[i].need, f) {
			continue
		}
		m.eventType, m.eventRow = line.types[i].name, line.row
		if slot := m.plan.program.degraded; i > 0 && slot != none {
			f.put(slot, m.plan.eventTypes.values[line.types[0].name])
		}
		return true
	}
	return false
}

// elements walks over the objects of a list.
type elements struct {
	content []byte
	in      buffer
	base    uint32
	at      int
	depth   int
	single  bool // the list is one object
	scalars bool // elements that are texts, numbers or booleans are walked over, too
	strange int  // other elements
}

// start starts a walk over the objects of an array, or over the one object that
// stands in place of a list.
func (e *elements) start(m *Mapper, list *value) {
	e.in, e.base, e.depth, e.single = list.in, list.start, m.plan.options.MaxDepth, list.kind == object
	if !list.isScalar() {
		e.content = m.bytes(list)
	}
}

// next returns the next object, and what follows it as well. Other elements
// are passed over and counted. Whoever knows where the object ends says so by
// calling passed.
func (e *elements) next() (element value, found bool) {
	if !e.more() {
		return value{}, false
	}
	return e.element(), true
}

// more moves on to the element that next returns, and tells whether there is
// one.
func (e *elements) more() bool {
	if !e.single {
		e.toObject()
	}
	return e.at < len(e.content)
}

// element returns the element that more found.
func (e *elements) element() value {
	element := value{start: e.base + uint32(e.at), end: e.base + uint32(len(e.content)), kind: object, in: e.in}
	if e.content[e.at] != '{' {
		element.kind = word
	}
	return element
}

// passed says how long the object was that next returned.
func (e *elements) passed(length int) {
	e.at += length
}

// toObject moves on to the next object, or to the end of the list.
func (e *elements) toObject() {
	if at := e.at; at+2 < len(e.content) && e.content[at] == ',' {
		// Nearly always the next object follows, behind one space or none.
		if at++; e.content[at] == ' ' {
			at++
		}
		if e.content[at] == '{' {
			e.at = at
			return
		}
	}
	for e.at < len(e.content) {
		switch e.content[e.at] {
		case '{':
			return
		case '[':
			if e.at == 0 {
				e.at++
				continue
			}
		case ',', ' ', '\t', '\n', '\r':
			e.at++
			continue
		case ']':
			e.at = len(e.content)
			return
		default:
			if e.scalars {
				return
			}
		}
		e.at, _ = skipValue(e.content, e.at, e.depth)
		e.strange++
	}
}

// isBlank tells whether text is one of the values that count as empty.
func (l *leaf) isBlank(content []byte) bool {
	for _, blank := range l.blank {
		if bytes.Equal(content, []byte(blank)) {
			return true
		}
	}
	return false
}
