package udm

import (
	"encoding/binary"
	"math/bits"
	"slices"
)

// AppendString appends s as a JSON string literal, quotes included, exactly as
// protojson writes it: only the quotation mark, the backslash and the control
// characters below U+0020 are escaped, all else is copied. The caller
// guarantees that s is valid UTF-8. It allocates only to grow dst.
func AppendString[S ~string | ~[]byte](dst []byte, s S) []byte {
	dst = append(dst, '"')
	dst = AppendEscaped(dst, []byte(s))
	return append(dst, '"')
}

// AppendEscaped appends what AppendString does, without the quotes.
func AppendEscaped(dst, s []byte) []byte {
	for {
		dst = slices.Grow(dst, len(s))
		clean := copyClean(dst[len(dst):cap(dst)], s)
		dst = dst[:len(dst)+clean]
		if clean == len(s) {
			return dst
		}
		dst = appendEscape(dst, s[clean])
		s = s[clean+1:]
	}
}

// copyClean copies s, for which there is room, up to the first byte that needs an
// escape, and returns how much that is. What it writes behind that is of no
// account.
func copyClean(to, s []byte) (clean int) {
	to = to[:len(s)]
	for ; clean <= len(s)-8; clean += 8 {
		w := binary.LittleEndian.Uint64(s[clean:])
		binary.LittleEndian.PutUint64(to[clean:clean+8:clean+8], w)
		if marks := escapes(w); marks != 0 {
			return clean + bits.TrailingZeros64(marks)/8
		}
	}
	for ; clean < len(s); clean++ {
		c := s[clean]
		if c < ' ' || c == '"' || c == '\\' {
			break
		}
		to[clean] = c
	}
	return clean
}

// escapes marks, by a bit of 0x80, the bytes of w that need an escape: a
// quotation mark, a backslash or a byte below 0x20. (A borrow from one byte to
// the next can only start at a byte that itself needs an escape, so the lowest
// mark is exact.)
func escapes(w uint64) uint64 {
	const (
		ones = 0x0101010101010101
		high = 0x8080808080808080
	)
	// Flipping one bit puts the quotation mark right above the control
	// characters, so that one subtraction tells of both.
	return (((w ^ ones*('"'^' ')) - ones*(' '+1)) | ((w ^ ones*'\\') - ones)) &^ w & high
}

// appendEscape appends the escape sequence of one byte.
func appendEscape(dst []byte, c byte) []byte {
	const hex = "0123456789abcdef"
	switch c {
	case '"', '\\':
		return append(dst, '\\', c)
	case '\b':
		return append(dst, '\\', 'b')
	case '\f':
		return append(dst, '\\', 'f')
	case '\n':
		return append(dst, '\\', 'n')
	case '\r':
		return append(dst, '\\', 'r')
	case '\t':
		return append(dst, '\\', 't')
	}
	return append(dst, '\\', 'u', '0', '0', hex[c>>4], hex[c&0xf])
}
