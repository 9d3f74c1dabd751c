package parser

import (
	"math/bits"
	"reflect"
	"slices"
)

// residual is what remains to be asked of the objects in one situation: a
// program's steps and conditions, less all that the situation settles. Records
// of a log are in one of a few situations, so most conditions of a large table
// are settled once and not for every record.
type residual struct {
	of      situation
	steps   []*step
	lines   []eventLine // of the record's program
	guarded []guarded   // the leaves whose conditions are open
	fired   bitset      // the leaves whose conditions hold
}

// situation is what conditions know of an object once it was scanned: which of
// the fields that they ask about have values and texts, and which text of its
// slot's vocabulary some of these are.
type situation struct {
	present, texts bitset
	terms          uint64 // of the slots that have one, a byte each
}

const (
	mostTerms     = 8   // the slots whose terms are part of a situation
	mostResiduals = 128 // the situations that a frame remembers, a power of two
	fewConditions = 4   // are asked sooner than a residual is found
	residualTries = 4   // how many places of a hash table are looked at
)

// residuals finds the residual of an object's situation.
type residuals struct {
	whole  residual // in any situation
	asked  bitset   // the slots that conditions ask about and a scan fills
	termed []termed
	known  []*residual // by a hash of the situation
}

// termed is a slot whose term is part of situations.
type termed struct {
	slot       int
	vocabulary *vocabulary
}

// newResiduals returns the residuals of a program, and of the event-type lines
// that go with it.
func newResiduals(p *program, lines []eventLine) residuals {
	r := residuals{whole: residual{lines: lines, guarded: p.guarded}}
	scanned := bitset{}
	for i := range p.paths {
		if p.paths[i].slot != none {
			scanned.add(p.paths[i].slot)
		}
	}
	asking := 0 // conditions that ask about scanned slots
	ask := func(c *condition) {
		if r.ask(c, &scanned) {
			asking++
		}
	}
	for i := range p.steps {
		r.whole.steps = append(r.whole.steps, &p.steps[i])
		if p.steps[i].when != nil {
			ask(p.steps[i].when)
		}
	}
	for i := range lines {
		ask(&lines[i].when)
		for k := range lines[i].types {
			ask(&lines[i].types[k].need)
		}
	}
	for i := range p.guarded {
		ask(&p.guarded[i].when)
		if slot := p.guarded[i].slot; slot != none && scanned.has(slot) {
			r.asked.add(slot)
		}
	}
	if asking > fewConditions {
		r.known = make([]*residual, mostResiduals)
	}
	return r
}

// ask notes the scanned slots that a condition asks about, and tells whether
// there are any.
func (r *residuals) ask(c *condition, scanned *bitset) (asks bool) {
	slots := bitset{}
	for _, set := range []*bitset{&c.any, &c.all, &c.none} {
		slots.addAll(set)
	}
	for _, e := range slices.Concat(c.is, c.isNot) {
		slots.add(e.slot)
	}
	var likes []likeness
	if c.further != nil {
		likes = slices.Concat(c.further.like, c.further.unlike)
	}
	for i := range likes {
		slots.add(likes[i].slot)
	}
	slots = slots.and(scanned)
	r.asked.addAll(&slots)
	for i := range likes {
		r.askTerm(&likes[i])
	}
	return !slots.isEmpty()
}

// askTerm makes the term of a slot part of situations, if there is room for it.
func (r *residuals) askTerm(l *likeness) {
	if r.asked.has(l.slot) && !l.terms.isEmpty() && r.placeOf(l.slot) == none && len(r.termed) < mostTerms {
		r.termed = append(r.termed, termed{l.slot, l.vocabulary})
	}
}

// placeOf returns the place that a slot's term has in a situation, or none.
func (r *residuals) placeOf(slot int) int {
	for i := range r.termed {
		if r.termed[i].slot == slot {
			return i
		}
	}
	return none
}

// find returns the residual of an object that was scanned.
func (r *residuals) find(m *Mapper, f *frame) *residual {
	if len(r.known) == 0 {
		return &r.whole
	}
	s := situation{present: f.present.and(&r.asked), texts: f.texts.and(&r.asked)}
	for i := range r.termed {
		if slot := r.termed[i].slot; f.texts.has(slot) {
			v := &f.values[slot]
			if v.term == notLookedUp {
				v.term = r.termed[i].vocabulary.lookUp(m.bytes(v))
			}
			s.terms |= uint64(v.term) << (8 * i)
		}
	}
	at := s.hash()
	for range residualTries {
		known := &r.known[at%mostResiduals]
		if *known == nil {
			*known = r.settle(&s)
		}
		if (*known).of == s {
			return *known
		}
		at++
	}
	return &r.whole
}

// term returns the term that has a place in a situation.
func (s *situation) term(place int) term { return term(s.terms >> (8 * place)) }

func (s *situation) hash() uint64 {
	p, t := &s.present, &s.texts
	mixed := p[0] ^ bits.RotateLeft64(p[1], 21) ^ bits.RotateLeft64(p[2], 42) ^ p[3]
	mixed ^= bits.RotateLeft64(t[0]^bits.RotateLeft64(t[1], 21)^bits.RotateLeft64(t[2], 42)^t[3], 32)
	return ((mixed * 0x9E3779B97F4A7C15) ^ s.terms) * 0x9E3779B97F4A7C15 >> 32
}

// settle works out what a situation leaves to be asked.
func (r *residuals) settle(s *situation) *residual {
	left := &residual{of: *s}
	for _, step := range r.whole.steps {
		if step := r.settleStep(step, s); step != nil {
			left.steps = append(left.steps, step)
		}
	}
	for _, line := range r.whole.lines {
		line.when = r.reduce(line.when, s)
		if !line.when.never {
			line.types = r.settleTypes(line.types, s)
			left.lines = append(left.lines, line)
		}
	}
	for _, g := range r.whole.guarded {
		g.when = r.reduce(g.when, s)
		asked := g.slot != none && r.asked.has(g.slot)
		switch {
		case g.when.never || asked && !s.present.has(g.slot):
		case g.when.empty && (asked || g.slot == none):
			left.fired.add(g.leaf)
		default:
			left.guarded = append(left.guarded, g)
		}
	}
	findSame(left.guarded)
	return left
}

// findSame finds the leaves that have the condition of the one before them.
func findSame(leaves []guarded) {
	for i := range leaves {
		leaves[i].same = i > 0 && reflect.DeepEqual(leaves[i].when, leaves[i-1].when)
	}
}

// settleStep returns what is left of a step, nil where that is nothing.
func (r *residuals) settleStep(of *step, s *situation) *step {
	if of.when == nil {
		return of
	}
	when := r.reduce(*of.when, s)
	if when.never {
		return nil
	}
	left := *of
	if left.when = &when; when.empty {
		left.when = nil
	}
	return &left
}

func (r *residuals) settleTypes(types []candidate, s *situation) (left []candidate) {
	for _, t := range types {
		t.need = r.reduce(t.need, s)
		left = append(left, t)
	}
	return left
}

// reduce returns what a situation leaves of a condition: nothing if it holds,
// and one that never holds if it does not.
func (r *residuals) reduce(c condition, s *situation) condition {
	if c.empty || c.never {
		return c
	}
	never := condition{never: true}
	if s.texts.meets(&c.any) {
		c.any = bitset{}
	} else if !c.any.isEmpty() {
		if c.any.removeAll(&r.asked); c.any.isEmpty() {
			return never
		}
	}
	all := c.all.and(&r.asked)
	if !s.texts.covers(&all) || s.texts.meets(&c.none) {
		return never
	}
	c.all.removeAll(&r.asked)
	c.none.removeAll(&r.asked)
	c.asksTexts = !c.any.isEmpty() || !c.all.isEmpty() || !c.none.isEmpty()
	if c.further != nil {
		further, possible := r.reduceFurther(*c.further, s)
		if !possible {
			return never
		}
		if c.further = &further; further.isEmpty() {
			c.further = nil
		}
	}
	c.empty = !c.asksTexts && len(c.is)+len(c.isNot) == 0 && c.further == nil
	return c
}

// reduceFurther leaves out the patterns whose outcome a situation settles. It
// reports false where one of them rules the condition out.
func (r *residuals) reduceFurther(c comparisons, s *situation) (left comparisons, possible bool) {
	left = c
	left.like, left.unlike = nil, nil
	for _, l := range c.like {
		switch like, settled := r.isLike(&l, s); {
		case !settled:
			left.like = append(left.like, l)
		case !like:
			return left, false
		}
	}
	for _, l := range c.unlike {
		switch like, settled := r.isLike(&l, s); {
		case !settled:
			left.unlike = append(left.unlike, l)
		case like:
			return left, false
		}
	}
	return left, true
}

// isLike tells whether a slot's text is like one of some patterns, if a
// situation settles that.
func (r *residuals) isLike(l *likeness, s *situation) (like, settled bool) {
	if !r.asked.has(l.slot) {
		return false, false
	}
	if !s.texts.has(l.slot) {
		return false, true // a scan gives a slot one value
	}
	place := r.placeOf(l.slot)
	switch {
	case place == none:
		return false, false
	case l.terms.has(int(s.term(place))):
		return true, true
	}
	return false, len(l.patterns) == 0
}
