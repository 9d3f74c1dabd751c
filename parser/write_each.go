package parser

import (
	"math"
	"strconv"
)

// entryList is the entries that a leaf makes for the objects of a list.
type entryList struct {
	m       *Mapper
	leaf    *leaf
	outer   *frame // of the record
	inner   *frame // of the object that is looked at
	place   int    // of the object, counted from 1
	entries int    // how many entries were made of them
	left    int    // how many objects were left out
	out     []byte
}

// writeEach appends an entry for each object of a list.
func (m *Mapper) writeEach(dst []byte, l *leaf, f *frame) (out []byte, written bool) {
	e := entryList{m: m, leaf: l, outer: f, inner: m.frames[m.claimed][l.each.id], out: dst}
	if l.each.changes != nil {
		e.addChanges(f.values[l.slot])
	} else {
		e.addElements(f.values[l.slot])
	}
	if e.left > 0 {
		m.warnTimes(l.row, leftOut, e.left)
	}
	if m.trace != nil {
		m.trace.leave()
	}
	return e.out, e.entries > 0
}

// addElements adds an entry for each element of an array.
func (e *entryList) addElements(array value) {
	m, each := e.m, e.leaf.each
	var list elements
	list.start(m, &array)
	list.scalars = each.element != none
	if each.further {
		m.passFirst(&list, e.leaf)
	}
	strange := 0
	for list.more() {
		e.place++
		if each.raw {
			e.place += list.strange - strange // elements that are no objects have places, too
			strange = list.strange
		}
		if list.content[list.at] != '{' {
			list.passed(e.addScalar(array, list.element()))
			continue
		}
		if e.isFull() {
			m.pass(&list, list.element())
			continue
		}
		e.inner.reset()
		list.passed(m.scanElement(e.inner, each.program.root, &e.inner.habits, list.element()))
		e.add()
	}
	if list.strange > 0 {
		m.warnTimes(e.leaf.row, notAnObject, list.strange)
	}
}

// addScalar adds an entry for an element that is a text, a number or a boolean,
// and returns its length.
func (e *entryList) addScalar(array, element value) (length int) {
	at := int(element.start - array.start)
	v, end, found := e.m.scalar(e.leaf, &array, at)
	if found && !e.isFull() {
		e.inner.reset()
		e.inner.put(e.leaf.each.element, v)
		e.add()
	}
	return end - at
}

// addChanges adds an entry for each change that a text in lines holds.
func (e *entryList) addChanges(whole value) {
	var walk lineWalk
	walk.start(e.m, &whole)
	for line, found := walk.next(); found; line, found = walk.next() {
		if !line.isChange {
			continue
		}
		e.place++
		if !e.isFull() {
			e.inner.reset()
			whole.plain = line.plain
			e.leaf.each.changes.fill(e.inner, &whole, line)
			e.add()
		}
	}
}

// isFull tells whether no more entries are to be made, and counts one that is
// left out.
func (e *entryList) isFull() bool {
	if most := e.leaf.each.most; most == 0 || e.entries < most {
		return false
	}
	e.left++
	return true
}

// add adds the entry that the object in the frame makes, if it makes one.
func (e *entryList) add() {
	m, program := e.m, e.leaf.each.program
	if m.trace == nil && !e.inner.present.meets(&program.awaited) {
		return
	}
	e.inner.number = e.place
	left := e.inner.residuals.find(m, e.inner)
	m.fillSlots(left.steps, e.inner)
	m.settle(program, left, e.inner)
	if program.constants.covers(&e.inner.fired) {
		return // constants alone make no entry
	}
	mark, traced := len(e.out), m.traceMark()
	if m.trace != nil {
		m.trace.enter(e.leaf)
	}
	if e.entries > 0 {
		e.out = append(e.out, ',')
	}
	shared := program.fragment && e.leaf.list != 0
	if shared {
		e.inner.entries = e.outer.entries // so that no label is written twice
	}
	var wrote bool
	if e.out, wrote = m.object(e.out, program, e.inner); !wrote || program.constants.covers(&e.inner.fired) && !e.inner.repeated {
		e.out = e.out[:mark]
		m.untrace(traced)
		return
	}
	if shared {
		e.outer.entries = e.inner.entries
	}
	e.entries++
	if m.coverage {
		m.countRows(program, e.inner)
	}
}

// findMembers finds out whether all leaves but constants write members of
// additional.
func (p *program) findMembers() {
	p.onlyMembers = true
	for i := range p.leaves {
		l := &p.leaves[i]
		p.onlyMembers = p.onlyMembers && (l.memberKey != nil || l.kind == constantLeaf)
	}
}

// findAwaited finds the slots of which an object must fill one to make an entry:
// constants alone make none. Where further slots are filled from others, or a
// leaf has no slot, it takes any.
func (p *program) findAwaited() {
	for i := range p.leaves {
		l := &p.leaves[i]
		switch {
		case l.kind == constantLeaf:
		case l.slot == none || len(p.steps) > 0:
			p.awaited = bitset{math.MaxUint64, math.MaxUint64, math.MaxUint64, math.MaxUint64}
			return
		default:
			p.awaited.add(int(l.slot))
		}
	}
}

// appendNumber appends what stands between the key of a numbered label and its
// value.
func (l *leaf) appendNumber(dst []byte, number int) []byte {
	if number > 1 {
		dst = append(dst, '_')
		dst = strconv.AppendInt(dst, int64(number), 10)
	}
	return append(dst, l.numbered...)
}

// withoutNumber takes back what appendNumber appended.
func (l *leaf) withoutNumber(dst []byte, number int) []byte {
	var room [64]byte
	return dst[:len(dst)-len(l.appendNumber(room[:0], number))]
}

// writeMember appends the member of additional that an object of a list makes,
// from behind the quotation mark that opens its key to before the one that
// closes its value.
func (m *Mapper) writeMember(dst []byte, l *leaf, f *frame) (out []byte, written bool) {
	key := len(dst)
	for i := range l.memberKey {
		p := &l.memberKey[i]
		dst = append(dst, p.literal...)
		if p.slot == none {
			continue
		}
		if !f.texts.has(p.slot) {
			return dst, false
		}
		dst = m.appendValue(dst, &f.values[p.slot])
	}
	end := len(dst)
	dst = append(dst, `":"`...)
	value := len(dst)
	if dst, written = m.writeSlot(dst, l, f); !written {
		return dst, false
	}
	if !m.isNewMember(dst, key, end) {
		m.warn(l.row, keyTaken)
		return dst, false
	}
	if m.trace != nil {
		v := f.values[l.slot]
		m.trace.wroteMember(l, v, dst[key:end], m.bytes(&v), dst[value:])
		m.trace.tookKey(l, f)
	}
	return dst, true
}

// isNewMember tells whether a key, which stands in the event from start to end,
// is no key of additional yet, and notes it.
func (m *Mapper) isNewMember(event []byte, start, end int) bool {
	return m.plan.program.additional.find(event[start:end]) < 0 && m.members.add(event, start, end)
}
