package logic_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/udmap/udmap/internal/logic"
)

const plenty = 1_000_000

func TestSolve(t *testing.T) {
	world := logic.NewWorld(plenty)
	weather := world.Variable(3)
	umbrella := world.Variable(2)
	rain, carried := logic.Is(weather, 2), logic.Is(umbrella, 1)
	rule := logic.If(rain, carried)
	cases := map[string]struct {
		formula *logic.Formula
		answer  logic.Answer
		example logic.Example
	}{
		"true":                      {logic.True(), logic.Possible, nil},
		"false":                     {logic.False(), logic.Impossible, nil},
		"no parts hold together":    {logic.And(), logic.Possible, nil},
		"none of no parts":          {logic.Or(), logic.Impossible, nil},
		"one variable":              {rain, logic.Possible, logic.Example{{weather, 2}}},
		"a value that is not there": {logic.Is(weather, 3), logic.Impossible, nil},
		"two values at once":        {logic.And(rain, logic.Is(weather, 0)), logic.Impossible, nil},
		"the rule and its breach":   {logic.And(rule, rain, logic.Not(carried)), logic.Impossible, nil},
		"the rule alone needs only dry weather": {
			rule, logic.Possible, logic.Example{{weather, 0}},
		},
		"the rule in the rain": {
			logic.And(rain, rule), logic.Possible, logic.Example{{weather, 2}, {umbrella, 1}},
		},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			answer, example := world.Solve(c.formula)
			require.Equal(t, c.answer, answer)
			require.Equal(t, c.example, append(logic.Example(nil), example...))
		})
	}
}

// TestSolveAgreesWithTruthTable holds the search against trying everything, on
// every formula of three variables that is built in two steps.
func TestSolveAgreesWithTruthTable(t *testing.T) {
	world := logic.NewWorld(100 * plenty)
	var atoms []*logic.Formula
	for range 3 {
		variable := world.Variable(2)
		atoms = append(atoms, logic.Is(variable, 0), logic.Is(variable, 1))
	}
	var pairs []*logic.Formula
	for _, a := range atoms {
		for _, b := range atoms {
			pairs = append(pairs, logic.And(a, b), logic.Or(a, logic.Not(b)))
		}
	}
	for _, a := range pairs {
		for _, b := range pairs {
			f := logic.And(logic.Not(a), b)
			answer, _ := world.Solve(f)
			require.Equal(t, anyAssignment(world, f), answer == logic.Possible)
		}
	}
}

// anyAssignment pins all three variables, one combination after the other.
func anyAssignment(world *logic.World, f *logic.Formula) bool {
	for bits := range 8 {
		pinned := []*logic.Formula{f}
		for variable := range 3 {
			pinned = append([]*logic.Formula{logic.Is(logic.Variable(variable), bits>>variable&1)}, pinned...)
		}
		if answer, _ := world.Solve(logic.And(pinned...)); answer == logic.Possible {
			return true
		}
	}
	return false
}

func TestSolveGivesUpWhenTheBudgetIsSpent(t *testing.T) {
	world := logic.NewWorld(100)
	var parts []*logic.Formula
	for range 20 {
		variable := world.Variable(2)
		parts = append(parts, logic.Is(variable, 1))
	}
	answer, _ := world.Solve(logic.And(append(parts, logic.False())...))
	require.Equal(t, logic.Impossible, answer, "one look is enough")
	answer, _ = world.Solve(logic.And(parts...))
	require.Equal(t, logic.Unknown, answer)
}
