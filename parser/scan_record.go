package parser

import (
	"bytes"
	"slices"
)

// scan reads the object that data starts with into the record's slots.
func (m *Mapper) scan(data []byte, pages bool) (int, status) {
	m.buffers[raw], m.buffers[decoded] = slices.Clip(data), m.buffers[decoded][:0]
	m.duplicate = none
	m.warned = m.warned[:0]
	m.record.reset()
	root := m.catalog.plans[m.claimed].root
	s := scanner{m: m, f: m.record, data: data, pages: pages, root: root, habits: &m.habits[m.claimed]}
	return s.object(root, 0, m.plan.options.MaxDepth)
}

// scanElement reads the object that an element of a list starts with into a
// frame's slots, and returns its length. The first of two equal keys counts.
func (m *Mapper) scanElement(f *frame, root *keyNode, element value) (length int) {
	s := scanner{m: m, f: f, data: m.bytes(&element), base: element.start, in: element.in}
	length, _ = s.object(root, 0, m.plan.options.MaxDepth)
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

	root   *keyNode // whose members have habits; nil for list elements
	habits *habits
}

// object reads the object that starts at data[i].
func (s *scanner) object(node *keyNode, i, depth int) (int, status) {
	if depth == 0 {
		return i, tooDeep
	}
	i++
	for place := 0; ; place++ {
		k, at, more, st := s.nextMember(node, i, place)
		if st != complete || !more {
			return at, st
		}
		if k >= 0 {
			i, st = s.member(&node.members[k], at, depth-1)
		} else {
			i, st = skipValue(s.data, at, depth-1)
		}
		if st != complete {
			return i, st
		}
	}
}

// nextMember reads from data[i], where the brace that opens the object or the
// value before lies behind, up to the value of the member of that place. It
// returns the place of the member's key in the node's set, negative where the
// table does not read it, and the offset of its value; or, with more unset,
// the offset behind the object.
func (s *scanner) nextMember(node *keyNode, i, place int) (k, at int, more bool, st status) {
	habitual := node == s.root
	if habitual {
		if h := s.habits.at(place); len(h.text) > 0 && bytes.HasPrefix(s.data[i:], h.text) {
			// The record may have more white space than the habit.
			return h.key, skipSpace(s.data, i+len(h.text)), true, complete
		}
	}
	start := i
	if place == 0 {
		i = skipSpace(s.data, i)
		if i < len(s.data) && s.data[i] == '}' {
			return none, i + 1, false, complete
		}
	} else if i, more, st = scanMemberEnd(s.data, i); st != complete || !more {
		return none, i, false, st
	}
	key, escaped, at, st := scanKey(s.data, i)
	if st != complete {
		return none, at, false, st
	}
	if escaped {
		key = s.decodedKey(key)
	}
	k = node.keys.find(key)
	if habitual {
		s.habits.learn(place, s.data[start:at], k)
	}
	return k, at, true, complete
}

// decodedKey decodes a key with escapes. The result holds until the next
// string is decoded.
func (s *scanner) decodedKey(key []byte) []byte {
	all, _ := appendDecoded(s.m.buffers[decoded], key)
	key = all[len(s.m.buffers[decoded]):]
	s.m.buffers[decoded] = all[:len(s.m.buffers[decoded])]
	return key
}

// member reads the value at data[i] of a key that the table reads.
func (s *scanner) member(to *member, i, depth int) (int, status) {
	if i >= len(s.data) {
		return i, incomplete
	}
	switch s.data[i] {
	case '"':
		end, escaped, st := scanString(s.data, i+1)
		if st == complete {
			s.keepText(to, i+1, end, escaped)
			end++
		}
		return end, st
	case '{':
		var end int
		var st status
		if to.child != nil {
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
		end, st := skipValue(s.data, i, depth)
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

// keepText gives a string, without its quotes, to the slots of its key.
func (s *scanner) keepText(to *member, start, end int, escaped bool) {
	v := value{start: s.base + uint32(start), end: s.base + uint32(end), kind: text, in: s.in, plain: true}
	content := s.data[start:end]
	if escaped {
		v, content = s.m.decode(v, content)
	}
	if to.verbatim != none && s.first(to.verbatim, start) && len(content) > 0 {
		s.f.set(to.verbatim, v)
	}
	if to.slot == none || !s.first(to.slot, start) || len(content) == 0 {
		return
	}
	if !isPlain(content[0]) || !isPlain(content[len(content)-1]) {
		from, length := trimmed(content)
		v.start, v.end = v.start+uint32(from), v.start+uint32(length)
	}
	if v.start < v.end {
		s.f.set(to.slot, v)
	}
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
// seen before, and notes where it was.
func (s *scanner) first(slot, at int) bool {
	if s.f.seen.has(slot) {
		s.m.duplicate = at
		return false
	}
	s.f.seen.add(slot)
	return true
}
