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
	options   map[string]*Option        // with the mark before the name
	unknowns  map[string]logic.Variable // of yes or no, that are no origin's own, by what they ask
	choosing  map[string]logic.Variable // by option: which of its choices is chosen
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
	// sure tells of a source that is filled, with a text, wherever within holds.
	sure bool
	// always is what each of its values is, in the words of a demand.
	always string
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
		options:   map[string]*Option{},
		origins:   map[string]*origin{},
		constants: map[string]map[string]int{},
		unknowns:  map[string]logic.Variable{},
		choosing:  map[string]logic.Variable{},
	}
	for i := range c.table.Options {
		f.options[optionMark+c.table.Options[i].Name] = &c.table.Options[i]
	}
	for i := range c.table.Rows {
		row := &c.table.Rows[i]
		if row.Each != "" {
			continue // it compares what is in the objects of a list
		}
		for _, source := range row.From {
			f.note(source, row.Blank)
			f.notePatterns(source, mapPatterns(row.Map))
		}
		f.compareAll(row.When)
	}
	for _, line := range c.table.EventTypes {
		f.compareAll(line.When)
	}
	for _, need := range c.table.Needs {
		f.compareAll(need.When)
	}
	for _, extract := range c.table.Extracts {
		f.compareAll(extract.When)
	}
	return f
}

// compareAll notes the constants of a condition.
func (f *facts) compareAll(when Condition) {
	for _, equals := range slices.Concat(when.Is, when.IsNot) {
		f.note(equals.Source, equals.Values)
	}
	for _, equals := range slices.Concat(when.Like, when.Unlike) {
		f.notePatterns(equals.Source, equals.Values)
	}
}

// note keeps the constants that a source is compared with.
func (f *facts) note(source string, constants []string) {
	constants = slices.DeleteFunc(slices.Clone(constants), isOption)
	if len(constants) == 0 || isOption(source) {
		return
	}
	for _, choice := range f.choices(source) {
		name := choice.origin
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

// sourceChoice is an origin among those of which a source takes the first that
// is filled, and the conditions without which it is passed over.
type sourceChoice struct {
	origin string
	when   []Condition
}

// choices returns the origins among which a source takes the first that is
// filled.
func (f *facts) choices(source string) []sourceChoice {
	var choices []sourceChoice
	seen := map[string]bool{}
	var visit func(source string, when []Condition)
	visit = func(source string, when []Condition) {
		if seen[source] {
			return // it would have been taken before
		}
		seen[source] = len(when) == 0
		extract, found := f.extracts[source]
		if !found || extract.First == nil {
			choices = append(choices, sourceChoice{source, when})
			return
		}
		if !extract.When.isEmpty() {
			when = append(slices.Clone(when), extract.When)
		}
		for _, choice := range extract.First {
			visit(choice, when)
		}
	}
	visit(source, nil)
	return choices
}

// origin finds or makes an origin.
func (f *facts) origin(name string) *origin {
	if o, found := f.origins[name]; found {
		return o
	}
	o := &origin{name: name, flags: map[string]logic.Variable{}, within: logic.True()}
	head, part, _ := strings.Cut(name, ".")
	if extract, found := f.extracts[head]; found {
		f.describeExtract(o, extract, part)
	}
	if !o.many {
		o.text = f.variable(textConstant+len(f.constants[name]), textMeaning(name, f.constants[name]))
	}
	f.origins[name] = o
	return o
}

// describeExtract says what is known of an origin that is a part of an extract,
// or a text made of others.
func (f *facts) describeExtract(o *origin, extract *Extract, part string) {
	if extract.Text != "" {
		o.sure = true
		for _, source := range templateSources(extract.Text) {
			o.within = logic.And(o.within, f.hasText(source))
		}
	} else {
		o.within = f.hasText(extract.From)
		o.many = hasSeveral(extract.Using, part)
	}
	if extract.Using == usingIPAddresses && part == partAddresses {
		o.always = testName(testIP)
	}
	o.within = logic.And(o.within, f.holds(extract.When))
}

// hasSeveral tells of a part of an extractor that may have several values.
func hasSeveral(using, part string) bool {
	switch using {
	case usingDashPairs:
		return part == partAddressKey || !strings.HasPrefix(part, "<")
	case usingChangeLines:
		return part != partFirstLine
	}
	return using == usingIPAddresses
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
	for _, choice := range f.choices(source) {
		o := f.origin(choice.origin)
		filled := f.originFilled(o)
		for _, when := range choice.when {
			filled = logic.And(filled, f.holds(when))
		}
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
	if o.many || o.sure {
		return logic.False()
	}
	return logic.Is(o.text, textNested)
}

// originFilled holds where an origin is not empty.
func (f *facts) originFilled(o *origin) *logic.Formula {
	if o.sure {
		return o.within
	}
	if o.many {
		return logic.And(f.flag(o, "filled", emptyMeaning(o.name)), o.within)
	}
	return logic.And(logic.Not(logic.Is(o.text, textEmpty)), logic.Not(logic.Is(o.text, textSpace)), o.within)
}
