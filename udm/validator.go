package udm

import "fmt"

// MaxEventBytes is the size that the import API takes a request in. An event
// beyond it can never be sent and is not looked into.
const MaxEventBytes = 4 << 20

// Validator judges UDM events, whoever wrote them. It is immutable and safe
// for concurrent use.
type Validator struct {
	schema     *Schema
	noun       *Message // the message that principal, target and the others have
	tags       *Field   // metadata.tags
	eventTypes *Enum    // of metadata.event_type
	rules      map[string]RuleInfo
}

// NewValidator returns a validator for events of the schema; nil is the
// Default schema.
func NewValidator(s *Schema) *Validator {
	if s == nil {
		s = Default()
	}
	v := &Validator{schema: s, rules: make(map[string]RuleInfo)}
	v.noun = s.field("principal").Message
	v.tags = s.field("metadata.tags")
	v.eventTypes = s.field("metadata.event_type").Enum
	for _, rule := range ValidatorRules() {
		v.rules[rule.ID] = rule
	}
	return v
}

// Validate judges one event: a bare UDM object as proto JSON, or the object
// {"udm": {...}} that events:import wraps it in, which makes a note. It finds
// everything at once, ordered by place; nil means that there is nothing to
// say. Of findings that repeat (one rule, one field of the schema) the first
// ten are returned, and the tenth counts the others.
//
// It has an error for every text that strict protojson refuses, and does not
// panic on any. It knows no clock, so it does not judge whether an event is
// from the future.
func (v *Validator) Validate(event []byte) Diagnostics {
	j := judgement{validator: v, findings: findings{rules: v.rules}}
	if len(event) > MaxEventBytes {
		j.report(ruleSize, 0, nil, func(d *Diagnostic) { d.Detail = fmt.Sprintf("%d bytes", len(event)) })
		return j.sorted(event)
	}
	parsed, err := parse(event)
	switch {
	case err != nil && err.tooDeep:
		j.report(ruleNesting, err.offset, nil, func(d *Diagnostic) { d.Detail = err.reason })
	case err != nil:
		j.report(ruleSyntax, err.offset, nil, func(d *Diagnostic) { d.Detail = err.reason })
	default:
		j.tree = parsed
		j.event(j.unwrap())
	}
	return j.sorted(event)
}

// judgement is the judging of one event. path is where the walk stands.
type judgement struct {
	findings
	validator *Validator
	tree      *tree
	path      []byte
}

// unwrap returns the node of the event itself.
func (j *judgement) unwrap() int32 {
	const root, first = 0, 1
	if j.tree.nodes[root].kind != objectNode || j.tree.isEmpty(root) ||
		j.tree.nodes[first].next != j.tree.nodes[root].next ||
		j.tree.nodes[first].kind != objectNode || string(j.tree.key(first)) != "udm" {
		return root
	}
	j.reportKey(ruleWrapper, first, nil, nil)
	return first
}

// event judges the event at a node: first what is there, field by field, then
// what is missing.
func (j *judgement) event(index int32) {
	if j.tree.nodes[index].kind != objectNode {
		j.reportValue(ruleObject, index, nil, func(d *Diagnostic) {
			d.Detail = "it is " + j.tree.nodes[index].kind.String()
		})
		return
	}
	j.message(index, j.validator.schema.root)
	view := eventView{tree: j.tree, root: index, message: j.validator.schema.root}
	j.required(view)
	j.advice(view)
}

// field returns the field at a path, an empty one if the schema has none.
func (s *Schema) field(path string) *Field {
	parsed, err := s.ParsePath(path)
	if err != nil {
		return new(Field)
	}
	return parsed.Last()
}
