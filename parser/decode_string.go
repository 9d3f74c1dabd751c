package parser

import (
	"encoding/binary"
	"math/bits"
	"slices"
	"unicode/utf8"
)

// roomForDecoded is how many bytes a step of decoding may write.
const roomForDecoded = 16

// decodeString reads and decodes, in one go, a string whose bytes from start to
// i are plain text. It returns the offset of the closing quote, or of the byte
// that decided.
func decodeString(dst, data []byte, start, i int) (out []byte, end int, odd oddities, st status) {
	var high uint64 // bytes seen, or-ed: a high bit tells of bytes beyond ASCII
	room := append(dst, data[start:i]...)
	n := len(room)
	room = room[:cap(room)]
	for {
		for i+16 <= len(data) && n+16 <= len(room) {
			from := (*[16]byte)(data[i:])
			first, second := binary.LittleEndian.Uint64(from[:8]), binary.LittleEndian.Uint64(from[8:])
			if specialBytes(first)|specialBytes(second) != 0 {
				break
			}
			*(*[16]byte)(room[n:]) = *from
			high |= first | second
			i, n = i+16, n+16
		}
		if n+roomForDecoded > len(room) {
			room = slices.Grow(room[:n], roomForDecoded)
			room = room[:cap(room)]
		}
		w := bytesFrom(data, i)
		binary.LittleEndian.PutUint64(room[n:], w) // what is too much is written over
		marks := specialBytes(w)
		if marks == 0 {
			high |= w
			i, n = i+8, n+8
			continue
		}
		at := bits.TrailingZeros64(marks) &^ 7
		high |= w & (1<<at - 1)
		if i, n = i+at>>3, n+at>>3; i >= len(data) {
			return room[:n], len(data), odd, incomplete
		}
		switch data[i] {
		case '"':
			if high&eachHigh != 0 {
				if bad := invalidUTF8(data[start:i]); bad >= 0 {
					return room[:n], start + bad, odd, notUTF8
				}
			}
			return room[:n], i, odd, complete
		case '\\':
			if i+1 < len(data) && escaped[data[i+1]] != 0 {
				c := data[i+1]
				odd.special, odd.rewritten = odd.special || c != '/', odd.rewritten || c == '/'
				room[n] = escaped[c]
				i, n = i+2, n+1
				continue
			}
			var read, wrote int
			if read, wrote, st = decodeEscape(room[n:], data[i:], &odd); st != complete {
				return room[:n], i + read, odd, st
			}
			i, n = i+read, n+wrote
		default:
			return room[:n], i, odd, malformed
		}
	}
}

// escaped holds the byte that a backslash and each byte stand for, or 0.
var escaped = [256]byte{'"': '"', '\\': '\\', '/': '/', 'b': '\b', 'f': '\f', 'n': '\n', 'r': '\r', 't': '\t'}

// decodeEscape decodes the escape, or pair of escapes, that text starts with to
// the start of dst. It returns its length and how much it wrote.
func decodeEscape(dst, text []byte, odd *oddities) (read, wrote int, st status) {
	if len(text) >= 6 && text[1] == 'u' {
		if r, valid := hexRune(text[2:6]); valid && r >= utf8.RuneSelf && r>>11 != 0xD800>>11 {
			odd.rewritten = true
			return 6, utf8.EncodeRune(dst, r), complete
		}
	}
	read, st = skipEscape(text, 0)
	if st != complete {
		return read, 0, st
	}
	out, read := appendUnescaped(dst[:0], text, odd)
	return read, len(out), complete
}
