package parser

import "math/bits"

// Most of the time for a record would go into looking at each of its bytes. Where
// the processor can look at 32 of them at once, marks are made of a record's
// first bytes, and of the text that pairs are read from, before anything is read:
// a bit for each byte. The end of a string, or the next separator, is then found
// by a shift and a count. Without marks all is read as well, see plainEnd and
// separatorFrom, which say what marks have to agree with.

// oddMarks mark the bytes at the start of a record that are not plain text.
//
// The first element tells which of the words of 64 marks have any, the highest
// bit of the first. The second is scratch. Each of the others has the marks of 64
// bytes, from 32 bytes further on than the one before: from any byte on, one of
// them has those of the next 32 or more. Marks beyond the end of the data mean
// nothing.
type oddMarks [2 + 2*markedWords]uint64

const (
	markedWords = 5 // most operation logs are that long or shorter
	markedBytes = 64 * markedWords
	// leastMarked is the length of the shortest data that marks are made of.
	leastMarked = 64
)

// noMarks are those of data that none are made of.
var noMarks oddMarks

// mark returns the marks of data, which it keeps.
func (m *oddMarks) mark(data []byte) *oddMarks {
	if !canMark || len(data) < leastMarked {
		return &noMarks
	}
	markOdd(m, &data[0], len(data))
	return m
}

// from returns the marks of the bytes from an offset on, lowest first: of 32
// bytes or more, or 0 if none of them has one.
func (m *oddMarks) from(at uint) uint64 {
	if at < markedBytes {
		return m[at>>5+2] >> (at & 31)
	}
	return 0
}

// next returns the offset of the first mark from an offset on; or, if there is
// none, the offset from which on there may be odd bytes.
func (m *oddMarks) next(at uint) (offset int, found bool) {
	if marks := m.from(at); marks != 0 {
		return int(at) + bits.TrailingZeros64(marks), true
	}
	if at >= markedBytes || m == &noMarks {
		return int(at), false
	}
	left := m[0] & (1<<(markedWords-1-at>>6) - 1) // those behind the offset's own
	word := markedWords - bits.Len64(left)
	if word == markedWords {
		return markedBytes, false
	}
	return 64*word + bits.TrailingZeros64(m[2*word+2]), true
}

// plainEnd returns the offset of the first byte from i on that is not plain
// text, or the end of the data.
func (s *scanner) plainEnd(i int) int {
	end, found := s.marks.next(uint(i))
	if !found {
		return plainEnd(s.data, end)
	}
	return min(end, len(s.data))
}
