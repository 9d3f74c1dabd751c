package parser

import "github.com/udmap/udmap/udm"

// Most of what an event is put together from is short. A copy of a fixed
// length that is then cut to size costs a fraction of a copy of the right
// length, whose size the processor cannot foresee.
const (
	shortValue   = 32
	shortLiteral = 64
)

// literal is text that is known when a table is compiled.
type literal struct {
	padded []byte // the text, and zeros up to shortLiteral
	length int
}

func newLiteral(text string) literal {
	padded := make([]byte, max(len(text), shortLiteral))
	copy(padded, text)
	return literal{padded, len(text)}
}

func (l *literal) appendTo(dst []byte) []byte {
	n := len(dst)
	if l.length > shortLiteral || cap(dst)-n < shortLiteral {
		return append(dst, l.padded[:l.length]...)
	}
	*(*[shortLiteral]byte)(dst[n : n+shortLiteral]) = *(*[shortLiteral]byte)(l.padded)
	return dst[:n+l.length]
}

// appendValue appends the text of a value, escaped where it has to be.
func (m *Mapper) appendValue(dst []byte, v *value) []byte {
	from := m.raw
	if v.in == decoded {
		from = m.decoded
	}
	if !v.clean {
		return udm.AppendEscaped(dst, from[v.start:v.end])
	}
	n, length := len(dst), int(v.end-v.start)
	if length > shortValue || int(v.start)+shortValue > len(from) || cap(dst)-n < shortValue {
		return append(dst, from[v.start:v.end]...)
	}
	*(*[shortValue]byte)(dst[n : n+shortValue]) = *(*[shortValue]byte)(from[v.start:])
	return dst[:n+length]
}
