package parser

import (
	"bytes"
	"encoding/binary"
	"slices"
)

// habits remembers the members that recent objects had, in their order, and what
// stood between their values: objects of one origin have the same keys in the
// same order, with the same white space around them, so that a few comparisons
// find a key and all around it. It never changes what is read, only how fast.
type habits struct {
	usual  []usualMember
	habits []habit // of the same members
	keeps  bool    // any of them gives something
	misses int
	vain   int // objects in a row that had hardly a usual member
	rests  int // for how many objects more no usual members are looked for
}

// usualMember is what stood before a member's value, in the form in which it is
// compared: the comma, the key, the colon and the white space between them.
type usualMember struct {
	words          [4]uint64 // eight bytes of the text each: from its start on, from its ninth on, and the last but eight and the last
	mask           uint64    // of the bytes that count in the first word
	length         uint8     // of the text
	rest           bool      // the member is one of those that the table does not name
	slot, verbatim int16     // of the key
}

// habit is what else is known of a usual member.
type habit struct {
	text   [maxText]byte
	to     *member // what the table reads of the key; nil where that is nothing
	single given   // what the member gives, if it has a text
	sum    given   // what it and all before it give, if they all have
}

// given is the slots that members of an object give values to, and the leaves
// that thereby have something to write.
type given struct{ slots, leaves bitset }

// Objects with ever new keys would teach a new habit with every member. After a
// first few misses only one in so many is learned from.
const (
	firstMisses = 64
	missesApart = 256
	maxPlaces   = 64 // so that a word has a bit for each
	maxText     = 32 // bytes, which four words hold; what is longer is no habit worth keeping
)

// Looking for usual members in vain costs time. After a few objects, most of
// whose members were not usual, some are read without.
const (
	mostVain = 8
	restsFor = 64
)

func newHabits() habits {
	return habits{usual: make([]usualMember, 0, maxPlaces), habits: make([]habit, 0, maxPlaces)}
}

// rest tells whether no usual members are to be looked for in an object.
func (h *habits) rest() bool {
	if h.rests > 0 {
		h.rests--
		return true
	}
	return false
}

// saw notes how many members of an object were usual, and how many were not.
func (h *habits) saw(usual, strange int) {
	if strange <= usual {
		h.vain = 0
		return
	}
	if h.vain++; h.vain >= mostVain {
		h.rests = restsFor
	}
}

// learn notes what stood before a member in a place, where another was usual.
// It returns the place from which on the next ones may be usual again: behind that
// of the member, so that none is usual which was there already.
func (h *habits) learn(place int, text []byte, to *member, f *frame) (next int) {
	found := h.placeOf(text, to)
	next = max(place, found+1)
	if found != none && found != place {
		return next
	}
	h.misses++
	if (h.misses > firstMisses && h.misses%missesApart != 0) || len(text) > maxText || found == none && len(h.usual) == maxPlaces ||
		isFirst(text) != (place == 0) {
		return next
	}
	if found == none && (place > 0 || len(h.usual) == 0) { // no more than one has no comma before it
		h.usual = slices.Insert(h.usual, place, usualMember{})
		h.habits = slices.Insert(h.habits, place, habit{})
	}
	h.put(place, text, to, f)
	return place + 1
}

// isFirst tells whether what stood before a member has no comma: then the member
// was the first of its object.
func isFirst(text []byte) bool {
	return bytes.IndexByte(text[:bytes.IndexByte(text, '"')], ',') < 0
}

// placeOf returns the place of a member, or none: that of its key, if the table
// reads this, else that of the text before it.
func (h *habits) placeOf(text []byte, to *member) int {
	for place := range h.habits {
		habit := &h.habits[place]
		if to != nil && !to.rest && habit.to == to || to == habit.to && string(text) == string(habit.text[:h.usual[place].length]) {
			return place
		}
	}
	return none
}

// put makes a member the usual one of a place.
func (h *habits) put(place int, text []byte, to *member, f *frame) {
	habit := &h.habits[place]
	habit.to, habit.single = to, given{}
	length := copy(habit.text[:], text)
	if to != nil {
		habit.single.add(to.slot, f)
		habit.single.add(to.verbatim, f)
	}
	h.usual[place] = habit.usual(length)
	sum := given{}
	for i := range h.habits {
		sum.slots.addAll(&h.habits[i].single.slots)
		sum.leaves.addAll(&h.habits[i].single.leaves)
		h.habits[i].sum = sum
	}
	h.keeps = !sum.slots.isEmpty()
}

// add adds a slot and the leaf that waits for nothing but its value.
func (g *given) add(slot int, f *frame) {
	if slot == none {
		return
	}
	g.slots.add(slot)
	if leaf := f.leafOf[slot]; leaf >= 0 {
		g.leaves.add(int(leaf))
	}
}

// usual returns the habit, whose text has n bytes, in the form in which it is
// compared.
func (h *habit) usual(n int) usualMember {
	text := &h.text
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
