package parser

import (
	"slices"
	"strings"

	"github.com/udmap/udmap/udm"
)

// settleOptions returns the table as it reads once each of its options has
// the value that is chosen, or else its default: no condition mentions an
// option any more. Names that are no option of the table choose nothing.
func (t *Table) settleOptions(chosen map[string]string) *Table {
	if len(t.Options) == 0 {
		return t
	}
	s := optionSettler{}
	for _, o := range t.Options {
		value, found := chosen[o.Name]
		if !found {
			value = o.Default
		}
		s[optionMark+o.Name] = o.values(value)
	}
	settled := *t
	settled.Rows = slices.Clone(t.Rows)
	for i := range settled.Rows {
		settled.Rows[i].When = s.condition(t.Rows[i].When)
	}
	settled.Extracts = slices.Clone(t.Extracts)
	for i := range settled.Extracts {
		settled.Extracts[i].When = s.condition(t.Extracts[i].When)
	}
	settled.EventTypes = slices.Clone(t.EventTypes)
	for i := range settled.EventTypes {
		settled.EventTypes[i].When = s.condition(t.EventTypes[i].When)
	}
	settled.Needs = slices.Clone(t.Needs)
	for i := range settled.Needs {
		settled.Needs[i].When = s.condition(t.Needs[i].When)
	}
	return &settled
}

// values returns what an option stands for when a user writes text.
func (o *Option) values(text string) []string {
	if !o.List {
		return []string{text}
	}
	var values []string
	for value := range strings.SplitSeq(text, ",") {
		if value = strings.TrimSpace(value); value != "" {
			values = append(values, value)
		}
	}
	return values
}

// allows tells whether an option may have a value.
func (o *Option) allows(text string) bool {
	if o.Choices == nil {
		return true
	}
	return !slices.ContainsFunc(o.values(text), func(value string) bool { return !slices.Contains(o.Choices, value) })
}

// optionSettler is the values of options, by name with the mark before it.
type optionSettler map[string][]string

func (s optionSettler) condition(c Condition) Condition {
	equal := func(value, constant string) bool { return value == constant }
	like := func(value, constant string) bool {
		p := newPattern(constant)
		return p.matches([]byte(value))
	}
	never := false
	c.Is = s.comparisons(c.Is, equal, true, &never)
	c.IsNot = s.comparisons(c.IsNot, equal, false, &never)
	c.Like = s.comparisons(c.Like, like, true, &never)
	c.Unlike = s.comparisons(c.Unlike, like, false, &never)
	c.never = never
	return c
}

// comparisons puts values in the place of options, and leaves out the
// comparisons of options themselves: those that come out as wanted hold
// always; of others, never is set.
func (s optionSettler) comparisons(list []Equals, compare func(value, constant string) bool, wanted bool, never *bool) []Equals {
	var settled []Equals
	for _, e := range list {
		e.Values = s.constants(e.Values)
		values, isOption := s[e.Source]
		if !isOption {
			settled = append(settled, e)
			continue
		}
		met := slices.ContainsFunc(values, func(value string) bool {
			return slices.ContainsFunc(e.Values, func(constant string) bool { return compare(value, constant) })
		})
		*never = *never || met != wanted
	}
	return settled
}

func (s optionSettler) constants(list []string) []string {
	var constants []string
	for _, constant := range list {
		if values, isOption := s[constant]; isOption {
			constants = append(constants, values...)
		} else {
			constants = append(constants, constant)
		}
	}
	return constants
}

// isOption tells of a source, or a constant, that names an option.
func isOption(source string) bool { return strings.HasPrefix(source, optionMark) }

// checkChoices reports values that options may not have.
func checkChoices(table *Table, chosen map[string]string) udm.Diagnostics {
	r := newReport()
	for i := range table.Options {
		o := &table.Options[i]
		if value, found := chosen[o.Name]; found && !o.allows(value) {
			at := udm.Diagnostic{Position: o.Position, Hint: "it may be " + strings.Join(o.Choices, ", ")}
			r.add(mapOptionValue, at, value, o.Name)
		}
	}
	return r.found
}
