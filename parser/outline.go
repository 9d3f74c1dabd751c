package parser

import (
	"bytes"
	"math/bits"
	"slices"
)

// outline is how all objects look whose same leaves have something to write:
// the texts between their values and where the values come from, in a row.
// Most events of a log, and most entries of a list, have one of a few
// outlines, which then need not be worked out again.
//
// A log has some thousand, each asked for now and then: an outline takes one line
// of the processor's cache, and what it consists of lies together.
type outline struct {
	fired     bitset
	stretches run   // none where the object has to be written the long way
	pairs     run   // of list pairs
	lost      run   // of fired leaves that have nothing to write, as another one fills their group
	room      int32 // for the stretches
	clock     int16 // the slot of a time, or none
	number    uint8 // of the object, if its labels have that
}

// run is some of the elements of a slice, in a row.
type run struct{ start, end uint32 }

// outlines are those that a frame keeps, and what they consist of.
type outlines struct {
	places    []uint16 // by a hash of the leaves that have something to write: one more than the place among
	kept      []outline
	stretches []stretch
	pairs     []listPair
	lost      []int
}

// listPair is two slots whose values go into one list, where they must differ,
// and the later leaf.
type listPair struct {
	first, second uint16
	limit         uint32 // the least length of a value that may not be written as it is
	leaf          int
}

// How many outlines a frame keeps, as a power of two, and how many places and
// stretches there is room for with each.
const (
	recordOutlines = 11
	entryOutlines  = 8
	placesEach     = 4
	stretchesEach  = 16
)

// outline returns the outline of the frame's object, or nil where its leaves
// are not all of the common kinds.
func (f *frame) outline(p *program) *outline {
	number := 0
	if p.numbered {
		if number = f.number; number > mostNumbered {
			return nil
		}
	}
	mixed := (f.fired[0] ^ bits.RotateLeft64(f.fired[1], 21) ^ bits.RotateLeft64(f.fired[2], 42) ^ f.fired[3] ^ uint64(number)<<32) * 0x9E3779B97F4A7C15
	places := f.outlines.places
	for at := bits.RotateLeft64(mixed, 16); ; at++ {
		place := &places[at&uint64(len(places)-1)]
		if *place == 0 {
			return f.drawInto(place, p, number)
		}
		if o := &f.outlines.kept[*place-1]; o.fired == f.fired && int(o.number) == number {
			return o.orNil()
		}
	}
}

// orNil returns the outline, or nil if objects have to be written the long way.
func (o *outline) orNil() *outline {
	if o.stretches.start == o.stretches.end {
		return nil
	}
	return o
}

// mostNumbered is the greatest number that outlines hold: most lists are short.
const mostNumbered = 8

// drawInto draws the outline of the frame's object, which gets a place of its
// own, unless enough are drawn: objects with many fields that may be missing
// hardly have the same outline twice, and are written faster without one.
func (f *frame) drawInto(place *uint16, p *program, number int) *outline {
	all := &f.outlines
	if len(all.kept) == len(all.places)/placesEach {
		return nil
	}
	if all.kept == nil {
		all.makeRoom()
	}
	all.kept = append(all.kept, outline{})
	*place = uint16(len(all.kept))
	o := &all.kept[len(all.kept)-1]
	f.draw(p, o, number)
	return o.orNil()
}

// makeRoom makes room for all outlines: growing would leave garbage behind, and
// what is never written to is never resident.
func (o *outlines) makeRoom() {
	kept := len(o.places) / placesEach
	o.kept, o.stretches = make([]outline, 0, kept), make([]stretch, 0, kept*stretchesEach)
}

// draw works out the outline of the frame's object.
func (f *frame) draw(p *program, o *outline, number int) {
	all := &f.outlines
	*o = outline{fired: f.fired, number: uint8(number), clock: none}
	o.pairs.start, o.lost.start = uint32(len(all.pairs)), uint32(len(all.lost))
	if f.fired.isEmpty() || !p.meets(&f.fired) {
		return
	}
	f.draft, f.lead = f.draft[:0], f.lead[:0]
	last, group := none, int32(0)
	for k, set := range f.fired {
		for ; set != 0; set &= set - 1 {
			i := k<<6 | bits.TrailingZeros64(set)
			l := &p.leaves[i]
			if l.group != 0 && l.group == group && !l.required {
				all.lost = append(all.lost, i)
				continue
			}
			group = l.group
			q := f.noValue()
			q.leaf = uint16(i)
			if !f.place(p, o, i, &q) {
				return
			}
			gap := f.between(p, last, i)
			last = i
			if l.distinct {
				f.lead = l.appendNumber(f.literals.appendTo(f.lead, gap), number)
				gap = literal{}
			}
			if l.isText(p) {
				f.lead = append(f.literals.appendTo(f.lead, gap), l.constant...)
				continue
			}
			f.stretch(gap, q)
		}
	}
	f.stretch(f.between(p, last, len(p.leaves)), f.noValue())
	o.pairs.end, o.lost.end = uint32(len(all.pairs)), uint32(len(all.lost))
	o.stretches.start = uint32(len(all.stretches))
	all.stretches = append(all.stretches, f.draft...)
	o.stretches.end, o.room = uint32(len(all.stretches)), int32(room(f.draft))
}

// place finds out where a leaf's value comes from, which stands behind a
// stretch; a constant has none. It reports false where an outline cannot have
// the leaf.
func (f *frame) place(p *program, o *outline, leaf int, q *stretch) bool {
	l := &p.leaves[leaf]
	keyed := l.numbered == "" || l.distinct // all that stands before the value is known
	switch {
	case l.group != 0 && l.required, l.memberKey != nil:
		return false // what is written depends on what was written before
	case p.fragment && l.list != 0 && !l.distinct:
		q.slot = uint16(max(l.slot, 0))
		q.setLimit(0) // it is compared with the entries of other objects
		return true
	case l.isText(p):
	case l.kind == eventTypeLeaf:
		q.slot = f.eventType()
	case l.kind == timestampLeaf && l.list == 0 && l.blank == nil && l.test == nil && o.clock == none:
		o.clock = int16(l.slot)
		q.slot = f.time()
	case l.plain && keyed:
		q.slot = uint16(l.slot)
		q.setLimit(l.limit)
	case l.result != 0 && keyed:
		q.slot, q.limit = f.result(l), 0 // one that is not poured is looked up again
	default:
		q.slot = uint16(max(l.slot, 0))
		q.setLimit(0)
	}
	return l.list == 0 || l.distinct || f.pair(p, leaf)
}

// isText tells of a constant that an outline has among the text between values.
func (l *leaf) isText(p *program) bool {
	return l.kind == constantLeaf && (l.distinct || l.numbered == "" && !(p.fragment && l.list != 0))
}

// meets tells whether every required row has a leaf among those that have
// something to write.
func (p *program) meets(fired *bitset) bool {
	met := bitset{}
	for i := range p.leaves {
		if fired.has(i) {
			met.add(int(p.leaves[i].row))
		}
	}
	return !slices.ContainsFunc(p.required, func(r required) bool { return !met.has(r.row) })
}

// rivals are the leaves before a leaf that append to the same list, and whose
// entries may be the same.
type rivals struct {
	compared   bitset // by their values
	unforeseen bitset // by what is written
}

// findRivals finds the rivals of each leaf of a list.
func (p *program) findRivals() {
	for i := range p.leaves {
		l := &p.leaves[i]
		for k := range i {
			other := &p.leaves[k]
			if l.list == 0 || other.list != l.list {
				continue
			}
			if l.rivals == nil {
				l.rivals = &rivals{}
			}
			switch {
			case l.makesLabels() || other.makesLabels() || l.required || l.numbered != "" || other.numbered != "":
				l.rivals.unforeseen.add(k)
			case l.kind == eachLeaf || other.kind == eachLeaf || l.again != other.again:
				// Entries that are objects of their own are compared with none, and
				// those that begin with different texts differ.
			case !l.plain || !other.plain:
				l.rivals.unforeseen.add(k)
			default:
				l.rivals.compared.add(k)
			}
		}
	}
}

// pair notes the rivals that a leaf has in the frame's object. It reports false
// where one of them cannot be compared by its value.
func (f *frame) pair(p *program, leaf int) bool {
	l := &p.leaves[leaf]
	if l.rivals == nil {
		return true
	}
	if f.fired.meets(&l.rivals.unforeseen) {
		return false
	}
	for k, set := range f.fired.and(&l.rivals.compared) {
		for ; set != 0; set &= set - 1 {
			other := &p.leaves[k<<6|bits.TrailingZeros64(set)]
			f.outlines.pairs = append(f.outlines.pairs, listPair{uint16(other.slot), uint16(l.slot), min(other.limit, l.limit), leaf})
		}
	}
	return true
}

// makesLabels tells of a leaf that writes labels, and no entries of their own,
// for the objects of a list.
func (l *leaf) makesLabels() bool { return l.kind == eachLeaf && l.each.program.fragment }

// repeated returns a leaf whose value is in its list already, or none. Where a
// list has leaves with several values, or with long ones, it cannot tell.
func (m *Mapper) repeated(f *frame, o *outline) (leaf int, certain bool) {
	values := f.values
	for _, p := range f.outlines.pairs[o.pairs.start:o.pairs.end] {
		first, second := &values[p.first], &values[p.second]
		switch {
		case first.next != 0 || second.next != 0 || !first.isScalar() || !second.isScalar():
			return none, false
		case first.end-first.start >= p.limit || second.end-second.start >= p.limit:
			return none, false // one of them may be cut: then they differ, or are the same
		case bytes.Equal(m.bytes(first), m.bytes(second)):
			return p.leaf, true
		}
	}
	return none, true
}
