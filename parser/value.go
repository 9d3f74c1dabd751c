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
	raw       buffer = iota // the record itself: free of escapes
	decoded                 // what had escapes, decoded
	typeNames               // the plan's event types
	mapTexts                // what the plan's maps write
)

// value is a raw value: a span of one of the mapper's buffers. For text it is
// what stands between the quotes.
type value struct {
	start, end uint32
	next       int32 // in frame.more, the next value of the same slot; 0 is none
	kind       kind
	in         buffer
	plain      bool // stands in a JSON string as it is: holds nothing that would have to be escaped
	term       term // once a condition has asked
}

// isScalar tells of a value that has a text.
func (v *value) isScalar() bool {
	return v.kind >= text && v.kind <= word
}

// copyOf makes a value a copy of another, field by field: of one that was written
// a moment ago, the processor would wait for the parts to copy them as one.
func (v *value) copyOf(other *value) {
	v.start, v.end, v.next = other.start, other.end, other.next
	v.kind, v.in, v.plain, v.term = other.kind, other.in, other.plain, other.term
}

// frame holds what one object, a record or an element of a list, has for the
// slots of a program.
type frame struct {
	values   []value // by slot
	spans    []span  // by slot, of those that are written: where in the record
	seen     bitset  // slots whose key is there
	present  bitset  // slots whose value is not empty
	texts    bitset  // slots whose first value is a text, number or boolean
	written  bitset  // slots whose text stands in the record as an event has it, escapes and all
	fired    bitset  // leaves that have something to write
	always   bitset  // those of them that always have
	compared bitset  // likenesses that were looked at
	alike    bitset  // those of them that hold
	more     []value // further values of slots, chained; the first is unused
	leafOf   []int32 // by slot: the leaf that waits for nothing but its value, or none

	entries  []listEntry // of lists, so that none is written twice
	rest     []restField // raw fields that the table does not name
	repeated bool        // a value was left out that its list already has
	number   int         // of an element: its place in the list, counted from 1

	// What stands between two leaves, the ends of the object among them, once
	// it was asked for.
	gaps     []literal
	literals literals

	habits    habits // of list elements
	residuals residuals
	outlines  outlines
	lead      []byte    // the text that leads to the next value of
	draft     []stretch // of the outline drawn last, which keeps no more room than it takes
}

// listEntry is an entry of a list, and where in the output it stands.
type listEntry struct {
	list       int32
	start, end int
}

// span is a part of a text.
type span struct{ start, end int }

// newFrame returns a frame for so many slots, which keeps outlines, two to the
// power of that. The lines are those that decide the event type of a record.
func newFrame(p *program, lines []eventLine, slots, kept int) *frame {
	f := &frame{
		always: p.always,
		values: make([]value, slots+p.results+3),
		spans:  make([]span, slots),
		more:   make([]value, 1, 8),
		leafOf: p.leavesOf(slots),
		gaps:   make([]literal, (len(p.leaves)+1)*(len(p.leaves)+1)),

		residuals: newResiduals(p, lines),
		outlines:  outlines{places: make([]uint16, placesEach<<kept)},
	}
	f.values[f.emptyText()] = value{kind: text, plain: true}
	return f
}

// Behind the values of slots stand those that no source has: what maps write,
// see keepResult, a time as events have it, a text without a byte, and the name
// of the event type.
func (f *frame) time() uint16      { return uint16(len(f.values) - 3) }
func (f *frame) emptyText() uint16 { return uint16(len(f.values) - 2) }
func (f *frame) eventType() uint16 { return uint16(len(f.values) - 1) }

func (f *frame) reset() {
	// One by one: several at once would go through temporaries.
	f.seen = bitset{}
	f.present = bitset{}
	f.texts = bitset{}
	f.written = bitset{}
	f.fired = f.always
	f.compared = bitset{}
	f.alike = bitset{}
	f.more = f.more[:1]
	f.entries = f.entries[:0]
	f.rest = f.rest[:0]
	f.repeated = false
}

// set gives a slot its first value, or chains a further one to it.
func (f *frame) set(slot int, v value) {
	v.term = notLookedUp // the vocabulary may have been another slot's
	at, bit := uint8(slot)>>6, uint64(1)<<(slot&63)
	if f.present[at]&bit != 0 {
		f.chain(slot, v)
		return
	}
	f.values[slot].copyOf(&v)
	f.present[at] |= bit
	if v.kind <= word {
		f.texts[at] |= bit
	}
	if leaf := f.leafOf[slot]; leaf >= 0 {
		f.fired.add(int(leaf))
	}
}

// put gives a slot a value that was found inside another one.
func (f *frame) put(slot int, v value) {
	f.seen.add(slot)
	f.set(slot, v)
}

// putPart gives a slot, if it is one, a part of a text.
func (f *frame) putPart(slot int, whole *value, part span) {
	switch {
	case slot == none:
	case part.start == part.end:
		f.seen.add(slot)
	default:
		f.putText(slot, whole, whole.start+uint32(part.start), whole.start+uint32(part.end))
	}
}

// putText gives a slot the text from start to end of the buffer that another text
// lies in, of which it is a part.
func (f *frame) putText(slot int, of *value, start, end uint32) {
	f.giveText(slot, of.in, of.plain, start, end)
}

// giveText gives a slot the text from start to end of a buffer. It takes the parts
// of a value: one that was put together a moment ago would be waited for.
func (f *frame) giveText(slot int, in buffer, plain bool, start, end uint32) {
	at, bit := uint8(slot)>>6, uint64(1)<<(slot&63)
	f.seen[at] |= bit
	if f.present[at]&bit != 0 {
		f.chain(slot, value{start: start, end: end, kind: text, in: in, plain: plain})
		return
	}
	f.present[at] |= bit
	f.texts[at] |= bit
	v := &f.values[slot]
	v.start, v.end, v.next = start, end, 0
	v.kind, v.in, v.plain, v.term = text, in, plain, notLookedUp
	if leaf := f.leafOf[slot]; leaf >= 0 {
		f.fired.add(int(leaf))
	}
}

// isText tells whether a slot, or none, was given that text, and not that of an
// equal key before.
func (f *frame) isText(slot int, v value) bool {
	return slot != none && f.present.has(slot) && f.values[slot].in == v.in && f.values[slot].start == v.start
}

// keepWritten notes where in the record the slot's text, which has escapes,
// stands as an event has it.
func (f *frame) keepWritten(slot int, at span) {
	f.written.add(slot)
	f.spans[slot] = at
}

// chain adds a further value to a slot, which with that is none that can be
// written as it is.
func (f *frame) chain(slot int, v value) {
	f.values[slot].plain = false
	f.more = append(f.more, v)
	last := &f.values[slot]
	for last.next != 0 {
		last = &f.more[last.next]
	}
	last.next = int32(len(f.more) - 1)
}

// bitset is a set of numbers below maxBits.
type bitset [maxBits / 64]uint64

// maxBits is how many slots, and how many leaves, a program may have.
const maxBits = 256

func (b *bitset) add(i int)    { b[uint8(i)>>6] |= 1 << (i & 63) }
func (b *bitset) remove(i int) { b[uint8(i)>>6] &^= 1 << (i & 63) }
func (b *bitset) addAll(other *bitset) {
	b[0], b[1], b[2], b[3] = b[0]|other[0], b[1]|other[1], b[2]|other[2], b[3]|other[3]
}

func (b *bitset) removeAll(other *bitset) {
	b[0], b[1], b[2], b[3] = b[0]&^other[0], b[1]&^other[1], b[2]&^other[2], b[3]&^other[3]
}

func (b *bitset) and(other *bitset) bitset {
	return bitset{b[0] & other[0], b[1] & other[1], b[2] & other[2], b[3] & other[3]}
}
func (b *bitset) has(i int) bool { return b[uint8(i)>>6]&(1<<(i&63)) != 0 }
func (b *bitset) isEmpty() bool  { return *b == bitset{} }

// meets tells whether the two sets share a member.
func (b *bitset) meets(other *bitset) bool {
	return b[0]&other[0]|b[1]&other[1]|b[2]&other[2]|b[3]&other[3] != 0
}

// covers tells whether every member of the other set is in this one.
func (b *bitset) covers(other *bitset) bool {
	return other[0]&^b[0]|other[1]&^b[1]|other[2]&^b[2]|other[3]&^b[3] == 0
}
