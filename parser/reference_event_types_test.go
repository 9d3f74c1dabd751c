package parser_test

import (
	"github.com/udmap/udmap/parser"
	"github.com/udmap/udmap/udm"
)

// eventType gives the event type of the first line that holds and, if the
// event is degraded, the one that was preferred. Section "event_type".
func (r reading) eventType(schema *udm.Schema) (given, preferred string) {
	known := destinationOf(schema, "metadata.event_type").last().Enum
	for _, line := range r.table.EventTypes {
		if !r.holds(line.When) {
			continue
		}
		if line.From == "" {
			if given, ok := r.firstNotLacking(line); ok {
				return given, preferredTo(given, line.Value)
			}
			continue
		}
		value, _ := r.one(line.From)
		if number, ok := known.Number(value.text); ok && number != 0 {
			return value.text, ""
		}
	}
	return "", ""
}

// firstNotLacking gives the first of a line's event types that has what it
// needs. Section "needs".
func (r reading) firstNotLacking(line parser.EventTypeLine) (given string, ok bool) {
	for _, eventType := range append([]string{line.Value}, line.Else...) {
		if r.holds(needOf(r.table, eventType)) {
			return eventType, true
		}
	}
	return "", false
}

// needOf is what an event type needs; without a need, what holds always.
func needOf(table *parser.Table, eventType string) parser.Condition {
	for _, need := range table.Needs {
		if need.EventType == eventType {
			return need.When
		}
	}
	return parser.Condition{}
}

// preferredTo gives the value of a line, unless it is what was given.
func preferredTo(given, value string) string {
	if given == value {
		return ""
	}
	return value
}
