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

// longestEscape is the length of \u001f.
const longestEscape = 6

// AppendEscaped appends what AppendString does, without the quotes.
func AppendEscaped(dst, s []byte) []byte {
	for len(s) >= 8 {
		dst = slices.Grow(dst, 8*longestEscape)
		w := binary.LittleEndian.Uint64(s)
		clean := bits.TrailingZeros64(escapes(w)) / 8
		n := len(dst)
		binary.LittleEndian.PutUint64(dst[n:n+8], w) // what is too much is written over
		dst = dst[:n+clean]
		if clean < 8 {
			dst = appendEscape(dst, s[clean])
			clean++
		}
		s = s[clean:]
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
	quote, backslash := w^ones*'"', w^ones*'\\'
	return ((w - ones*' ') | (quote - ones) | (backslash - ones)) &^ w & high
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
