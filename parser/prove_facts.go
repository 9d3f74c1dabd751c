package parser

import (
	"slices"
	"strings"

	"github.com/udmap/udmap/internal/logic"
)

// proofBudget bounds the work on one table; beyond it, everything is
// "sometimes".
const proofBudget = 20_000_000

// facts turns what a table says of sources into formulas. Each unknown of a
// record (is a field empty, is it an e-mail address) is a variable; that they
// depend on each other in ways that facts does not know of makes a proof
// weaker, never wrong.
type facts struct {
	world     *logic.World
	extracts  map[string]*Extract
	origins   map[string]*origin
	constants map[string]map[string]int // by origin: what the table compares it with, numbered
	meanings  []meaning                 // by variable
}

// origin is a source that is no choice among others: a raw field, a field of
// an element, or a part of a text.
type origin struct {
	name string
	// many tells of a source that may have several values at once, a pair
	// whose key occurs twice: what is true of one need not be of another.
	many bool
	// text is what the source's text is, if it has one value at most: see the
	// constants below.
	text logic.Variable
	// flags are yes-or-no unknowns, by name.
	flags map[string]logic.Variable
	// within holds where the text that the source is a part of is filled.
	within *logic.Formula
}

// The values of origin.text. From textConstant on they are the constants that
// the table compares the source with.
const (
	textOther = iota
	textEmpty
	textSpace  // white space only, which is empty unless it is kept
	textNested // an array or object: not empty, and no text
	textConstant
)

func newFacts(c *checker) *facts {
	f := &facts{
		world:     logic.NewWorld(proofBudget),
		extracts:  c.extracts,
		origins:   map[string]*origin{},
		constants: map[string]map[string]int{},
	}
	for _, row := range c.table.Rows {
		if row.Each != "" {
			continue // it compares what is in the objects of a list
		}
		for _, source := range row.From {
			f.note(source, row.Blank)
		}
		f.compareAll(row.When)
	}
	for _, line := range c.table.EventTypes {
		f.compareAll(line.When)
	}
	return f
}

// compareAll notes the constants of a condition.
func (f *facts) compareAll(when Condition) {
	for _, equals := range slices.Concat(when.Is, when.IsNot) {
		f.note(equals.Source, equals.Values)
	}
}

// note keeps the constants that a source is compared with.
func (f *facts) note(source string, constants []string) {
	if len(constants) == 0 {
		return
	}
	for _, name := range f.choices(source) {
		if f.constants[name] == nil {
			f.constants[name] = map[string]int{}
		}
		for _, constant := range constants {
			if _, known := f.constants[name][constant]; !known {
				f.constants[name][constant] = len(f.constants[name])
			}
		}
	}
}

// choices returns the origins among which a source takes the first that is
// filled.
func (f *facts) choices(source string) []string {
	var names []string
	seen := map[string]bool{}
	var visit func(source string)
	visit = func(source string) {
		if seen[source] {
			return // it would have been taken before
		}
		seen[source] = true
		extract, found := f.extracts[source]
		if !found || extract.First == nil {
			names = append(names, source)
			return
		}
		for _, choice := range extract.First {
			visit(choice)
		}
	}
	visit(source)
	return names
}

// origin finds or makes an origin.
func (f *facts) origin(name string) *origin {
	if o, found := f.origins[name]; found {
		return o
	}
	o := &origin{name: name, flags: map[string]logic.Variable{}, within: logic.True()}
	head, part, _ := strings.Cut(name, ".")
	if extract, found := f.extracts[head]; found {
		o.within = f.hasText(extract.From)
		o.many = extract.Using == usingDashPairs && (part == partAddressKey || !strings.HasPrefix(part, "<"))
	}
	if !o.many {
		o.text = f.variable(textConstant+len(f.constants[name]), textMeaning(name, f.constants[name]))
	}
	f.origins[name] = o
	return o
}

// flag is a yes-or-no unknown of an origin. Value 0 is yes.
func (f *facts) flag(o *origin, name string, says meaning) *logic.Formula {
	variable, found := o.flags[name]
	if !found {
		variable = f.variable(2, says)
		o.flags[name] = variable
	}
	return logic.Is(variable, 0)
}

func (f *facts) variable(values int, says meaning) logic.Variable {
	f.meanings = append(f.meanings, says)
	return f.world.Variable(values)
}

// unknown is a formula that nothing is known of.
func (f *facts) unknown(says meaning) *logic.Formula {
	return logic.Is(f.variable(2, says), 0)
}

// any holds where a claim holds of the origin that a source takes its value
// from. No claim holds of an empty origin.
func (f *facts) any(source string, claim func(*origin) *logic.Formula) *logic.Formula {
	var ways []*logic.Formula
	emptyBefore := logic.True()
	for _, name := range f.choices(source) {
		o := f.origin(name)
		filled := f.originFilled(o)
		ways = append(ways, logic.And(emptyBefore, filled, claim(o)))
		emptyBefore = logic.And(emptyBefore, logic.Not(filled))
	}
	return logic.Or(ways...)
}

// hasText holds where a source is a text, number or boolean and not empty.
func (f *facts) hasText(source string) *logic.Formula {
	return f.any(source, func(o *origin) *logic.Formula { return logic.Not(isNested(o)) })
}

// isNested holds where an origin is an array or object.
func isNested(o *origin) *logic.Formula {
	if o.many {
		return logic.False()
	}
	return logic.Is(o.text, textNested)
}

// originFilled holds where an origin is not empty.
func (f *facts) originFilled(o *origin) *logic.Formula {
	if o.many {
		return logic.And(f.flag(o, "filled", emptyMeaning(o.name)), o.within)
	}
	return logic.And(logic.Not(logic.Is(o.text, textEmpty)), logic.Not(logic.Is(o.text, textSpace)), o.within)
}

// equals holds where the text of a source is one of the constants.
func (f *facts) equals(source string, constants []string) *logic.Formula {
	return f.any(source, func(o *origin) *logic.Formula {
		var ways []*logic.Formula
		for _, constant := range constants {
			ways = append(ways, f.originIs(o, constant))
		}
		return logic.Or(ways...)
	})
}

// originIs holds where a value of the origin, trimmed, is the constant. A
// constant with white space around it is no trimmed text.
func (f *facts) originIs(o *origin, constant string) *logic.Formula {
	if constant == "" || strings.TrimSpace(constant) != constant {
		return logic.False()
	}
	if o.many {
		return f.flag(o, "is "+constant, constantMeaning(o.name, constant))
	}
	return logic.Is(o.text, textConstant+f.constants[o.name][constant])
}

// holds holds where a condition does.
func (f *facts) holds(when Condition) *logic.Formula {
	var lines []*logic.Formula
	if len(when.Any) > 0 {
		var ways []*logic.Formula
		for _, source := range when.Any {
			ways = append(ways, f.hasText(source))
		}
		lines = append(lines, logic.Or(ways...))
	}
	for _, source := range when.All {
		lines = append(lines, f.hasText(source))
	}
	for _, source := range when.None {
		lines = append(lines, logic.Not(f.hasText(source)))
	}
	for _, equals := range when.Is {
		lines = append(lines, f.equals(equals.Source, equals.Values))
	}
	for _, equals := range when.IsNot {
		lines = append(lines, logic.Not(f.equals(equals.Source, equals.Values)))
	}
	return logic.And(lines...)
}

// lineHolds holds where an event-type line gives the type.
func (f *facts) lineHolds(line EventTypeLine) *logic.Formula {
	when := f.holds(line.When)
	if line.From == "" {
		return when
	}
	return logic.And(when, f.any(line.From, func(o *origin) *logic.Formula {
		return logic.And(logic.Not(isNested(o)), f.flag(o, "event type", meaning{no: o.name + " names no event type"}))
	}))
}
