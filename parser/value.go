package parser

// kind is what a raw value is, as far as a mapping cares.
type kind uint8

const (
	missing kind = iota
	null
	text   // a string, decoded
	number // as written
	word   // true or false
	array
	object
)

// buffer names the bytes that a value lies in.
type buffer uint8

const (
	raw     buffer = iota // the record itself: free of escapes
	decoded               // what had escapes, decoded
)

// value is a raw value: a span of one of the mapper's buffers. For text it is
// what stands between the quotes.
type value struct {
	start, end uint32
	next       int32 // in frame.more, the next value of the same slot; 0 is none
	kind       kind
	in         buffer
	clean      bool // holds nothing that a JSON string would have to escape
}

// isScalar tells of a value that has a text.
func (v value) isScalar() bool {
	return v.kind >= text && v.kind <= word
}

// frame holds what one object, a record or an element of a list, has for the
// slots of a program.
type frame struct {
	values  []value // by slot
	seen    bitset  // slots whose key is there
	present bitset  // slots whose value is not empty
	texts   bitset  // slots whose first value is a text, number or boolean
	fired   bitset  // leaves that have something to write
	more    []value // further values of slots, chained; the first is unused
	leafOf  []int32 // by slot: the leaf that waits for nothing but its value, or none

	// The list that is being written, and where in the output its entries
	// stand, so that none is written twice.
	list    int32
	entries []span

	// What stands between two leaves, the ends of the object among them, once
	// it was asked for.
	gaps     []literal
	literals literals
}

// span is a part of the output.
type span struct{ start, end int }

func newFrame(p *program, slots int) *frame {
	return &frame{
		values:  make([]value, slots),
		seen:    newBitset(slots),
		present: newBitset(slots),
		texts:   newBitset(slots),
		fired:   newBitset(len(p.leaves)),
		more:    make([]value, 1, 8),

		gaps:   make([]literal, (len(p.leaves)+1)*(len(p.leaves)+1)),
		leafOf: p.leavesOf(slots),
	}
}

func (f *frame) reset() {
	f.seen.clear()
	f.present.clear()
	f.texts.clear()
	f.fired.clear()
	f.more = f.more[:1]
	f.list = 0
}

// set gives a slot its first value, or chains a further one to it.
func (f *frame) set(slot int, v value) {
	if !f.present.has(slot) {
		f.values[slot] = v
		f.present.add(slot)
		if v.isScalar() {
			f.texts.add(slot)
		}
		if leaf := f.leafOf[slot]; leaf != none {
			f.fired.add(int(leaf))
		}
		return
	}
	f.more = append(f.more, v)
	last := &f.values[slot]
	for last.next != 0 {
		last = &f.more[last.next]
	}
	last.next = int32(len(f.more) - 1)
}

// bitset is a set of small numbers.
type bitset []uint64

func newBitset(size int) bitset { return make(bitset, (size+63)/64) }

func (b bitset) add(i int)      { b[i>>6] |= 1 << (i & 63) }
func (b bitset) has(i int) bool { return b[i>>6]&(1<<(i&63)) != 0 }

func (b bitset) clear() {
	for i := range b {
		b[i] = 0
	}
}

// meets tells whether the two sets share a member.
func (b bitset) meets(other bitset) bool {
	for i, w := range other {
		if b[i]&w != 0 {
			return true
		}
	}
	return false
}

// covers tells whether every member of the other set is in this one.
func (b bitset) covers(other bitset) bool {
	for i, w := range other {
		if w&^b[i] != 0 {
			return false
		}
	}
	return true
}

func (b bitset) union(other bitset) {
	for i, w := range other {
		b[i] |= w
	}
}

// with returns the set with i in it, grown where it must.
func (b bitset) with(i int) bitset {
	for len(b) <= i>>6 {
		b = append(b, 0)
	}
	b.add(i)
	return b
}
