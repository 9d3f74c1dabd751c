package parser

import (
	"strings"

	"github.com/udmap/udmap/internal/logic"
	"github.com/udmap/udmap/udm"
)

// fires holds where a row sets something, leaving aside that an earlier row
// may have filled a single field already.
func (f *facts) fires(row *Row, t target) *logic.Formula {
	if row.WrittenBy != "" || t.field == nil {
		return logic.False()
	}
	when := f.holds(row.When)
	switch {
	case row.Each != "":
		return logic.And(when, f.unknown(meaning{no: "row " + row.ID + " finds nothing in " + row.Each}))
	case row.HasValue:
		return when
	}
	var ways []*logic.Formula
	for _, source := range row.From {
		ways = append(ways, f.lands(row, t, source))
	}
	return logic.And(when, logic.Or(ways...))
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
	test    string // what is asked
	fails   bool   // the value must not pass
	meaning meaning
}

// demands lists the test and the conversion of a row.
func (f *facts) demands(row *Row, t target) []demand {
	var demands []demand
	switch {
	case row.If != "":
		demands = append(demands, demand{test: row.If})
	case row.Unless != "":
		demands = append(demands, demand{test: row.Unless, fails: true})
	}
	as := row.As
	if as == "" {
		as = fitting(t.field)[0]
	}
	switch as {
	case asText, asJSON:
	case asIP:
		demands = append(demands, demand{test: testIP})
	case asTimestamp, asBoolean:
		demands = append(demands, demand{test: as})
	case asEnum:
		demands = append(demands, demand{test: "value of " + t.field.Enum.Name})
	case asInteger:
		demands = append(demands, demand{test: t.field.Kind.String()})
	}
	return demands
}

// meets holds where the one value of an origin is what a row demands.
func (f *facts) meets(o *origin, d demand) *logic.Formula {
	passes := f.flag(o, d.test, meaning{yes: o.name + " is " + article(d.test), no: o.name + " is no " + testName(d.test)})
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
	test := demands[0].test
	passes := f.flag(o, test, meaning{no: o.name + " is no " + testName(test)})
	if !demands[0].fails {
		return passes
	}
	alsoFails := f.flag(o, "not "+test, meaning{})
	return logic.Or(alsoFails, logic.Not(passes))
}

// mayBeZero tells of a field whose zero value counts as nothing.
func mayBeZero(field *udm.Field) bool {
	switch field.Kind {
	case udm.KindEnum, udm.KindBool, udm.KindInt32, udm.KindInt64, udm.KindUint32, udm.KindUint64:
		return !field.Optional && field.Oneof == ""
	default:
		return false
	}
}

func isZeroConstant(value string, field *udm.Field) bool {
	switch field.Kind {
	case udm.KindEnum:
		number, _ := field.Enum.Number(value)
		return number == 0
	case udm.KindBool:
		return value == "false"
	default:
		return strings.Trim(value, "-0") == ""
	}
}
