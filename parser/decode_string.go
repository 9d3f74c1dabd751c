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
	for room = room[:cap(room)]; ; {
		if n+roomForDecoded > len(room) {
			room = slices.Grow(room[:n], roomForDecoded)
			room = room[:cap(room)]
		}
		var marks uint64
		if i >= 0 && i+16 <= len(data) {
			first, second := binary.LittleEndian.Uint64(data[i:i+8]), binary.LittleEndian.Uint64(data[i+8:i+16])
			binary.LittleEndian.PutUint64(room[n:n+8], first) // what is too much is written over
			binary.LittleEndian.PutUint64(room[n+8:n+16], second)
			high |= first | second
			first, second = belowZero(first)&^first, belowZero(second)&^second
			if (first|second)&eachHigh == 0 {
				i, n = i+16, n+16
				continue
			}
			if marks = first & eachHigh; marks == 0 {
				marks = second & eachHigh
				i, n = i+8, n+8
			}
		} else {
			w := bytesFrom(data, i)
			binary.LittleEndian.PutUint64(room[n:n+8], w)
			high |= w
			if marks = specialBytes(w); marks == 0 {
				i, n = i+8, n+8
				continue
			}
		}
		plain := bits.TrailingZeros64(marks) >> 3
		if i, n = i+plain, n+plain; i >= len(data) {
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
			if i, n, st = decodeEscapes(room, n, data, i, &odd); st != complete {
				return room[:n], i, odd, st
			}
		default:
			return room[:n], i, odd, malformed
		}
	}
}

// escaped holds the byte that a backslash and each byte stand for, or 0.
var escaped = [256]byte{'"': '"', '\\': '\\', '/': '/', 'b': '\b', 'f': '\f', 'n': '\n', 'r': '\r', 't': '\t'}

// decodeEscapes decodes the escapes that stand in a row at data[i] to room[n],
// as long as there is room, at least for the first. It returns the offsets
// behind both.
func decodeEscapes(room []byte, n int, data []byte, i int, odd *oddities) (behind, wrote int, st status) {
	for i+1 < len(data) && data[i] == '\\' && n+roomForDecoded/2 <= len(room) {
		c := data[i+1]
		if escaped[c] != 0 {
			room[n] = escaped[c]
			i, n = i+2, n+1
			odd.special, odd.rewritten = odd.special || c != '/', odd.rewritten || c == '/'
			continue
		}
		if c == 'u' && i+6 <= len(data) {
			if r, valid := hexRune(data[i+2 : i+6]); valid && r >= utf8.RuneSelf && r>>11 != 0xD800>>11 {
				n += utf8.EncodeRune(room[n:], r)
				i += 6
				odd.rewritten = true
				continue
			}
		}
		length, st := skipEscape(data[i:], 0)
		if st != complete {
			return i + length, n, st
		}
		out, length := appendUnescaped(room[:n], data[i:], odd)
		i, n = i+length, len(out)
	}
	if i+1 == len(data) && data[i] == '\\' {
		return i + 1, n, incomplete
	}
	return i, n, complete
}
