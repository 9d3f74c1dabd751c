package parser

import "math/bits"

// Most objects of a log have the same keys in the same order, and texts,
// numbers and nulls for values. This file reads those, without asking of each
// member what is known of all of them together: which slots are filled by now,
// and which leaves have something to write.

// usualMembers reads members of an object from data[i] on, which may be the
// usual ones from a place on, as long as they are that, whatever their values. It
// returns the place and the offset behind.
func (s *scanner) usualMembers(h *habits, from, i, depth int) (place, behind int, st status) {
	data, base, values := s.data, s.base, s.f.values
	var odd uint64 // the places that give nothing, or have noted it themselves
	for place = from; place < len(h.usual); place++ {
		usual := &h.usual[place]
		at := i + int(usual.length)
		if at+8 > len(data) {
			break
		}
		first := eightBytesAt(data, at)
		wrong := (eightBytesAt(data, i) ^ usual.words[0]) & usual.mask
		if usual.length > 8 {
			wrong |= eightBytesAt(data, at-8) ^ usual.words[3]
			if usual.length > 16 {
				wrong |= eightBytesAt(data, i+8) ^ usual.words[1]
				wrong |= eightBytesAt(data, at-16) ^ usual.words[2]
			}
		}
		if wrong != 0 {
			break
		}
		key, kind, start := i, text, at+1
		var end int
		switch c := byte(first); {
		case c == '"':
			if w := s.marks.from(uint(start)); w != 0 {
				end = start + bits.TrailingZeros64(w)
			} else {
				end = s.plainEnd(start)
			}
			if second := byte(first >> 8); uint(end) >= uint(len(data)) || data[end] != '"' || second == '"' || second == ' ' || data[end-1] == ' ' {
				goto other
			}
			i = end + 1
		case c-'1' < 9:
			kind, start, end = number, at, digitsEnd(data, at)
			if end == len(data) || data[end] != ',' && data[end] != '}' {
				goto other
			}
			i = end
		case uint32(first) == wordTrue:
			i = at + len("true")
			kind, start, end = word, at, i
		case uint32(first) == wordNull && !usual.rest:
			i = at + len("null")
			odd |= 1 << place
			s.keepNull(usual, at, i)
			continue
		default:
			goto other
		}
		if usual.slot >= 0 {
			values[usual.slot].become(kind, s.in, base+uint32(start), base+uint32(end))
		}
		if usual.verbatim >= 0 {
			values[usual.verbatim].become(kind, s.in, base+uint32(start), base+uint32(end))
		}
		if usual.rest {
			s.collect(h.habits[place].to, key, at, i)
		}
		continue
	other:
		odd |= 1 << place
		to := h.habits[place].to
		at = skipSpace(data, at) // there may be more white space than usual
		if i, st = s.member(to, at, depth); st != complete {
			return place, i, st
		}
		if usual.rest {
			s.collect(to, key, at, i)
		}
	}
	if place > from && h.keeps {
		s.give(h, from, place, odd)
	}
	return place, i, complete
}

// become makes a value one that stands as it is. That is done field by field: of
// a value that was put together before, the processor would wait for the parts.
func (v *value) become(kind kind, in buffer, start, end uint32) {
	v.start, v.end, v.next = start, end, 0
	v.kind, v.in, v.plain, v.term = kind, in, true, notLookedUp
}

// keepNull notes that the slots of a usual member are there, and empty.
func (s *scanner) keepNull(usual *usualMember, start, end int) {
	v := value{start: s.base + uint32(start), end: s.base + uint32(end), kind: null, in: s.in}
	if usual.slot >= 0 {
		s.f.values[usual.slot] = v
		s.f.seen.add(int(usual.slot))
	}
	if usual.verbatim >= 0 {
		s.f.values[usual.verbatim] = v
		s.f.seen.add(int(usual.verbatim))
	}
}

// Words of four bytes.
const (
	wordNull = 'n' | 'u'<<8 | 'l'<<16 | 'l'<<24
	wordTrue = 't' | 'r'<<8 | 'u'<<16 | 'e'<<24
)

// give notes what the usual members of the places from one to another gave, but
// those at odd places.
func (s *scanner) give(h *habits, from, to int, odd uint64) {
	sum := &h.habits[to-1].sum
	if odd != 0 || from > 0 {
		some := *sum
		if from > 0 {
			some.remove(&h.habits[from-1].sum)
		}
		for ; odd != 0; odd &= odd - 1 {
			some.remove(&h.habits[bits.TrailingZeros64(odd)].single)
		}
		sum = &some
	}
	f := s.f
	f.seen.addAll(&sum.slots)
	f.present.addAll(&sum.slots)
	f.texts.addAll(&sum.slots)
	f.fired.addAll(&sum.leaves)
}

func (g *given) remove(other *given) {
	g.slots.removeAll(&other.slots)
	g.leaves.removeAll(&other.leaves)
}
