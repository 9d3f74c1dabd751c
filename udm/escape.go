package udm

import "math/bits"

// AppendString appends s as a JSON string literal, quotes included, exactly as
// protojson writes it: only the quotation mark, the backslash and the control
// characters below U+0020 are escaped, all else is copied. The caller
// guarantees that s is valid UTF-8. It allocates only to grow dst.
func AppendString[S ~string | ~[]byte](dst []byte, s S) []byte {
	dst = append(dst, '"')
	dst = AppendEscaped(dst, s)
	return append(dst, '"')
}

// AppendEscaped appends what AppendString does, without the quotes.
func AppendEscaped[S ~string | ~[]byte](dst []byte, s S) []byte {
	for {
		clean := cleanPrefix(s)
		dst = append(dst, s[:clean]...)
		if clean == len(s) {
			return dst
		}
		dst = appendEscape(dst, s[clean])
		s = s[clean+1:]
	}
}

// cleanPrefix returns the length of the longest prefix that needs no escape.
// It looks at eight bytes at a time: in each, a bit of 0x80 survives only if
// the byte is a quotation mark, a backslash or below 0x20. (A borrow from one
// byte to the next can only start at a byte that itself needs an escape, so
// the lowest bit is exact.)
func cleanPrefix[S ~string | ~[]byte](s S) int {
	const (
		ones = 0x0101010101010101
		high = 0x8080808080808080
	)
	i := 0
	for ; i+8 <= len(s); i += 8 {
		w := uint64(s[i]) | uint64(s[i+1])<<8 | uint64(s[i+2])<<16 | uint64(s[i+3])<<24 |
			uint64(s[i+4])<<32 | uint64(s[i+5])<<40 | uint64(s[i+6])<<48 | uint64(s[i+7])<<56
		quote, backslash := w^ones*'"', w^ones*'\\'
		escapes := ((w - ones*' ') | (quote - ones) | (backslash - ones)) &^ w & high
		if escapes != 0 {
			return i + bits.TrailingZeros64(escapes)/8
		}
	}
	for ; i < len(s); i++ {
		if c := s[i]; c < ' ' || c == '"' || c == '\\' {
			return i
		}
	}
	return i
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
