package logic

// World is a set of variables, and the work that may still be spent on
// questions about them.
type World struct {
	sizes  []int // how many values each variable has
	budget int
}

// NewWorld returns an empty world whose questions may look at so many parts of
// formulas, all together.
func NewWorld(budget int) *World { return &World{budget: budget} }

// Variable makes a variable of so many values.
func (w *World) Variable(values int) Variable {
	w.sizes = append(w.sizes, values)
	return Variable(len(w.sizes) - 1)
}

// Answer tells whether a formula can hold.
type Answer uint8

// The answers. Unknown means that the budget is spent.
const (
	Unknown Answer = iota
	Possible
	Impossible
)

// Example is the values that make a formula hold, in the order in which they
// were chosen. A variable that is not in it may have any value.
type Example []Choice

// Choice is a value of a variable.
type Choice struct {
	Variable Variable
	Value    int
}

// Solve tells whether the formula can hold, with an example if it can. It
// tries the values of each variable in order, so that the example has the
// lowest ones possible.
func (w *World) Solve(f *Formula) (Answer, Example) {
	s := search{world: w}
	answer := s.solve(f)
	return answer, s.example
}

type search struct {
	world   *World
	example Example
}

// solve tries all values of the first variable of the formula, and solves what
// each of them leaves of it.
func (s *search) solve(f *Formula) Answer {
	if f.operator == constant {
		if f.value == 1 {
			return Possible
		}
		return Impossible
	}
	variable, before := f.first(), len(s.example)
	for value := range s.world.sizes[variable] {
		if s.world.budget <= 0 {
			return Unknown
		}
		s.example = append(s.example[:before], Choice{variable, value})
		if answer := s.solve(s.world.assume(f, variable, value)); answer != Impossible {
			return answer
		}
	}
	s.example = s.example[:before]
	return Impossible
}

// first is the first variable in a formula that is not constant.
func (f *Formula) first() Variable {
	for f.operator != equals {
		f = f.parts[0]
	}
	return f.variable
}

// assume is what is left of a formula where a variable has a value. It spends
// as much as it looks at.
func (w *World) assume(f *Formula, variable Variable, value int) *Formula {
	w.budget--
	if f.mentions&mentionOf(variable) == 0 {
		return f
	}
	switch f.operator {
	case equals:
		return f.assume(variable, value)
	case negation:
		return Not(w.assume(f.parts[0], variable, value))
	case conjunction, disjunction:
		return join(f.operator, w.assumeAll(f.operator, f.parts, variable, value))
	case constant:
	}
	return f
}

// assumeAll is what is left of parts, up to one that decides the whole.
func (w *World) assumeAll(by operator, parts []*Formula, variable Variable, value int) []*Formula {
	left := make([]*Formula, 0, len(parts))
	for _, part := range parts {
		part = w.assume(part, variable, value)
		left = append(left, part)
		if part.operator == constant && part.value != neutral(by) {
			break
		}
	}
	return left
}

// assume is what is left of a statement about one variable.
func (f *Formula) assume(variable Variable, value int) *Formula {
	switch {
	case f.variable != variable:
		return f
	case f.value == value:
		return True()
	}
	return False()
}
