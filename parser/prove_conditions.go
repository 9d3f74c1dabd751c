package parser

import (
	"slices"
	"strconv"
	"strings"

	"github.com/udmap/udmap/internal/logic"
)

// equals holds where the text of a source is one of the constants.
func (f *facts) equals(source string, constants []string) *logic.Formula {
	if isOption(source) {
		return f.optionIs(source, "is", constants, func(choice, constant string) bool { return choice == constant })
	}
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
	if isOption(constant) {
		return f.flag(o, "is "+constant, meaning{no: o.name + " is none of " + constant})
	}
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
	return logic.And(append(lines, f.holdsFurther(when)...)...)
}

// holdsFurther lists what must hold besides for the lines of a condition that
// are no mere question for a text or a constant.
func (f *facts) holdsFurther(when Condition) (lines []*logic.Formula) {
	for _, equals := range when.Like {
		lines = append(lines, f.like(equals.Source, equals.Values))
	}
	for _, equals := range when.Unlike {
		lines = append(lines, logic.Not(f.like(equals.Source, equals.Values)))
	}
	for _, pair := range when.Same {
		lines = append(lines, f.same(pair))
	}
	for _, pair := range when.Differs {
		lines = append(lines, f.filled(pair.Source), logic.Not(f.same(pair)))
	}
	for _, length := range when.Longer {
		asks := length.Source + " is longer than " + strconv.Itoa(length.Bytes) + " bytes"
		lines = append(lines, f.hasText(length.Source), f.asked(asks))
	}
	if w := when.Within; w != nil {
		asks := w.To + " is within " + strconv.Itoa(w.Seconds) + " seconds of " + w.From
		lines = append(lines, f.hasText(w.From), f.hasText(w.To), f.asked(asks))
	}
	return lines
}

// filled holds where a source is not empty.
func (f *facts) filled(source string) *logic.Formula {
	return f.any(source, func(*origin) *logic.Formula { return logic.True() })
}

// same holds where two sources are not empty, and equal.
func (f *facts) same(pair Pair) *logic.Formula {
	asks := pair.Source + " equals " + pair.Other
	return logic.And(f.filled(pair.Source), f.filled(pair.Other), f.asked(asks))
}

// asked is a yes-or-no unknown that is known by what it asks.
func (f *facts) asked(asks string) *logic.Formula {
	variable, found := f.unknowns[asks]
	if !found {
		variable = f.variable(2, meaning{yes: asks, no: "not " + asks})
		f.unknowns[asks] = variable
	}
	return logic.Is(variable, 0)
}

// patternMark stands before a literal pattern among the constants of an origin.
// Where the text is that one, it is like the pattern, and none of the constants
// that are like it too.
const patternMark = "\x00"

// mapPatterns returns the patterns of a row's map.
func mapPatterns(entries []Mapped) []string {
	var patterns []string
	for _, entry := range entries {
		patterns = append(patterns, entry.Pattern)
	}
	return patterns
}

// notePatterns keeps the literal patterns that a source is compared with: a
// text is like one of them at most.
func (f *facts) notePatterns(source string, patterns []string) {
	var literals []string
	for _, text := range patterns {
		if p := newPattern(text); p.isLiteral() && !isOption(text) {
			literals = append(literals, patternMark+string(p.parts[0]))
		}
	}
	f.note(source, literals)
}

// like holds where a text of a source is like one of some patterns.
func (f *facts) like(source string, patterns []string) *logic.Formula {
	if isOption(source) {
		return f.optionIs(source, "is like", patterns, func(choice, pattern string) bool {
			p := newPattern(pattern)
			return p.matches([]byte(choice))
		})
	}
	return f.any(source, func(o *origin) *logic.Formula { return f.originLike(o, patterns) })
}

// originLike holds where a value of the origin is like one of some patterns.
func (f *facts) originLike(o *origin, patterns []string) *logic.Formula {
	var ways []*logic.Formula
	for _, text := range patterns {
		p := newPattern(text)
		says := meaning{yes: o.name + " is like " + strconv.Quote(text), no: o.name + " is not like " + strconv.Quote(text)}
		switch {
		case isOption(text):
			ways = append(ways, f.flag(o, "like "+text, meaning{no: o.name + " is none of " + text}))
			continue
		case o.many:
			ways = append(ways, f.flag(o, "like "+text, says))
			continue
		case !p.isLiteral():
			ways = append(ways, logic.And(logic.Is(o.text, textOther), f.flag(o, "like "+text, says)))
		}
		for constant, number := range f.constants[o.name] {
			if literal, isPattern := strings.CutPrefix(constant, patternMark); p.matches([]byte(literal)) && (isPattern || strings.TrimSpace(constant) == constant) {
				ways = append(ways, logic.Is(o.text, textConstant+number))
			}
		}
	}
	return logic.Or(ways...)
}

// optionIs holds where what is chosen for an option compares, in the way that the
// verb tells, with one of some constants. What is chosen for another option, among
// the constants, is unknown.
func (f *facts) optionIs(source, verb string, constants []string, compare func(choice, constant string) bool) *logic.Formula {
	option, found := f.options[source]
	if !found || option.List || option.Choices == nil || slices.ContainsFunc(constants, isOption) {
		return f.asked(source + " " + verb + " " + strings.Join(constants, " or "))
	}
	variable, found := f.choosing[source]
	if !found {
		variable = f.variable(len(option.Choices), optionMeaning(source, option.Choices))
		f.choosing[source] = variable
	}
	var ways []*logic.Formula
	for i, choice := range option.Choices {
		for _, constant := range constants {
			if compare(choice, constant) {
				ways = append(ways, logic.Is(variable, i))
			}
		}
	}
	return logic.Or(ways...)
}

// needHolds holds where an event type may be claimed.
func (f *facts) needHolds(eventType string, needs []Need) *logic.Formula {
	var all []*logic.Formula
	for _, need := range needs {
		if need.EventType == eventType {
			all = append(all, f.holds(need.When))
		}
	}
	return logic.And(all...)
}
