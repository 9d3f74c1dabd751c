package parser

import "bytes"

// finder finds one text in others, looking at few of their bytes (Horspool's
// algorithm): where the byte at which the text would end is no part of it, it
// cannot begin anywhere before that.
type finder struct {
	wanted []byte
	skips  [256]uint8 // by the byte at which it would end: how much further it may end
}

// newFinder makes a finder of a text of at most 255 bytes.
func newFinder(wanted string) finder {
	f := finder{wanted: []byte(wanted)}
	for c := range f.skips {
		f.skips[c] = uint8(len(wanted))
	}
	for i, c := range f.wanted[:len(wanted)-1] {
		f.skips[c] = uint8(len(wanted) - 1 - i)
	}
	return f
}

// find returns where the wanted text first stands, or none.
func (f *finder) find(text []byte) int {
	last := len(f.wanted) - 1
	for end := last; end < len(text); end += int(f.skips[text[end]]) {
		if text[end] == f.wanted[last] && bytes.Equal(text[end-last:end], f.wanted[:last]) {
			return end - last
		}
	}
	return none
}
