package udm

import (
	"slices"
	"strings"
)

// required judges what the event must have: first what the documentation asks
// of every event, then what it asks of this event type.
func (j *judgement) required(event eventView) {
	if !event.has("metadata.event_timestamp") {
		j.missing(ruleNoTimestamp, event, "metadata.event_timestamp", nil)
	}
	for _, path := range []string{"metadata.vendor_name", "metadata.product_name"} {
		if !event.has(path) {
			j.missing(ruleProduct, event, path, nil)
		}
	}
	eventType := j.eventType(event)
	if (eventType == nil || eventType.Name != "GENERIC_EVENT") &&
		!event.has("principal") && !event.has("src") && !event.has("target") {
		j.missing(ruleNoNoun, event, "principal", nil)
	}
	j.nouns(event, eventType)
	if eventType != nil {
		j.rulesOf(event, eventType)
	}
}

// missing reports a path at the nearest place that exists.
func (j *judgement) missing(rule string, event eventView, path string, complete func(d *Diagnostic)) {
	j.report(rule, int(j.tree.nodes[event.nearest(path)].start), path, func(d *Diagnostic) {
		d.Field = path
		if complete != nil {
			complete(d)
		}
	})
}

// eventType returns the type of the event, nil if it has none that an event
// may have, and reports that.
func (j *judgement) eventType(event eventView) *EventType {
	const path = "metadata.event_type"
	index := event.find(path)
	if index == nothing {
		j.missing(ruleNoEventType, event, path, nil)
		return nil
	}
	name := j.enumValue(index, j.validator.eventTypes)
	eventType := j.validator.schema.eventTypeByName[name]
	if eventType == nil && j.tree.nodes[index].kind != numberNode {
		return nil // reported as no value of the enum
	}
	if eventType == nil || eventType.Status == Invalid {
		j.missing(ruleEventType, event, path, func(d *Diagnostic) { d.Detail = quote(name) })
		return nil
	}
	return eventType
}

// enumValue returns the name of an enum's value, which may be given by its
// number; the JSON text of anything else.
func (j *judgement) enumValue(index int32, enum *Enum) string {
	raw := j.tree.raw(index)
	switch j.tree.nodes[index].kind {
	case stringNode:
		return string(j.tree.str(index))
	case numberNode:
		number, ok := parseSigned(raw, 32)
		if name, known := enum.ValueName(int32(number)); ok && known {
			return name
		}
	case nullNode, boolNode, arrayNode, objectNode:
	}
	return string(raw)
}

// nouns judges what the guide says of nouns whatever the event type.
func (j *judgement) nouns(event eventView, eventType *EventType) {
	if event.has("principal") && !j.identifiesMachine(event, "principal") && !j.identifiesUser(event, "principal") &&
		!identifiedByRule(eventType, "principal") {
		j.missing(rulePrincipal, event, "principal", nil)
	}
	for _, path := range []string{"principal.email", "target.email", "principal.file", "principal.registry"} {
		if event.has(path) {
			j.missing(ruleMisplaced, event, path, nil)
		}
	}
}

// identifiedByRule reports whether the event type itself asks who the noun is;
// one finding on that is enough.
func identifiedByRule(eventType *EventType, noun string) bool {
	if eventType == nil {
		return false
	}
	for _, rule := range eventType.Required {
		if rule.Noun == noun && (rule.Condition == Always || rule.Condition == PrincipalPresent) {
			return true
		}
	}
	return false
}

func (j *judgement) identifiesMachine(event eventView, noun string) bool {
	return hasAny(event, below(noun, j.validator.schema.machineIdentifierPaths))
}

func (j *judgement) identifiesUser(event eventView, noun string) bool {
	return hasAny(event, below(noun, j.validator.schema.userIdentifierPaths))
}

func hasAny(event eventView, paths []string) bool {
	return slices.ContainsFunc(paths, event.has)
}

// rulesOf judges what the documentation asks of the event type. Conditions
// that the event does not decide, and mere recommendations, say nothing.
func (j *judgement) rulesOf(event eventView, eventType *EventType) {
	switch {
	case eventType.PlatformGenerated:
		j.missing(rulePlatformGenerated, event, "metadata.event_type", func(d *Diagnostic) { d.Detail = eventType.Name })
	case eventType.Deprecated:
		j.missing(ruleDeprecatedType, event, "metadata.event_type", func(d *Diagnostic) { d.Detail = eventType.Name })
	}
	for _, rule := range eventType.Required {
		if !isImplied(rule, eventType) {
			j.rule(event, eventType, rule)
		}
	}
	for _, rule := range eventType.Recommended {
		if rule.Level != LevelPlain {
			j.rule(event, eventType, rule)
		}
	}
}

// isImplied reports whether another rule of the event type asks for something
// within the field that this one asks for (target.user within target): one
// finding is enough then.
func isImplied(rule Rule, eventType *EventType) bool {
	if rule.Kind != Present {
		return false
	}
	for _, other := range eventType.Required {
		if other.Condition == Always && other.Level == LevelPlain && (other.Noun == rule.Path ||
			strings.HasPrefix(other.Path, rule.Path+".")) {
			return true
		}
	}
	return false
}

// parentPath cuts the last name off a path.
func parentPath(path string) string { return path[:strings.LastIndexByte(path, '.')] }

// rule judges one rule of the event type.
func (j *judgement) rule(event eventView, eventType *EventType, rule Rule) {
	if strings.HasPrefix(rule.Path, "metadata.") || !j.applies(event, rule.Condition) || j.holds(event, rule) {
		return
	}
	if rule.Level != LevelPlain && strings.Count(rule.Path, ".") > 1 && event.find(parentPath(rule.Path)) == nothing {
		return // that the parent is missing says enough
	}
	id, path, detail := j.describe(rule)
	if rule.Level != LevelPlain {
		id = ruleExpected
	}
	j.missing(id, event, path, func(d *Diagnostic) {
		d.Detail = eventType.Name + ": " + detail
		d.URL = eventType.Source
	})
}

// applies decides a condition as the comments on its constants say.
func (j *judgement) applies(event eventView, condition Condition) bool {
	switch condition {
	case Always:
		return true
	case PrincipalPresent:
		return event.has("principal")
	case PrincipalAbsent:
		return !event.has("principal")
	case NoMachineAnywhere:
		return !j.identifiesMachine(event, "principal") && !j.identifiesMachine(event, "target")
	case Undecidable:
	}
	return false
}

// holds decides a rule.
func (j *judgement) holds(event eventView, rule Rule) bool {
	switch rule.Kind {
	case Present:
		// Accepted events were seen to carry an empty extensions.auth.
		return event.has(rule.Path) || rule.Path == "extensions.auth" && event.find(rule.Path) != nothing
	case AnyOf:
		return hasAny(event, rule.Paths)
	case MachineIdentifier:
		return j.identifiesMachine(event, rule.Noun)
	case UserIdentifier:
		return j.identifiesUser(event, rule.Noun)
	case Equals:
		index := event.find(rule.Path)
		return index != nothing && j.enumValue(index, j.validator.schema.field(rule.Path).Enum) == rule.Value
	case RuleInvalid:
	}
	return true
}

// describe words a rule that does not hold.
func (j *judgement) describe(rule Rule) (id, path, detail string) {
	schema := j.validator.schema
	switch rule.Kind {
	case MachineIdentifier:
		return ruleMachine, rule.Noun, noneOf(below(rule.Noun, schema.machineIdentifierPaths))
	case UserIdentifier:
		return ruleUser, rule.Noun + ".user", noneOf(below(rule.Noun, schema.userIdentifierPaths))
	case AnyOf:
		return ruleField, rule.Paths[0], noneOf(rule.Paths)
	case Equals:
		return ruleFixedValue, rule.Path, rule.Path + " is not " + rule.Value
	case Present, RuleInvalid:
	}
	return ruleField, rule.Path, rule.Path + " is missing"
}

func noneOf(paths []string) string { return "it has none of " + strings.Join(paths, ", ") }
