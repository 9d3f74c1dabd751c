package browse

import (
	"strings"

	"github.com/udmap/udmap/udm"
)

// EventType is what a reader wants to know of one event type, its rules in
// words.
type EventType struct {
	Name        string   `json:"name"`
	Status      string   `json:"status"` // how well it is documented
	Deprecated  bool     `json:"deprecated,omitempty"`
	PlatformSet bool     `json:"platform_generated,omitempty"`
	Required    []Rule   `json:"required"`
	Recommended []Rule   `json:"recommended"`
	Notes       []string `json:"notes,omitempty"`
	Observed    string   `json:"observed,omitempty"`
	Source      string   `json:"source,omitempty"`
}

// Rule is one thing that an event type asks for.
type Rule struct {
	Kind  string   `json:"kind"`            // the schema's word: "present", "machine_identifier"
	Paths []string `json:"paths,omitempty"` // one of them is enough
	Value string   `json:"value,omitempty"` // that the path must have
	When  string   `json:"when,omitempty"`
	// Accepted without: the documentation says must, but events without it
	// are known to be accepted.
	AcceptedWithout bool   `json:"accepted_without,omitempty"`
	Note            string `json:"note,omitempty"`
}

// describe puts an event type into words.
func describe(schema *udm.Schema, eventType *udm.EventType) EventType {
	return EventType{
		Name:        eventType.Name,
		Status:      strings.ReplaceAll(string(eventType.Status), "_", " "),
		Deprecated:  eventType.Deprecated,
		PlatformSet: eventType.PlatformGenerated,
		Required:    rules(schema, eventType.Required),
		Recommended: rules(schema, eventType.Recommended),
		Notes:       eventType.Notes,
		Observed:    eventType.Observed,
		Source:      eventType.Source,
	}
}

func rules(schema *udm.Schema, list []udm.Rule) []Rule {
	described := make([]Rule, len(list))
	for i, rule := range list {
		described[i] = Rule{
			Kind:            rule.Kind.String(),
			Paths:           schema.FieldsOf(rule),
			Value:           rule.Value,
			When:            rule.When,
			AcceptedWithout: rule.Level != udm.LevelPlain,
			Note:            rule.Note,
		}
	}
	return described
}

// Demand says what is asked for: "one of principal.hostname, principal.ip".
func (r Rule) Demand() string {
	switch {
	case r.Value != "":
		return r.Paths[0] + " = " + r.Value
	case len(r.Paths) == 1:
		return r.Paths[0]
	}
	return "one of " + strings.Join(r.Paths, ", ")
}

// Remarks says under which circumstances it is asked for, "" if always.
func (r Rule) Remarks() string {
	var remarks []string
	if r.When != "" {
		remarks = append(remarks, "when: "+r.When)
	}
	if r.AcceptedWithout {
		remarks = append(remarks, "events without it are accepted too")
	}
	if r.Note != "" {
		remarks = append(remarks, r.Note)
	}
	return strings.Join(remarks, "; ")
}
