package parser_test

import (
	"encoding/json"
	"slices"
	"strings"

	"pgregory.net/rapid"
)

// Generators of the keys that change what a row writes, or how much.

// drawTests draws what makes a value not count.
func drawTests(t *rapid.T, drawn row) {
	if chance(t, "test", 20) {
		drawn[pick(t, "sense", "if", "unless")] = pick(t, "test", "email", "ip")
	}
	if chance(t, "blank", 20) {
		drawn["blank"] = pick(t, "blanks", []string{"-"}, []string{"-", "x", "0"}, []string{"null", "On"})
	}
	if chance(t, "verbatim", 10) && drawn["from"] == "alpha" {
		drawn["trim"] = false
	}
}

// drawChanges draws what makes another text of a value. What tests and maps
// make of an array is open where it stays whole, so that they are kept apart.
func (d *tableDraft) drawChanges(t *rapid.T, destination writable, drawn row) {
	if !drawsNew {
		return
	}
	isText := slices.Contains(destination.conversions, "text")
	hasTest := slices.ContainsFunc([]string{"if", "unless", "blank", "trim"}, func(key string) bool { return drawn[key] != nil })
	if isText && !hasTest && chance(t, "joined", 15) {
		drawn["as"] = "joined"
	}
	if drawn["as"] != "json" && drawn["as"] != "joined" && chance(t, "map", 20) {
		drawn["map"] = drawMap(t, destination.constants)
		if chance(t, "otherwise", 40) {
			drawn["otherwise"] = pick(t, "otherwise", destination.constants...)
		}
	}
	if isPlain := drawn["as"] == nil || drawn["as"] == "text"; isText && isPlain && drawn["map"] == nil && chance(t, "cut", 15) {
		drawn["cut"] = pick(t, "bytes", 1, 2, 3, 4, 7, 12)
	}
}

// mapping is a map whose entries stand in a certain order.
type mapping []struct{ pattern, constant string }

// MarshalJSON writes the entries as an object.
func (m mapping) MarshalJSON() ([]byte, error) {
	var entries []string
	for _, entry := range m {
		entries = append(entries, string(must(json.Marshal(entry.pattern)))+":"+string(must(json.Marshal(entry.constant))))
	}
	return []byte("{" + strings.Join(entries, ",") + "}"), nil
}

// drawMap draws a map to some constants.
func drawMap(t *rapid.T, constants []string) mapping {
	drawn := mapping{{pattern(t), pick(t, "constant", constants...)}}
	for range below(t, "more entries", 3) {
		more := pattern(t)
		isThere := slices.ContainsFunc(drawn, func(entry struct{ pattern, constant string }) bool { return entry.pattern == more })
		if !isThere {
			drawn = append(drawn, struct{ pattern, constant string }{more, pick(t, "constant", constants...)})
		}
	}
	return drawn
}

// drawMost draws how many values a list takes of each source or, with `each`,
// how many entries the rows of one list make together.
func (d *tableDraft) drawMost(t *rapid.T, to string, drawn row) {
	switch {
	case !drawsNew || drawn["value"] != nil:
	case drawn["each"] != nil:
		group := drawn["each"].(string) + " " + writtenForEach(to)
		if _, decided := d.most[group]; !decided {
			d.most[group] = pick(t, "most entries", 0, 0, 0, 1, 2, 3)
		}
		if most := d.most[group]; most > 0 {
			drawn["most"] = most
		}
	case (isListField(to) || drawn["entry"] == nil && kindOf(to) == belowRepeated) && chance(t, "most", 15):
		drawn["most"] = pick(t, "most values", 1, 2, 3)
	}
}

// writtenForEach is what rows with the same `each` write together.
func writtenForEach(to string) string {
	if kindOf(to) == belowRepeated {
		return repeatedMessage(to)
	}
	return to
}

// isListField reports whether a destination is itself a list.
func isListField(to string) bool {
	return kindOf(to) == list || kindOf(to) == labels || slices.Contains([]string{
		"security_result.action", "security_result.category_details", "security_result.detection_fields",
		"about.user.email_addresses", "about.user.attribute.labels",
	}, to)
}

// kindOf is the kind of a destination.
func kindOf(to string) destinationKind {
	for _, w := range writables() {
		if w.to == to {
			return w.kind
		}
	}
	return single
}
