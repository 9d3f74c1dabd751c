// Package comparison tells what differs between the events that two tables, or
// two versions of udmap, make of the same records: field by field, event type
// by event type, and which records are rejected by one of them alone. Its
// memory does not grow with the number of records.
package comparison

import (
	"bytes"
	"fmt"

	"github.com/udmap/udmap/parser"
	"github.com/udmap/udmap/udm"
)

// Place is where a record stands.
type Place struct {
	Object string `json:"object"`
	Number int64  `json:"record_number"` // counts from 1
	Line   int64  `json:"line"`          // counts from 1
}

// String returns "logs.jsonl:3: record 3".
func (p Place) String() string { return fmt.Sprintf("%s:%d: record %d", p.Object, p.Line, p.Number) }

// Outcome is what one side makes of a record: an event, or a reason for none.
type Outcome struct {
	// Event is canonical JSON with keys in lowerCamelCase; nil if the record is
	// rejected.
	Event  []byte
	Reason parser.Reason // why the record is rejected; "" for an event
	Detail string        // likewise, a sentence for people
}

// isEvent tells an event from a rejected record.
func (o Outcome) isEvent() bool { return o.Reason == "" }

// Options say what a comparison looks at and keeps.
type Options struct {
	// Examples is how many examples are kept of each kind of difference.
	Examples int
	// Required holds, by log type, the fields that the old table requires of
	// every event, beside those that the schema does. The fields of the log type
	// "" are required of any event.
	Required map[string][]string
}

// Comparison adds up what differs. It is not safe for concurrent use.
type Comparison struct {
	options Options
	schema  *udm.Schema
	report  Report
	fields  map[string]*FieldChanges
	moves   map[movement]int64
	losses  map[loss]*LostField
	matrix  map[movement]*Transition
}

// movement is a pair of names, of which the second takes the place of the
// first.
type movement struct{ from, to string }

// New returns the comparison of no records yet.
func New(options Options) *Comparison {
	return &Comparison{
		options: options,
		schema:  udm.Default(),
		fields:  map[string]*FieldChanges{},
		moves:   map[movement]int64{},
		losses:  map[loss]*LostField{},
		matrix:  map[movement]*Transition{},
	}
}

// Add adds what both sides make of one record.
func (c *Comparison) Add(place Place, before, after Outcome) {
	c.report.Records++
	c.report.Before.add(before)
	c.report.After.add(after)
	c.countTransition(place, before, after)
	switch {
	case before.isEvent() && !after.isEvent():
		c.report.BecameRejected++
		c.addLosses(place, before.Event, fieldsOf(c.schema, before.Event), nil)
	case !before.isEvent() && after.isEvent():
		c.report.WereRejected++
	case !before.isEvent():
		c.report.RejectedByBoth++
	case bytes.Equal(before.Event, after.Event):
		c.report.Same++
	default:
		c.addPair(place, before.Event, after.Event)
	}
}

// addPair adds the differences of two events of one record.
func (c *Comparison) addPair(place Place, before, after []byte) {
	old, now := fieldsThatMayDiffer(c.schema, before, after)
	c.addLosses(place, before, old, now)
	differences := compareFields(old, now)
	tellOrderApart(c.schema, differences, before, after)
	if len(differences) == 0 {
		c.report.Same++ // but for the order of keys in additional
		return
	}
	c.report.Different++
	for _, difference := range differences {
		c.addDifference(place, difference)
	}
	for _, moved := range findMoves(differences) {
		c.countMove(moved)
	}
}

func (c *Comparison) addDifference(place Place, difference difference) {
	field, known := c.fields[difference.field]
	if !known {
		if len(c.fields) == MaxFields {
			c.report.Untracked++
			return
		}
		field = &FieldChanges{Field: difference.field, Examples: map[Change][]Example{}}
		c.fields[difference.field] = field
	}
	field.count(difference.change)
	if len(field.Examples[difference.change]) < c.options.Examples {
		before, after := difference.texts()
		field.Examples[difference.change] = append(field.Examples[difference.change], Example{place, before, after})
	}
}

func (c *Comparison) countMove(moved movement) {
	if _, known := c.moves[moved]; known || len(c.moves) < MaxFields {
		c.moves[moved]++
	}
}

// countTransition counts the record in the matrix of event types.
func (c *Comparison) countTransition(place Place, before, after Outcome) {
	from, to := stateOf(before), stateOf(after)
	cell, known := c.matrix[movement{from, to}]
	if !known {
		if len(c.matrix) >= MaxTransitions {
			from, to = collective(from), collective(to)
		}
		if cell = c.matrix[movement{from, to}]; cell == nil {
			cell = &Transition{From: from, To: to}
			c.matrix[movement{from, to}] = cell
		}
	}
	cell.Records++
	if from != to && len(cell.Examples) < c.options.Examples {
		cell.Examples = append(cell.Examples, Example{place, shorten(before.Detail), shorten(after.Detail)})
	}
}
