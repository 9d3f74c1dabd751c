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
	if w.budget -= len(w.sizes); w.budget <= 0 {
		return Unknown, nil
	}
	s := search{world: w, values: make([]int, len(w.sizes))}
	for i := range s.values {
		s.values[i] = open
	}
	answer := s.solve(f)
	return answer, s.example
}

// open is the value of a variable that has none yet.
const open = -1

type search struct {
	world   *World
	values  []int
	example Example
	next    Variable // the variable that the last truth depended on
}

// solve tries all values of one variable that decides the formula, and so on.
func (s *search) solve(f *Formula) Answer {
	switch s.truth(f) {
	case holds:
		return Possible
	case fails:
		return Impossible
	case undecided:
	}
	if s.world.budget <= 0 {
		return Unknown
	}
	variable, before := s.next, len(s.example)
	for value := range s.world.sizes[variable] {
		s.values[variable] = value
		s.example = append(s.example[:before], Choice{variable, value})
		if answer := s.solve(f); answer != Impossible {
			return answer
		}
	}
	s.values[variable] = open
	s.example = s.example[:before]
	return Impossible
}

// truth is what is known of a formula while some variables are open.
type truth uint8

const (
	undecided truth = iota
	holds
	fails
)

func truthOf(b bool) truth {
	if b {
		return holds
	}
	return fails
}

// truth judges a formula; where it is undecided, s.next is an open variable
// that it depends on.
func (s *search) truth(f *Formula) truth {
	s.world.budget--
	switch f.operator {
	case constant:
		return truthOf(f.value == 1)
	case equals:
		if s.values[f.variable] == open {
			s.next = f.variable
			return undecided
		}
		return truthOf(s.values[f.variable] == f.value)
	case negation:
		switch s.truth(f.parts[0]) {
		case holds:
			return fails
		case fails:
			return holds
		case undecided:
		}
		return undecided
	case conjunction:
		return s.all(f.parts, holds, fails)
	case disjunction:
		return s.all(f.parts, fails, holds)
	}
	return undecided
}

// all returns the truth that every part has, or other as soon as one part has
// that.
func (s *search) all(parts []*Formula, every, other truth) truth {
	result, next := every, Variable(open)
	for _, part := range parts {
		part := s.truth(part)
		if part == other {
			return other
		}
		if part == undecided && result == every {
			result, next = undecided, s.next
		}
	}
	s.next = next
	return result
}
