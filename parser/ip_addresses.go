package parser

import (
	"math/bits"
	"unicode"
	"unicode/utf8"
)

// ipAddresses is what the table reads of a text that lists IP addresses.
type ipAddresses struct {
	text      int // the slot of the text
	addresses int
	others    int
}

func newIPAddresses(text int) *ipAddresses {
	return &ipAddresses{text: text, addresses: none, others: none}
}

func (a *ipAddresses) put(part string, slot int, _ reading) {
	if part == partAddresses {
		a.addresses = slot
	} else {
		a.others = slot
	}
}

func (a *ipAddresses) reads() int { return a.text }

func (a *ipAddresses) fill(m *Mapper, f *frame) {
	whole := &f.values[a.text]
	if !whole.isScalar() {
		return
	}
	text := m.bytes(whole)
	for at := 0; at < len(text); {
		piece, next := nextPiece(text, at)
		at = next
		switch {
		case piece.start == piece.end:
		case isIP(text[piece.start:piece.end]):
			f.putPart(a.addresses, whole, piece)
		default:
			f.putPart(a.others, whole, piece)
		}
	}
}

// nextPiece returns the piece that starts at an offset and ends before a comma
// or white space, and where the next one starts.
func nextPiece(text []byte, at int) (piece span, next int) {
	for end := at; end < len(text); {
		if end+8 <= len(text) {
			marks := beyondPiece(eightBytesAt(text, end))
			if marks == 0 {
				end += 8
				continue
			}
			end += bits.TrailingZeros64(marks) >> 3
		}
		if isPlain(text[end]) && text[end] != ',' {
			end++
			continue
		}
		r, size := rune(text[end]), 1
		if r >= utf8.RuneSelf {
			r, size = utf8.DecodeRune(text[end:])
		}
		if r == ',' || unicode.IsSpace(r) {
			return span{at, end}, end + size
		}
		end += size
	}
	return span{at, len(text)}, len(text)
}

// beyondPiece marks, by their high bits, the bytes of w that are a comma or not
// plain. Only the lowest mark is exact.
func beyondPiece(w uint64) uint64 {
	return ((w - eachByte*(' '+1)) | ((w ^ eachByte*',') - eachByte) | w) & eachHigh
}
