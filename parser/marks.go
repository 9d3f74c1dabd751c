package parser

import (
	"bytes"
	"encoding/binary"
	"math/bits"
)

// findMarks appends the offsets of the bytes that matter in a text with
// pairs: dashes, colons, at signs and opening brackets. It looks at eight
// bytes at a time, and may also give a byte that is none of these.
func findMarks(marks []uint32, content []byte) []uint32 {
	i := 0
	for ; i+8 <= len(content); i += 8 {
		w := binary.LittleEndian.Uint64(content[i:])
		dash, colon := w^(eachByte*'-'), w^(eachByte*':')
		at, bracket := w^(eachByte*'@'), (w|eachByte*0x20)^(eachByte*'{')
		hits := ((dash-eachByte)&^dash | (colon-eachByte)&^colon |
			(at-eachByte)&^at | (bracket-eachByte)&^bracket) & eachHigh
		for ; hits != 0; hits &= hits - 1 {
			marks = append(marks, uint32(i+bits.TrailingZeros64(hits)>>3))
		}
	}
	for ; i < len(content); i++ {
		switch content[i] {
		case '-', ':', '@', '[', '{':
			marks = append(marks, uint32(i))
		}
	}
	return marks
}

// findJSON returns the bounds of the first JSON array or object in a text, or
// a negative start; tooMany tells that there were more brackets than it tries.
func findJSON(content []byte, marks []uint32, depth int) (start, end int, tooMany bool) {
	tries := 0
	for _, mark := range marks {
		if c := content[mark]; c != '[' && c != '{' {
			continue
		}
		if tries++; tries > maxBrackets {
			return none, none, true
		}
		if end, st := skipValue(content, int(mark), depth); st == complete {
			return int(mark), end, false
		}
	}
	return none, none, false
}

// isSeparator tells whether the dash at an offset, with the spaces around it,
// separates segments of which one starts at from.
func isSeparator(content []byte, from, dash int) bool {
	return dash > from && content[dash-1] == ' ' && dash+1 < len(content) && content[dash+1] == ' '
}

// splitSubject returns where the subject of a text ends and where its
// segments start, which is beyond the end where there are none.
func splitSubject(content []byte, marks []uint32) (end, rest int) {
	end, rest = len(content), len(content)+1
	for _, mark := range marks {
		dash := int(mark)
		if dash >= len(content) {
			break
		}
		if content[dash] != '-' || !isSeparator(content, 0, dash) {
			continue
		}
		if dash > 1 && content[dash-2] == ' ' {
			return dash - 2, dash + 2
		}
		if end == len(content) {
			end, rest = dash-1, dash+2
		}
	}
	return end, rest
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
