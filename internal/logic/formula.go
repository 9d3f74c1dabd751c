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
	mentions mentions
}

// mentions is the set of variables in a formula, roughly: each is one of 64
// bits, which others may share.
type mentions uint64

func mentionOf(v Variable) mentions { return 1 << (uint(v) % 64) }

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
	return &Formula{operator: equals, variable: variable, value: value, mentions: mentionOf(variable)}
}

// Not holds where f does not.
func Not(f *Formula) *Formula {
	switch f.operator {
	case constant:
		return &Formula{operator: constant, value: 1 - f.value}
	case negation:
		return f.parts[0]
	case equals, conjunction, disjunction:
	}
	return &Formula{operator: negation, parts: []*Formula{f}, mentions: f.mentions}
}

// And holds where all parts do; without parts, always.
func And(parts ...*Formula) *Formula { return join(conjunction, parts) }

// Or holds where one of the parts does; without parts, never.
func Or(parts ...*Formula) *Formula { return join(disjunction, parts) }

// join joins parts, leaving out what is certain or holds anyway.
func join(by operator, parts []*Formula) *Formula {
	joined := make([]*Formula, 0, len(parts))
	for _, part := range parts {
		switch {
		case part.operator == constant && part.value == neutral(by):
		case part.operator == constant:
			return part
		case part.operator == by:
			joined = append(joined, part.parts...)
		default:
			joined = append(joined, part)
		}
	}
	switch len(joined) {
	case 0:
		return &Formula{operator: constant, value: neutral(by)}
	case 1:
		return joined[0]
	}
	formula := &Formula{operator: by, parts: joined}
	for _, part := range joined {
		formula.mentions |= part.mentions
	}
	return formula
}

// neutral is the constant that adds nothing to a conjunction or disjunction.
func neutral(by operator) int {
	if by == conjunction {
		return 1
	}
	return 0
}

// If holds where the conclusion does, or the premise does not.
func If(premise, conclusion *Formula) *Formula { return Or(Not(premise), conclusion) }
