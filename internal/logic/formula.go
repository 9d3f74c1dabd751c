// Package logic decides small questions about what can be true at once:
// whether a formula over variables of a few values each can hold, and how.
package logic

// Variable stands for an unknown that has one of a few values, counted from 0.
// It is made by [World.Variable].
type Variable int

// Formula is a statement about variables. It is immutable, and may be part of
// many others.
type Formula struct {
	operator operator
	variable Variable
	value    int
	parts    []*Formula
}

type operator uint8

const (
	constant operator = iota // value 1 is true
	equals
	negation
	conjunction
	disjunction
)

// True always holds.
func True() *Formula { return &Formula{operator: constant, value: 1} }

// False never holds.
func False() *Formula { return &Formula{operator: constant} }

// Is holds where the variable has the value.
func Is(variable Variable, value int) *Formula {
	return &Formula{operator: equals, variable: variable, value: value}
}

// Not holds where f does not.
func Not(f *Formula) *Formula {
	return &Formula{operator: negation, parts: []*Formula{f}}
}

// And holds where all parts do; without parts, always.
func And(parts ...*Formula) *Formula {
	if len(parts) == 1 {
		return parts[0]
	}
	return &Formula{operator: conjunction, parts: parts}
}

// Or holds where one of the parts does; without parts, never.
func Or(parts ...*Formula) *Formula {
	if len(parts) == 1 {
		return parts[0]
	}
	return &Formula{operator: disjunction, parts: parts}
}

// If holds where the conclusion does, or the premise does not.
func If(premise, conclusion *Formula) *Formula { return Or(Not(premise), conclusion) }
