package comparison

import (
	"slices"
	"strings"

	"github.com/tidwall/gjson"
)

// loss is a field that is lost, and who requires it.
type loss struct{ field, requiredBy string }

// oldTable is what requires a field that no event type does.
const oldTable = "the old table"

// addLosses counts what the old event has and needs, and the new one lacks. Of
// a record that is rejected now, that is all that its event needed. The type of
// the old event counts: to make the type a weaker one is how needs get lost.
// What is the same in both events may be missing from old and now: the fields
// of a rule are all below one member of the root.
func (c *Comparison) addLosses(place Place, before []byte, old, now values) {
	metadata := gjson.GetBytes(before, "metadata")
	var counted []string // a field is lost once, whoever requires it
	if eventType, known := c.schema.EventType(metadata.Get("eventType").Str); known {
		for _, rule := range eventType.Required {
			fields := c.schema.FieldsOf(rule)
			c.addLoss(place, old, now, fields, eventType.Name)
			counted = append(counted, fields...)
		}
	}
	required := c.options.Required[""]
	if logType := metadata.Get("logType").Str; logType != "" {
		required = slices.Concat(required, c.options.Required[logType])
	}
	for _, field := range required {
		if !slices.Contains(counted, field) {
			c.addLoss(place, old, now, []string{field}, oldTable)
		}
	}
}

// addLoss counts the loss of fields of which one is needed.
func (c *Comparison) addLoss(place Place, old, now values, fields []string, requiredBy string) {
	was := firstOf(old, fields)
	if was == "" || firstOf(now, fields) != "" {
		return
	}
	name := strings.Join(fields, " or ")
	lost, known := c.losses[loss{name, requiredBy}]
	if !known {
		lost = &LostField{Field: name, RequiredBy: requiredBy, First: Example{Record: place, Before: textOf(old[was], false)}}
		c.losses[loss{name, requiredBy}] = lost
	}
	lost.Events++
}

// firstOf returns the first of the fields that an event has, "" for none.
func firstOf(event values, fields []string) string {
	for _, field := range fields {
		if event.has(field) {
			return field
		}
	}
	return ""
}
