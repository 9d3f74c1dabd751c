package collector_test

import "errors"

// A gate counts the operations of a run that touch the world, each before and
// after its effect, and ends the run at one of these points: from then on
// nothing that it does has an effect, as if the process had been killed there.
type gate struct {
	point  int  // at which to end, counted from 1; 0 is never
	once   bool // fail at the point, but go on afterwards: a fault, no death
	passed int
	dead   bool
	struck string // the operation that was ended

	meanwhile func() // is called at the point, in place of ending the run
}

var errKilled = errors.New("the process was killed")

// pass lets one operation happen, if the run lives.
func (g *gate) pass(operation string, effect func()) error {
	if g == nil {
		effect()
		return nil
	}
	if g.strikes(operation, "before") {
		return errKilled
	}
	effect()
	if g.strikes(operation, "after") {
		return errKilled
	}
	return nil
}

func (g *gate) strikes(operation, when string) bool {
	if g.dead {
		return true
	}
	g.passed++
	if g.passed != g.point {
		return false
	}
	g.struck = when + " " + operation
	if g.meanwhile != nil {
		g.meanwhile()
		return false
	}
	g.dead = !g.once
	return true
}

// isReached tells whether the run came to the point.
func (g *gate) isReached() bool { return g.struck != "" }
