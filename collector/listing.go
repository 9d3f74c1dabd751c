package collector

import "time"

// maxDoubts bounds how many doubted records a listing keeps.
const maxDoubts = 10_000

// listing tells the records of one listing, from its first page to its last,
// that are new from those that are collected already.
//
// Where records have no id, two that are identical may both be true: the API
// returned twins. They may also be one record that the API showed twice, because
// records that came in while pages were turned pushed it onto the next page. One
// page is one answer and shows nothing twice, so a repeat on one page is a twin.
// A repeat on another page is doubted, until a second listing proves that
// nothing moved: see isProvedBy.
type listing struct {
	memory  *memory
	twins   bool // identical records are different records
	onPage  map[fingerprint]uint32
	total   int // records that it showed
	fresh   int // of them, new ones
	doubted []doubt
}

// doubt is a record that came again on another page.
type doubt struct {
	label       string
	fingerprint fingerprint
	day         time.Time
	record      []byte
}

// newListing begins a listing.
func newListing(m *memory, twins bool) *listing {
	m.begin()
	return &listing{memory: m, twins: twins, onPage: map[fingerprint]uint32{}}
}

// turn begins a page.
func (l *listing) turn() { clear(l.onPage) }

// isNew counts a record, and tells whether it has yet to be collected; if so,
// occurrence is how many there are now with its content. From then on it counts
// as collected. A record that is doubted is no new one yet.
func (l *listing) isNew(label string, f fingerprint) (occurrence int, isNew, isDoubted bool) {
	b := l.memory.bucket(label)
	s := b[f]
	s.listed++
	l.onPage[f]++
	l.total++
	isNew = s.seen == 0 || l.twins && l.onPage[f] > s.seen
	isDoubted = !isNew && l.twins && s.listed > s.seen
	if isNew {
		l.fresh++
		s.seen++
		l.memory.size++
	}
	b[f] = s
	return int(s.seen), isNew, isDoubted
}

// isProvedBy tells whether the listing after this one shows that nothing moved
// while either was read. What pushes a record onto the next page is a record
// that comes in: had one come in while this listing was read, the next one would
// have shown it as new; had one come in while the next one was read, that would
// have shown more records than this one.
func (l *listing) isProvedBy(next *listing) bool {
	return l != nil && next.fresh == 0 && next.total == l.total
}

// believe counts a doubted record as collected, and returns how many there are
// now with its content.
func (l *listing) believe(d doubt) (occurrence int) {
	b := l.memory.bucket(d.label)
	s := b[d.fingerprint]
	s.seen++
	l.memory.size++
	b[d.fingerprint] = s
	return int(s.seen)
}
