package browse

import (
	"strings"

	"github.com/udmap/udmap/udm"
)

// Found is what a search finds.
type Found struct {
	EventTypes []string `json:"event_types,omitempty"`
	// Fields has every matching field of every message once, at its shortest
	// path. Of the nouns, which all hold the same fields, that is principal.
	Fields []Field `json:"fields,omitempty"`
	// Values are enum values, as Enum.VALUE.
	Values []string `json:"values,omitempty"`
}

// Empty reports whether nothing was found.
func (f Found) Empty() bool { return len(f.EventTypes)+len(f.Fields)+len(f.Values) == 0 }

// Search finds the event types, fields and enum values whose names contain a
// word, letter case aside; a field is found under both its spellings.
func Search(schema *udm.Schema, word string) Found {
	contains := func(name string) bool { return strings.Contains(strings.ToLower(name), strings.ToLower(word)) }
	var found Found
	for _, eventType := range schema.EventTypes() {
		if contains(eventType.Name) {
			found.EventTypes = append(found.EventTypes, eventType.Name)
		}
	}
	for _, place := range shortestPlaces(schema.Root()) {
		for _, field := range place.message.Fields {
			if contains(field.Name) || contains(field.JSONName) {
				found.Fields = append(found.Fields, fieldAt(join(place.path, field.Name), join(place.jsonPath, field.JSONName), field))
			}
		}
	}
	for _, enum := range schema.Enums() {
		if enum.Name == "Metadata.EventType" {
			continue // found above, as event types
		}
		for _, value := range enum.Names() {
			if contains(value) {
				found.Values = append(found.Values, enum.Name+"."+value)
			}
		}
	}
	return found
}

// place is where a message is reached.
type place struct {
	path, jsonPath string
	message        *udm.Message
}

// shortestPlaces walks the messages breadth first, deprecated fields last, and
// returns each at the first place it is reached.
func shortestPlaces(root *udm.Message) []place {
	seen := map[*udm.Message]bool{root: true}
	places := []place{{message: root}}
	for _, deprecated := range []bool{false, true} {
		for i := 0; i < len(places); i++ {
			here := places[i]
			for _, field := range here.message.Fields {
				if field.Message == nil || seen[field.Message] || (field.Deprecated && !deprecated) {
					continue
				}
				seen[field.Message] = true
				places = append(places, place{join(here.path, field.Name), join(here.jsonPath, field.JSONName), field.Message})
			}
		}
	}
	return places
}
