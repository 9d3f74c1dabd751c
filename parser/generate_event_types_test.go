package parser_test

import (
	"slices"
	"strconv"

	"pgregory.net/rapid"
)

// Generators of the sections event_type and needs.

// eventTypeLines draws the section event_type.
func eventTypeLines(t *rapid.T) []row {
	var lines []row
	for i := range below(t, "event-type lines", 4) {
		line := row{"id": "E" + strconv.Itoa(i+1)}
		if chance(t, "from the record", 50) {
			line["from"] = pick(t, "event type", "event_type", "alpha", "detail.Name", "either")
		} else {
			line["value"] = pick(t, "event type", "GENERIC_EVENT", "USER_UNCATEGORIZED", "STATUS_UPDATE")
			drawElse(t, line)
		}
		if line["value"] != nil || chance(t, "condition", 30) {
			line["when"] = condition(t, recordSource)
		}
		lines = append(lines, line)
	}
	return append(lines, row{"id": "E0", "value": "GENERIC_EVENT"})
}

// drawElse draws what takes the place of a line's event type.
func drawElse(t *rapid.T, line row) {
	if !drawsNew || !chance(t, "else", 50) {
		return
	}
	others := slices.DeleteFunc([]string{"USER_UNCATEGORIZED", "STATUS_UPDATE", "GENERIC_EVENT"}, func(other string) bool { return other == line["value"] })
	switch pick(t, "how many", "one", "the other", "both") {
	case "one":
		line["else"] = others[0]
	case "the other":
		line["else"] = others[1:]
	default:
		line["else"] = others
	}
}

// needs draws the section needs, for event types that lines give.
func needs(t *rapid.T, lines []row) map[string]any {
	drawn := map[string]any{}
	for _, line := range lines {
		value, isValue := line["value"].(string)
		if isValue && value != "GENERIC_EVENT" && chance(t, "need", 70) {
			drawn[value] = condition(t, recordSource)
		}
	}
	return drawn
}

// degradedRow draws a row that says what an event was degraded from.
func degradedRow(t *rapid.T) row {
	drawn := row{"id": "DEGRADED", "from": "<degraded from>"}
	drawn["to"] = pick(t, "degraded to", "additional.event_type_degraded_from", "additional.plain", "metadata.description", "target.user.attribute.labels", "target.user.department")
	if drawn["to"] == "target.user.attribute.labels" {
		drawn["key"] = "preferred"
	}
	if chance(t, "mapped", 30) {
		drawn["map"] = mapping{{"user_*", "a user's event"}}
	}
	return drawn
}
