package parser

import "math/bits"

// warningKind is something odd about a value that does not cost its record
// the event.
type warningKind uint8

const (
	unreadable        warningKind = iota // a value that its conversion cannot read
	wrongType                            // an array or object where a text was expected
	overLength                           // a text beyond the documented length, written whole
	truncated                            // a text beyond the documented length, cut
	ambiguousChange                      // `from A to B to C`
	notAnObject                          // an element of a list that is no object
	tooManyBrackets                      // more brackets than are tried for embedded JSON
	unknownEventType                     // an event type that is none
	replacedSurrogate                    // half a surrogate pair, written as U+FFFD
	leftOut                              // a value or an element beyond the row's limit
	keyTaken                             // a key of additional that was written already
	warningKinds                         // how many there are
)

// String returns the word that ledgers have for the kind.
func (k warningKind) String() string {
	return [...]string{
		"unreadable", "wrong-type", "over-length", "truncated", "ambiguous-change", "not-an-object",
		"too-many-brackets", "unknown-event-type", "replaced-surrogate", "left-out", "key-taken",
	}[k]
}

// tally counts what mappers see, by plan of a catalog. It is dense, so that
// counting costs next to nothing; a [Ledger] is made of it in the end.
type tally struct {
	plans []counts
}

// counts is the tally of one plan.
type counts struct {
	events     int64
	rows       []int64               // by row: how often it set something
	mapped     []int64               // by entry of a map: how often a value was like it
	warnings   [][warningKinds]int64 // by row
	eventTypes []int64               // events, by type
}

func newTally(c *Catalog) *tally {
	t := &tally{}
	for _, b := range c.plans {
		t.plans = append(t.plans, counts{
			rows:       make([]int64, len(b.plan.rows)),
			mapped:     make([]int64, len(b.plan.mapped)),
			warnings:   make([][warningKinds]int64, len(b.plan.rows)),
			eventTypes: make([]int64, len(b.plan.eventTypes.names)),
		})
	}
	return t
}

// add adds what another tally of the same catalog counted.
func (t *tally) add(other *tally) {
	for i := range t.plans {
		to, from := &t.plans[i], &other.plans[i]
		to.events += from.events
		for k, n := range from.rows {
			to.rows[k] += n
		}
		for k, n := range from.mapped {
			to.mapped[k] += n
		}
		for k, n := range from.eventTypes {
			to.eventTypes[k] += n
		}
		for row := range from.warnings {
			for k, n := range from.warnings[row] {
				to.warnings[row][k] += n
			}
		}
	}
}

// reset sets every count to zero.
func (t *tally) reset() {
	for i := range t.plans {
		c := &t.plans[i]
		c.events = 0
		clear(c.rows)
		clear(c.mapped)
		clear(c.warnings)
		clear(c.eventTypes)
	}
}

// warn counts something odd about a value of a row or an extract.
func (m *Mapper) warn(row int32, kind warningKind) {
	m.warnTimes(row, kind, 1)
}

// warnTimes counts something odd that was seen several times.
func (m *Mapper) warnTimes(row int32, kind warningKind, times int) {
	m.counts.warnings[row][kind] += int64(times)
	m.warned = append(m.warned, warned{row, kind, int64(times)})
}

// noRow stands for what no row or extract is to be warned of.
func (m *Mapper) noRow() int32 { return int32(len(m.plan.rows) - 1) }

// warned is a warning that was counted, so that it can be taken back.
type warned struct {
	row   int32
	kind  warningKind
	times int64
}

// unwarn takes back the warnings of a record but for the first so many.
func (m *Mapper) unwarn(kept int) {
	for _, w := range m.warned[kept:] {
		m.counts.warnings[w.row][w.kind] -= w.times
	}
	m.warned = m.warned[:kept]
}

// countOne counts what one record had written, so that it can be taken back.
func (m *Mapper) countOne(counter *int64) {
	*counter++
	m.counted = append(m.counted, counter)
}

// uncount takes back what was counted for a record, but for the first so many.
func (m *Mapper) uncount(kept int) {
	for _, counter := range m.counted[kept:] {
		*counter--
	}
	m.counted = m.counted[:kept]
}

// countRows counts the rows that wrote something into an object, each once: the
// leaves of a row with several sources lie side by side. Rows with `each` are
// counted entry by entry, and who gave the event its type with the lines.
func (m *Mapper) countRows(p *program, f *frame) {
	for i := range p.leaves {
		if p.leaves[i].fixed {
			m.countOne(&m.counts.rows[p.leaves[i].row])
		}
	}
	last := int32(none)
	for w, set := range f.fired {
		for ; set != 0; set &= set - 1 {
			l := &p.leaves[w<<6+bits.TrailingZeros64(set)]
			if l.row != last && l.kind != eventTypeLeaf && l.kind != eachLeaf {
				m.countOne(&m.counts.rows[l.row])
			}
			last = l.row
		}
	}
}
