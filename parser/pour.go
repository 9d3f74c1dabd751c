package parser

import (
	"math"
	"slices"
)

// Most of what an event is put together from is plain text: the record's own
// bytes between texts that are known beforehand. This file copies those, as
// fast as copying goes: in moves of a fixed length that are then cut to size,
// which cost a fraction of moves of the right length, whose size the processor
// cannot foresee.

// stretch is what stands before a value, and the value. A gap longer than
// shortLiteral takes several stretches, of which all but the last have the
// empty text for a value; so has the end of the object. Outlines have many
// stretches: each takes 16 bytes.
type stretch struct {
	gap    *[shortLiteral]byte
	slot   uint16 // of the value
	leaf   uint16 // of the value, or noLeaf
	limit  uint16 // the least length in bytes of a value that has to be written the long way
	length uint8  // of the gap
	short  uint8  // the least length of a value that is not poured, see pour
}

const (
	noLeaf  = math.MaxUint16
	noLimit = math.MaxUint16 // hardly any values are longer, and those may take longer
)

// setLimit says from which length on values are written the long way.
func (q *stretch) setLimit(limit uint32) {
	q.limit, q.short = uint16(min(limit, noLimit)), uint8(min(limit, shortValue+1))
}

// stretch adds a value, and what stands before it, to the outline that is drawn:
// the constants that lead there, and the last gap. Long text takes several
// stretches.
func (f *frame) stretch(gap literal, q stretch) {
	if len(f.lead) > 0 {
		f.lead = f.literals.appendTo(f.lead, gap)
		gap = f.literals.known(f.lead)
		f.lead = f.lead[:0]
	}
	for ; gap.length > shortLiteral; gap.length -= shortLiteral {
		part := f.noValue()
		part.gap, part.length = f.literals.block(gap), shortLiteral
		f.draft = append(f.draft, part)
		gap.start += shortLiteral
	}
	q.gap, q.length = f.literals.block(gap), uint8(gap.length)
	f.draft = append(f.draft, q)
}

// noValue returns a stretch that ends with its gap.
func (f *frame) noValue() stretch {
	q := stretch{slot: f.emptyText(), leaf: noLeaf}
	q.setLimit(noLimit)
	return q
}

// fill appends the object that an outline and the values of a frame make. It
// reports false, and appends nothing, where a value is not of the common kind;
// idle is then the leaf that wrote nothing, or none.
func (m *Mapper) fill(dst []byte, p *program, f *frame, o *outline) (out []byte, idle int, done bool) {
	if o.clock != none && !m.tellTime(f, int(o.clock)) {
		return dst, none, false
	}
	out = dst
	parts := f.outlines.stretches[o.stretches.start:o.stretches.end]
	for {
		out = slices.Grow(out, int(o.room))
		poured, left := f.pour(out[len(out):cap(out)], parts, &m.buffers)
		out = out[:cap(out)-left]
		if poured == len(parts) {
			return out, none, true
		}
		q := &parts[poured]
		parts = parts[poured+1:]
		v := &f.values[q.slot]
		size := v.end - v.start
		switch {
		case size < uint32(q.limit) && v.plain:
			out = append(out, m.bytes(v)...)
		case size < uint32(q.limit) && f.written.has(int(q.slot)):
			at := f.spans[q.slot]
			out = append(out, m.buffers[raw][at.start:at.end]...)
		default:
			l := &p.leaves[q.leaf]
			if l.distinct {
				out = l.withoutNumber(out, int(o.number))
			}
			var written bool
			if out, written = m.writeLeaf(out, l, f); !written {
				return dst, int(q.leaf), false
			}
		}
	}
}

// tellTime makes the value of a slot, as events have times, that of the slot
// behind those of the sources. It reports false where that is no single time.
func (m *Mapper) tellTime(f *frame, slot int) bool {
	v := &f.values[slot]
	if v.plain && m.isUsualTime(m.bytes(v)) {
		f.values[f.time()].standFor(v)
		return true
	}
	if v.next != 0 || !v.isScalar() {
		return false
	}
	start := len(m.buffers[decoded])
	made, isTime := appendTimestamp(m.buffers[decoded], m.bytes(v))
	m.buffers[decoded] = made
	f.values[f.time()] = value{start: uint32(start), end: uint32(len(made)), kind: text, in: decoded, plain: true}
	return isTime
}

// standFor makes a value the same text as another one, see become.
func (v *value) standFor(other *value) {
	v.start, v.end, v.kind, v.in, v.plain = other.start, other.end, text, other.in, other.plain
}

// room returns how much room there has to be for stretches, if none of their
// values is long: pour writes a fixed length for each, wherever it ends.
func room(parts []stretch) int {
	room := roomForStretch
	for k := range parts {
		room += int(parts[k].length) + shortValue
	}
	return room
}

// roomForStretch is more than the greatest lengths that a gap and a poured value
// could have by their types, so that the compiler knows that they fit.
const roomForStretch = math.MaxUint8 + 64 + 1

// pour writes stretches up to the first whose value is not a short plain text;
// of that it writes only the gap. It returns how many it wrote before, and how
// much of the room is left, which has to be that of all stretches.
func (f *frame) pour(room []byte, parts []stretch, buffers *[4][]byte) (poured, left int) {
	values := f.values
	for k := range parts {
		q := &parts[k]
		v := &values[q.slot]
		to := (*[roomForStretch]byte)(room)
		copy64(to, q.gap)
		start, size, from := int(v.start), v.end-v.start, &buffers[v.in&3]
		if !v.plain || size >= uint32(q.short) || start+shortValue > cap(*from) {
			return k, len(room) - int(q.length)
		}
		copy32(to, q.length, (*[shortValue]byte)((*from)[start:start+shortValue:start+shortValue]))
		room = room[int(q.length)+int(size&63):]
	}
	return len(parts), len(room)
}
