package parser

import (
	"bytes"
	"slices"
	"time"
)

// condition is a compiled Condition. A nil set holds always.
type condition struct {
	empty          bool // holds always
	never          bool // holds never, as an option has another value
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
	slot     int
	patterns []pattern
}

type slotPair struct{ slot, other int }

type lengthBound struct{ slot, bytes int }

// closeness asks that a time is not much later than another.
type closeness struct {
	from, to int
	most     time.Duration
}

// holds tells whether a condition holds.
func (m *Mapper) holds(c *condition, f *frame) bool {
	if c.empty {
		return true
	}
	return !c.never &&
		(c.any.isEmpty() || f.texts.meets(&c.any)) &&
		f.texts.covers(&c.all) &&
		!f.texts.meets(&c.none) &&
		!slices.ContainsFunc(c.is, func(e equals) bool { return !m.equal(&e, f) }) &&
		!slices.ContainsFunc(c.isNot, func(e equals) bool { return m.equal(&e, f) }) &&
		(c.further == nil || m.holdsFurther(c.further, f))
}

// equal tells whether the text of a slot is one of some values.
func (m *Mapper) equal(e *equals, f *frame) bool {
	if !f.texts.has(e.slot) {
		return false
	}
	content := m.bytes(&f.values[e.slot])
	return slices.ContainsFunc(e.values, func(value string) bool { return string(content) == value })
}

func (m *Mapper) holdsFurther(c *comparisons, f *frame) bool {
	return !slices.ContainsFunc(c.like, func(l likeness) bool { return !m.isLike(&l, f) }) &&
		!slices.ContainsFunc(c.unlike, func(l likeness) bool { return m.isLike(&l, f) }) &&
		!slices.ContainsFunc(c.same, func(p slotPair) bool { return !m.isSame(p, f) }) &&
		!slices.ContainsFunc(c.differs, func(p slotPair) bool { return !f.present.has(p.slot) || m.isSame(p, f) }) &&
		!slices.ContainsFunc(c.longer, func(b lengthBound) bool {
			return !f.texts.has(b.slot) || len(m.bytes(&f.values[b.slot])) <= b.bytes
		}) &&
		(c.within == nil || m.isWithin(c.within, f))
}

// isLike tells whether one of a slot's texts is like one of some patterns.
func (m *Mapper) isLike(l *likeness, f *frame) bool {
	if !f.present.has(l.slot) {
		return false
	}
	for v := &f.values[l.slot]; ; v = &f.more[v.next] {
		if v.isScalar() && slices.ContainsFunc(l.patterns, func(p pattern) bool { return p.matches(m.bytes(v)) }) {
			return true
		}
		if v.next == 0 {
			return false
		}
	}
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

func (s *sources) likenesses(list []Equals) (compiled []likeness) {
	for _, e := range list {
		l := likeness{slot: s.slot(e.Source, asTrimmed)}
		for _, text := range e.Values {
			l.patterns = append(l.patterns, newPattern(text))
		}
		compiled = append(compiled, l)
	}
	return compiled
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
