package collector

// listing tells the records of one listing, from its first page to its last,
// that are new from those that are collected already.
//
// Where records have no id, two that are identical may both be true: the API
// returned twins. They may also be one record that the API showed twice, because
// records that came in while pages were turned pushed it onto the next page. One
// page is one answer and shows nothing twice, so a repeat on one page is a twin.
// A repeat on another page is doubted until a second listing shows it too.
type listing struct {
	memory    *memory
	twins     bool // identical records are different records
	number    uint32
	page      uint32
	confirmed doubts // of the listing before this one
	doubted   doubts
}

// doubted names a record that came again on another page.
type doubted struct {
	label       string
	fingerprint fingerprint
}

// doubts is how often a listing showed each doubted record.
type doubts map[doubted]uint32

// turn begins a page.
func (l *listing) turn() { l.page++ }

// isNew counts a record, and tells whether it has yet to be collected; if so,
// occurrence is how many there are now with its content. From then on it counts
// as collected.
func (l *listing) isNew(label string, f fingerprint) (occurrence int, isNew bool) {
	b := l.memory.bucket(label)
	s := b[f]
	if s.listing != l.number {
		s.listing, s.listed, s.page, s.onPage = l.number, 0, 0, 0
	}
	if s.page != l.page {
		s.page, s.onPage = l.page, 0
	}
	s.listed++
	s.onPage++
	switch {
	case s.seen == 0, l.twins && s.onPage > s.seen:
		isNew = true
	case l.twins && s.listed > s.seen:
		name := doubted{label, f}
		isNew = s.listed <= l.confirmed[name]
		if !isNew {
			l.doubt(name, s.listed)
		}
	}
	if isNew {
		s.seen++
		l.memory.size++
	}
	b[f] = s
	return int(s.seen), isNew
}

func (l *listing) doubt(name doubted, listed uint32) {
	if l.doubted == nil {
		l.doubted = doubts{}
	}
	l.doubted[name] = listed
}
