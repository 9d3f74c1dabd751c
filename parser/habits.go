package parser

import "encoding/binary"

// habits remembers what stood between the values of recent objects: those of
// one origin have the same keys in the same order, with the same white space
// around them, so that a few comparisons find a key and all around it. It
// never changes what is read, only how fast.
type habits struct {
	members []habit // by place in the object
	usual   int     // how many of them, from the first on, have keys that differ
	misses  int
}

// habit is what stood before a member's value: the comma, its key, the colon
// and the white space between them.
type habit struct {
	text           []byte
	words          [4]uint64 // the first eight bytes of the text, the next, the last but eight and the last, as far as it has so many
	mask           uint64    // of the bytes that count in the first
	to             *member   // what the table reads of the key; nil where that is nothing
	length         int
	slot, verbatim int
	rest           bool
	sum            given // what the members up to this one give, if all of them have texts
	single         given // what this one gives
}

// given is the slots that members of an object give values to, and the leaves
// that thereby have something to write.
type given struct{ slots, leaves bitset }

// Objects whose keys come in ever new order would teach a new habit with
// every member. After a first few misses only one in so many is learned from.
const (
	firstMisses = 16
	missesApart = 256
	maxPlaces   = 64 // so that a word has a bit for each
	maxText     = 64 // bytes; what is longer is no habit worth keeping
	maxWords    = 32 // bytes; what is longer is compared as a whole
)

func newHabits() habits {
	h := habits{members: make([]habit, maxPlaces)}
	for place := range h.members {
		h.members[place].text = make([]byte, 0, maxText)
	}
	return h
}

// match tells whether at data[i] stands what usually stands before the value of
// a place, and if so what the table reads of the member and the offset behind.
func (h *habits) match(place int, data []byte, i int) (to *member, at int, usual bool) {
	if place >= len(h.members) || !h.members[place].stands(data[i:]) {
		return nil, i, false
	}
	return h.members[place].to, i + len(h.members[place].text), true
}

// stands tells whether data starts with the text. Of fewer than eight bytes it
// cannot tell, and says no.
func (h *habit) stands(data []byte) bool {
	n := len(h.text)
	if n == 0 || n > len(data) || len(data) < 8 {
		return false
	}
	odd := (binary.LittleEndian.Uint64(data) ^ h.words[0]) & h.mask
	if n > 8 {
		odd |= binary.LittleEndian.Uint64(data[n-8:]) ^ h.words[3]
	}
	if n > 16 {
		odd |= binary.LittleEndian.Uint64(data[8:]) ^ h.words[1]
		odd |= binary.LittleEndian.Uint64(data[n-16:]) ^ h.words[2]
	}
	return odd == 0 && (n <= maxWords || string(data[:n]) == string(h.text))
}

// learn notes what stood before the member of a place, where the habit did not
// fit.
func (h *habits) learn(place int, text []byte, to *member, f *frame) {
	if h.misses++; h.misses > firstMisses && h.misses%missesApart != 0 {
		return
	}
	if place >= maxPlaces || len(text) > maxText {
		return
	}
	h.members[place].become(text, to, f)
	h.sumUp()
}

func (h *habit) become(text []byte, to *member, f *frame) {
	var words [maxText]byte
	copy(words[:], text)
	h.text, h.to, h.single = append(h.text[:0], text...), to, given{}
	h.words[0], h.words[1], h.mask = binary.LittleEndian.Uint64(words[:]), binary.LittleEndian.Uint64(words[8:]), ^uint64(0)
	if n := len(text); n < 8 {
		h.mask = 1<<(8*n) - 1
	} else if h.words[3] = binary.LittleEndian.Uint64(words[n-8:]); n > 16 {
		h.words[2] = binary.LittleEndian.Uint64(words[n-16:])
	}
	h.length, h.slot, h.verbatim, h.rest = len(text), none, none, false
	if to != nil {
		h.slot, h.verbatim, h.rest = to.slot, to.verbatim, to.rest
		h.single.add(to.slot, f)
		h.single.add(to.verbatim, f)
	}
}

func (g *given) add(slot int, f *frame) {
	if slot == none {
		return
	}
	g.slots.add(slot)
	if leaf := f.leafOf[slot]; leaf >= 0 {
		g.leaves.add(int(leaf))
	}
}

// sumUp adds up what the members give, as long as their keys differ.
func (h *habits) sumUp() {
	sum := given{}
	for h.usual = range h.members {
		m := &h.members[h.usual]
		if len(m.text) == 0 || len(m.text) > maxWords || sum.slots.meets(&m.single.slots) {
			return
		}
		sum.slots.addAll(&m.single.slots)
		sum.leaves.addAll(&m.single.leaves)
		m.sum = sum
	}
	h.usual = len(h.members)
}
