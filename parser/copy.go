package parser

import "github.com/udmap/udmap/udm"

// How much is copied at once, in bytes, of a value and of a literal. Most of
// either are shorter.
const (
	shortValue   = 32
	shortLiteral = 64
)

// literals are texts that are known when a table is compiled, each followed by
// so much that a fixed length can be copied.
type literals struct {
	pool []byte
	made map[string]literal // those that were put together, so that none is kept twice
}

// literal is the place of a text among literals. The zero literal is none.
type literal struct{ start, length uint32 }

func (l *literals) add(text string) literal {
	start := len(l.pool)
	l.pool = append(l.pool, text...)
	l.pool = append(l.pool, make([]byte, shortLiteral)...)
	return literal{uint32(start), uint32(len(text))}
}

// known returns the literal that has a text, adding it if there is none.
func (l *literals) known(text []byte) literal {
	at, found := l.made[string(text)]
	if !found {
		if l.made == nil {
			l.made = map[string]literal{}
		}
		at = l.add(string(text))
		l.made[string(text)] = at
	}
	return at
}

// appendTo appends a literal's text.
func (l *literals) appendTo(dst []byte, at literal) []byte {
	return append(dst, l.pool[at.start:at.start+at.length]...)
}

// block returns the first bytes of a literal's text, and what follows it if it
// is shorter.
func (l *literals) block(at literal) *[shortLiteral]byte {
	return (*[shortLiteral]byte)(l.pool[at.start:])
}

// copy64 copies 64 bytes. Moves of 16 bytes at a time need no call.
func copy64(to *[roomForStretch]byte, from *[shortLiteral]byte) {
	*(*[16]byte)(to[:16]) = *(*[16]byte)(from[:16])
	*(*[16]byte)(to[16:32]) = *(*[16]byte)(from[16:32])
	*(*[16]byte)(to[32:48]) = *(*[16]byte)(from[32:48])
	*(*[16]byte)(to[48:64]) = *(*[16]byte)(from[48:])
}

// copy32 copies 32 bytes to an offset.
func copy32(to *[roomForStretch]byte, at uint8, from *[shortValue]byte) {
	d := (*[shortValue]byte)(to[at : int(at)+shortValue : int(at)+shortValue])
	*(*[16]byte)(d[:16]) = *(*[16]byte)(from[:16])
	*(*[16]byte)(d[16:]) = *(*[16]byte)(from[16:])
}

// appendValue appends the text of a value, escaped where it has to be.
func (m *Mapper) appendValue(dst []byte, v *value) []byte {
	if v.plain {
		return append(dst, m.bytes(v)...)
	}
	return udm.AppendEscaped(dst, m.bytes(v))
}
