package parser

import "bytes"

// readLines remembers the lines of the text that was last read line by line,
// since several extracts and lists may take it apart.
type readLines struct {
	of    value // the text, or none yet
	known []textLine
}

// mostKnownLines bounds the lines that are remembered. Those of longer texts are
// read anew each time.
const mostKnownLines = 64

// textLine is a line of a text, which is not empty.
type textLine struct {
	span

	next     int // where the next line starts
	change   lineChange
	isChange bool
	plain    bool // see value
}

// lineWalk walks over the lines of a text, empty ones aside.
type lineWalk struct {
	read    *readLines
	content []byte
	plain   bool // see value
	at      int
	count   int  // of lines that were walked over
	changed bool // one of those is a change
	line    textLine
}

// start starts a walk over the lines of a text of the record.
func (w *lineWalk) start(m *Mapper, whole *value) {
	r := &m.read
	if r.of.kind == missing || r.of.in != whole.in || r.of.start != whole.start || r.of.end != whole.end {
		r.of.copyOf(whole)
		r.known = r.known[:0]
	}
	w.read, w.content, w.plain = r, m.bytes(whole), whole.plain
}

// next returns the next line.
func (w *lineWalk) next() (line *textLine, found bool) {
	if w.count < len(w.read.known) {
		line = &w.read.known[w.count]
		w.pass(line)
		return line, true
	}
	for w.at < len(w.content) {
		line = w.room()
		line.span, line.next = nextLine(w.content, w.at)
		if line.start == line.end {
			w.at = line.next
			continue
		}
		line.plain = w.plain || isPlainText(w.content[line.start:line.end])
		line.change, line.isChange = readLineChange(w.content, line.span)
		w.pass(line)
		w.read.known = w.read.known[:min(w.count, mostKnownLines)]
		return line, true
	}
	return nil, false
}

// room returns where the next line is kept: among those that are remembered, as
// long as they are few.
func (w *lineWalk) room() *textLine {
	if w.read.known == nil {
		w.read.known = make([]textLine, 0, mostKnownLines)
	}
	if w.count < mostKnownLines {
		return &w.read.known[:w.count+1][w.count]
	}
	return &w.line
}

// pass takes note of a line and goes on behind it.
func (w *lineWalk) pass(line *textLine) {
	w.count, w.at, w.changed = w.count+1, line.next, w.changed || line.isChange
}

// isPlainText tells of a text that stands in a JSON string as it is.
func isPlainText(text []byte) bool {
	if len(text) < 8 {
		return specialBytes(lastBytes(text, 0)|eachByte*' '<<(8*len(text))) == 0
	}
	marks := specialBytes(eightBytesAt(text, len(text)-8))
	for at := 0; at+8 < len(text); at += 8 {
		marks |= specialBytes(eightBytesAt(text, at))
	}
	return marks == 0
}

// trimSpan returns a part of a text without the white space around it.
func trimSpan(text []byte, part span) span {
	from, to := trim(text, part.start, part.end)
	return span{from, to}
}

// nextLine returns the line that starts at an offset, trimmed, and where the
// next one starts.
func nextLine(text []byte, at int) (line span, next int) {
	end := len(text)
	if length := bytes.IndexByte(text[at:], '\n'); length >= 0 {
		end = at + length
	}
	if length := bytes.IndexByte(text[at:end], '\r'); length >= 0 {
		end = at + length
	}
	line = trimSpan(text, span{at, end})
	if bytes.HasPrefix(text[end:], []byte("\r\n")) {
		return line, end + 2
	}
	return line, end + 1
}
