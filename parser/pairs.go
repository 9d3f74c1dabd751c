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
		r.whole.kind, r.whole.next = text, 0
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
	whole value // the text
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
	if slot := r.plan.pairs.subject; slot != none {
		start, end := r.trim(0, subject)
		r.set(slot, start, end)
	}
	r.findAddresses(0, subject)
	last := subject
	for start := rest; start <= len(r.text); {
		end := r.segment(start, last)
		last, start = end, end+len(separator)
	}
	if r.open {
		r.close(last)
	}
}

// segment reads the segment that starts at an offset and returns where it
// ends. The one before it ended at last.
func (r *pairReader) segment(start, last int) (end int) {
	at, isKey := keyEnd(r.text, start)
	end = at
	if isKey {
		end = separatorFrom(r.text, at+1)
		if from, to := r.trim(start, at); from < to {
			if r.open {
				r.close(last)
			}
			r.pair(from, to, at+1)
			return end
		}
	}
	r.bare(start, end, last)
	return end
}

// bare reads a segment without a key.
func (r *pairReader) bare(start, end, last int) {
	from, to := r.trim(start, end)
	isAddress := isAddress(r.text[from:to])
	if r.open {
		if !isAddress {
			return // the open pair's value goes on
		}
		r.close(last)
	}
	if isAddress {
		r.address(from, to)
	} else {
		r.findAddresses(from, to)
	}
}

// pair opens the pair whose key stands from start to end.
func (r *pairReader) pair(start, end, valueStart int) {
	pairs := r.plan.pairs
	key := r.text[start:end]
	r.open, r.valueStart = true, valueStart
	r.key = span{start, end}
	known := pairs.keys.find(key)
	if known >= 0 {
		r.slots = pairs.slots[known]
		if !pairs.addressed {
			return
		}
	} else {
		r.slots = pairSlots{none, none}
	}
	switch {
	case bytes.IndexByte(key, '@') < 0:
	case !isAddress(key):
		r.findAddresses(start, end)
	default:
		if known < 0 {
			r.slots = pairs.addressKey
		}
		r.address(start, end)
	}
}

// close ends the open pair's value at end.
func (r *pairReader) close(end int) {
	r.open = false
	from, to := r.trim(r.valueStart, end)
	if r.slots.value == none && r.slots.previous == none {
		if r.m.onUnread != nil {
			r.m.onUnread(r.text[r.key.start:r.key.end], r.text[from:to])
		}
		return
	}
	c := change{next: span{from, to}}
	if from < to && (r.text[from] == 'f' || r.text[from] == 's') {
		c = r.change(from, to)
	}
	if r.slots.value != none {
		r.set(r.slots.value, c.next.start, c.next.end)
	}
	if r.slots.previous != none {
		r.set(r.slots.previous, c.previous.start, c.previous.end)
	}
}

// change reads the pair's value, which stands from start to end.
func (r *pairReader) change(start, end int) change {
	c := readChange(r.text[start:end])
	if c.ambiguous {
		r.m.warn(r.plan.row, ambiguousChange)
	}
	c.next.start, c.next.end = r.trim(start+c.next.start, start+c.next.end)
	c.previous.start, c.previous.end = r.trim(start+c.previous.start, start+c.previous.end)
	return c
}

// trim returns the bounds of the text from start to end without the white
// space around it.
func (r *pairReader) trim(start, end int) (from, to int) {
	if start < end && r.text[start] == ' ' {
		start++
	}
	if start < end && isPlain(r.text[start]) && isPlain(r.text[end-1]) {
		return start, end
	}
	from, to = trimmed(r.text[start:end])
	return start + from, start + to
}

// set gives a slot the text from start to end, which is trimmed.
func (r *pairReader) set(slot, start, end int) {
	r.f.seen.add(slot)
	if start < end {
		v := r.whole
		v.start, v.end = r.whole.start+uint32(start), r.whole.start+uint32(end)
		r.f.set(slot, v)
	}
}

// findAddresses looks for addresses between start and end, until the two that
// a table may read are found.
func (r *pairReader) findAddresses(start, end int) {
	for r.addresses < 2 {
		from, to := findAddress(r.text[start:end])
		if from < 0 {
			return
		}
		r.address(start+from, start+to)
		start += to
	}
}

// address takes the address from start to end, unless it is the one that was
// found before.
func (r *pairReader) address(start, end int) {
	slot := r.plan.pairs.firstAddress
	switch {
	case r.addresses == 0:
		r.first = span{start, end}
	case r.addresses == 1 && !bytes.EqualFold(r.text[start:end], r.text[r.first.start:r.first.end]):
		slot = r.plan.pairs.secondAddress
	default:
		return
	}
	r.addresses++
	if slot != none {
		r.set(slot, start, end)
	}
}
