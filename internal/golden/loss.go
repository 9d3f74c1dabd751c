package golden

import (
	"encoding/json"
	"fmt"
	"strings"

	"github.com/udmap/udmap/udm"
)

// Loss is a field that the event type of an expected event requires, that the
// expected event has, and that is gone in what came out.
type Loss struct {
	Event     int    // counts from 1
	EventType string // of the expected event
	Field     string // in snake case, or a few of which one is needed
}

// String returns "event 2 loses target.user, which USER_LOGIN requires".
func (l Loss) String() string {
	return fmt.Sprintf("event %d loses %s, which %s requires", l.Event, l.Field, l.EventType)
}

// Losses lists the required fields that an update of the case would drop. Of
// an event that is gone altogether, that is every required field it had.
func (r Result) Losses() []Loss {
	section := r.Case.form(sectionEvents, sectionEventLines)
	written, _ := r.Case.section(section)
	expected, got := decodeEvents(written), decodeEvents(r.sections[section])
	var losses []Loss
	for i, event := range expected {
		var now map[string]any
		if i < len(got) {
			now = got[i]
		}
		for _, field := range lostFields(event, now) {
			losses = append(losses, Loss{Event: i + 1, EventType: eventTypeOf(event), Field: field})
		}
	}
	return losses
}

// decodeEvents reads JSON objects that follow one another; it stops at what is
// none.
func decodeEvents(text string) []map[string]any {
	var events []map[string]any
	decoder := json.NewDecoder(strings.NewReader(text))
	for {
		var event map[string]any
		if decoder.Decode(&event) != nil {
			return events
		}
		events = append(events, event)
	}
}

// lostFields names what one event had and has no more, of what its event type
// requires.
func lostFields(event, now map[string]any) []string {
	schema := udm.Default()
	eventType, known := schema.EventType(eventTypeOf(event))
	if !known {
		return nil
	}
	var lost []string
	for _, rule := range eventType.Required {
		paths := schema.FieldsOf(rule)
		if hasAny(schema, event, paths) && !hasAny(schema, now, paths) {
			lost = append(lost, strings.Join(paths, " or "))
		}
	}
	return lost
}

// hasAny reports whether an event has one of the fields.
func hasAny(schema *udm.Schema, event map[string]any, paths []string) bool {
	for _, text := range paths {
		if path, err := schema.ParsePath(text); err == nil && has(event, path.Steps()) {
			return true
		}
	}
	return false
}

// has follows the steps of a path, in either spelling and through any element
// of a list.
func has(value any, steps []udm.Step) bool {
	if list, ok := value.([]any); ok {
		for _, element := range list {
			if has(element, steps) {
				return true
			}
		}
		return false
	}
	if len(steps) == 0 {
		return value != nil
	}
	message, ok := value.(map[string]any)
	if !ok {
		return false
	}
	field := steps[0].Field
	return has(message[field.JSONName], steps[1:]) || has(message[field.Name], steps[1:])
}

// eventTypeOf is the event's metadata.event_type, "" if it has none.
func eventTypeOf(event map[string]any) string {
	metadata, _ := event["metadata"].(map[string]any)
	for _, key := range []string{"eventType", "event_type"} {
		if eventType, ok := metadata[key].(string); ok {
			return eventType
		}
	}
	return ""
}
