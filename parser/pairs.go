package parser

import "bytes"

// segmentSeparator stands between the segments of a dash-pairs text.
var segmentSeparator = []byte(" - ")

// subjectSeparator stands between the subject and the first segment.
var subjectSeparator = []byte("  - ")

// maxBrackets is how many places of a text are tried for embedded JSON.
const maxBrackets = 64

// readText fills the slots of what the table reads of a text: its embedded
// JSON, which is cut out, and the pairs of the rest.
func (m *Mapper) readText(f *frame, plan *textPlan) {
	if !f.present.has(plan.slot) {
		return
	}
	whole := f.values[plan.slot]
	if !whole.isScalar() {
		return
	}
	content := m.bytes(&whole)
	start, end, tooMany := findJSON(content, m.plan.options.MaxDepth)
	if tooMany {
		m.warn(plan.row, tooManyBrackets)
	}
	if start >= 0 {
		if plan.json != none {
			kind := object
			if content[start] == '[' {
				kind = array
			}
			f.seen.add(plan.json)
			f.set(plan.json, value{start: whole.start + uint32(start), end: whole.start + uint32(end), kind: kind, in: whole.in})
		}
		whole = m.without(whole, start, end)
	}
	if plan.pairs != nil {
		r := pairReader{m: m, f: f, plan: plan, pairs: plan.pairs, whole: whole, text: m.bytes(&whole)}
		r.read()
	}
}

// without returns a text without the part from start to end.
func (m *Mapper) without(v value, start, end int) value {
	switch content := m.bytes(&v); {
	case end == len(content):
		v.end = v.start + uint32(start)
	case start == 0:
		v.start += uint32(end)
	default:
		at := len(m.decoded)
		m.decoded = append(m.decoded, content[:start]...)
		m.decoded = append(m.decoded, content[end:]...)
		v.start, v.end, v.in = uint32(at), uint32(len(m.decoded)), decoded
	}
	return v
}

// findJSON returns the bounds of the first JSON array or object in a text, or
// a negative start; tooMany tells that there were more brackets than it tries.
func findJSON(content []byte, depth int) (start, end int, tooMany bool) {
	at := 0
	for range maxBrackets {
		next := nextBracket(content[at:])
		if next < 0 {
			return -1, -1, false
		}
		at += next
		if end, st := skipValue(content, at, depth); st == complete {
			return at, end, false
		}
		at++
	}
	return -1, -1, nextBracket(content[at:]) >= 0
}

// nextBracket returns the offset of the first [ or {, or -1.
func nextBracket(content []byte) int {
	square := bytes.IndexByte(content, '[')
	if square >= 0 {
		content = content[:square]
	}
	if curly := bytes.IndexByte(content, '{'); curly >= 0 {
		return curly
	}
	return square
}

// pairReader reads one dash-pairs text.
type pairReader struct {
	m     *Mapper
	f     *frame
	plan  *textPlan
	pairs *pairs
	whole value  // the text's place
	text  []byte // without embedded JSON

	first addressAt // the first address, once found
	found int       // how many different addresses were found
	none  bool      // no address can be found any more

	open       bool // a pair's value may still go on
	key        []byte
	slots      pairSlots
	valueStart int
}

type addressAt struct{ start, end int }

func (r *pairReader) read() {
	r.none = bytes.IndexByte(r.text, '@') < 0
	subject, rest := splitSubject(r.text)
	r.set(r.pairs.subject, 0, subject)
	r.findAddresses(0, subject)
	end := subject
	for at := rest; at <= len(r.text); {
		last := end
		if i := bytes.Index(r.text[at:], segmentSeparator); i >= 0 {
			end = at + i
		} else {
			end = len(r.text)
		}
		r.segment(at, end, last)
		at = end + len(segmentSeparator)
	}
	r.close(end)
}

// splitSubject returns where the subject ends and where the segments start,
// which is beyond the end where there are none.
func splitSubject(content []byte) (end, rest int) {
	if i := bytes.Index(content, subjectSeparator); i >= 0 {
		return i, i + len(subjectSeparator)
	}
	if i := bytes.Index(content, segmentSeparator); i >= 0 {
		return i, i + len(segmentSeparator)
	}
	return len(content), len(content) + 1
}

// segment reads the segment from start to end. The one before it ended at
// last.
func (r *pairReader) segment(start, end, last int) {
	content := r.text[start:end]
	if colon := keyEnd(content); colon > 0 {
		if from, to := trimmed(content[:colon]); from < to {
			r.close(last)
			r.pair(start+from, start+to, start+colon+1)
			return
		}
	}
	if from, to := trimmed(content); r.open && !isAddress(content[from:to]) {
		return // the open pair's value goes on
	}
	r.close(last)
	r.findAddresses(start, end)
}

// keyEnd returns the offset of the colon that ends a segment's key: the first
// that is followed by a space or nothing. It returns -1 where none is.
func keyEnd(segment []byte) int {
	for at := 0; ; at++ {
		i := bytes.IndexByte(segment[at:], ':')
		if i < 0 {
			return -1
		}
		if at += i; at+1 == len(segment) || segment[at+1] == ' ' {
			return at
		}
	}
}

// pair opens the pair whose key stands from start to end.
func (r *pairReader) pair(start, end, valueStart int) {
	key := r.text[start:end]
	r.open, r.valueStart = true, valueStart
	r.key = key
	r.slots = pairSlots{none, none}
	if i := r.pairs.keys.find(key); i >= 0 {
		r.slots = r.pairs.slots[i]
	} else if r.pairs.addressKey != r.slots && isAddress(key) {
		r.slots = r.pairs.addressKey
	}
	r.findAddresses(start, end)
}

// close ends the open pair's value at end.
func (r *pairReader) close(end int) {
	if !r.open {
		return
	}
	r.open = false
	if r.slots.value == none && r.slots.previous == none {
		if r.m.onUnread != nil {
			r.m.onUnread(r.key, bytes.TrimSpace(r.text[r.valueStart:end]))
		}
		return
	}
	from, to := trimmed(r.text[r.valueStart:end])
	from, to = from+r.valueStart, to+r.valueStart
	c := readChange(r.text[from:to])
	if c.ambiguous {
		r.m.warn(r.plan.row, ambiguousChange)
	}
	r.set(r.slots.value, from+c.next.start, from+c.next.end)
	r.set(r.slots.previous, from+c.previous.start, from+c.previous.end)
}

// change is the NEW and the OLD of a pair's value, as parts of it.
type change struct {
	next, previous span
	ambiguous      bool
}

var (
	changeFrom = []byte("from ")
	changeTo   = []byte(" to ")
	changeSet  = []byte("set to")
)

// readChange reads `from OLD to NEW`, `set to NEW` or plain text.
func readChange(content []byte) change {
	plain := change{next: span{0, len(content)}}
	switch {
	case bytes.HasPrefix(content, changeFrom):
		old := content[len(changeFrom):]
		to := bytes.Index(old, changeTo)
		switch {
		case to >= 0 && bytes.Contains(old[to+len(changeTo):], changeTo):
			plain.ambiguous = true
			return plain
		case to >= 0:
			at := len(changeFrom) + to
			return change{next: span{at + len(changeTo), len(content)}, previous: span{len(changeFrom), at}}
		case bytes.HasSuffix(old, changeTo[:3]):
			return change{previous: span{len(changeFrom), len(content) - 3}}
		}
	case bytes.Equal(content, changeSet):
		return change{}
	case bytes.HasPrefix(content, changeSet) && content[len(changeSet)] == ' ':
		return change{next: span{len(changeSet) + 1, len(content)}}
	}
	return plain
}

// set gives a slot the trimmed text from start to end.
func (r *pairReader) set(slot, start, end int) {
	if slot == none {
		return
	}
	r.f.seen.add(slot)
	from, to := trimmed(r.text[start:end])
	if from < to {
		at := r.whole.start + uint32(start)
		r.f.set(slot, value{start: at + uint32(from), end: at + uint32(to), kind: text, in: r.whole.in, clean: r.whole.clean})
	}
}

// findAddresses looks for addresses between start and end, until it has two
// different ones.
func (r *pairReader) findAddresses(start, end int) {
	for !r.none {
		from, to := findAddress(r.text[start:end])
		if from < 0 {
			return
		}
		from, to, start = start+from, start+to, start+to
		switch {
		case r.found == 0:
			r.found = 1
			r.first = addressAt{from, to}
			r.set(r.pairs.firstAddress, from, to)
			r.none = r.pairs.secondAddress == none
		case !bytes.EqualFold(r.text[from:to], r.text[r.first.start:r.first.end]):
			r.set(r.pairs.secondAddress, from, to)
			r.none = true
		}
	}
}
