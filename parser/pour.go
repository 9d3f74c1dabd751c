package parser

import (
	"math"
	"slices"
)

// Most of what an event is put together from is plain text: the record's own
// bytes between texts that are known beforehand. This file copies those, as
// fast as copying goes: in moves of a fixed length that are then cut to size,
// which cost a fraction of moves of the right length, whose size the processor
// cannot foresee, and without a call, before which a loop has to put away all
// that it holds in registers.

// stretch is what stands before a value, and the value. A gap longer than
// shortLiteral takes several stretches, of which all but the last have the
// empty text for a value; so has the end of the object.
type stretch struct {
	gap    *[shortLiteral]byte
	limit  uint32 // the least length in bytes of a value that has to be written the long way
	slot   uint16 // of the value
	leaf   uint16 // of the value, or noLeaf
	length uint8  // of the gap
	least  uint8  // the least length in bytes of a value that is not poured
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
			least:  shortValue + 1,
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
// reports false, and appends nothing, where a value is not of the common kind.
func (m *Mapper) fill(dst []byte, p *program, f *frame, o *outline) (out []byte, done bool) {
	if o.clock != none {
		if at := &f.values[o.clock]; !at.plain || !m.isUsualTime(m.bytes(at)) {
			return dst, false
		}
	}
	out = dst
	for parts := o.parts; ; parts = parts[1:] {
		n, poured := m.pour(out[:cap(out)], len(out), parts, f.values)
		out = out[:n]
		if parts = parts[poured:]; len(parts) == 0 {
			return out, true
		}
		q := &parts[0]
		v := &f.values[q.slot]
		out = append(slices.Grow(out, int(v.end-v.start)+roomForStretch), q.gap[:q.length]...)
		var written bool
		switch {
		case v.end-v.start >= q.limit:
			out, written = m.fillLeaf(out, &p.leaves[q.leaf], f)
		case v.plain:
			out, written = append(out, m.bytes(v)...), true
		case f.written.has(int(q.slot)):
			at := f.spans[q.slot]
			out, written = append(out, m.buffers[raw][at.start:at.end]...), true
		default:
			out, written = m.fillLeaf(out, &p.leaves[q.leaf], f)
		}
		if !written {
			return dst, false
		}
	}
}

// fillLeaf appends what a leaf writes, the long way. Where that is more than
// one value, an outline cannot tell whether a list has it already.
func (m *Mapper) fillLeaf(dst []byte, l *leaf, f *frame) (out []byte, written bool) {
	if l.list != 0 && l.kind != eachLeaf {
		if v := &f.values[l.slot]; v.next != 0 || !v.isScalar() {
			return dst, false
		}
	}
	return m.writeLeaf(dst, l, f)
}

// roomForStretch is how much room there has to be for a stretch that is
// poured.
const roomForStretch = 128

// pour writes stretches to the room from n on, up to the first whose value is
// not short and plain text, or that there may not be room for. It returns where
// it came to, and how many it wrote.
func (m *Mapper) pour(room []byte, n int, parts []stretch, values []value) (end, poured int) {
	for k := range parts {
		q := &parts[k]
		v := &values[q.slot]
		size := int(v.end - v.start)
		from := m.buffers[v.in&3][v.start:]
		if size >= int(q.least) || n+roomForStretch > len(room) || !v.plain || len(from) < shortValue {
			return n, k
		}
		to := (*[roomForStretch]byte)(room[n:])
		copy64(to, q.gap)
		copy32(to[q.length:], from)
		n += int(q.length) + size
	}
	return n, len(parts)
}
