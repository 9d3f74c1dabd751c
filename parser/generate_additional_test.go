package parser_test

import (
	"pgregory.net/rapid"
)

// Generators of what tables write into `additional` under keys that are made,
// and of the fields that they leave out.

// madeKeyRows draws rows that write under keys made of a field of an element.
func (d *tableDraft) madeKeyRows(t *rapid.T) {
	destination := writable{kind: single, conversions: []string{"", "text", "json"}, constants: []string{"ACME", " padded "}}
	for range below(t, "made keys", 4) {
		list := pick(t, "each", "fields", "fields", "fields", "items", "changes.all")
		key := map[string]string{"fields": "id", "items": "userId", "changes.all": "field"}[list]
		drawn := row{"id": d.nextID(), "each": list, "to": "additional." + pick(t, "before the key", "field_", "field_", "a.b ") + "{" + key + "}"}
		d.drawValue(t, destination, drawn)
		if drawn["value"] != nil {
			continue // constants alone make no member
		}
		drawTests(t, drawn)
		if as := pick(t, "as", destination.conversions...); as != "" {
			drawn["as"] = as
		}
		d.drawChanges(t, destination, drawn)
		d.drawMost(t, "additional", drawn)
		if chance(t, "condition", 20) {
			drawn["when"] = inside(list, condition(t, innerSource(list)))
		}
		d.rows = append(d.rows, drawn)
	}
}

// restRow draws the row that writes all the rest.
func restRow(t *rapid.T) row {
	drawn := row{"id": "REST", "from": "<rest>", "to": "additional"}
	if chance(t, "condition", 15) {
		drawn["when"] = condition(t, recordSource)
	}
	return drawn
}

// dropped draws the section dropped.
func dropped(t *rapid.T) map[string]any {
	drawn := map[string]any{}
	for range below(t, "dropped", 4) {
		drawn[pick(t, "field", "unread", "extra.deep", "extra.er", "nested.unread", "alpha", `dotted\.other`, "items")] = "it says nothing"
	}
	return drawn
}
