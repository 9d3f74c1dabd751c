package parser

import "bytes"

// readText fills the slots of what the table reads of a text: its embedded
// JSON, which is cut out, and the pairs of the rest.
func (m *Mapper) readText(f *frame, plan *textPlan) {
	if !f.present.has(plan.slot) {
		return
	}
	var r pairReader // field by field, see scan
	r.m, r.f, r.plan = m, f, plan
	r.whole.copyOf(&f.values[plan.slot])
	if !r.whole.isScalar() {
		return
	}
	r.text = m.bytes(&r.whole)
	r.marks = m.textMarks.mark(m.buffers[r.whole.in], int(r.whole.start), int(r.whole.end))
	if r.marks == nil || r.marks.brackets {
		r.cutJSON()
	}
	if plan.pairs != nil {
		r.read()
	}
}

// cutJSON cuts the embedded JSON out of the text, if there is any.
func (r *pairReader) cutJSON() {
	m := r.m
	start, end, tooMany := m.findJSON(r.text)
	if tooMany {
		m.warn(r.plan.row, tooManyBrackets)
	}
	if start < 0 {
		return
	}
	if r.plan.json != none {
		m.keepJSON(r.f, r.plan.json, &r.whole, start, end)
	}
	r.whole = m.without(r.whole, start, end)
	r.text = m.bytes(&r.whole)
	r.marks = m.textMarks.mark(m.buffers[r.whole.in], int(r.whole.start), int(r.whole.end))
}

// keepJSON gives a slot the JSON from start to end of a text.
func (m *Mapper) keepJSON(f *frame, slot int, whole *value, start, end int) {
	kind := object
	if m.bytes(whole)[start] == '[' {
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
	m.madeOf(at, v)
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
	marks *textMarks // nil if there are none

	addresses int  // how many different addresses were found
	first     span // the first of them

	// The pair whose value may still go on.
	open       bool
	key        span
	slots      pairSlots
	also       pairSlots // those of any address, where the key is one that the table reads too
	valueStart int
}

func (r *pairReader) read() {
	subject, rest := r.splitSubject()
	from, to := trim(r.text, 0, subject)
	r.set(r.plan.pairs.subject, from, to)
	r.findAddresses(0, subject)
	last := subject
	for start := rest; start <= len(r.text); {
		end := r.segment(start, last)
		last, start = end, end+len(separator)
	}
	r.close(last)
}

// splitSubject returns where the subject ends and where the segments start.
func (r *pairReader) splitSubject() (end, rest int) {
	if r.marks != nil {
		return r.marks.splitSubject()
	}
	return splitSubject(r.text)
}

// separatorFrom returns the offset of the first separator from an offset on, or
// the length of the text.
func (r *pairReader) separatorFrom(from int) int {
	if r.marks != nil {
		return r.marks.separatorFrom(from)
	}
	return separatorFrom(r.text, from)
}

// segment reads the segment that starts at an offset and returns where it
// ends. The one before it ended at last.
func (r *pairReader) segment(start, last int) (end int) {
	known, colon := r.plan.pairs.keys.atStart(r.text, start)
	if known >= 0 {
		r.close(last)
		r.pair(known, start, colon, colon)
		return r.separatorFrom(colon + 1)
	}
	colon, isKey := keyEnd(r.text, start)
	if !isKey {
		r.bare(start, colon, last)
		return colon
	}
	end = r.separatorFrom(colon + 1)
	if from, to := trim(r.text, start, colon); from < to {
		r.close(last)
		r.pair(r.plan.pairs.keys.all.find(r.text[from:to]), from, to, colon)
	} else {
		r.bare(start, end, last)
	}
	return end
}

// bare reads a segment without a key.
func (r *pairReader) bare(start, end, last int) {
	from, to := trim(r.text, start, end)
	isAddress := r.m.addresses.isAddress(r.text[from:to])
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

// pair opens the pair whose key stands from start to end, before a colon.
// Known is the key's place among those that the table reads, negative where it
// is none of them.
func (r *pairReader) pair(known, start, end, colon int) {
	r.open, r.valueStart = true, colon+1
	r.key = span{start, end}
	pairs := r.plan.pairs
	r.also = pairSlots{none, none}
	if known >= 0 {
		r.slots = pairs.slots[known]
		if !pairs.addressed {
			return
		}
	} else {
		r.slots = r.also
	}
	switch key := r.text[start:end]; {
	case bytes.IndexByte(key, '@') < 0:
	case !r.m.addresses.isAddress(key):
		r.findAddresses(start, end)
	default:
		if known >= 0 {
			r.also = pairs.addressKey
		} else {
			r.slots = pairs.addressKey
		}
		r.address(start, end)
	}
}

// close ends the open pair's value, if there is one, at end.
func (r *pairReader) close(end int) {
	if !r.open {
		return
	}
	r.open = false
	start := r.valueStart
	if start < end && r.text[start] == ' ' {
		start++
	}
	if start >= end || !isPlain(r.text[start]) || !isPlain(r.text[end-1]) {
		start, end = trim(r.text, start, end)
	}
	if r.slots.value == none && r.slots.previous == none {
		if r.m.onUnread != nil {
			r.m.onUnread(r.text[r.key.start:r.key.end], r.text[start:end])
		}
		return
	}
	isChange := start < end && (r.text[start] == 'f' || r.text[start] == 's')
	if !isChange && r.slots.previous == none && !r.plan.pairs.addressed {
		r.set(r.slots.value, start, end)
		return
	}
	value, previous := span{start, end}, span{}
	if isChange {
		value, previous = r.change(start, end)
	}
	r.set(r.slots.value, value.start, value.end)
	r.set(r.slots.previous, previous.start, previous.end)
	if r.plan.pairs.addressed {
		r.set(r.also.value, value.start, value.end)
		r.set(r.also.previous, previous.start, previous.end)
	}
}

// change reads the pair's value from start to end as what it may be: a change.
func (r *pairReader) change(start, end int) (value, previous span) {
	c := readChange(r.text[start:end])
	if c.ambiguous {
		r.m.warn(r.plan.row, ambiguousChange)
	}
	value.start, value.end = trim(r.text, start+c.next.start, start+c.next.end)
	previous.start, previous.end = trim(r.text, start+c.previous.start, start+c.previous.end)
	return value, previous
}

// set gives a slot, if it is one, the text from start to end, which is
// trimmed.
func (r *pairReader) set(slot, start, end int) {
	if slot == none {
		return
	}
	if start == end {
		r.f.seen.add(slot)
		return
	}
	r.f.putText(slot, &r.whole, r.whole.start+uint32(start), r.whole.start+uint32(end))
}

// findAddresses looks for addresses between start and end, until the two that
// a table may read are found.
func (r *pairReader) findAddresses(start, end int) {
	if r.marks != nil && !r.marks.hasSign(start, end) {
		return
	}
	text := r.text[start:end]
	for last := 0; r.addresses < 2 && last < len(text); {
		from, to := r.m.addresses.find(text, last)
		if from < 0 {
			return
		}
		r.address(start+from, start+to)
		last = to
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
	r.set(slot, start, end)
}
