package parser

import "bytes"

// readLines remembers the lines of the text that was last read line by line,
// since several extracts and lists may take it apart.
type readLines struct {
	of      value // the text, or none yet
	changes bool  // the text says of something that it changed
	known   []textLine
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
}

// lineWalk walks over the lines of a text, empty ones aside.
type lineWalk struct {
	read    *readLines
	content []byte
	at      int
	count   int // of lines that were walked over
	line    textLine
}

// start starts a walk over the lines of a text of the record.
func (w *lineWalk) start(m *Mapper, whole *value) {
	r, content := &m.read, m.bytes(whole)
	if r.of.kind == missing || r.of.in != whole.in || r.of.start != whole.start || r.of.end != whole.end {
		r.of.copyOf(whole)
		r.changes, r.known = bytes.Contains(content, changedFrom), r.known[:0]
	}
	w.read, w.content = r, content
}

// next returns the next line.
func (w *lineWalk) next() (line *textLine, found bool) {
	if w.count < len(w.read.known) {
		line = &w.read.known[w.count]
		w.count, w.at = w.count+1, line.next
		return line, true
	}
	for line = &w.line; w.at < len(w.content); {
		line.span, line.next = nextLine(w.content, w.at)
		w.at = line.next
		if line.start == line.end {
			continue
		}
		if line.isChange = false; w.read.changes {
			line.change, line.isChange = readLineChange(w.content, line.span)
		}
		w.count++
		if w.count <= mostKnownLines {
			w.read.known = append(w.read.known, *line)
		}
		return line, true
	}
	return nil, false
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
