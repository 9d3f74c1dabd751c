package parser

import (
	"encoding/binary"
	"math/bits"
	"unicode/utf8"
)

// status says how reading a JSON value went. All but complete come with the
// offset of the byte that decided.
type status uint8

const (
	complete   status = iota
	incomplete        // valid so far, but the data ends inside the value
	malformed         // not JSON
	notUTF8           // a string holds bytes that are not UTF-8
	tooDeep           // nested deeper than the bound
	page              // an object whose records are elements of one of its arrays
)

// Eight copies of one byte, for looking at eight bytes of text at once.
const (
	eachByte = 0x0101010101010101
	eachHigh = 0x8080808080808080
)

// specialBytes marks, by their high bits, the bytes of w that cannot stand
// unescaped inside a JSON string: the quote, the backslash and control
// characters. Only the lowest mark is exact, which is all a scan needs.
func specialBytes(w uint64) uint64 {
	return belowZero(w) &^ w & eachHigh
}

// oddBytes marks, likewise, the special bytes and those beyond ASCII: all that
// is not plain text.
func oddBytes(w uint64) uint64 {
	return (belowZero(w) | w) & eachHigh
}

// belowZero has the high bit set in each special byte, and in some of those
// beyond ASCII. Flipping one bit puts the quote right above the control
// characters, so that one subtraction tells of both.
func belowZero(w uint64) uint64 {
	return ((w ^ eachByte*('"'^' ')) - eachByte*(' '+1)) | ((w ^ eachByte*'\\') - eachByte)
}

// plainEnd returns the offset of the first byte from i on that is not plain
// text, or the end of the data.
func plainEnd(data []byte, i int) int {
	for ; i >= 0 && i <= len(data)-16; i += 16 {
		w := data[i : i+16]
		first, second := binary.LittleEndian.Uint64(w), binary.LittleEndian.Uint64(w[8:])
		first, second = belowZero(first)|first, belowZero(second)|second
		if (first|second)&eachHigh == 0 {
			continue
		}
		// Which of the two it is nobody can foresee: this is no branch.
		if first &= eachHigh; first == 0 {
			i += 8
			first = second & eachHigh
		}
		return i + bits.TrailingZeros64(first)>>3
	}
	for ; i < len(data); i += 8 {
		if odd := oddBytes(bytesFrom(data, i)); odd != 0 {
			return i + bits.TrailingZeros64(odd)>>3
		}
	}
	return len(data)
}

// scanString reads the string whose first byte behind the opening quote is
// data[i]. It returns the offset of the closing quote and whether the string
// holds escapes.
func scanString(data []byte, i int) (end int, escaped bool, st status) {
	end = plainEnd(data, i)
	if end < len(data) && data[end] == '"' {
		return end, false, complete
	}
	return scanOddString(data, i, end)
}

// scanOddString reads a string that is not all plain text: its bytes from
// start to i are.
func scanOddString(data []byte, start, i int) (end int, escaped bool, st status) {
	var high uint64 // bytes seen, or-ed: a high bit tells of bytes beyond ASCII
	for {
		w := bytesFrom(data, i)
		marks := specialBytes(w)
		if marks == 0 {
			high |= w
			i += 8
			continue
		}
		at := bits.TrailingZeros64(marks) &^ 7
		high |= w & (1<<at - 1)
		if i += at >> 3; i >= len(data) {
			return len(data), escaped, incomplete
		}
		switch data[i] {
		case '"':
			if high&eachHigh != 0 {
				if bad := invalidUTF8(data[start:i]); bad >= 0 {
					return start + bad, escaped, notUTF8
				}
			}
			return i, escaped, complete
		case '\\':
			escaped = true
			if i, st = skipEscape(data, i); st != complete {
				return i, escaped, st
			}
		default:
			return i, escaped, malformed
		}
	}
}

// bytesFrom returns the eight bytes from an offset on. Behind the end of the
// data stand zeros.
func bytesFrom(data []byte, i int) uint64 {
	if i+8 <= len(data) {
		return binary.LittleEndian.Uint64(data[i:])
	}
	return lastBytes(data, i)
}

// lastBytes returns the bytes from an offset on, fewer than eight, and zeros.
func lastBytes(data []byte, i int) (w uint64) {
	if len(data) >= 8 {
		return binary.LittleEndian.Uint64(data[len(data)-8:]) >> (8 * uint(i+8-len(data)))
	}
	for k := len(data) - 1; k >= i; k-- {
		w = w<<8 | uint64(data[k])
	}
	return w
}

// skipEscape returns the offset behind the escape that starts at data[i].
func skipEscape(data []byte, i int) (int, status) {
	if i+1 == len(data) {
		return i + 1, incomplete
	}
	switch data[i+1] {
	case '"', '\\', '/', 'b', 'f', 'n', 'r', 't':
		return i + 2, complete
	case 'u':
		for k := i + 2; k < i+6; k++ {
			if k >= len(data) {
				return k, incomplete
			}
			if !isHex(data[k]) {
				return k, malformed
			}
		}
		return i + 6, complete
	}
	return i + 1, malformed
}

func isHex(c byte) bool {
	return c-'0' < 10 || c|0x20-'a' < 6
}

// invalidUTF8 returns the offset of the first byte that is not UTF-8, or -1.
func invalidUTF8(text []byte) int {
	if utf8.Valid(text) {
		return -1
	}
	for i := 0; ; {
		r, size := utf8.DecodeRune(text[i:])
		if r == utf8.RuneError && size <= 1 {
			return i
		}
		i += size
	}
}

// scanNumber returns the offset behind the number that starts at data[i]. A
// number at the very end of the data is incomplete: digits may follow.
func scanNumber(data []byte, i int) (int, status) {
	if i < len(data) && data[i] == '-' {
		i++
	}
	first := i
	i, st := scanDigits(data, i)
	if st != complete {
		return i, st
	}
	if data[first] == '0' && i > first+1 {
		return first + 1, malformed
	}
	if data[i] == '.' {
		if i, st = scanDigits(data, i+1); st != complete {
			return i, st
		}
	}
	if data[i]|0x20 == 'e' {
		i++
		if i < len(data) && (data[i] == '+' || data[i] == '-') {
			i++
		}
		if i, st = scanDigits(data, i); st != complete {
			return i, st
		}
	}
	return i, complete
}

// isNumber tells whether data that ends inside a number, or right behind it,
// is a whole number.
func isNumber(data []byte) bool {
	return (data[0] == '-' || data[0]-'0' < 10) && data[len(data)-1]-'0' < 10
}

// scanDigits returns the offset behind one or more digits.
func scanDigits(data []byte, i int) (int, status) {
	start := i
	i = digitsEnd(data, i)
	switch i {
	case len(data):
		return i, incomplete
	case start:
		return i, malformed
	}
	return i, complete
}

// digitsEnd returns the offset of the first byte from i on that is no digit, or
// the end of the data.
func digitsEnd(data []byte, i int) int {
	for ; i+8 <= len(data); i += 8 {
		digits := binary.LittleEndian.Uint64(data[i:]) ^ eachByte*'0'
		if others := (digits + eachByte*(0x80-10) | digits) & eachHigh; others != 0 {
			return i + bits.TrailingZeros64(others)>>3
		}
	}
	for i < len(data) && data[i]-'0' < 10 {
		i++
	}
	return i
}

// scanWord returns the offset behind true, false or null.
func scanWord(data []byte, i int, word string) (int, status) {
	if end := i + len(word); end <= len(data) && string(data[i:end]) == word {
		return end, complete
	}
	for k := range len(word) {
		if i+k >= len(data) {
			return i + k, incomplete
		}
		if data[i+k] != word[k] {
			return i + k, malformed
		}
	}
	return i + len(word), complete
}

// skipSpace returns the offset of the first byte from i on that is not JSON
// white space.
func skipSpace(data []byte, i int) int {
	for i < len(data) && (data[i] == ' ' || data[i] == '\n' || data[i] == '\t' || data[i] == '\r') {
		i++
	}
	return i
}

// skipValue returns the offset behind the value that starts at data[i],
// having checked all of it. Depth is how many more levels it may nest.
func skipValue(data []byte, i, depth int) (int, status) {
	if i >= len(data) {
		return i, incomplete
	}
	switch data[i] {
	case '"':
		end, _, st := scanString(data, i+1)
		if st != complete {
			return end, st
		}
		return end + 1, complete
	case '{':
		return skipObject(data, i, depth)
	case '[':
		return skipArray(data, i, depth)
	case 't':
		return scanWord(data, i, "true")
	case 'f':
		return scanWord(data, i, "false")
	case 'n':
		return scanWord(data, i, "null")
	}
	return scanNumber(data, i)
}

func skipArray(data []byte, i, depth int) (int, status) {
	if depth == 0 {
		return i, tooDeep
	}
	i = skipSpace(data, i+1)
	if i < len(data) && data[i] == ']' {
		return i + 1, complete
	}
	for {
		var st status
		if i, st = skipValue(data, i, depth-1); st != complete {
			return i, st
		}
		var more bool
		if i, more, st = scanElementEnd(data, i); st != complete || !more {
			return i, st
		}
	}
}

// scanElementEnd reads what follows an element of an array: a comma, and then
// at is the offset of the next element, or the bracket that ends the array, and
// then at is the offset behind it.
func scanElementEnd(data []byte, i int) (at int, more bool, st status) {
	if i+2 < len(data) && data[i] == ',' && data[i+1] == ' ' && data[i+2] > ' ' {
		return i + 2, true, complete
	}
	i = skipSpace(data, i)
	if i == len(data) {
		return i, false, incomplete
	}
	switch data[i] {
	case ',':
		return skipSpace(data, i+1), true, complete
	case ']':
		return i + 1, false, complete
	}
	return i, false, malformed
}

func skipObject(data []byte, i, depth int) (int, status) {
	if depth == 0 {
		return i, tooDeep
	}
	i = skipSpace(data, i+1)
	if i < len(data) && data[i] == '}' {
		return i + 1, complete
	}
	for {
		var st status
		if _, _, i, st = scanKey(data, i); st != complete {
			return i, st
		}
		if i, st = skipValue(data, i, depth-1); st != complete {
			return i, st
		}
		var more bool
		if i, more, st = scanMemberEnd(data, i); st != complete || !more {
			return i, st
		}
	}
}

// scanKey reads a member's key and colon. It returns the key between its
// quotes, whether it holds escapes, and the offset of the member's value.
func scanKey(data []byte, i int) (key []byte, escaped bool, at int, st status) {
	if i >= len(data) {
		return nil, false, i, incomplete
	}
	if data[i] != '"' {
		return nil, false, i, malformed
	}
	end, escaped, st := scanString(data, i+1)
	if st != complete {
		return nil, false, end, st
	}
	key = data[i+1 : end]
	i = skipSpace(data, end+1)
	if i == len(data) {
		return nil, false, i, incomplete
	}
	if data[i] != ':' {
		return nil, false, i, malformed
	}
	return key, escaped, skipSpace(data, i+1), complete
}

// scanMemberEnd reads what follows a member's value: a comma, and then at is
// the offset of the next key, or the brace that ends the object, and then at
// is the offset behind it.
func scanMemberEnd(data []byte, i int) (at int, more bool, st status) {
	i = skipSpace(data, i)
	if i == len(data) {
		return i, false, incomplete
	}
	switch data[i] {
	case ',':
		return skipSpace(data, i+1), true, complete
	case '}':
		return i + 1, false, complete
	}
	return i, false, malformed
}
