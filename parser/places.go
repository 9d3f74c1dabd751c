package parser

import (
	"bytes"
	"unicode/utf8"

	"github.com/udmap/udmap/udm"
)

// places remembers where the parts of a table stand in its text, so that a
// finding points at the very key or value. A mapping is known by the position
// that its owner (Row.Position, Extract.Position) holds. The zero places knows
// nothing and answers with that position.
type places struct {
	parts map[part]place
}

// part is a key of a mapping, its value, or one item of its value.
type part struct {
	mapping int // the offset of the mapping's position
	key     string
	item    int
}

// What part.item is where it counts no item.
const (
	theKey   = -2
	theValue = -1
)

// place is where a part stands. A literal is written as it reads: a plain or
// a quoted scalar without escapes, whose characters stand behind at.
type place struct {
	at      udm.Position
	literal bool
}

func (p *places) set(mapping udm.Position, key string, item int, where place) {
	if p.parts == nil {
		p.parts = map[part]place{}
	}
	p.parts[part{mapping.Offset, key, item}] = where
}

// has tells whether the mapping has the key.
func (p places) has(mapping udm.Position, key string) bool {
	_, found := p.parts[part{mapping.Offset, key, theKey}]
	return found
}

// key is where a key of the mapping stands.
func (p places) key(mapping udm.Position, key string) udm.Position {
	return p.find(mapping, key, theKey).at
}

// value is where the value of a key stands.
func (p places) value(mapping udm.Position, key string) udm.Position {
	return p.find(mapping, key, theValue).at
}

// item is where the item of a list stands; the value, if that is no list.
func (p places) item(mapping udm.Position, key string, item int) udm.Position {
	return p.find(mapping, key, item).at
}

// inside is where the byte at offset within the text of an item stands.
func (p places) inside(mapping udm.Position, key string, item int, text string, offset int) udm.Position {
	where := p.find(mapping, key, item)
	if !where.literal || offset > len(text) {
		return where.at
	}
	at := where.at
	at.Offset += offset
	at.Column += utf8.RuneCountInString(text[:offset])
	return at
}

func (p places) find(mapping udm.Position, key string, item int) place {
	for _, item := range []int{item, theValue, theKey} {
		if where, found := p.parts[part{mapping.Offset, key, item}]; found {
			return where
		}
	}
	return place{at: mapping}
}

// placeOf is where a scalar of the given text stands, when its node begins at
// at: behind the quotation mark, if it is quoted.
func placeOf(source []byte, at udm.Position, text string) place {
	rest := source[min(at.Offset, len(source)):]
	if len(rest) > 0 && (rest[0] == '"' || rest[0] == '\'') {
		if !bytes.HasPrefix(rest[1:], []byte(text)) {
			return place{at: at}
		}
		at.Offset++
		at.Column++
		return place{at: at, literal: true}
	}
	return place{at: at, literal: bytes.HasPrefix(rest, []byte(text))}
}
