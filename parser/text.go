package parser

import (
	"bytes"
	"unicode"
	"unicode/utf16"
	"unicode/utf8"
)

// oddities tells what was seen while a string was decoded.
type oddities struct {
	replaced  bool // a surrogate without its partner, which became U+FFFD
	special   bool // a character that a JSON string has to escape
	rewritten bool // an escape that events do not have, or have in another form
}

// appendDecoded appends the text of a JSON string, given without its quotes
// and already scanned.
func appendDecoded(dst, text []byte) (out []byte, odd oddities) {
	for {
		i := bytes.IndexByte(text, '\\')
		if i < 0 {
			return append(dst, text...), odd
		}
		dst = append(dst, text[:i]...)
		var size int
		dst, size = appendUnescaped(dst, text[i:], &odd)
		text = text[i+size:]
	}
}

// appendUnescaped appends what the escape, or pair of escapes, stands for that
// text starts with, and returns its length.
func appendUnescaped(dst, text []byte, odd *oddities) (out []byte, size int) {
	c := text[1]
	if c != 'u' {
		odd.special = odd.special || c != '/'
		odd.rewritten = odd.rewritten || c == '/'
		return append(dst, escaped[c]), 2
	}
	r, size := decodeUnit(text)
	if r == utf8.RuneError && size < 12 && !bytes.EqualFold(text[2:6], []byte("fffd")) {
		odd.replaced = true
	}
	odd.special = odd.special || r < ' ' || r == '"' || r == '\\'
	odd.rewritten = true
	return utf8.AppendRune(dst, r), size
}

// decodeUnit decodes the \uXXXX, or the pair of them, at the start of text
// and returns its length.
func decodeUnit(text []byte) (r rune, size int) {
	r, _ = hexRune(text[2:6])
	if !utf16.IsSurrogate(r) {
		return r, 6
	}
	if len(text) >= 12 && text[6] == '\\' && text[7] == 'u' {
		if second, valid := hexRune(text[8:12]); valid {
			if pair := utf16.DecodeRune(r, second); pair != utf8.RuneError {
				return pair, 12
			}
		}
	}
	return utf8.RuneError, 6
}

// hexRune reads four hexadecimal digits.
func hexRune(digits []byte) (r rune, valid bool) {
	a, b, c, d := hexDigits[digits[0]], hexDigits[digits[1]], hexDigits[digits[2]], hexDigits[digits[3]]
	return rune(a)<<12 | rune(b)<<8 | rune(c)<<4 | rune(d), a|b|c|d != noDigit
}

// hexDigits holds the value of every hexadecimal digit.
var hexDigits = hexDigitValues()

const noDigit = 0xFF

func hexDigitValues() (values [256]uint8) {
	for c := range values {
		values[c] = noDigit
	}
	for value, c := range []byte("0123456789abcdef") {
		values[c] = uint8(value)
		values[unicode.ToUpper(rune(c))] = uint8(value)
	}
	return values
}

// trim returns the bounds of the part of a text from start to end without the
// Unicode white space around it.
func trim(text []byte, start, end int) (from, to int) {
	if start < end && isPlain(text[start]) && isPlain(text[end-1]) {
		return start, end
	}
	from, to = trimmed(text[start:end])
	return start + from, start + to
}

// trimmed returns the bounds of text without the Unicode white space around
// it.
func trimmed(text []byte) (start, end int) {
	end = len(text)
	for start < end && text[start] == ' ' {
		start++
	}
	for start < end && text[end-1] == ' ' {
		end--
	}
	if start == end || isPlain(text[start]) && isPlain(text[end-1]) {
		return start, end
	}
	left := bytes.TrimLeftFunc(text, unicode.IsSpace)
	start = len(text) - len(left)
	return start, start + len(bytes.TrimRightFunc(left, unicode.IsSpace))
}

// isPlain tells of a byte that is no white space and no part of one.
func isPlain(c byte) bool {
	return c > ' ' && c < 0x80
}
