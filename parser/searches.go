package parser

import "slices"

// searches remembers which of the texts that were searched lately were like one
// of some patterns. Whoever writes logs has few sentences, and to know one again
// is far less work than to search it. It never changes what is found, only how
// fast.
type searches struct {
	recent []searchedText // by a hash; none before the first search
}

// searchedText is what was found in a text.
type searchedText struct {
	patterns *pattern // the first of those that it was searched for
	alike    bool
	length   uint8
	text     [mostSearched]byte
}

const (
	leastSearched  = 64  // bytes, one for each pattern: less is searched as fast as it is known again
	mostSearched   = 102 // bytes of a text that is remembered, so that an entry takes 112
	recentSearches = 64  // a power of two
)

// anyMatches tells whether a text is like one of some patterns.
func (s *searches) anyMatches(patterns []pattern, text []byte) bool {
	if len(text) > mostSearched || len(text)*len(patterns) < leastSearched {
		return anyMatches(patterns, text)
	}
	if s.recent == nil {
		s.recent = make([]searchedText, recentSearches)
	}
	known := s.place(&patterns[0], text)
	if known.patterns != &patterns[0] || string(known.text[:known.length]) != string(text) {
		known.patterns, known.alike = &patterns[0], anyMatches(patterns, text)
		known.length = uint8(copy(known.text[:], text))
	}
	return known.alike
}

// place returns where is remembered what was found in a text.
func (s *searches) place(first *pattern, text []byte) *searchedText {
	ends := endsOf(text)
	mixed := ends.first ^ ends.last<<1 ^ uint64(ends.length) ^ first.head ^ uint64(first.least)<<32
	return &s.recent[mixed*0x9E3779B97F4A7C15>>32%recentSearches]
}

func anyMatches(patterns []pattern, text []byte) bool {
	return slices.ContainsFunc(patterns, func(p pattern) bool { return p.matches(text) })
}
