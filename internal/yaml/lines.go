package yaml

import (
	"strings"
	"unicode/utf8"
)

// byteOrderMark may open a UTF-8 text; the library counts no column for it.
const byteOrderMark = "\ufeff"

// lines finds the byte offset of a line and column.
type lines struct {
	source string
	starts []int // the byte offset of each line's first character
	last   Mark  // the place that was asked for last: the next one is mostly near
}

// newLines splits the source at the line breaks that the YAML library counts:
// LF, CR, CRLF, NEL, LS and PS.
func newLines(source []byte) *lines {
	text := string(source)
	starts := []int{len(text) - len(strings.TrimPrefix(text, byteOrderMark))}
	for i, r := range text {
		switch r {
		case '\r':
			if strings.HasPrefix(text[i+1:], "\n") {
				continue
			}
			starts = append(starts, i+1)
		case '\n', '\u0085', '\u2028', '\u2029':
			starts = append(starts, i+utf8.RuneLen(r))
		}
	}
	return &lines{source: text, starts: starts}
}

// mark returns the place of a line and column; a place beyond the text is its
// end, and line 0, which stands for an unknown place, its start.
func (l *lines) mark(line, column int) Mark {
	if line < 1 {
		return l.markAt(0)
	}
	if line > len(l.starts) {
		return l.markAt(len(l.source))
	}
	at := Mark{Line: line, Column: 1, Offset: l.starts[line-1]}
	if l.last.Line == line && l.last.Column <= column {
		at = l.last
	}
	for ; at.Column < column; at.Column++ {
		_, size := utf8.DecodeRuneInString(l.source[at.Offset:])
		at.Offset += size
	}
	l.last = at
	return at
}

// markAt returns the place of a byte offset.
func (l *lines) markAt(offset int) Mark {
	line := len(l.starts)
	for line > 1 && l.starts[line-1] > offset {
		line--
	}
	start := min(l.starts[line-1], offset)
	return Mark{
		Line:   line,
		Column: utf8.RuneCountInString(l.source[start:offset]) + 1,
		Offset: offset,
	}
}
