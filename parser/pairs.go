package parser

import "bytes"

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
			m.keepJSON(f, plan.json, whole, start, end)
		}
		whole = m.without(whole, start, end)
	}
	if plan.pairs != nil {
		r := pairReader{m: m, f: f, plan: plan, whole: whole, text: m.bytes(&whole)}
		r.read()
	}
}

// keepJSON gives a slot the JSON from start to end of a text.
func (m *Mapper) keepJSON(f *frame, slot int, whole value, start, end int) {
	kind := object
	if m.bytes(&whole)[start] == '[' {
		kind = array
	}
	f.seen.add(slot)
	f.set(slot, value{start: whole.start + uint32(start), end: whole.start + uint32(end), kind: kind, in: whole.in})
}

// without returns a text without the part from start to end.
func (m *Mapper) without(v value, start, end int) value {
	content := m.bytes(&v)
	if end == len(content) {
		v.end = v.start + uint32(start)
		return v
	}
	at := len(m.buffers[decoded])
	m.buffers[decoded] = append(m.buffers[decoded], content[:start]...)
	m.buffers[decoded] = append(m.buffers[decoded], content[end:]...)
	v.start, v.end, v.in = uint32(at), uint32(len(m.buffers[decoded])), decoded
	return v
}

// pairReader reads one dash-pairs text, without its embedded JSON.
type pairReader struct {
	m     *Mapper
	f     *frame
	plan  *textPlan
	whole value // where the text lies
	text  []byte

	addresses int  // how many different addresses were found
	first     span // the first of them

	// The pair whose value may still go on.
	open       bool
	key        span
	slots      pairSlots
	valueStart int
}

func (r *pairReader) read() {
	subject, rest := splitSubject(r.text)
	r.set(r.plan.pairs.subject, 0, subject)
	r.findAddresses(0, subject)
	last := subject
	for start := rest; start <= len(r.text); {
		end := separatorFrom(r.text, start)
		r.segment(start, end, last)
		last, start = end, end+len(separator)
	}
	r.close(last)
}

// segment reads the segment from start to end. The one before it ended at
// last.
func (r *pairReader) segment(start, end, last int) {
	content := r.text[start:end]
	if colon := keyEnd(content); colon > 0 {
		from, to := 0, colon
		if !isPlain(content[0]) || !isPlain(content[colon-1]) {
			from, to = trimmed(content[:colon])
		}
		if from < to {
			r.close(last)
			r.pair(start+from, start+to, start+colon+1)
			return
		}
	}
	if r.open {
		if from, to := trimmed(content); !isAddress(content[from:to]) {
			return // the open pair's value goes on
		}
	}
	r.close(last)
	r.findAddresses(start, end)
}

// pair opens the pair whose key stands from start to end.
func (r *pairReader) pair(start, end, valueStart int) {
	pairs := r.plan.pairs
	key := r.text[start:end]
	r.open, r.valueStart = true, valueStart
	r.key = span{start, end}
	if i := pairs.keys.find(key); i >= 0 {
		r.slots = pairs.slots[i]
		if !pairs.addressed {
			return
		}
	} else {
		r.slots = pairSlots{none, none}
		if isAddress(key) {
			r.slots = pairs.addressKey
		}
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
			r.m.onUnread(r.text[r.key.start:r.key.end], bytes.TrimSpace(r.text[r.valueStart:end]))
		}
		return
	}
	from, to := r.valueStart, end
	if from < to && r.text[from] == ' ' {
		from++
	}
	if from < to && (!isPlain(r.text[from]) || !isPlain(r.text[to-1])) {
		start, length := trimmed(r.text[from:to])
		from, to = from+start, from+length
	}
	c := readChange(r.text[from:to])
	if c.ambiguous {
		r.m.warn(r.plan.row, ambiguousChange)
	}
	r.set(r.slots.value, from+c.next.start, from+c.next.end)
	if r.slots.previous != none {
		r.set(r.slots.previous, from+c.previous.start, from+c.previous.end)
	}
}

// set gives a slot the trimmed text from start to end.
func (r *pairReader) set(slot, start, end int) {
	if slot == none {
		return
	}
	r.f.seen.add(slot)
	if start < end && (!isPlain(r.text[start]) || !isPlain(r.text[end-1])) {
		from, to := trimmed(r.text[start:end])
		start, end = start+from, start+to
	}
	if start < end {
		at := r.whole.start
		r.f.set(slot, value{start: at + uint32(start), end: at + uint32(end), kind: text, in: r.whole.in, plain: r.whole.plain})
	}
}

// findAddresses looks for addresses between start and end, until the two that
// a table may read are found.
func (r *pairReader) findAddresses(start, end int) {
	pairs := r.plan.pairs
	for r.addresses < 2 {
		from, to := findAddress(r.text[start:end])
		if from < 0 {
			return
		}
		from, to, start = start+from, start+to, start+to
		switch {
		case r.addresses == 0:
			r.addresses = 1
			r.first = span{from, to}
			r.set(pairs.firstAddress, from, to)
		case !bytes.EqualFold(r.text[from:to], r.text[r.first.start:r.first.end]):
			r.addresses = 2
			r.set(pairs.secondAddress, from, to)
		}
	}
}
