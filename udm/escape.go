package udm

import (
	"encoding/binary"
	"math/bits"
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
	for len(s) >= 8 {
		w := binary.LittleEndian.Uint64(s)
		n := len(dst)
		dst = binary.LittleEndian.AppendUint64(dst, w) // what is too much is written over
		marks := escapes(w)
		if marks == 0 {
			s = s[8:]
			continue
		}
		clean := bits.TrailingZeros64(marks) / 8
		dst = appendEscape(dst[:n+clean], s[clean])
		s = s[clean+1:]
	}
	for _, c := range s {
		if c < ' ' || c == '"' || c == '\\' {
			dst = appendEscape(dst, c)
		} else {
			dst = append(dst, c)
		}
	}
	return dst
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
