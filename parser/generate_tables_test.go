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
const drawsNew = false

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
	draft := tableDraft{each: map[string]string{}}
	for range 1 + below(t, "rows", 16) {
		draft.add(t)
	}
	if chance(t, "repeat", 40) {
		draft.repeat(t)
	}
	draft.order(t)
	document := map[string]any{
		"table": "drawn", "version": 1, "log_type": "DRAWN",
		"extract":    extracts(),
		"rows":       slices.Concat(draft.rows, constantRows()),
		"event_type": eventTypeLines(t),
	}
	return must(json.MarshalIndent(document, "", " "))
}

// row is a row as it stands in the table.
type row map[string]any

// extracts is the same in every table that is drawn: what rows make of it
// differs.
func extracts() map[string]any {
	return map[string]any{
		"detail":  map[string]any{"from": "text", "using": "dash-pairs"},
		"other":   map[string]any{"from": "nested.text", "using": "dash-pairs"},
		"json":    map[string]any{"from": "text", "using": "embedded-json"},
		"address": map[string]any{"first": []string{"detail.email", "detail.<first address>"}},
		"either":  map[string]any{"first": []string{"alpha", "detail.Name", "json.first.deep.er", "nested.one"}},
	}
}

// constantRows are the rows that every table needs.
func constantRows() []row {
	return []row{
		{"id": "TIME", "from": "time", "to": "metadata.event_timestamp", "as": "timestamp", "required": true},
		{"id": "VENDOR", "value": "ACME", "to": "metadata.vendor_name"},
		{"id": "PRODUCT", "value": "Door", "to": "metadata.product_name"},
		{"id": "HOST", "value": "door.example.com", "to": "principal.hostname"},
	}
}

// recordSource draws a source outside any list.
func recordSource(t *rapid.T) string {
	return pick(t, "source", "alpha", "beta", "gamma", "text", "nested.one", "nested.two.deep", `dotted\.key`, `nested.dotted\.key`, "either", "address",
		"detail.Name", "detail.role", "detail.Two Words", "detail.with.dot", "detail.user1@example.com", "detail.<subject>", "detail.<first address>", "detail.<second address>",
		"detail.<address key>", "other.Name", "other.<first address>", "json.first.userId", "json.first.deep.er", "json.first.options")
}

// innerSource draws a source inside an object of a list.
func innerSource(t *rapid.T) string {
	return pick(t, "inner source", "userId", "assistant", "options", "deep.er", `dotted\.key`)
}

// pairSource draws a source that may have a previous value.
func pairSource(t *rapid.T) string {
	return pick(t, "pair source", "detail.Name", "detail.role", "detail.<address key>", "other.Name")
}

// tableDraft is a table while it is drawn.
type tableDraft struct {
	rows []row
	each map[string]string // by repeated message: the list its entries come from, or ""
}

// add draws one more row.
func (d *tableDraft) add(t *rapid.T) {
	destination := pick(t, "destination", writables()...)
	drawn := row{"id": "R" + strconv.Itoa(len(d.rows)+1), "to": destination.to}
	d.drawEntry(t, destination, drawn)
	d.drawValue(t, destination, drawn)
	if _, isConstant := drawn["value"]; !isConstant {
		drawTests(t, drawn)
		if as := pick(t, "as", destination.conversions...); as != "" {
			drawn["as"] = as
		}
	}
	if drawn["from"] != nil && drawn["each"] == nil && chance(t, "required", 4) {
		drawn["required"] = true // without a condition: proofs about the two together may give up
	} else if chance(t, "condition", 30) {
		source := recordSource
		if drawn["each"] != nil {
			source = innerSource
		}
		drawn["when"] = condition(t, source)
	}
	d.rows = append(d.rows, drawn)
}

// repeat adds a row like one that is there, which finds what it writes written.
func (d *tableDraft) repeat(t *rapid.T) {
	again := maps.Clone(pick(t, "repeated row", d.rows...))
	again["id"] = "AGAIN"
	if again["from"] != nil && again["each"] == nil && chance(t, "required", 30) {
		again["required"] = true
		delete(again, "when")
	}
	d.rows = append(d.rows, again)
}

// drawEntry decides how a row below a repeated message makes entries; all rows
// of one repeated message take them from the same list, or from none.
func (d *tableDraft) drawEntry(t *rapid.T, destination writable, drawn row) {
	if destination.kind != belowRepeated {
		return
	}
	message := repeatedMessage(destination.to)
	if _, decided := d.each[message]; !decided {
		d.each[message] = pick(t, "each", "", "", "json.all", "json.rest", "items", "nested.items")
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
		source = func() string { return innerSource(t) }
	}
	isLabel := destination.kind == labels || destination.to == "security_result.detection_fields" || destination.to == "about.user.attribute.labels"
	isList := destination.kind == list || isLabel
	switch {
	case (drawsNew || drawn["each"] == nil) && chance(t, "constant", 12):
		drawn["value"] = pick(t, "value", destination.constants...)
	case drawn["each"] == nil && chance(t, "previous", 10):
		drawn["from"], drawn["take"] = pairSource(t), "previous"
	case isList && chance(t, "several", 25):
		drawn["from"] = times(t, "sources", 2, 3, source)
	default:
		drawn["from"] = source()
	}
	if isLabel && (hasNoRawName(drawn) || chance(t, "key", 40)) {
		drawn["key"] = pick(t, "label key", "key", "a.b", "日本")
	}
}

// hasNoRawName reports whether a label of the row would have no key: there is
// none in a constant, nor in a part that is not a key.
func hasNoRawName(drawn row) bool {
	return drawn["value"] != nil || strings.Contains(fmt.Sprint(drawn["from"]), "<")
}

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

// condition draws a condition on sources.
func condition(t *rapid.T, source func(*rapid.T) string) map[string]any {
	drawn := map[string]any{}
	constants := func() any {
		if chance(t, "one constant", 50) {
			return pick(t, "constant", "x", "Licensed", "On", "0", "true")
		}
		return []string{"user1@example.com", "x", "443"}
	}
	for range 1 + below(t, "lines", 2) {
		switch line := pick(t, "line", "any", "all", "none", "is", "is_not"); line {
		case "is", "is_not":
			drawn[line] = map[string]any{source(t): constants()}
		default:
			drawn[line] = slices.Compact(slices.Sorted(slices.Values(times(t, line, 1, 3, func() string { return source(t) }))))
		}
	}
	return drawn
}

// eventTypeLines draws the section event_type.
func eventTypeLines(t *rapid.T) []row {
	var lines []row
	for i := range below(t, "event-type lines", 4) {
		line := row{"id": "E" + strconv.Itoa(i+1)}
		if chance(t, "from the record", 50) {
			line["from"] = pick(t, "event type", "event_type", "alpha", "detail.Name", "either")
		} else {
			line["value"] = pick(t, "event type", "GENERIC_EVENT", "USER_UNCATEGORIZED", "STATUS_UPDATE")
		}
		if line["value"] != nil || chance(t, "condition", 30) {
			line["when"] = condition(t, recordSource)
		}
		lines = append(lines, line)
	}
	return append(lines, row{"id": "E0", "value": "GENERIC_EVENT"})
}

// order shuffles the rows and lets some of them append after others of the
// same list.
func (d *tableDraft) order(t *rapid.T) {
	d.rows = rapid.Permutation(d.rows).Draw(t, "file order")
	for i, later := range d.rows {
		for _, earlier := range d.rows[i+1:] {
			if later["to"] == earlier["to"] && appends(later) && chance(t, "after", 30) {
				later["after"] = earlier["id"]
				break
			}
		}
	}
	for i, row := range d.rows {
		if i > 0 && row["after"] == nil && appends(row) && chance(t, "after before", 15) {
			for _, before := range d.rows[:i] {
				if before["to"] == row["to"] && before["after"] == nil {
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
	for _, w := range writables() {
		if w.to == drawn["to"] {
			return w.kind != single && drawn["each"] == nil && drawn["entry"] == nil
		}
	}
	return false
}
