package parser

import (
	"encoding/binary"
	"math/bits"
	"strings"
)

// pattern is a compiled text of `like`: the letter case of A to Z does not
// matter, and * stands for any text, also none.
type pattern struct {
	parts [][]byte // what stands between the asterisks, in lower case
	least int      // how many bytes a text like it has at least

	// What most texts differ in that are not like it: their first and their last
	// eight bytes, all with the bit that tells lower from upper case.
	head, tail         uint64
	headMask, tailMask uint64 // of those of them that count
}

func newPattern(text string) pattern {
	var p pattern
	for part := range strings.SplitSeq(text, "*") {
		p.parts = append(p.parts, appendLower(nil, []byte(part)))
		p.least += len(part)
	}
	first, last := p.parts[0], p.parts[len(p.parts)-1]
	p.head, p.headMask = bytesFrom(first, 0)|lowerCase, ^uint64(0)
	if len(first) < 8 {
		p.headMask = 1<<(8*len(first)) - 1
	}
	var tail [8]byte // ends with the last part
	missing := max(len(tail)-len(last), 0)
	copy(tail[missing:], last[len(last)-len(tail)+missing:])
	p.tail, p.tailMask = binary.LittleEndian.Uint64(tail[:])|lowerCase, ^uint64(0)<<(8*missing)
	return p
}

// lowerCase is the bit, in eight bytes, that tells lower from upper case.
const lowerCase = eachByte * ('a' - 'A')

// isLiteral tells of a pattern without an asterisk.
func (p *pattern) isLiteral() bool { return len(p.parts) == 1 }

// searches tells of a pattern whose parts may stand anywhere in a text.
func (p *pattern) searches() bool { return len(p.parts) > 2 }

// matches tells whether a text is like the pattern.
func (p *pattern) matches(text []byte) bool {
	return !p.excludes(text) && p.fits(text)
}

// excludes tells of a text that, by its ends, is not like the pattern.
func (p *pattern) excludes(text []byte) bool {
	if len(text) < 8 {
		return len(text) < p.least || ((lastBytes(text, 0)|lowerCase)^p.head)&p.headMask != 0
	}
	head, tail := eightBytesAt(text, 0), eightBytesAt(text, len(text)-8)
	return len(text) < p.least || ((head|lowerCase)^p.head)&p.headMask|((tail|lowerCase)^p.tail)&p.tailMask != 0
}

// fits tells whether a text that is not excluded is like the pattern. Each part is
// looked for behind the one before it, at the first place where it stands; only
// the last must end the text.
func (p *pattern) fits(text []byte) bool {
	first, last := p.parts[0], p.parts[len(p.parts)-1]
	if p.isLiteral() {
		return len(text) == len(first) && startsLike(text, first)
	}
	if len(first) > 0 && !startsLike(text, first) || len(last) > 0 && !startsLike(text[len(text)-len(last):], last) {
		return false
	}
	text = text[len(first) : len(text)-len(last)]
	for _, part := range p.parts[1 : len(p.parts)-1] {
		at := indexLike(text, part)
		if at < 0 {
			return false
		}
		text = text[at+len(part):]
	}
	return true
}

// startsLike tells whether a text starts with a part in lower case, whatever
// its own letter case.
func startsLike(text, part []byte) bool {
	if len(text) < len(part) {
		return false
	}
	for ; len(part) >= 8; text, part = text[8:], part[8:] {
		if lower8(eightBytesAt(text, 0)) != eightBytesAt(part, 0) {
			return false
		}
	}
	for i, c := range part {
		if lower(text[i]) != c {
			return false
		}
	}
	return true
}

// indexLike returns where a part first stands in a text, or none.
func indexLike(text, part []byte) int {
	if len(part) == 0 {
		return 0
	}
	// Eight places at once: setting the bit that tells lower from upper case makes
	// those equal where the part's first two bytes may stand. What stands behind
	// the last of the eight is not known yet.
	first := (eachByte * uint64(part[0])) | lowerCase
	second, known := uint64(0), uint64(0)
	if len(part) > 1 {
		second, known = (eachByte*uint64(part[1]))|lowerCase, 1<<56-1
	}
	for at := 0; at+len(part) <= len(text); at += 8 {
		eight := bytesFrom(text, at) | lowerCase
		starts := zeroBytes((eight ^ first) | ((eight>>8 ^ second) & known))
		for ; starts != 0; starts &= starts - 1 {
			start := at + bits.TrailingZeros64(starts)>>3
			if start+len(part) <= len(text) && startsLike(text[start:], part) {
				return start
			}
		}
	}
	return none
}

// zeroBytes marks, by their high bits, the bytes of w that are zero, and maybe
// some behind the first of them that are not.
func zeroBytes(w uint64) uint64 {
	return (w - eachByte) &^ w & eachHigh
}

func lower(c byte) byte {
	if c >= 'A' && c <= 'Z' {
		return c + 'a' - 'A'
	}
	return c
}

// appendLower appends a text with A to Z in lower case.
func appendLower(dst, text []byte) []byte {
	for _, c := range text {
		dst = append(dst, lower(c))
	}
	return dst
}

// shortText is room for a text that is looked up in lower case.
type shortText [64]byte

// lower returns a text, for which there is room, with A to Z in lower case.
func (s *shortText) lower(text []byte) []byte {
	length := copy(s[:], text)
	for at := 0; at < length; at += 8 {
		eight := s[at : at+8]
		binary.LittleEndian.PutUint64(eight, lower8(binary.LittleEndian.Uint64(eight)))
	}
	return s[:length]
}

// lower8 returns eight bytes with A to Z in lower case.
func lower8(w uint64) uint64 {
	ascii := w &^ eachHigh
	fromA := ascii + eachByte*(0x80-'A')
	beyondZ := ascii + eachByte*(0x80-'Z'-1)
	return w | (fromA&^beyondZ&^w&eachHigh)>>2
}

// valueMap finds the constant that a row's map has in place of a value.
type valueMap struct {
	id        int    // of the first entry, among the plan's
	literals  keySet // the literal keys, in lower case
	places    []int  // by literal: its place among all keys
	patterns  []placedPattern
	byTerm    []int32  // by term of the slot's vocabulary: the place, or none
	constants [][]byte // by place, as the field has them; the last is for any other value
	values    []value  // the same, in the plan's pool
	otherwise bool     // there is such a one
}

type placedPattern struct {
	pattern

	place int
}

// maxLiteral bounds the values that are looked up among the literal keys,
// which have no more bytes.
const maxLiteral = len(shortText{})

func newValueMap(entries []Mapped) *valueMap {
	m := &valueMap{}
	var literals keyList
	for place, entry := range entries {
		p := newPattern(entry.Pattern)
		if !p.isLiteral() || len(entry.Pattern) > maxLiteral {
			m.patterns = append(m.patterns, placedPattern{p, place})
			continue
		}
		if known := len(literals); literals.add(string(p.parts[0])) == known {
			m.places = append(m.places, place)
		}
	}
	m.literals = newKeySet(literals)
	return m
}

// find returns the place of the first key that a value is like; of `otherwise`
// if there is none.
func (m *valueMap) find(content []byte) (place int, found bool) {
	place = len(m.constants)
	if i := m.literals.findLower(content); i >= 0 {
		place = m.places[i]
	}
	for i := range m.patterns {
		if p := &m.patterns[i]; p.place < place && p.matches(content) {
			return p.place, true
		}
	}
	if place == len(m.constants) && m.otherwise {
		place--
	}
	return place, place < len(m.constants)
}

// learn finds out what the map has for the texts that conditions compare its slot
// with: what a value is looked up for once need not be done again.
func (m *valueMap) learn(v *vocabulary) {
	m.byTerm = make([]int32, len(v.texts))
	for i, text := range v.texts {
		m.byTerm[i] = none
		if place, found := m.find([]byte(text)); found {
			m.byTerm[i] = int32(place)
		}
	}
}

// findValue does what find does, for a value of the map's slot.
func (m *valueMap) findValue(v *value, content []byte) (place int, found bool) {
	if t := uint(v.term) - uint(firstTerm); t < uint(len(m.byTerm)) {
		place = int(m.byTerm[t])
		return place, place >= 0
	}
	return m.find(content)
}
