package parser

import (
	"github.com/udmap/udmap/internal/logic"
	"github.com/udmap/udmap/udm"
)

// fires holds where a row sets something, leaving aside that an earlier row
// may have filled a single field already.
func (f *facts) fires(row *Row, t target) *logic.Formula {
	switch {
	case row.WrittenBy != "", t.field == nil:
		return logic.False()
	case row.Each != "":
		return f.unknown(meaning{no: "row " + row.ID + " finds nothing in " + row.Each})
	case row.HasValue && zeroIsUnset(t.field) && isZeroConstant(row.Value, t.field):
		return logic.False()
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
	demands := f.demands(row, t)
	if row.Verbatim {
		// Kept white space is a value of its own: nothing that is known of
		// the trimmed text is known of it.
		return f.landsVerbatim(row, source, len(demands) == 0 && len(row.Blank) == 0)
	}
	return f.any(source, func(o *origin) *logic.Formula {
		if o.many {
			return f.oneLands(o, row, demands)
		}
		var all []*logic.Formula
		for _, blank := range row.Blank {
			all = append(all, logic.Not(f.originIs(o, blank)))
		}
		for _, d := range demands {
			all = append(all, f.meets(o, d))
		}
		return logic.And(all...)
	})
}

// landsVerbatim is lands of a row that keeps white space.
func (f *facts) landsVerbatim(row *Row, source string, takesAll bool) *logic.Formula {
	if takesAll {
		if len(f.choices(source)) > 1 || f.origin(f.choices(source)[0]).many {
			return f.any(source, func(*origin) *logic.Formula { return logic.True() })
		}
		o := f.origin(f.choices(source)[0])
		return logic.And(logic.Not(logic.Is(o.text, textEmpty)), o.within)
	}
	return f.unknown(meaning{no: "row " + row.ID + " takes nothing from " + source})
}

// demand is what a row asks of its own value, with white space taken off.
type demand struct {
	what  string // "an e-mail address"
	fails bool   // the value must be anything else
}

// demands lists the test and the conversion of a row.
func (f *facts) demands(row *Row, t target) []demand {
	var demands []demand
	switch {
	case row.If != "":
		demands = append(demands, demand{what: testName(row.If)})
	case row.Unless != "":
		demands = append(demands, demand{what: testName(row.Unless), fails: true})
	}
	as := row.As
	if as == "" {
		as = fitting(t.field)[0]
	}
	if what := resultName(as, t.field); what != "" {
		demands = append(demands, demand{what: what})
	}
	return demands
}

// resultName is what a value must be for a conversion to give a result that
// sets the field; "" for anything.
func resultName(as string, field *udm.Field) string {
	nonzero := zeroIsUnset(field)
	switch as {
	case asIP:
		return testName(testIP)
	case asTimestamp:
		return "a time"
	case asBoolean:
		if nonzero {
			return "true"
		}
		return "true or false"
	case asEnum:
		if nonzero {
			return "a value of " + field.Enum.Name + " that says something"
		}
		return "a value of " + field.Enum.Name
	case asInteger:
		if nonzero {
			return "an " + field.Kind.String() + " other than 0"
		}
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

// oneLands holds where one of the values of an origin is what a row demands.
// Of a test it is known that each value passes or fails it; of anything more,
// nothing.
func (f *facts) oneLands(o *origin, row *Row, demands []demand) *logic.Formula {
	switch {
	case len(demands) == 0 && len(row.Blank) == 0:
		return logic.True()
	case len(demands) > 1 || len(row.Blank) > 0:
		return f.flag(o, "row "+row.ID, meaning{no: "row " + row.ID + " takes nothing from " + o.name})
	}
	what := demands[0].what
	passes := f.flag(o, what, meaning{no: o.name + " is not " + what})
	if !demands[0].fails {
		return passes
	}
	return logic.Or(f.flag(o, "not "+what, meaning{}), logic.Not(passes))
}
