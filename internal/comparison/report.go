package comparison

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"github.com/tidwall/gjson"
)

// The bounds of what is told apart; what comes beyond is counted together.
const (
	MaxFields      = 10_000 // fields, as keys of additional may be anything
	MaxTransitions = 1_000  // pairs of event types or reasons
	maxTextBytes   = 200    // of a value, a key or a reason
)

// Change is what becomes of a field from one event to the other.
type Change string

// The changes of a field.
const (
	Gained    Change = "gained"
	Lost      Change = "lost"
	Changed   Change = "changed"
	Reordered Change = "reordered" // the same list in another order
)

// Changes lists the changes, in the order that reports have them.
func Changes() []Change { return []Change{Gained, Lost, Changed, Reordered} }

// Report tells what differs. Its sums balance:
//
//	Records = Before.Events + Before.Rejected = After.Events + After.Rejected
//	Records = Same + Different + BecameRejected + WereRejected + RejectedByBoth
//	Records = the sum of Transitions
type Report struct {
	Records        int64 `json:"records"`
	Before         Side  `json:"before"`
	After          Side  `json:"after"`
	Same           int64 `json:"same"`      // events that both sides make alike
	Different      int64 `json:"different"` // events that both sides make, but not alike
	BecameRejected int64 `json:"became_rejected"`
	WereRejected   int64 `json:"were_rejected"` // and are events now
	RejectedByBoth int64 `json:"rejected_by_both"`
	// Fields counts the events on both sides in which a field differs, by name.
	Fields []FieldChanges `json:"fields"`
	// Moves are values that one field loses and another gains in the same event.
	Moves []Move `json:"moves"`
	// Transitions is the matrix of event types and reasons, those that differ
	// first.
	Transitions  []Transition `json:"transitions"`
	LostRequired []LostField  `json:"lost_required"`
	// Untracked counts differences in fields beyond MaxFields.
	Untracked int64 `json:"untracked,omitempty"`
}

// Side is the sums of one of the two.
type Side struct {
	Name     string `json:"name"`
	Events   int64  `json:"events"`
	Rejected int64  `json:"rejected"`
}

func (s *Side) add(outcome Outcome) {
	if outcome.isEvent() {
		s.Events++
	} else {
		s.Rejected++
	}
}

// FieldChanges counts the events in which a field changes.
type FieldChanges struct {
	Field     string               `json:"field"` // in snake case, without list indexes
	Gained    int64                `json:"gained"`
	Lost      int64                `json:"lost"`
	Changed   int64                `json:"changed"`
	Reordered int64                `json:"reordered"`
	Examples  map[Change][]Example `json:"examples,omitempty"`
}

// Of returns the number of events with the change.
func (f *FieldChanges) Of(change Change) int64 {
	switch change {
	case Gained:
		return f.Gained
	case Lost:
		return f.Lost
	case Changed:
		return f.Changed
	default:
		return f.Reordered
	}
}

func (f *FieldChanges) count(change Change) {
	switch change {
	case Gained:
		f.Gained++
	case Lost:
		f.Lost++
	case Changed:
		f.Changed++
	case Reordered:
		f.Reordered++
	}
}

// Example is one record that differs. Values are JSON, several with commas
// between them, cut to 200 bytes; of a rejected record it is the reason.
type Example struct {
	Record Place  `json:"record"`
	Before string `json:"before,omitempty"`
	After  string `json:"after,omitempty"`
}

// Move counts the events in which a value leaves one field for another.
type Move struct {
	From   string `json:"from"`
	To     string `json:"to"`
	Events int64  `json:"events"`
}

// Transition counts the records of one cell of the matrix. From and To are an
// event type, or "rejected: " and the reason.
type Transition struct {
	From     string    `json:"from"`
	To       string    `json:"to"`
	Records  int64     `json:"records"`
	Examples []Example `json:"examples,omitempty"`
}

// LostField is a field that events need and had, and have no more.
type LostField struct {
	Field      string  `json:"field"`       // or a few of which one is needed
	RequiredBy string  `json:"required_by"` // an event type, or "the old table"
	Events     int64   `json:"events"`
	First      Example `json:"first"`
}

const rejectedPrefix = "rejected: "

// IsRejected tells a reason from an event type among the states of a
// Transition.
func IsRejected(state string) bool { return strings.HasPrefix(state, rejectedPrefix) }

// stateOf is the name that a matrix has for an outcome.
func stateOf(outcome Outcome) string {
	if !outcome.isEvent() {
		return rejectedPrefix + shorten(string(outcome.Reason))
	}
	return cmp.Or(gjson.GetBytes(outcome.Event, "metadata.eventType").Str, "no event type")
}

// collective is the name that stands for many others.
func collective(state string) string {
	if IsRejected(state) {
		return rejectedPrefix + "any other reason"
	}
	return state
}

// IsEmpty tells that nothing differs.
func (r *Report) IsEmpty() bool {
	return r.Different == 0 && r.BecameRejected == 0 && r.WereRejected == 0 && !slices.ContainsFunc(r.Transitions, Transition.differs)
}

// LosesRequired tells that an event lacks what it needs and had, or is gone.
func (r *Report) LosesRequired() bool { return len(r.LostRequired) > 0 || r.BecameRejected > 0 }

// LosesAny tells that an event lacks a field that it had, or is gone.
func (r *Report) LosesAny() bool {
	return r.LosesRequired() || r.Untracked > 0 || slices.ContainsFunc(r.Fields, func(f FieldChanges) bool { return f.Lost > 0 })
}

func (t Transition) differs() bool { return t.From != t.To }

// Report returns what was found so far.
func (c *Comparison) Report() Report {
	report := c.report
	for _, name := range slices.Sorted(maps.Keys(c.fields)) {
		report.Fields = append(report.Fields, *c.fields[name])
	}
	for moved, events := range c.moves {
		report.Moves = append(report.Moves, Move{moved.from, moved.to, events})
	}
	slices.SortFunc(report.Moves, func(a, b Move) int {
		return cmp.Or(cmp.Compare(b.Events, a.Events), cmp.Compare(a.From, b.From), cmp.Compare(a.To, b.To))
	})
	for _, cell := range c.matrix {
		report.Transitions = append(report.Transitions, *cell)
	}
	slices.SortFunc(report.Transitions, compareTransitions)
	for _, lost := range c.losses {
		report.LostRequired = append(report.LostRequired, *lost)
	}
	slices.SortFunc(report.LostRequired, func(a, b LostField) int {
		return cmp.Or(cmp.Compare(b.Events, a.Events), cmp.Compare(a.Field, b.Field), cmp.Compare(a.RequiredBy, b.RequiredBy))
	})
	return report
}

// compareTransitions puts first what differs, then what is frequent.
func compareTransitions(a, b Transition) int {
	if a.differs() != b.differs() {
		if a.differs() {
			return -1
		}
		return 1
	}
	return cmp.Or(cmp.Compare(b.Records, a.Records), cmp.Compare(a.From, b.From), cmp.Compare(a.To, b.To))
}
