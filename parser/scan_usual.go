package parser

import "math/bits"

// Most objects of a log have the same keys in the same order, and texts or
// numbers for values. This file reads those, without asking of each member what
// is known of all of them together: which slots are filled by now, and which
// leaves have something to write.

// usualMembers reads the first members of an object, as far as they are the
// usual ones in their usual places, whatever their values. It returns how many
// these are and the offset behind.
func (s *scanner) usualMembers(h *habits, depth int) (place, i int, st status) {
	data, values := s.data, s.f.values
	base, in := s.base, s.in
	var odd uint64 // the places whose values were read like those of any object
	i = 1
	for ; place < len(h.usual); place++ {
		habit := &h.usual[place]
		at := i + int(habit.length)
		if at+8 > len(data) {
			break
		}
		first := eightBytesAt(data, at)
		wrong := (eightBytesAt(data, i) ^ habit.words[0]) & habit.mask
		if habit.length > 8 {
			wrong |= eightBytesAt(data, at-8) ^ habit.words[3]
			if habit.length > 16 {
				wrong |= eightBytesAt(data, i+8) ^ habit.words[1] | eightBytesAt(data, at-16) ^ habit.words[2]
			}
		}
		if wrong != 0 {
			break
		}
		key := i
		v := value{in: in, plain: true}
		switch c := byte(first); {
		case c == '"':
			end := plainEnd(data, at+1)
			if second := byte(first >> 8); uint(end) >= uint(len(data)) || data[end] != '"' || second == '"' || second == ' ' || data[end-1] == ' ' {
				goto other
			}
			i = end + 1
			v.start, v.end, v.kind = base+uint32(at+1), base+uint32(end), text
		case c-'0' < 10:
			end := digitsEnd(data, at)
			if end >= len(data) || c == '0' || data[end] != ',' && data[end] != '}' {
				goto other
			}
			i = end
			v.start, v.end, v.kind = base+uint32(at), base+uint32(end), number
		default:
			goto other
		}
		if habit.slot >= 0 {
			values[habit.slot] = v
		}
		if habit.verbatim >= 0 {
			values[habit.verbatim] = v
		}
		if habit.rest {
			s.collect(h.members[place].to, key, at, i)
		}
		continue
	other:
		odd |= 1 << place
		at = skipSpace(data, at)
		if i, st = s.member(h.members[place].to, at, depth); st != complete {
			return place, i, st
		}
		if habit.rest {
			s.collect(h.members[place].to, key, at, i)
		}
	}
	if place > 0 {
		s.give(h, place, odd)
	}
	return place, i, complete
}

// give notes what the usual members gave but those at odd places, which noted
// it themselves.
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
