package parser

import (
	"slices"

	"github.com/udmap/udmap/udm"
)

// Most of what an event is put together from is short. A copy of a fixed
// length that is then cut to size costs a fraction of a copy of the right
// length, whose size the processor cannot foresee.
const (
	shortValue   = 32
	shortLiteral = 64
)

// literals are texts that are known when a table is compiled, each followed by
// so much that a fixed length can be copied.
type literals struct{ pool []byte }

// literal is the place of a text among literals. The zero literal is none.
type literal struct{ start, length uint32 }

func (l *literals) add(text string) literal {
	start := len(l.pool)
	l.pool = append(l.pool, text...)
	l.pool = append(l.pool, make([]byte, shortLiteral)...)
	return literal{uint32(start), uint32(len(text))}
}

// appendTo appends a literal's text.
func (l *literals) appendTo(dst []byte, at literal) []byte {
	return append(dst, l.pool[at.start:at.start+at.length]...)
}

// unknownLength is the length of a literal that nobody has asked for yet: more
// than any output has room for.
const unknownLength = 1 << 30

func unknownGaps(leaves int) []literal {
	return slices.Repeat([]literal{{length: unknownLength}}, (leaves+1)*(leaves+1))
}

// gapsBehind returns what stands between a leaf, or the start of the object,
// and each other.
func (f *frame) gapsBehind(leaf int) []literal {
	width := len(f.short) + 1
	at := (leaf + 1) * width
	return f.gaps[at : at+width : at+width]
}

// shortLeaf is what there is to know of a leaf whose one text stands in the
// event as it is.
type shortLeaf struct {
	limit  uint32 // the least length in bytes that is not for the short way; 0 where none is
	slot   uint16
	list   uint16
	prefix uint16
}

// shortLeaves returns them for all leaves of a program.
func (p *program) shortLeaves() []shortLeaf {
	short := make([]shortLeaf, len(p.leaves))
	for i := range p.leaves {
		if l := &p.leaves[i]; l.plain && l.group == 0 {
			short[i] = shortLeaf{limit: l.limit, slot: uint16(l.slot), list: uint16(l.list), prefix: uint16(l.prefix)}
		}
	}
	return short
}

// startList notes the first entry of a list, which ends at an offset of the
// output. It reports false where the list already has entries.
func (f *frame) startList(l *shortLeaf, start int, gap literal, end int) bool {
	if f.started.has(int(l.list)) {
		return false
	}
	f.started.add(int(l.list))
	f.entries = append(f.entries, listEntry{int32(l.list), start + int(gap.length) - int(l.prefix), end})
	return true
}

// appendValue appends the text of a value, escaped where it has to be.
func (m *Mapper) appendValue(dst []byte, v *value) []byte {
	if v.plain {
		return append(dst, m.bytes(v)...)
	}
	return udm.AppendEscaped(dst, m.bytes(v))
}
