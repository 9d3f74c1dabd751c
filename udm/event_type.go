package udm

// EventType is one value of metadata.event_type with what its events need.
type EventType struct {
	// Name is the enum value: "USER_LOGIN".
	Name string
	// Status tells how well the needs are documented.
	Status EventTypeStatus
	// Section is the heading of the usage guide, "" if it has none.
	Section string
	// Required are the rules that the usage guide states.
	Required []Rule
	// Recommended mixes the guide's optional fields with what Google's own
	// parsers fill: advice.
	Recommended []Rule
	// Notes are remarks for whoever picks the event type.
	Notes []string
	// Observed tells what accepted events were seen to carry, "" if none was.
	Observed string
	// Source is the address of the documentation.
	Source string
	// Deprecated event types are still accepted.
	Deprecated bool
	// PlatformGenerated event types are made by Google Security Operations
	// itself and are not to be sent.
	PlatformGenerated bool
}

// EventTypeStatus tells how well an event type's needs are documented.
type EventTypeStatus string

// The statuses.
const (
	// Documented in the UDM usage guide.
	Documented EventTypeStatus = "documented"
	// DocumentedElsewhere in Google's documentation, not in the usage guide.
	DocumentedElsewhere EventTypeStatus = "documented_elsewhere"
	// Undocumented beyond the rules that hold for every event.
	Undocumented EventTypeStatus = "undocumented"
	// Invalid is EVENTTYPE_UNSPECIFIED, which no event may carry.
	Invalid EventTypeStatus = "invalid"
)

// RuleKind is the way a Rule decides.
type RuleKind uint8

// The rule kinds. The zero value is invalid.
const (
	RuleInvalid       RuleKind = iota
	Present                    // Path is not empty
	AnyOf                      // at least one of Paths is not empty
	MachineIdentifier          // Noun has one of Schema.MachineIdentifierPaths
	UserIdentifier             // Noun has one of Schema.UserIdentifierPaths
	Equals                     // Path has the value Value
)

// String returns the schema file's word for the kind.
func (k RuleKind) String() string {
	switch k {
	case Present:
		return "present"
	case AnyOf:
		return "any_of"
	case MachineIdentifier:
		return "machine_identifier"
	case UserIdentifier:
		return "user_identifier"
	case Equals:
		return "equals"
	case RuleInvalid:
	}
	return "invalid"
}

// Rule is one thing that an event type needs.
type Rule struct {
	Kind RuleKind
	// Path is the field of Present and Equals, in snake case.
	Path string
	// Paths are the fields of AnyOf.
	Paths []string
	// Noun is the noun of MachineIdentifier and UserIdentifier: "principal".
	Noun string
	// Value is the enum value that Equals asks for.
	Value string
	// When is the documentation's condition in words; "" holds always.
	When string
	// Condition is When as far as an event can decide it.
	Condition Condition
	// Level tells how strongly the documentation words the rule.
	Level RuleLevel
	Note  string
}

// RuleLevel tells how strongly the documentation words a rule.
type RuleLevel string

const (
	// LevelPlain is a rule of the list that holds it: a demand in
	// EventType.Required, advice in EventType.Recommended.
	LevelPlain RuleLevel = ""
	// MustPerGuide is worded as a must by the usage guide, but events without
	// it are known to be accepted.
	MustPerGuide RuleLevel = "must_per_guide"
	// MustPerOverview is the same of the UDM overview page.
	MustPerOverview RuleLevel = "must_per_overview"
)

// Condition is when a Rule applies, as far as an event can decide it.
type Condition uint8

const (
	// Always is a rule without a condition.
	Always Condition = iota
	// PrincipalPresent stands for "remote activity": the usage guide forbids a
	// principal in local logins, so an event that has one is remote.
	PrincipalPresent
	// PrincipalAbsent stands for "principal is absent (local activity)".
	PrincipalAbsent
	// NoMachineAnywhere stands for "always wanted": the rule is broken only if
	// neither principal nor target has a machine identifier, as a local change
	// needs just one.
	NoMachineAnywhere
	// Undecidable conditions speak of facts that are not in the event.
	Undecidable
)
