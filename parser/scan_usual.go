package parser

import "math/bits"

// Most objects of a log have the same keys in the same order, and texts,
// numbers and nulls for values. This file reads those, without asking of each
// member what is known of all of them together: which slots are filled by now,
// and which leaves have something to write.

// usualMembers reads the first members of the object whose brace stands before
// data[i], as far as they are the usual ones in their usual places, whatever
// their values. It returns how many these are and the offset behind.
func (s *scanner) usualMembers(h *habits, i, depth int) (place, behind int, st status) {
	data, values := s.data, s.f.values
	base, in := s.base, s.in
	var odd uint64 // the places that give nothing, or have noted it themselves
	for ; place < len(h.usual); place++ {
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
				wrong |= eightBytesAt(data, i+8) ^ usual.words[1] | eightBytesAt(data, at-16) ^ usual.words[2]
			}
		}
		if wrong != 0 {
			break
		}
		v := value{in: in, plain: true}
		end, key := none, i
		switch c := byte(first); {
		case c == '"':
			v.kind = text
			at++
			end = plainEnd(data, at)
			if second := byte(first >> 8); uint(end) >= uint(len(data)) || data[end] != '"' || second == '"' || second == ' ' || data[end-1] == ' ' {
				end = none
			}
			i = end + 1
		case c-'1' < 9:
			v.kind = number
			if end = digitsEnd(data, at); end == len(data) || data[end] != ',' && data[end] != '}' {
				end = none
			}
			i = end
		case uint32(first) == wordTrue:
			v.kind = word
			end = at + len("true")
			i = end
		case uint32(first) == wordNull && !usual.rest:
			v.kind, v.plain = null, false
			odd |= 1 << place
			end = at + len("null")
			i = end
			if usual.slot >= 0 {
				s.f.seen.add(int(usual.slot))
			}
			if usual.verbatim >= 0 {
				s.f.seen.add(int(usual.verbatim))
			}
		}
		if end < 0 {
			odd |= 1 << place
			to := h.members[place].to
			at = skipSpace(data, key+int(usual.length)) // there may be more white space than usual
			if i, st = s.member(to, at, depth); st != complete {
				return place, i, st
			}
			if usual.rest {
				s.collect(to, key, at, i)
			}
			continue
		}
		v.start, v.end = base+uint32(at), base+uint32(end)
		if usual.slot >= 0 {
			values[usual.slot] = v
		}
		if usual.verbatim >= 0 {
			values[usual.verbatim] = v
		}
		if usual.rest {
			s.collect(h.members[place].to, key, key+int(usual.length), i)
		}
	}
	if place > 0 && h.keeps {
		s.give(h, place, odd)
	}
	return place, i, complete
}

// Words of four bytes.
const (
	wordNull = 'n' | 'u'<<8 | 'l'<<16 | 'l'<<24
	wordTrue = 't' | 'r'<<8 | 'u'<<16 | 'e'<<24
)

// give notes what the usual members gave but those at odd places.
func (s *scanner) give(h *habits, places int, odd uint64) {
	sum := &h.members[places-1].sum
	if odd != 0 {
		rest := *sum
		for ; odd != 0; odd &= odd - 1 {
			single := &h.members[bits.TrailingZeros64(odd)].single
			rest.slots.removeAll(&single.slots)
			rest.leaves.removeAll(&single.leaves)
		}
		sum = &rest
	}
	f := s.f
	f.seen.addAll(&sum.slots)
	f.present.addAll(&sum.slots)
	f.texts.addAll(&sum.slots)
	f.fired.addAll(&sum.leaves)
}
