package parser

import "encoding/binary"

// habits remembers what stood between the values of recent objects: those of
// one origin have the same keys in the same order, with the same white space
// around them, so that a few comparisons find a key and all around it. It
// never changes what is read, only how fast.
type habits struct {
	members []habit       // by place in the object
	usual   []usualMember // of the first places, whose keys all differ
	keeps   bool          // what any of them gives
	misses  int
}

// habit is what stood before a member's value: the comma, its key, the colon
// and the white space between them.
type habit struct {
	text   []byte
	to     *member // what the table reads of the key; nil where that is nothing
	single given   // what the member gives, if it has a text
	sum    given   // what it and all before it give, if they all have
}

// given is the slots that members of an object give values to, and the leaves
// that thereby have something to write.
type given struct{ slots, leaves bitset }

// usualMember is a habit in the form in which it is compared.
type usualMember struct {
	words          [4]uint64 // eight bytes of the text each: from its start on, from its ninth on, and the last but eight and the last
	mask           uint64    // of the bytes that count in the first word
	length         uint8     // of the text
	rest           bool      // the member is one of those that the table does not name
	slot, verbatim int16     // of the key
}

// Objects whose keys come in ever new order would teach a new habit with
// every member. After a first few misses only one in so many is learned from.
const (
	firstMisses = 16
	missesApart = 256
	maxPlaces   = 64 // so that a word has a bit for each
	maxText     = 32 // bytes, which four words hold; what is longer is no habit worth keeping
)

func newHabits() habits {
	h := habits{members: make([]habit, maxPlaces), usual: make([]usualMember, 0, maxPlaces)}
	for place := range h.members {
		h.members[place].text = make([]byte, 0, maxText)
	}
	return h
}

// match tells whether at data[i] stands what usually stands before the value of
// a place, and if so what the table reads of the member and the offset behind.
func (h *habits) match(place int, data []byte, i int) (to *member, at int, usual bool) {
	if place >= len(h.members) {
		return nil, i, false
	}
	habit := &h.members[place]
	at = i + len(habit.text)
	if at > len(data) || string(data[i:at]) != string(habit.text) {
		return nil, i, false
	}
	return habit.to, at, at > i
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
	habit := &h.members[place]
	habit.text, habit.to, habit.single = append(habit.text[:0], text...), to, given{}
	if to != nil {
		habit.single.add(to.slot, f)
		habit.single.add(to.verbatim, f)
	}
	h.sumUp()
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
	h.usual = h.usual[:0]
	for place := range h.members {
		habit := &h.members[place]
		if len(habit.text) == 0 || sum.slots.meets(&habit.single.slots) {
			return
		}
		sum.slots.addAll(&habit.single.slots)
		sum.leaves.addAll(&habit.single.leaves)
		habit.sum = sum
		h.keeps = !sum.slots.isEmpty()
		h.usual = append(h.usual, habit.usualMember())
	}
}

func (h *habit) usualMember() usualMember {
	var text [maxText]byte
	n := copy(text[:], h.text)
	u := usualMember{mask: ^uint64(0), length: uint8(n), slot: none, verbatim: none}
	u.words[0], u.words[1] = binary.LittleEndian.Uint64(text[:]), binary.LittleEndian.Uint64(text[8:])
	if n < 8 {
		u.mask = 1<<(8*n) - 1
	} else {
		u.words[3] = binary.LittleEndian.Uint64(text[n-8:])
	}
	if n > 16 {
		u.words[2] = binary.LittleEndian.Uint64(text[n-16:])
	}
	if h.to != nil {
		u.slot, u.verbatim, u.rest = int16(h.to.slot), int16(h.to.verbatim), h.to.rest
	}
	return u
}
