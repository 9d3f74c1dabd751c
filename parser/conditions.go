package parser

import (
	"bytes"
	"cmp"
	"slices"
	"strconv"
	"strings"
	"time"
)

// condition is a compiled Condition.
type condition struct {
	empty          bool // holds always
	never          bool // holds never, as an option has another value
	asksTexts      bool // one of the sets is not empty
	any, all, none bitset
	is, isNot      []equals
	further        *comparisons // nil for none
}

type equals struct {
	slot   int
	values []string
}

// comparisons are the lines of a condition that few conditions have.
type comparisons struct {
	like, unlike  []likeness
	same, differs []slotPair
	longer        []lengthBound
	within        *closeness
}

// likeness compares the texts of a slot with patterns.
type likeness struct {
	id         int // among the program's, or none where those are too many
	slot       int
	vocabulary *vocabulary // of the slot
	terms      bitset      // of the patterns without an asterisk
	patterns   []pattern   // the others
}

type slotPair struct{ slot, other int }

type lengthBound struct{ slot, bytes int }

// closeness asks that a time is not much later than another.
type closeness struct {
	from, to int
	most     time.Duration
}

// isEmpty tells of comparisons that always hold.
func (c *comparisons) isEmpty() bool {
	return len(c.like)+len(c.unlike)+len(c.same)+len(c.differs)+len(c.longer) == 0 && c.within == nil
}

// holds tells whether a condition holds.
func (m *Mapper) holds(c *condition, f *frame) bool {
	switch {
	case c.empty:
		return true
	case c.never || c.asksTexts && !c.hasTexts(f):
		return false
	}
	for i := range c.is {
		if !m.equal(&c.is[i], f) {
			return false
		}
	}
	for i := range c.isNot {
		if m.equal(&c.isNot[i], f) {
			return false
		}
	}
	return c.further == nil || m.resembles(c.further, f) && m.holdsFurther(c.further, f)
}

// hasTexts tells whether slots have texts as any, all and none ask.
func (c *condition) hasTexts(f *frame) bool {
	return (c.any.isEmpty() || f.texts.meets(&c.any)) && f.texts.covers(&c.all) && !f.texts.meets(&c.none)
}

// equal tells whether the text of a slot is one of some values.
func (m *Mapper) equal(e *equals, f *frame) bool {
	if !f.texts.has(e.slot) {
		return false
	}
	content := m.bytes(&f.values[e.slot])
	return slices.ContainsFunc(e.values, func(value string) bool { return string(content) == value })
}

// resembles tells whether slots have texts as like and unlike ask.
func (m *Mapper) resembles(c *comparisons, f *frame) bool {
	for i := range c.like {
		if !m.isLike(&c.like[i], f) {
			return false
		}
	}
	for i := range c.unlike {
		if m.isLike(&c.unlike[i], f) {
			return false
		}
	}
	return true
}

func (m *Mapper) holdsFurther(c *comparisons, f *frame) bool {
	return !slices.ContainsFunc(c.same, func(p slotPair) bool { return !m.isSame(p, f) }) &&
		!slices.ContainsFunc(c.differs, func(p slotPair) bool { return !f.present.has(p.slot) || m.isSame(p, f) }) &&
		!slices.ContainsFunc(c.longer, func(b lengthBound) bool {
			return !f.texts.has(b.slot) || len(m.bytes(&f.values[b.slot])) <= b.bytes
		}) &&
		(c.within == nil || m.isWithin(c.within, f))
}

// isLike tells whether one of a slot's texts is like one of some patterns. That
// is found out once for all conditions that ask it.
func (m *Mapper) isLike(l *likeness, f *frame) bool {
	if !f.present.has(l.slot) {
		return false
	}
	if l.id == none {
		return m.anyMatches(l, f)
	}
	if !f.compared.has(l.id) {
		f.compared.add(l.id)
		if m.anyMatches(l, f) {
			f.alike.add(l.id)
		}
	}
	return f.alike.has(l.id)
}

// anyMatches tells whether one of a slot's texts is like one of some patterns.
func (m *Mapper) anyMatches(l *likeness, f *frame) bool {
	for v := &f.values[l.slot]; ; v = &f.more[v.next] {
		if v.isScalar() && m.matches(l, v) {
			return true
		}
		if v.next == 0 {
			return false
		}
	}
}

// matches tells whether a text is like one of some patterns.
func (m *Mapper) matches(l *likeness, v *value) bool {
	text := m.bytes(v)
	if v.term == notLookedUp {
		v.term = l.vocabulary.lookUp(text)
	}
	if l.terms.has(int(v.term)) {
		return true
	}
	for i := range l.patterns {
		switch p := &l.patterns[i]; {
		case p.excludes(text):
		case p.searches():
			return m.searches.anyMatches(l.patterns[i:], text)
		case p.fits(text):
			return true
		}
	}
	return false
}

// isSame tells whether two slots have the same first value.
func (m *Mapper) isSame(p slotPair, f *frame) bool {
	if !f.present.has(p.slot) || !f.present.has(p.other) {
		return false
	}
	one, other := &f.values[p.slot], &f.values[p.other]
	return one.isScalar() == other.isScalar() && bytes.Equal(m.bytes(one), m.bytes(other))
}

// isWithin tells whether the texts of two slots are times that are close
// enough.
func (m *Mapper) isWithin(c *closeness, f *frame) bool {
	if !f.texts.has(c.from) || !f.texts.has(c.to) {
		return false
	}
	from, isTime := readTime(m.bytes(&f.values[c.from]))
	to, isTimeToo := readTime(m.bytes(&f.values[c.to]))
	return isTime && isTimeToo && !to.After(from.Add(c.most))
}

// condition compiles a condition.
func (s *sources) condition(c Condition) condition {
	compiled := condition{
		empty: c.isEmpty(),
		never: c.never,
		any:   s.slotSet(c.Any),
		all:   s.slotSet(c.All),
		none:  s.slotSet(c.None),
		is:    s.equalities(c.Is),
		isNot: s.equalities(c.IsNot),

		asksTexts: len(c.Any)+len(c.All)+len(c.None) > 0,
	}
	further := &comparisons{
		like:    s.likenesses(c.Like),
		unlike:  s.likenesses(c.Unlike),
		same:    s.slotPairs(c.Same),
		differs: s.slotPairs(c.Differs),
	}
	for _, l := range c.Longer {
		further.longer = append(further.longer, lengthBound{s.slot(l.Source, asTrimmed), l.Bytes})
	}
	if w := c.Within; w != nil {
		further.within = &closeness{s.slot(w.From, asTrimmed), s.slot(w.To, asTrimmed), time.Duration(w.Seconds) * time.Second}
	}
	if c.comparesFurther() {
		compiled.further = further
	}
	return compiled
}

// comparesFurther tells of a condition with lines that become comparisons.
func (c *Condition) comparesFurther() bool {
	return len(c.Like)+len(c.Unlike)+len(c.Same)+len(c.Differs)+len(c.Longer) > 0 || c.Within != nil
}

// isEmpty tells of a condition that always holds.
func (c *Condition) isEmpty() bool {
	return len(c.Any)+len(c.All)+len(c.None)+len(c.Is)+len(c.IsNot) == 0 && !c.comparesFurther() && !c.never
}

func (s *sources) equalities(list []Equals) (compiled []equals) {
	for _, e := range list {
		compiled = append(compiled, equals{s.slot(e.Source, asTrimmed), e.Values})
	}
	return compiled
}

// likenesses puts those first that need no more than looking up a text.
func (s *sources) likenesses(list []Equals) (compiled []likeness) {
	for _, e := range list {
		compiled = append(compiled, s.likeness(s.slot(e.Source, asTrimmed), e.Values))
	}
	slices.SortStableFunc(compiled, func(a, b likeness) int { return cmp.Compare(len(a.patterns), len(b.patterns)) })
	return compiled
}

func (s *sources) likeness(slot int, texts []string) likeness {
	l := likeness{id: s.likenessID(slot, texts), slot: slot, vocabulary: s.vocabulary(slot)}
	for _, text := range texts {
		p := newPattern(text)
		if p.isLiteral() {
			if t, added := l.vocabulary.add(p.parts[0]); added {
				l.terms.add(int(t))
				continue
			}
		}
		l.patterns = append(l.patterns, p)
	}
	return l
}

// likenessID returns the number of a comparison, the same for equal ones.
func (s *sources) likenessID(slot int, texts []string) int {
	id := s.compared.add(strconv.Itoa(slot) + "\x00" + strings.Join(texts, "\x00"))
	if id >= maxBits {
		return none
	}
	return id
}

// vocabulary returns the one of a slot.
func (s *sources) vocabulary(slot int) *vocabulary {
	v, found := s.vocabularies[slot]
	if !found {
		v = &vocabulary{}
		s.vocabularies[slot] = v
	}
	return v
}

func (s *sources) slotPairs(list []Pair) (compiled []slotPair) {
	for _, p := range list {
		compiled = append(compiled, slotPair{s.slot(p.Source, asTrimmed), s.slot(p.Other, asTrimmed)})
	}
	return compiled
}

func (s *sources) slotSet(names []string) (set bitset) {
	for _, name := range names {
		set.add(s.slot(name, asTrimmed))
	}
	return set
}
