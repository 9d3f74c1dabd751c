package udm

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// requiredFile is the shape of udm_required_fields.json.
type requiredFile struct {
	MachineIdentifier identifierFile           `json:"machine_identifier"`
	UserIdentifier    identifierFile           `json:"user_identifier"`
	FieldLimits       []limitFile              `json:"field_limits"`
	EventTypes        map[string]eventTypeFile `json:"event_types"`
}

type identifierFile struct {
	Paths []string `json:"paths"`
}

type limitFile struct {
	Field    string   `json:"field"`
	Source   string   `json:"source"`
	MaxBytes int      `json:"max_bytes"`
	MaxChars int      `json:"max_chars"`
	Min      *float64 `json:"min"`
	Max      *float64 `json:"max"`
	Format   string   `json:"format"`
	Effect   string   `json:"effect"`
}

type eventTypeFile struct {
	Status      EventTypeStatus `json:"status"`
	Section     string          `json:"section"`
	Required    []ruleFile      `json:"required"`
	Recommended []ruleFile      `json:"recommended"`
	Notes       []string        `json:"notes"`
	Observed    string          `json:"observed"`
	Source      string          `json:"source"`
	Deprecated  bool            `json:"deprecated"`
}

type ruleFile struct {
	Rule  string    `json:"rule"`
	Path  string    `json:"path"`
	Paths []string  `json:"paths"`
	Noun  string    `json:"noun"`
	Value string    `json:"value"`
	When  string    `json:"when"`
	Level RuleLevel `json:"level"`
	Note  string    `json:"note"`
}

// platformGeneratedNote is the note by which the file marks event types that
// only the platform makes.
const platformGeneratedNote = "platform-generated; do not emit"

// addRequiredFields fills the event types, the identifiers and the limits.
func (s *Schema) addRequiredFields(p *published) error {
	s.machineIdentifierPaths = p.MachineIdentifier
	s.userIdentifierPaths = p.UserIdentifier
	if err := s.addEventTypes(p.EventTypes); err != nil {
		return err
	}
	for _, limit := range p.FieldLimits {
		if err := s.addLimit(limit); err != nil {
			return fmt.Errorf("limit of %s: %w", limit.Field, err)
		}
	}
	return nil
}

// addEventTypes resolves the event types, which are the values of the enum of
// metadata.event_type.
func (s *Schema) addEventTypes(files []publishedEventType) error {
	path, err := s.ParsePath("metadata.event_type")
	if err != nil {
		return err
	}
	enum := path.Last().Enum
	if enum == nil {
		return fmt.Errorf("%s is no enum", path)
	}
	s.eventTypeByName = make(map[string]*EventType, len(files))
	for _, file := range files {
		if !enum.Has(file.Name) {
			return fmt.Errorf("event type %s is not a value of %s", file.Name, enum.Name)
		}
		eventType, err := s.newEventType(file)
		if err != nil {
			return fmt.Errorf("event type %s: %w", file.Name, err)
		}
		s.eventTypes = append(s.eventTypes, eventType)
		s.eventTypeByName[file.Name] = eventType
	}
	slices.SortFunc(s.eventTypes, func(a, b *EventType) int {
		return cmp.Compare(enum.byName[a.Name], enum.byName[b.Name])
	})
	return nil
}

func (s *Schema) newEventType(file publishedEventType) (*EventType, error) {
	required, err := s.newRules(file.Required)
	if err != nil {
		return nil, fmt.Errorf("required: %w", err)
	}
	recommended, err := s.newRules(file.Recommended)
	if err != nil {
		return nil, fmt.Errorf("recommended: %w", err)
	}
	return &EventType{
		Name: file.Name, Status: file.Status, Section: file.Section,
		Required: required, Recommended: recommended,
		Notes: file.Notes, Observed: file.Observed, Source: file.Source,
		Deprecated:        file.Deprecated,
		PlatformGenerated: slices.Contains(file.Notes, platformGeneratedNote),
	}, nil
}

// newRules resolves rules and proves that every path in them exists.
func (s *Schema) newRules(files []ruleFile) ([]Rule, error) {
	rules := make([]Rule, 0, len(files))
	for _, file := range files {
		kind, ok := ruleKindOf(file.Rule)
		if !ok {
			return nil, fmt.Errorf("unknown kind of rule %q", file.Rule)
		}
		rule := Rule{
			Kind: kind, Path: file.Path, Paths: file.Paths, Noun: file.Noun,
			Value: file.Value, When: file.When, Condition: conditionOf(file.When),
			Level: file.Level, Note: file.Note,
		}
		for _, path := range s.FieldsOf(rule) {
			parsed, err := s.ParsePath(path)
			if err != nil {
				return nil, err
			}
			if enum := parsed.Last().Enum; rule.Kind == Equals && (enum == nil || !enum.Has(rule.Value)) {
				return nil, fmt.Errorf("%s cannot equal %q", path, rule.Value)
			}
		}
		rules = append(rules, rule)
	}
	return rules, nil
}

// FieldsOf returns the fields, in snake case, that a rule looks at.
func (s *Schema) FieldsOf(rule Rule) []string {
	switch rule.Kind {
	case Present, Equals:
		return []string{rule.Path}
	case AnyOf:
		return rule.Paths
	case MachineIdentifier:
		return below(rule.Noun, s.machineIdentifierPaths)
	case UserIdentifier:
		return below(rule.Noun, s.userIdentifierPaths)
	case RuleInvalid:
	}
	return nil
}

// below puts a noun in front of paths.
func below(noun string, paths []string) []string {
	full := make([]string, len(paths))
	for i, path := range paths {
		full[i] = noun + "." + path
	}
	return full
}

func ruleKindOf(word string) (RuleKind, bool) {
	for kind := Present; kind <= Equals; kind++ {
		if kind.String() == word {
			return kind, true
		}
	}
	return RuleInvalid, false
}

// conditionOf tells which documented conditions an event can decide; the
// comments on the Condition constants say why.
func conditionOf(when string) Condition {
	switch {
	case when == "":
		return Always
	case when == "remote activity":
		return PrincipalPresent
	case when == "principal is absent (local activity)":
		return PrincipalAbsent
	case strings.HasPrefix(when, "always wanted"):
		return NoMachineAnywhere
	}
	return Undecidable
}
