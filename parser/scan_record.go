package parser

import "slices"

// scan reads the object that data starts with into the record's slots.
func (m *Mapper) scan(data []byte, pages bool) (int, status) {
	m.buffers[raw], m.buffers[decoded] = slices.Clip(data), append(m.buffers[decoded][:0], unmarked[:]...)
	m.duplicate, m.first, m.read.of = none, listElement{list: none}, value{}
	m.warned, m.counted = m.warned[:0], m.counted[:0]
	m.record.reset()
	m.traceRecord()
	var s scanner // field by field: put together elsewhere and copied, it would be waited for
	s.m, s.f, s.data, s.pages = m, m.record, data, pages
	s.marks = m.marks.mark(data)
	return s.record(m.catalog.plans[m.claimed].root, &m.habits[m.claimed], 0, m.plan.options.MaxDepth)
}

// scanElement reads the object that an element of a list starts with into a
// frame's slots, and returns its length. The first of two equal keys counts.
func (m *Mapper) scanElement(f *frame, root *keyNode, habits *habits, element value) (length int) {
	var s scanner
	s.marks = &noMarks
	s.m, s.f, s.data, s.base, s.in = m, f, m.bytes(&element), element.start, element.in
	length, _ = s.record(root, habits, 0, m.plan.options.MaxDepth)
	return length
}

// scanner reads one object.
type scanner struct {
	m     *Mapper
	f     *frame
	data  []byte
	base  uint32 // where data starts
	in    buffer // in this buffer
	pages bool
	marks *oddMarks // of data
}

// record reads the object that starts at data[i], a record or the element of a
// list. Most of its members are the usual ones in their usual order; the others
// are read as in any object.
func (s *scanner) record(root *keyNode, h *habits, i, depth int) (int, status) {
	if depth == 0 {
		return i, tooDeep
	}
	if h.rest() {
		return s.object(root, i, depth)
	}
	place, i, st := s.usualMembers(h, 0, i+1, depth-1)
	switch {
	case st != complete:
		return i, st
	case i < len(s.data) && s.data[i] == '}':
		h.vain = 0
		return i + 1, complete
	}
	return s.strangeMembers(root, h, place, i, depth)
}

// strangeMembers reads an object from data[i] on, where after so many usual
// members another one stands.
func (s *scanner) strangeMembers(root *keyNode, h *habits, place, i, depth int) (int, status) {
	usual, strange := place, 0
	for {
		to, at, more, st := s.nextMember(root, i, usual+strange == 0)
		if !more {
			h.saw(usual, strange)
			return at, st
		}
		strange++
		place = h.learn(place, s.data[i:at], to, s.f)
		key := i
		if i, st = s.member(to, at, depth-1); st != complete {
			return i, st
		}
		if to != nil && to.rest {
			s.collect(to, key, at, i)
		}
		if from := place; from > 0 && from < len(h.usual) {
			// All usual members from here on stand behind those that were there.
			if place, i, st = s.usualMembers(h, from, i, depth-1); st != complete {
				return i, st
			}
			usual += place - from
		}
	}
}

// object reads the object that starts at data[i].
func (s *scanner) object(node *keyNode, i, depth int) (int, status) {
	if depth == 0 {
		return i, tooDeep
	}
	i++
	for first := true; ; first = false {
		to, at, more, st := s.nextMember(node, i, first)
		if !more {
			return at, st
		}
		key := i
		if i, st = s.member(to, at, depth-1); st != complete {
			return i, st
		}
		if to != nil && to.rest {
			s.collect(to, key, at, i)
		}
	}
}

// nextMember reads from data[i], where the brace that opens the object or the
// value before lies behind, up to the value of the next member. It returns what
// the table reads of the member, nil where that is nothing, and the offset of
// its value; or, with more unset, the offset behind the object, or of the byte
// that decided.
func (s *scanner) nextMember(node *keyNode, i int, first bool) (to *member, at int, more bool, st status) {
	switch {
	case i < len(s.data) && s.data[i] == '}':
		return nil, i + 1, false, complete
	case !first:
		if i, more, st = scanMemberEnd(s.data, i); !more {
			return nil, i, false, st
		}
	default:
		if i = skipSpace(s.data, i); i < len(s.data) && s.data[i] == '}' {
			return nil, i + 1, false, complete
		}
	}
	key, escaped, at, st := scanKey(s.data, i)
	if st != complete {
		return nil, at, false, st
	}
	if escaped {
		key = s.decodedKey(key)
	}
	if k := node.keys.find(key); k >= 0 {
		to = &node.members[k]
	} else {
		to = node.unknown
	}
	return to, at, true, complete
}

// decodedKey decodes a key with escapes. The result holds until the next
// string is decoded.
func (s *scanner) decodedKey(key []byte) []byte {
	all, _ := appendDecoded(s.m.buffers[decoded], key)
	key = all[len(s.m.buffers[decoded]):]
	s.m.buffers[decoded] = all[:len(s.m.buffers[decoded])]
	return key
}

// member reads the value at data[i] of a key of which the table reads that,
// or nothing.
func (s *scanner) member(to *member, i, depth int) (int, status) {
	if i >= len(s.data) {
		return i, incomplete
	}
	if to == nil {
		return s.m.passOver(s.data, i, depth)
	}
	switch s.data[i] {
	case '"':
		return s.text(to, i+1)
	case '{':
		var end int
		var st status
		if to.child != nil && !s.isSecond(to) {
			end, st = s.object(to.child, i, depth)
		} else {
			end, st = skipValue(s.data, i, depth)
		}
		s.keep(to, object, i, end, st)
		return end, st
	case '[':
		if to.page && s.pages {
			return i + 1, page
		}
		end, st := s.m.passOver(s.data, i, depth)
		s.keep(to, array, i, end, st)
		return end, st
	case 'n':
		end, st := skipValue(s.data, i, depth)
		s.keep(to, null, i, end, st)
		return end, st
	case 't', 'f':
		end, st := skipValue(s.data, i, depth)
		s.keep(to, word, i, end, st)
		return end, st
	default:
		end, st := scanNumber(s.data, i)
		s.keep(to, number, i, end, st)
		return end, st
	}
}

// isSecond tells whether the key of an object stood in its object already. Of
// two only the first is read.
func (s *scanner) isSecond(to *member) bool {
	return to.slot != none && s.f.seen.has(to.slot)
}

// keep gives a value that is no string to the slots of its key.
func (s *scanner) keep(to *member, kind kind, start, end int, st status) {
	if st != complete {
		return
	}
	empty := kind == null || (kind == array || kind == object) && skipSpace(s.data, start+1) == end-1
	v := value{start: s.base + uint32(start), end: s.base + uint32(end), kind: kind, in: s.in, plain: kind == number || kind == word}
	for _, slot := range [...]int{to.verbatim, to.slot} {
		if slot == none || !s.first(slot, start) {
			continue
		}
		if empty {
			s.f.values[slot] = v
		} else {
			s.f.set(slot, v)
		}
	}
}

// first tells whether the slot's key, whose value is at an offset, was not
// seen before, and notes that it is now.
func (s *scanner) first(slot, at int) bool {
	if s.seenBefore(slot, at) {
		return false
	}
	s.f.seen.add(slot)
	return true
}

// seenBefore tells whether the slot's key, whose value is at an offset, was
// seen before, and notes where it stands again.
func (s *scanner) seenBefore(slot, at int) bool {
	if s.f.seen.has(slot) {
		if slot < len(s.m.plan.program.sources) { // the others only claims ask for
			s.m.duplicate = at
		}
		return true
	}
	return false
}
