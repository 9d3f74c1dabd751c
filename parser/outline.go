package parser

import (
	"bytes"
	"math/bits"
	"slices"
)

// outline is how all events look whose same leaves have something to write:
// the texts between their values and where the values come from, in a row.
// Most events of a log have one of a few outlines, which then need not be
// worked out again.
type outline struct {
	fired bitset
	parts []stretch
	pairs []listPair // leaves that append to one list: their values must differ
	end   literal
}

// stretch is what stands before a value, and the value.
type stretch struct {
	gap    literal
	limit  uint32 // the least length in bytes that is not for the short way
	slot   uint16
	leaf   uint16
	source stretchSource
}

// stretchSource is where a stretch's value comes from.
type stretchSource uint8

const (
	plainText stretchSource = iota
	clockText               // a time in the form that events have it in
	eventTypeName
	anything // whatever the leaf writes, the long way
)

// listPair is two slots whose values go into one list, and the later leaf.
type listPair struct {
	first, second uint16
	leaf          int
}

// outlineBits tells how many outlines a frame keeps: two to this power.
const outlineBits = 13

// outline returns the outline of the frame's event, or nil where its leaves
// are not all of the common kinds.
func (f *frame) outline(p *program) *outline {
	mixed := (f.fired[0] ^ bits.RotateLeft64(f.fired[1], 21) ^ bits.RotateLeft64(f.fired[2], 42) ^ f.fired[3]) * 0x9E3779B97F4A7C15
	at := &f.outlines[mixed>>(64-outlineBits)]
	if *at == nil {
		*at = &outline{}
	}
	o := *at
	if o.fired != f.fired {
		f.draw(p, o)
	}
	if len(o.parts) == 0 {
		return nil
	}
	return o
}

// draw works out the outline of the frame's event.
func (f *frame) draw(p *program, o *outline) {
	o.fired, o.parts, o.pairs = f.fired, o.parts[:0], o.pairs[:0]
	if !p.meets(&f.fired) {
		return
	}
	last := none
	for k, set := range f.fired {
		for ; set != 0; set &= set - 1 {
			i := k<<6 | bits.TrailingZeros64(set)
			l := &p.leaves[i]
			q := stretch{gap: f.between(p, last, i), limit: l.limit, slot: uint16(max(l.slot, 0)), leaf: uint16(i)}
			switch {
			case l.group != 0:
				o.parts = o.parts[:0]
				return
			case l.kind == eventTypeLeaf:
				q.source = eventTypeName
			case l.kind == timestampLeaf && l.list == 0 && l.blank == nil && l.test == nil:
				q.source = clockText
			case l.kind == eachLeaf || !l.plain && l.list == 0:
				q.source = anything
			case !l.plain:
				o.parts = o.parts[:0]
				return
			}
			if l.list != 0 && !o.pair(p, f, i) {
				o.parts = o.parts[:0]
				return
			}
			o.parts = append(o.parts, q)
			last = i
		}
	}
	o.end = f.between(p, last, len(p.leaves))
}

// meets tells whether every required row has a leaf among those that have
// something to write.
func (p *program) meets(fired *bitset) bool {
	met := bitset{}
	for i := range p.leaves {
		if fired.has(i) {
			met.add(int(p.leaves[i].row))
		}
	}
	return !slices.ContainsFunc(p.required, func(r required) bool { return !met.has(r.row) })
}

// pair notes the leaves before one that append to the same list. It reports
// false where their entries cannot be compared by their values.
func (o *outline) pair(p *program, f *frame, leaf int) bool {
	for i := range leaf {
		if !f.fired.has(i) || p.leaves[i].list != p.leaves[leaf].list {
			continue
		}
		if p.leaves[i].kind == eachLeaf || p.leaves[leaf].kind == eachLeaf || p.leaves[leaf].required {
			return false
		}
		if p.leaves[i].again == p.leaves[leaf].again {
			o.pairs = append(o.pairs, listPair{uint16(p.leaves[i].slot), uint16(p.leaves[leaf].slot), leaf})
		}
	}
	return true
}

// fill appends the event that an outline and the record's values make. It
// reports false, and appends nothing, where a value is not of the common kind.
func (m *Mapper) fill(dst []byte, o *outline) (out []byte, done bool) {
	f := m.record
	values, pool := f.values, f.literals.pool
	n, room := len(dst), dst[:cap(dst)]
	for k := range o.parts {
		q := &o.parts[k]
		gap := pool[q.gap.start:]
		length := int(q.gap.length)
		var from []byte
		switch v := &values[q.slot]; q.source {
		case plainText:
			if !v.plain || v.end-v.start >= q.limit {
				out, written := m.fillLeaf(append(room[:n], gap[:length]...), q)
				if !written {
					return dst, false
				}
				n, room = len(out), out[:cap(out)]
				continue
			}
			from = m.buffers[v.in&1][v.start:v.end]
		case anything:
			out, written := m.fillLeaf(append(room[:n], gap[:length]...), q)
			if !written {
				return dst, false
			}
			n, room = len(out), out[:cap(out)]
			continue
		case clockText:
			if from = m.bytes(v); !v.plain || !isCanonicalTime(from) {
				return dst, false
			}
		case eventTypeName:
			from = m.eventTypeName()
		}
		if n+length+len(from)+shortLiteral > len(room) {
			return dst, false
		}
		copy64(room[n:], gap)
		if length > shortLiteral {
			copy(room[n+shortLiteral:], gap[shortLiteral:length])
		}
		n += length
		if cap(from) >= shortValue && len(from) <= shortValue {
			copy32(room[n:], from[:shortValue])
		} else {
			copy(room[n:], from)
		}
		n += len(from)
	}
	return f.literals.appendTo(room[:n], o.end), true
}

// fillLeaf appends what a leaf writes, the long way. Where that is more than
// one value, an outline cannot tell whether a list has it already.
func (m *Mapper) fillLeaf(dst []byte, q *stretch) (out []byte, written bool) {
	l := &m.plan.program.leaves[q.leaf]
	if v := &m.record.values[q.slot]; l.list != 0 && l.kind != eachLeaf && (v.next != 0 || !v.isScalar()) {
		return dst, false
	}
	return m.writeLeaf(dst, l, m.record)
}

// repeated returns a leaf whose value is in its list already, or none. Where a
// list has leaves with several values, it cannot tell.
func (m *Mapper) repeated(o *outline) (leaf int, certain bool) {
	values := m.record.values
	for _, p := range o.pairs {
		first, second := &values[p.first], &values[p.second]
		switch {
		case first.next != 0 || second.next != 0 || !first.isScalar() || !second.isScalar():
			return none, false
		case bytes.Equal(m.bytes(first), m.bytes(second)):
			return p.leaf, true
		}
	}
	return none, true
}

func (m *Mapper) eventTypeName() []byte {
	return m.plan.eventTypes.padded[m.eventType]
}
