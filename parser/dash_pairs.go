package parser

import (
	"bytes"
	"math/bits"
)

// nextBracket returns the offset of the first [ or { from an offset on, or
// none.
func nextBracket(content []byte, from int) int {
	square := bytes.IndexByte(content[from:], '[')
	if square >= 0 {
		content = content[:from+square]
	}
	if curly := bytes.IndexByte(content[from:], '{'); curly >= 0 {
		return from + curly
	}
	if square < 0 {
		return none
	}
	return from + square
}

// separatorFrom returns the offset of the first " - " from an offset on, or
// the length of the text.
func separatorFrom(content []byte, from int) int {
	at := from
	for ; at >= 0 && at <= len(content)-eightSeparators; at += 8 {
		if marks := separatorMarks(content[at : at+eightSeparators]); marks != 0 {
			return at + bits.TrailingZeros64(marks)>>3
		}
	}
	if last := len(content) - eightSeparators; last >= 0 {
		// The last eight places, of which some were looked at already.
		marks := separatorMarks(content[last:]) >> (8 * uint(at-last)) << (8 * uint(at-last))
		if marks == 0 {
			return len(content)
		}
	}
	for ; at+len(separator) <= len(content); at++ {
		if string(content[at:at+len(separator)]) == separator {
			return at
		}
	}
	return len(content)
}

// eightSeparators is how many bytes eight places of a separator take up.
const eightSeparators = 7 + len(separator)

// separatorMarks marks, by their high bits, at which of eight places a separator
// stands: its three bytes lie in three words. Only the lowest mark is exact.
func separatorMarks(text []byte) uint64 {
	odd := eightBytesAt(text, 0) ^ eachByte*' '
	odd |= eightBytesAt(text, 1) ^ eachByte*'-'
	odd |= eightBytesAt(text, 2) ^ eachByte*' '
	return (odd - eachByte) &^ odd & eachHigh
}

// isSeparator tells whether the - at an offset, which is not the first, is
// that of " - ".
func isSeparator(content []byte, at int) bool {
	return at+1 < len(content) && content[at-1] == ' ' && content[at+1] == ' '
}

// bytesLike marks, by their high bits, the bytes of w that are the ASCII
// character c. Only the lowest mark is exact.
func bytesLike(w uint64, c byte) uint64 {
	w ^= eachByte * uint64(c)
	return (w - eachByte) &^ w & eachHigh
}

// splitSubject returns where the subject of a text ends and where its
// segments start, which is beyond the end where there are none: at the first
// separator behind two spaces, or else at the first.
func splitSubject(content []byte) (end, rest int) {
	first := separatorFrom(content, 0)
	for at := first; at < len(content); at = separatorFrom(content, at+2) {
		if at > 0 && content[at-1] == ' ' {
			return at - 1, at + len(separator)
		}
	}
	return first, first + len(separator)
}

// separator stands between the segments of a dash-pairs text.
const separator = " - "

// keyEnd returns, of the segment that starts at an offset, the offset of the
// colon that ends its key: the first that is followed by a space or ends the
// segment. Where there is none it returns where the segment ends.
func keyEnd(content []byte, start int) (at int, isKey bool) {
	for at = start; at < len(content); at++ {
		if at+8 <= len(content) {
			w := eightBytesAt(content, at)
			marks := bytesLike(w, ':') | bytesLike(w, '-')
			if marks == 0 {
				at += 7
				continue
			}
			at += bits.TrailingZeros64(marks) >> 3
		}
		switch content[at] {
		case ':':
			if at+1 == len(content) || content[at+1] == ' ' {
				return at, true
			}
		case '-':
			if at > start && isSeparator(content, at) {
				return at - 1, false
			}
		}
	}
	return len(content), false
}

// change is the NEW and the OLD of a pair's value, as parts of it.
type change struct {
	next, previous span
	ambiguous      bool
}

var (
	changeFrom = []byte("from ")
	changeTo   = []byte(" to ")
	changeEnd  = []byte(" to")
	changeSet  = []byte("set to")
)

// readChange reads `from OLD to NEW`, `set to NEW` or plain text.
func readChange(content []byte) change {
	plain := change{next: span{0, len(content)}}
	switch {
	case len(content) < len(changeFrom):
	case content[0] == 'f' && bytes.HasPrefix(content, changeFrom):
		old := content[len(changeFrom):]
		to := bytes.Index(old, changeTo)
		switch {
		case to >= 0 && bytes.Contains(old[to+len(changeTo):], changeTo):
			plain.ambiguous = true
			return plain
		case to >= 0:
			at := len(changeFrom) + to
			return change{next: span{at + len(changeTo), len(content)}, previous: span{len(changeFrom), at}}
		case bytes.HasSuffix(old, changeEnd):
			return change{previous: span{len(changeFrom), len(content) - len(changeEnd)}}
		}
	case content[0] == 's' && bytes.HasPrefix(content, changeSet):
		if len(content) == len(changeSet) {
			return change{}
		}
		if content[len(changeSet)] == ' ' {
			return change{next: span{len(changeSet) + 1, len(content)}}
		}
	}
	return plain
}
