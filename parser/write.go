package parser

import (
	"bytes"
	"math/bits"
	"strings"
)

// write appends the object that a program's leaves make. It reports false,
// and dst unchanged, where no leaf wrote anything or a required one could
// not.
func (m *Mapper) write(dst []byte, p *program, f *frame) (out []byte, wrote bool) {
	w := writer{m: m, p: p, f: f, last: none}
	out = dst
	for k, set := range f.fired {
		for ; set != 0; set &= set - 1 {
			out = w.leaf(out, k<<6|bits.TrailingZeros64(set))
		}
	}
	if w.last == none || len(p.required) > 0 && !m.complete(p, &w) {
		return dst, false
	}
	if m.trace != nil {
		m.trace.fixed(p)
	}
	return f.literals.appendTo(out, f.between(p, w.last, len(p.leaves))), true
}

// writer is where the writing of an object has come to.
type writer struct {
	m     *Mapper
	p     *program
	f     *frame
	last  int    // the leaf that was written last, or none
	group int32  // the group that was filled last
	met   bitset // required rows that had a value
}

// leaf appends a leaf and what stands before it, unless it has nothing to
// write or another leaf of its group was written.
func (w *writer) leaf(dst []byte, i int) []byte {
	l := &w.p.leaves[i]
	filled := l.group != 0 && l.group == w.group
	if filled && !l.required {
		w.f.fired.remove(i)
		return dst
	}
	if l.alone && !filled && w.m.trace == nil {
		if v := &w.f.values[l.slot]; v.plain && v.end-v.start < l.limit {
			out := w.f.literals.appendTo(dst, w.f.between(w.p, w.last, i))
			w.last, w.group = i, l.group
			return append(out, w.m.bytes(v)...)
		}
	}
	w.m.unset = false
	traced := w.m.traceMark()
	out := w.f.literals.appendTo(dst, w.f.between(w.p, w.last, i))
	out, written := w.m.writeLeaf(out, l, w.f)
	w.settle(written || w.m.unset, l)
	if filled {
		w.m.untrace(traced)
	}
	if filled || !written {
		w.f.fired.remove(i)
		return dst
	}
	w.last, w.group = i, l.group
	return out
}

// settle settles the group and the requirement of a leaf that had a value.
func (w *writer) settle(hasValue bool, l *leaf) {
	if !hasValue {
		return
	}
	if l.group != 0 {
		w.group = l.group
	}
	if l.required {
		w.met.add(int(l.row))
	}
}

// complete tells whether every required row had a value. If not, it rejects
// the record for the first that had none.
func (m *Mapper) complete(p *program, w *writer) bool {
	for i := range p.required {
		if r := &p.required[i]; !w.met.has(r.row) {
			m.reject(r.reason, r.detail, none)
			m.rejection.Row, m.rejection.Table = m.plan.rows[r.row], m.plan.table.Name
			return false
		}
	}
	return true
}

// between returns all that stands between the value of one leaf, or the start
// of the object, and the value of another, or the end of the object. What it
// makes it keeps.
func (f *frame) between(p *program, last, next int) literal {
	l := &f.gaps[(last+1)*(len(p.leaves)+1)+next]
	if l.length == 0 {
		*l = f.literals.add(p.between(last, next))
	}
	return *l
}

// between returns the text between two leaves, with the fixed leaves that lie
// between them.
func (p *program) between(last, next int) string {
	var all strings.Builder
	for i := last + 1; i < next; i++ {
		if p.leaves[i].fixed {
			all.WriteString(p.gap(last, i))
			all.WriteString(p.leaves[i].constant)
			last = i
		}
	}
	return all.String() + p.gap(last, next)
}

// gap returns the text between two leaves that are written one after the
// other.
func (p *program) gap(last, next int) string {
	if last == none {
		return p.brace("{") + p.leaves[next].open[0][1:]
	}
	from := &p.leaves[last]
	if next == len(p.leaves) {
		return from.tail + p.brace("}")
	}
	shared := int(p.shared[last*len(p.leaves)+next])
	return from.tail[:len(from.tail)-shared] + p.leaves[next].open[shared]
}

// brace returns the brace, unless the program makes no object.
func (p *program) brace(brace string) string {
	if p.fragment {
		return ""
	}
	return brace
}

// writeLeaf appends the values of a leaf, without what surrounds them.
func (m *Mapper) writeLeaf(dst []byte, l *leaf, f *frame) (out []byte, written bool) {
	switch l.kind {
	case constantLeaf:
		entry := len(dst)
		if l.numbered != "" {
			dst = l.appendNumber(dst, f.number)
		}
		dst = append(dst, l.constant...)
		written = l.list == 0 || f.isNew(dst, l, entry)
		if m.trace != nil && written {
			m.trace.wrote(l, value{}, nil, []byte(l.constant))
		}
		return dst, written
	case eventTypeLeaf:
		name := m.plan.eventTypes.names[m.eventType]
		if m.trace != nil {
			m.trace.decided(m, l, name)
		}
		return append(dst, name...), true
	case restLeaf:
		return m.writeRest(dst, l, f)
	case eachLeaf:
		return m.writeEach(dst, l, f)
	default:
	}
	if l.memberKey != nil {
		return m.writeMember(dst, l, f)
	}
	return m.writeSlot(dst, l, f)
}

// writeSlot appends the values of a leaf's slot.
func (m *Mapper) writeSlot(dst []byte, l *leaf, f *frame) (out []byte, written bool) {
	v := &f.values[l.slot]
	if l.list == 0 && l.blank == nil && (v.isScalar() || l.flexible) || v.next == 0 && v.isScalar() {
		return m.writeValue(dst, l, f, v)
	}
	return m.writeValues(dst, l, f, *v)
}

// writeValues appends every value of a chain, arrays one scalar at a time; of a
// single field the first value that is not blank.
func (m *Mapper) writeValues(dst []byte, l *leaf, f *frame, v value) (out []byte, written bool) {
	if l.list == 0 {
		for v.next != 0 && l.isBlank(m.bytes(&v)) {
			v = f.more[v.next]
		}
		return m.writeValue(dst, l, f, &v)
	}
	m.left = l.most
	for {
		if v.kind == array && l.takesApart() && (!l.flexible || m.onlyScalars(v)) {
			dst, written = m.writeArray(dst, l, f, v, written)
		} else {
			dst, written = m.writeNext(dst, l, f, v, written)
		}
		if v.next == 0 {
			return dst, written
		}
		v = f.more[v.next]
	}
}

// takesApart tells of a leaf that writes the scalars of an array one by one.
func (l *leaf) takesApart() bool { return l.kind != jsonLeaf && l.kind != joinedLeaf }

// writeNext appends one more value of a leaf, if it has anything to write.
func (m *Mapper) writeNext(dst []byte, l *leaf, f *frame, v value, written bool) ([]byte, bool) {
	if l.most != 0 && m.left == 0 {
		m.warn(l.row, leftOut)
		return dst, written
	}
	mark := len(dst)
	if written {
		dst = append(dst, l.tail[:l.ending]...)
		dst = append(dst, l.again...)
	}
	dst, wrote := m.writeValue(dst, l, f, &v)
	if !wrote {
		return dst[:mark], written
	}
	m.left--
	return dst, true
}

// writeValue appends one value. It reports false where the value is not to
// be written; what it appended is then the caller's to drop.
func (m *Mapper) writeValue(dst []byte, l *leaf, f *frame, v *value) (out []byte, written bool) {
	content := m.bytes(v)
	if l.test != nil && l.test(&m.addresses, content) == l.fails || l.blank != nil && l.isBlank(content) {
		return dst, false
	}
	if l.cut != 0 && l.flexible && !v.isScalar() {
		made := m.compact(*v)
		v, content = &made, m.bytes(&made)
	}
	entry := len(dst)
	if l.numbered != "" {
		dst = l.appendNumber(dst, f.number)
	}
	mark := len(dst)
	switch {
	case l.mapped != nil && v.isScalar():
		place, fits := l.mapped.find(content)
		if !fits {
			return dst, false
		}
		dst = append(dst, l.mapped.constants[place]...)
		if m.coverage {
			m.countOne(&m.counts.mapped[l.mapped.id+place])
		}
	case l.kind == joinedLeaf && v.kind == array && m.onlyScalars(*v):
		if dst = m.appendJoined(dst, l, *v); len(dst) == mark {
			return dst, false // all of its scalars are empty
		}
	case l.kind == jsonLeaf || (l.flexible || l.kind == joinedLeaf) && !v.isScalar():
		dst = m.appendJSON(dst, *v)
	case !v.isScalar():
		m.warn(l.row, wrongType)
		return dst, false
	case l.kind == textLeaf:
		if dst = m.appendText(dst, l, v); len(dst) == mark {
			return dst, false // cut before the end of its first character
		}
	default:
		var converted bool
		if dst, converted = l.appendConverted(dst, content); !converted {
			m.warn(l.row, unreadable)
			return dst, false
		}
		if l.zero != "" && string(dst[mark:]) == l.zero {
			m.unset = true
			m.imply(l, *v)
			return dst, false
		}
	}
	if l.list != 0 && !f.isNew(dst, l, entry) {
		m.unset, f.repeated = true, true
		m.imply(l, *v)
		return dst, false
	}
	if m.trace != nil && l.memberKey == nil {
		m.trace.wrote(l, *v, content, dst[mark:])
	}
	return dst, true
}

// appendText appends a text within the limit of the leaf's field.
func (m *Mapper) appendText(dst []byte, l *leaf, v *value) []byte {
	if v.end-v.start < l.limit {
		return m.appendValue(dst, v)
	}
	cut := *v
	cut.end = v.start + uint32(m.limit(l, m.bytes(v)))
	return m.appendValue(dst, &cut)
}

// isNew tells whether the list entry that ends the output, with its value
// from mark on, is not in the list yet, and notes it if so.
func (f *frame) isNew(dst []byte, l *leaf, mark int) bool {
	start := mark - int(l.prefix)
	length := len(dst) - start
	for i := range f.entries {
		e := &f.entries[i]
		if e.end-e.start == length && e.list == l.list && bytes.Equal(dst[e.start:e.end], dst[start:]) {
			return false
		}
	}
	f.entries = append(f.entries, listEntry{l.list, start, len(dst)})
	return true
}
