package parser_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"pgregory.net/rapid"
)

// Generators of mapping tables that compile: random rows over destinations of
// every kind, with every key that a row may have.

// drawsNew lets tables use what the engine does not know yet.
const drawsNew = true

// writable is a destination with what may be done to it.
type writable struct {
	to          string
	kind        destinationKind
	conversions []string // "" is the one that fits
	constants   []string
}

// destinationKind is how a destination takes values.
type destinationKind int

const (
	single destinationKind = iota
	list
	labels
	belowRepeated // a field of the entries of a repeated message
)

// writables lists destinations of every kind.
func writables() []writable {
	texts := []string{"", "", "", "text", "json"}
	words := []string{"ACME", "a \"quoted\" \\ word", "日本", " padded "}
	fits := []string{""}
	return []writable{
		{"target.user.userid", single, texts, words},
		{"target.user.user_display_name", single, texts, words},
		{"metadata.description", single, texts, words},
		{"target.resource.name", single, texts, words},
		{"principal.application", single, texts, words},
		{"target.port", single, fits, []string{"443", "-1"}},
		{"network.http.response_code", single, fits, []string{"200"}},
		{"network.sent_bytes", single, fits, []string{"18446744073709551615"}},
		{"network.total_bytes", single, fits, []string{"-9223372036854775808"}},
		{"network.ipv6", single, fits, []string{"true"}},
		{"network.direction", single, fits, []string{"INBOUND"}},
		{"target.resource.resource_type", single, fits, []string{"STORAGE_BUCKET"}},
		{"target.resource.attribute.creation_time", single, fits, []string{"2020-01-01T00:00:00Z"}},
		{"target.user.last_login_time", single, fits, []string{"2020-01-01T00:00:00.5Z"}},
		{"target.user.email_addresses", list, texts, []string{"user1@example.com"}},
		{"target.user.department", list, texts, words},
		{"principal.ip", list, []string{"ip"}, []string{"192.0.2.1"}},
		{"extensions.auth.mechanism", list, fits, []string{"USERNAME_PASSWORD"}},
		{"target.user.attribute.labels", labels, texts, words},
		{"principal.resource.attribute.labels", labels, texts, words},
		{"additional.plain", single, texts, words},
		{"additional.with.dots and spaces", single, texts, words},
		{"additional.\"quoted\"", single, texts, words},
		{"target.user.attribute.roles.name", belowRepeated, texts, words},
		{"target.user.attribute.roles.description", belowRepeated, texts, words},
		{"security_result.summary", belowRepeated, texts, words},
		{"security_result.severity", belowRepeated, fits, []string{"LOW"}},
		{"security_result.action", belowRepeated, fits, []string{"BLOCK"}},
		{"security_result.category_details", belowRepeated, texts, words},
		{"security_result.detection_fields", belowRepeated, texts, words},
		{"about.user.userid", belowRepeated, texts, words},
		{"about.user.email_addresses", belowRepeated, texts, []string{"user2@example.com"}},
		{"about.user.attribute.labels", belowRepeated, texts, words},
		{"about.port", belowRepeated, fits, []string{"1"}},
	}
}

// tableSource draws the source of a table. JSON is YAML, so that no quoting of
// YAML's own is needed.
func tableSource(t *rapid.T) []byte {
	draft := tableDraft{each: map[string]string{}, most: map[string]int{}}
	for range 1 + below(t, "rows", 16) {
		draft.add(t)
	}
	if chance(t, "repeat", 40) {
		draft.repeat(t)
	}
	lines := eventTypeLines(t)
	document := map[string]any{"table": "drawn", "version": 1, "log_type": "DRAWN", "event_type": lines}
	if drawsNew {
		draft.addNew(t, lines)
		document["options"] = options(t)
		for name, section := range map[string]map[string]any{"needs": needs(t, lines), "dropped": dropped(t)} {
			if len(section) > 0 {
				document[name] = section
			}
		}
	}
	draft.order(t)
	document["extract"] = extracts(t)
	document["rows"] = slices.Concat(draft.rows, constantRows())
	return must(json.MarshalIndent(document, "", " "))
}

// addNew draws rows of the kinds that only some tables have.
func (d *tableDraft) addNew(t *rapid.T, lines []row) {
	d.madeKeyRows(t)
	if chance(t, "rest", 50) {
		d.rows = append(d.rows, restRow(t))
	}
	isElse := func(line row) bool { return line["else"] != nil }
	if slices.ContainsFunc(lines, isElse) && chance(t, "degraded", 80) {
		d.rows = append(d.rows, degradedRow(t))
	}
}

// row is a row as it stands in the table.
type row map[string]any

// constantRows are the rows that every table needs.
func constantRows() []row {
	return []row{
		{"id": "TIME", "from": "time", "to": "metadata.event_timestamp", "as": "timestamp", "required": true},
		{"id": "VENDOR", "value": "ACME", "to": "metadata.vendor_name"},
		{"id": "PRODUCT", "value": "Door", "to": "metadata.product_name"},
		{"id": "HOST", "value": "door.example.com", "to": "principal.hostname"},
	}
}

// tableDraft is a table while it is drawn.
type tableDraft struct {
	rows []row
	each map[string]string // by repeated message: the list its entries come from, or ""
	most map[string]int    // by list and what is written for its elements: how many entries, 0 for any number
}

// nextID is the id of the next row.
func (d *tableDraft) nextID() string { return "R" + strconv.Itoa(len(d.rows)+1) }

// add draws one more row.
func (d *tableDraft) add(t *rapid.T) {
	destination := pick(t, "destination", writables()...)
	drawn := row{"id": d.nextID(), "to": destination.to}
	d.drawEntry(t, destination, drawn)
	d.drawValue(t, destination, drawn)
	if _, isConstant := drawn["value"]; !isConstant {
		drawTests(t, drawn)
		if as := pick(t, "as", destination.conversions...); as != "" {
			drawn["as"] = as
		}
		d.drawChanges(t, destination, drawn)
	}
	d.drawMost(t, destination.to, drawn)
	if mayBeRequired(drawn) && chance(t, "required", 4) {
		drawn["required"] = true // without a condition: proofs about the two together may give up
	} else if chance(t, "condition", 30) {
		source := recordSource
		if drawn["each"] != nil {
			source = innerSource(drawn["each"])
		}
		drawn["when"] = inside(drawn["each"], condition(t, source))
	}
	d.rows = append(d.rows, drawn)
}

// repeat adds a row like one that is there, which finds what it writes written.
func (d *tableDraft) repeat(t *rapid.T) {
	again := maps.Clone(pick(t, "repeated row", d.rows...))
	again["id"] = "AGAIN"
	if mayBeRequired(again) && chance(t, "required", 30) {
		again["required"] = true
		delete(again, "when")
	}
	d.rows = append(d.rows, again)
}

// mayBeRequired reports whether a row may be required. Proofs that the time is
// there, too, may give up where it hangs on many sources.
func mayBeRequired(drawn row) bool {
	from := fmt.Sprint(drawn["from"])
	return drawn["from"] != nil && drawn["each"] == nil && !strings.Contains(from, "last") && !strings.Contains(from, "made")
}

// drawEntry decides how a row below a repeated message makes entries; all rows
// of one repeated message take them from the same list, or from none.
func (d *tableDraft) drawEntry(t *rapid.T, destination writable, drawn row) {
	if destination.kind != belowRepeated {
		if drawsNew && destination.kind == labels && chance(t, "labels for each", 40) {
			drawn["each"] = eachList(t)
		}
		return
	}
	message := repeatedMessage(destination.to)
	if _, decided := d.each[message]; !decided && chance(t, "entries of a list", 65) {
		d.each[message] = eachList(t)
	} else if !decided {
		d.each[message] = ""
	}
	if list := d.each[message]; list != "" {
		drawn["each"] = list
	} else if chance(t, "entry", 50) {
		drawn["entry"] = pick(t, "entry name", "one", "two")
	}
}

// repeatedMessage is the repeated message that a destination lies below.
func repeatedMessage(to string) string {
	for _, message := range []string{"target.user.attribute.roles", "security_result"} {
		if strings.HasPrefix(to, message+".") {
			return message
		}
	}
	return "about"
}

// drawValue draws a constant or sources, and the key of a label.
func (d *tableDraft) drawValue(t *rapid.T, destination writable, drawn row) {
	source := func() string { return recordSource(t) }
	if drawn["each"] != nil {
		source = func() string { return innerSource(drawn["each"])(t) }
	}
	isLabel := destination.kind == labels || destination.to == "security_result.detection_fields" || destination.to == "about.user.attribute.labels"
	isList := destination.kind == list || isLabel
	switch {
	case (drawn["each"] == nil || drawsNew && kindOf(destination.to) != single) && chance(t, "constant", 12):
		drawn["value"] = pick(t, "value", destination.constants...)
	case drawn["each"] == nil && chance(t, "previous", 10):
		drawn["from"], drawn["take"] = pairSource(t), "previous"
	case isList && chance(t, "several", 25):
		drawn["from"] = times(t, "sources", 2, 3, source)
	default:
		drawn["from"] = source()
	}
	if isLabel && (hasNoRawName(drawn) || chance(t, "key", 40)) {
		drawn["key"] = pick(t, "label key", "key", "key_2", "a.b", "日本")
	}
	if drawsNew && isLabel && drawn["each"] != nil && chance(t, "numbered", 40) {
		drawn["numbered"] = true
	}
}

// hasNoRawName reports whether a label of the row would have no key: there is
// none in a constant, nor in a part that is not a key.
func hasNoRawName(drawn row) bool {
	return drawn["value"] != nil || strings.Contains(fmt.Sprint(drawn["from"]), "<")
}

// order shuffles the rows and lets some of them append after others of the
// same list.
func (d *tableDraft) order(t *rapid.T) {
	d.rows = rapid.Permutation(d.rows).Draw(t, "file order")
	for i, later := range d.rows {
		for _, earlier := range d.rows[i+1:] {
			if later["to"] == earlier["to"] && appends(later) && earlier["each"] == nil && chance(t, "after", 30) {
				later["after"] = earlier["id"]
				break
			}
		}
	}
	for i, row := range d.rows {
		if i > 0 && row["after"] == nil && appends(row) && chance(t, "after before", 15) {
			for _, before := range d.rows[:i] {
				if before["to"] == row["to"] && before["after"] == nil && before["each"] == nil {
					row["after"] = before["id"]
					break
				}
			}
		}
	}
}

// appends reports whether a row appends to a list of its own accord, outside
// shared entries.
func appends(drawn row) bool {
	to, _ := drawn["to"].(string)
	return kindOf(to) != single && drawn["each"] == nil && drawn["entry"] == nil
}
