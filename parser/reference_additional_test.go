package parser_test

import (
	"slices"
	"strings"

	"github.com/udmap/udmap/parser"
)

// additional is the members of `additional` while they are written. Section
// "Where a value lands", the paragraphs on `additional`.
type additional struct {
	own     []string // keys that the table writes itself
	taken   []string
	members []string
}

// landAdditional writes `additional`. A key that the table writes itself stands
// where the table first names it; keys that are made of an element, and those
// of `<rest>`, stand where their row does.
func landAdditional(message string, deliveries []delivery) string {
	a := additional{own: ownKeys(deliveries)}
	for i, d := range deliveries {
		switch {
		case !d.to.isAdditional():
		case d.row.Each != "":
			if !slices.ContainsFunc(deliveries[:i], d.sharesEntries) {
				a.addElements(d.groupIn(deliveries))
			}
		case d.to.additionalKey == "":
			a.addNew(d.values)
		default:
			a.addOwn(d.to.additionalKey, deliveries)
		}
	}
	if a.members == nil {
		return message
	}
	return set(message, "additional", "{"+strings.Join(a.members, ",")+"}")
}

// ownKeys lists the keys that the table writes itself.
func ownKeys(deliveries []delivery) []string {
	var keys []string
	for _, d := range deliveries {
		if d.to.isAdditional() && d.row.Each == "" && d.to.additionalKey != "" {
			keys = append(keys, d.to.additionalKey)
		}
	}
	return keys
}

// addOwn adds the first value that a row has for a key, once.
func (a *additional) addOwn(key string, deliveries []delivery) {
	if slices.Contains(a.taken, key) {
		return
	}
	a.taken = append(a.taken, key)
	for _, d := range deliveries {
		if d.to.isAdditional() && d.row.Each == "" && d.to.additionalKey == key && len(d.values) > 0 {
			a.members = append(a.members, quoted(key)+":"+d.values[0].json)
			return
		}
	}
}

// addElements adds what the rows of a group have for each element. An element
// whose keys are taken makes no entry.
func (a *additional) addElements(group elementGroup) {
	entries, most := 0, group.most()
	for element := range group[0].elements {
		if most > 0 && entries == most {
			return
		}
		before := len(a.members)
		for _, d := range group {
			a.addNew(d.elements[element])
		}
		if len(a.members) > before {
			entries++
		}
	}
}

// addNew adds values whose key neither the table nor a value before them has.
func (a *additional) addNew(values []landedValue) {
	for _, landed := range values {
		if !slices.Contains(a.own, landed.key) && !slices.Contains(a.taken, landed.key) {
			a.taken = append(a.taken, landed.key)
			a.members = append(a.members, quoted(landed.key)+":"+landed.json)
		}
	}
}

// underMadeKey gives values under a key that is made of a field of the
// element: nothing where the element has no such field. `additional.KEY{source}`.
func (r reading) underMadeKey(values []landedValue, template string) []landedValue {
	made := r.madeText(template)
	if made == nil {
		return nil
	}
	return withKey(values, made[0].text)
}

// withKey gives values their key.
func withKey(values []landedValue, key string) []landedValue {
	var keyed []landedValue
	for _, landed := range values {
		if landed.key == "" {
			landed.key = key
		}
		keyed = append(keyed, landed)
	}
	return keyed
}

// isMadeKey reports whether the key of a row is made of a field of an element.
func isMadeKey(row parser.Row) bool {
	return row.Each != "" && strings.HasPrefix(row.To, "additional.")
}
