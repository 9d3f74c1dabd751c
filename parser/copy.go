package parser

import "github.com/udmap/udmap/udm"

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
	n := len(dst)
	if at.length > shortLiteral || cap(dst)-n < shortLiteral {
		return append(dst, l.pool[at.start:at.start+at.length]...)
	}
	*(*[shortLiteral]byte)(dst[n : n+shortLiteral]) = *(*[shortLiteral]byte)(l.pool[at.start:])
	return dst[:n+int(at.length)]
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
