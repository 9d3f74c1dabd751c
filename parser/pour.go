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
// empty text for a value; so has the end of the object.
type stretch struct {
	gap    *[shortLiteral]byte
	limit  uint32 // the least length in bytes of a value that has to be written the long way
	slot   uint16 // of the value
	leaf   uint16 // of the value, or noLeaf
	length uint8  // of the gap
}

const noLeaf = math.MaxUint16

// stretches appends what stands between the values of two leaves, in pieces.
// Where the value of the last stretch comes from is for the caller to say.
func (f *frame) stretches(to []stretch, p *program, last, next int) []stretch {
	gap := f.between(p, last, next)
	for {
		q := stretch{
			gap:    f.literals.block(gap),
			limit:  math.MaxUint32,
			slot:   f.emptyText(),
			leaf:   noLeaf,
			length: uint8(min(gap.length, shortLiteral)),
		}
		to = append(to, q)
		if gap.length <= shortLiteral {
			return to
		}
		gap.start += shortLiteral
		gap.length -= shortLiteral
	}
}

// fill appends the object that an outline and the values of a frame make. It
// reports false, and appends nothing, where a value is not of the common kind;
// idle is then the leaf that wrote nothing, or none.
func (m *Mapper) fill(dst []byte, p *program, f *frame, o *outline) (out []byte, idle int, done bool) {
	if o.clock != none && !m.tellTime(f, o.clock) {
		return dst, none, false
	}
	out = dst
	for parts := o.parts; ; parts = parts[1:] {
		var poured int
		out, poured = m.pour(out, parts, f.values)
		if parts = parts[poured:]; len(parts) == 0 {
			return out, none, true
		}
		q := &parts[0]
		v := &f.values[q.slot]
		size := v.end - v.start
		out = append(slices.Grow(out, int(size)+roomForStretch), q.gap[:q.length]...)
		switch {
		case size < q.limit && v.plain:
			out = append(out, m.bytes(v)...)
		case size < q.limit && f.written.has(int(q.slot)):
			at := f.spans[q.slot]
			out = append(out, m.buffers[raw][at.start:at.end]...)
		default:
			var written bool
			if out, written = m.writeLeaf(out, &p.leaves[q.leaf], f); !written {
				return dst, int(q.leaf), false
			}
		}
	}
}

// tellTime makes the value of a slot, as events have times, that of the slot
// behind those of the sources. It reports false where that is no single time.
func (m *Mapper) tellTime(f *frame, slot int) bool {
	v := f.values[slot]
	if v.plain && m.isUsualTime(m.bytes(&v)) {
		f.values[f.time()] = v
		return true
	}
	if v.next != 0 || !v.isScalar() {
		return false
	}
	start := len(m.buffers[decoded])
	made, isTime := appendTimestamp(m.buffers[decoded], m.bytes(&v))
	m.buffers[decoded] = made
	f.values[f.time()] = value{start: uint32(start), end: uint32(len(made)), kind: text, in: decoded, plain: true}
	return isTime
}

// roomForStretch is how much room there has to be for a stretch, beside the
// value's own length.
const roomForStretch = 256

// pour appends stretches up to the first whose value is not plain text of the
// usual length or that there may not be room for. It returns how many it wrote.
func (m *Mapper) pour(dst []byte, parts []stretch, values []value) (out []byte, poured int) {
	n, room := len(dst), dst[:cap(dst)]
	for k := range parts {
		q := &parts[k]
		v := &values[q.slot]
		size := v.end - v.start
		if !v.plain || size >= q.limit || n+int(size)+roomForStretch > len(room) {
			return room[:n], k
		}
		to := (*[roomForStretch]byte)(room[n : n+roomForStretch])
		copy64(to, q.gap)
		n += int(q.length)
		from := m.buffers[v.in&3][v.start:v.end]
		if size <= shortValue && cap(from) >= shortValue {
			copy32(to[q.length:], from[:shortValue])
		} else {
			copy(room[n:], from)
		}
		n += int(size)
	}
	return room[:n], len(parts)
}
