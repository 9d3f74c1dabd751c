package parser

import (
	"slices"

	"github.com/udmap/udmap/internal/logic"
	"github.com/udmap/udmap/udm"
)

// fires holds where a row sets something, leaving aside that an earlier row
// may have filled a single field already.
func (f *facts) fires(row *Row, t target) *logic.Formula {
	switch {
	case row.WrittenBy != "", t.field == nil:
		return logic.False()
	case slices.Contains(row.From, sourceRest), slices.Contains(row.From, sourceDegradedFrom):
		return f.asked("row " + row.ID + " finds nothing")
	case row.Each != "":
		return f.unknown(meaning{no: "row " + row.ID + " finds nothing in " + row.Each})
	case row.HasValue:
		return f.holds(row.When)
	}
	var ways []*logic.Formula
	for _, source := range row.From {
		ways = append(ways, f.lands(row, t, source))
	}
	return logic.And(f.holds(row.When), logic.Or(ways...))
}

// lands holds where a source has a value that the row writes.
func (f *facts) lands(row *Row, t target, source string) *logic.Formula {
	if row.Take != "" {
		// A pair with an empty NEW may have an OLD, so that nothing that is
		// known of the one is known of the other.
		return f.unknown(meaning{no: source + " has no previous value"})
	}
	if choices := f.choices(source); row.Verbatim && choices[0].origin == source && !f.origin(source).many && !f.origin(source).sure {
		// White space is a value here; among several choices it is none.
		o := f.origin(source)
		return logic.And(logic.Not(logic.Is(o.text, textEmpty)), o.within, f.originLands(o, row, t))
	}
	return f.any(source, func(o *origin) *logic.Formula { return f.originLands(o, row, t) })
}

// originLands holds where a row takes what an origin holds.
func (f *facts) originLands(o *origin, row *Row, t target) *logic.Formula {
	if o.many {
		return f.oneLands(o, row, t.isList(), demandsOf(row, t))
	}
	return logic.Or(
		logic.And(logic.Not(isNested(o)), f.textLands(o, row, t)),
		logic.And(isNested(o), f.nestedLands(o, row, t)),
	)
}

// textLands holds where the text of an origin is what a row asks for.
func (f *facts) textLands(o *origin, row *Row, t target) *logic.Formula {
	demands := demandsOf(row, t)
	if row.Verbatim && len(demands)+len(row.Blank) > 0 {
		// With its white space it is another text, of which nothing is known.
		return f.flag(o, "row "+row.ID, meaning{no: "row " + row.ID + " takes nothing from " + o.name})
	}
	var all []*logic.Formula
	for _, blank := range row.Blank {
		all = append(all, logic.Not(f.originIs(o, blank)))
	}
	for _, d := range demands {
		all = append(all, f.meets(o, d))
	}
	if row.Map != nil && row.Otherwise == "" {
		all = append(all, f.originLike(o, mapPatterns(row.Map)))
	}
	return logic.And(all...)
}

// nestedLands holds where a row takes an array or object: only lists, labels
// and additional may do so, and it depends on what is inside.
func (f *facts) nestedLands(o *origin, row *Row, t target) *logic.Formula {
	if !t.isList() && (row.Map != nil || !t.isAdditional() && row.As != asJSON && row.As != asJoined) {
		return logic.False()
	}
	return f.flag(o, "row "+row.ID+" nested", meaning{no: "row " + row.ID + " takes nothing from it"})
}

// demand is what a row asks of its own value, with white space taken off.
type demand struct {
	what  string // "an e-mail address"
	fails bool   // the value must be anything else
}

// demands lists the test and the conversion of a row.
func demandsOf(row *Row, t target) []demand {
	var demands []demand
	switch {
	case row.If != "":
		demands = append(demands, demand{what: testName(row.If)})
	case row.Unless != "":
		demands = append(demands, demand{what: testName(row.Unless), fails: true})
	}
	if row.Map != nil {
		return demands // its constants are what the field takes
	}
	if what := resultName(row.conversion(t.field), t.field); what != "" {
		demands = append(demands, demand{what: what})
	}
	return demands
}

// resultName is what a value must be for a conversion to succeed; "" for
// anything.
func resultName(as string, field *udm.Field) string {
	switch as {
	case asIP:
		return testName(testIP)
	case asTimestamp:
		return "a time"
	case asBoolean:
		return "true or false"
	case asEnum:
		return "a value of " + field.Enum.Name
	case asInteger:
		return "an " + field.Kind.String()
	}
	return ""
}

// meets holds where the one value of an origin is what a row demands.
func (f *facts) meets(o *origin, d demand) *logic.Formula {
	passes := f.flag(o, d.what, meaning{yes: o.name + " is " + d.what, no: o.name + " is not " + d.what})
	if d.fails {
		return logic.Not(passes)
	}
	return passes
}

// oneLands holds where a value of an origin is what a row demands: any of its
// values for a list, the first of them for a single field. Of a test it is
// known that each value passes or fails it; of anything more, nothing.
func (f *facts) oneLands(o *origin, row *Row, list bool, demands []demand) *logic.Formula {
	switch {
	case len(demands) == 0 && len(row.Blank) == 0 && (row.Map == nil || row.Otherwise != ""):
		return logic.True()
	case len(demands) > 1 || len(row.Blank) > 0 || row.Map != nil:
		return f.flag(o, "row "+row.ID, meaning{no: "row " + row.ID + " takes nothing from " + o.name})
	}
	what := demands[0].what
	if what == o.always {
		return truth(!demands[0].fails)
	}
	isNot := meaning{no: o.name + " is not " + what}
	if !list {
		first := f.flag(o, "first "+what, isNot)
		if demands[0].fails {
			return logic.Not(first)
		}
		return first
	}
	passes := f.flag(o, what, isNot)
	if !demands[0].fails {
		return passes
	}
	return logic.Or(f.flag(o, "not "+what, meaning{}), logic.Not(passes))
}

// truth is a formula that holds always, or never.
func truth(holds bool) *logic.Formula {
	if holds {
		return logic.True()
	}
	return logic.False()
}
