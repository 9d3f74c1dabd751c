package parser

// Mapper turns records into events, one at a time. It reuses its buffers, so
// that in steady state it allocates nothing, and it is not safe for
// concurrent use: give each goroutine its own.
type Mapper struct {
	catalog *Catalog
	claimed int    // the catalog's plan that took the last record
	plan    *Plan  // the same
	usual   bitset // which keys the last record had that this plan claimed
	record  *frame
	frames  [][]*frame // by plan and eachPlan: of list elements
	records []*frame   // by plan
	habits  []habits   // by plan
	firsts  [][]habits // by plan and elementPlan
	passed  habits     // of list elements that are only checked
	nothing *keyNode   // what is read of those
	void    *frame     // where nothing of them is kept
	first   listElement
	read    readLines

	searches  searches
	marks     oddMarks // of the record
	textMarks textMarks

	buffers   [4][]byte // by buffer
	duplicate int       // where in the record a key stands for the second time, or none

	minute    minute // of a recent event
	addresses addresses
	origin    webOrigin
	eventType int // of the event, among the plan's
	eventRow  int // the line that decided it
	rejection Rejection
	tally     *tally
	counts    *counts                   // of the plan, in the tally
	unset     bool                      // a value was left out that proto JSON, or its list, already has
	warned    []warned                  // of the record
	counted   []*int64                  // what the record had counted, besides
	members   memberKeys                // of the event
	left      int                       // how many more values a list with a limit takes
	coverage  bool                      // count the rows that set something
	trace     *trace                    // nil unless a record is being explained
	onUnread  func(key, content []byte) // of pairs that the table does not read; nil likewise
}

// verdict says what became of a JSON value.
type verdict uint8

const (
	mapped     verdict = iota // a record: its event was appended
	rejected                  // a whole value that gives no event
	unfinished                // valid so far, but the data ends inside the value
	broken                    // not JSON, not UTF-8 or too deep
	opened                    // an API page: its records begin
)

const notAnObjectDetail = "a record is a JSON object, and this is none"

// Append appends the event of a record, without a newline. On an error, which
// is a *[Rejection], dst comes back as it was.
func (m *Mapper) Append(dst, record []byte) ([]byte, error) {
	start := skipSpace(record, 0)
	if start == len(record) {
		m.reject(Malformed, "the record is empty", start)
		return dst, &m.rejection
	}
	out, n, v := m.next(dst, record[start:], false)
	switch {
	case v == unfinished && isNumber(record[start:]):
		m.reject(NotAnObject, notAnObjectDetail, start)
	case v == unfinished:
		m.reject(Truncated, "the record ends inside a value", start+n)
	case v != broken && skipSpace(record, start+n) < len(record):
		m.reject(Malformed, "more follows behind the record", skipSpace(record, start+n))
	case v != mapped:
		if m.rejection.Offset >= 0 {
			m.rejection.Offset += start
		}
	default:
		return out, nil
	}
	return dst, &m.rejection
}

// next maps the JSON value that starts at data[0], which is not white space.
// N is the offset behind the value; of the byte that decided, where the value
// is unfinished or broken; or of the first record, where it opens a page,
// which it may do if pages is set. Where the verdict is rejected or broken,
// m.rejection says why.
func (m *Mapper) next(dst, data []byte, pages bool) (out []byte, n int, v verdict) {
	if data[0] != '{' {
		n, st := skipValue(data, 0, m.plan.options.MaxDepth)
		if st == complete {
			m.reject(NotAnObject, notAnObjectDetail, 0)
			return dst, n, rejected
		}
		return dst, n, m.stopped(st, n)
	}
	for {
		n, st := m.scan(data, pages)
		if st != complete {
			m.unwarn(0) // it may be scanned again
			return dst, n, m.stopped(st, n)
		}
		chosen := m.choose()
		if chosen != m.claimed {
			m.unwarn(0) // it was scanned for a table that is not its own
		}
		switch {
		case chosen < 0:
			m.reject(UnknownShape, "no table claims a record of this shape", none)
			return dst, n, rejected
		case chosen != m.claimed:
			m.use(chosen)
			continue
		case m.duplicate != none:
			m.reject(DuplicateKey, "a key that the table reads stands twice in one object", m.duplicate)
			return dst, n, rejected
		}
		out, done := m.event(dst)
		if !done {
			return dst, n, rejected
		}
		return out, n, mapped
	}
}

// choose returns the number of the plan that claims the record, or none. A
// record with the keys of the last one is claimed like that.
func (m *Mapper) choose() int {
	if seen := &m.record.seen; *seen == m.usual && !seen.isEmpty() {
		return m.claimed
	}
	chosen := m.catalog.plans[m.claimed].choose(m.record)
	if chosen == m.claimed {
		m.usual = m.record.seen
	}
	return chosen
}

// use makes a plan of the catalog the one that records are scanned for.
func (m *Mapper) use(plan int) {
	m.claimed, m.usual = plan, bitset{}
	m.plan = m.catalog.plans[plan].plan
	if m.records[plan] == nil {
		m.prepare(plan)
	}
	m.record = m.records[plan]
	m.counts = &m.tally.plans[plan]
	m.buffers[typeNames], m.buffers[mapTexts] = m.plan.eventTypes.pool, m.plan.constants
}

// prepare makes what the mapper remembers of a plan's records, which for a large
// table is half a megabyte. Most inputs are of one log type, and need it for one
// plan.
func (m *Mapper) prepare(plan int) {
	b := &m.catalog.plans[plan]
	m.records[plan] = newFrame(b.plan.program, b.plan.eventLines, b.slots, recordOutlines)
	m.frames[plan] = b.plan.newFrames()
	m.habits[plan] = newHabits()
	m.firsts[plan] = b.plan.newFirsts()
}

// countInto lets the mapper add what it sees to a tally.
func (m *Mapper) countInto(t *tally) {
	m.tally = t
	m.counts = &t.plans[m.claimed]
}

// event appends the event of the record that was scanned.
func (m *Mapper) event(dst []byte) (out []byte, done bool) {
	p := m.plan.program
	left := m.record.residuals.find(m, m.record)
	m.fillSlots(left.steps, m.record)
	m.decide(left.lines)
	m.settle(p, left, m.record)
	m.members.reset()
	out, wrote := m.object(dst, p, m.record)
	if !wrote {
		m.uncount(0)
		return dst, false
	}
	m.counts.events++
	m.counts.eventTypes[m.eventType]++
	if m.coverage {
		m.countOne(&m.counts.rows[m.eventRow])
		m.countRows(p, m.record)
	}
	return out, true
}

// object appends the object that a program's leaves make, by its outline if
// it has one. It reports false, and dst unchanged, where no leaf wrote anything
// or a required one could not.
func (m *Mapper) object(dst []byte, p *program, f *frame) (out []byte, wrote bool) {
	if p.onlyMembers {
		return m.write(dst, p, f)
	}
	if out, wrote = m.quickly(dst, p, f); wrote {
		return out, true
	}
	if f == m.record {
		m.members.reset() // the outline may have written some
	}
	return m.write(dst, p, f)
}

// quickly appends an object by its outline, if it has one.
func (m *Mapper) quickly(dst []byte, p *program, f *frame) (out []byte, done bool) {
	if m.trace != nil {
		return dst, false
	}
	for {
		o := f.outline(p)
		if o == nil {
			return dst, false
		}
		leaf, certain := m.repeated(f, o)
		if !certain {
			return dst, false
		}
		if leaf != none {
			f.fired.remove(leaf)
			continue
		}
		warned, counted, entries := len(m.warned), len(m.counted), len(f.entries)
		m.unset = false
		out, idle, done := m.fill(dst, p, f, o)
		if done {
			for _, leaf := range f.outlines.lost[o.lost.start:o.lost.end] {
				f.fired.remove(leaf)
			}
			return out, true
		}
		dropped := idle != none && !m.unset && len(m.warned) == warned
		m.unwarn(warned)
		m.uncount(counted)
		f.entries = f.entries[:entries]
		if !dropped {
			return dst, false
		}
		if f == m.record {
			m.members.reset()
		}
		f.fired.remove(idle) // it wrote nothing, and nothing is to be said about that
	}
}

// reject notes why a record gives no event.
func (m *Mapper) reject(reason Reason, detail string, offset int) {
	m.rejection = Rejection{Reason: reason, Detail: detail, Offset: offset}
}

// stopped translates why a scan did not come to the end of a value.
func (m *Mapper) stopped(st status, at int) verdict {
	switch st {
	case incomplete:
		return unfinished
	case page:
		return opened
	case notUTF8:
		m.reject(InvalidUTF8, "a string holds bytes that are not UTF-8", at)
	case tooDeep:
		m.reject(TooDeep, "the record nests deeper than the bound", at)
	case malformed, complete:
		m.reject(Malformed, "this is not JSON", at)
	}
	return broken
}
