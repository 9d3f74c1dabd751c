package udm

import (
	"fmt"
	"strconv"
)

// message judges the object at a node as a message: which keys it has, and
// the value of each.
func (j *judgement) message(index int32, message *Message) {
	seen := make([]int32, len(message.Fields)) // the node that set a field; 0, the root, for none
	oneofs := make(map[string]*Field)
	for child := range j.tree.children(index) {
		key := j.tree.key(child)
		field, ok := message.byName[string(key)]
		if !ok {
			j.unknownField(child, message, string(key))
			continue
		}
		if first := seen[field.Index]; first != 0 {
			j.repeatedField(child, first, field)
		} else {
			seen[field.Index] = child
		}
		if field.Oneof != "" && j.tree.nodes[child].kind != nullNode {
			if other, set := oneofs[field.Oneof]; set && other != field {
				j.secondOfOneof(child, field, other)
			}
			oneofs[field.Oneof] = field
		}
		j.field(child, field)
	}
	if message == j.validator.noun {
		j.port(index)
	}
}

func (j *judgement) unknownField(child int32, message *Message, key string) {
	defer j.enter("." + key)()
	j.reportKey(ruleUnknownField, child, message, func(d *Diagnostic) {
		d.Detail = fmt.Sprintf("no field %s in %s", quote(key), message.Name)
		if suggestion, ok := message.suggestField(key); ok {
			d.Hint = fmt.Sprintf("did you mean %q?", suggestion)
		}
	})
}

// repeatedField reports the second value of one field, in the same spelling or
// in the other.
func (j *judgement) repeatedField(child, first int32, field *Field) {
	defer j.enter("." + field.Name)()
	if string(j.tree.key(child)) == string(j.tree.key(first)) {
		j.reportKey(ruleDuplicateKey, child, field, nil)
		return
	}
	j.reportKey(ruleBothSpellings, child, field, func(d *Diagnostic) {
		d.Detail = fmt.Sprintf("both %q and %q are set", field.Name, field.JSONName)
	})
}

func (j *judgement) secondOfOneof(child int32, field, other *Field) {
	defer j.enter("." + field.Name)()
	j.reportKey(ruleOneof, child, field, func(d *Diagnostic) {
		d.Detail = fmt.Sprintf("%q is set too", other.Name)
	})
}

// field judges the value of one field, list or not.
func (j *judgement) field(child int32, field *Field) {
	defer j.enter("." + field.Name)()
	kind := j.tree.nodes[child].kind
	if kind == nullNode {
		return // proto JSON's way to say "not set"
	}
	j.status(child, field)
	switch {
	case field.Kind == KindMap:
		j.mapField(child, field)
	case !field.Repeated:
		j.value(child, field)
	case kind != arrayNode:
		j.reportValue(ruleList, child, field, func(d *Diagnostic) {
			d.Detail = fmt.Sprintf("%s is a list of %s, this is %s", field, field.typeName(), kind)
		})
	default:
		position := 0
		for element := range j.tree.children(child) {
			leave := j.enter("[" + strconv.Itoa(position) + "]")
			j.listElement(element, field)
			leave()
			position++
		}
	}
}

func (j *judgement) listElement(element int32, field *Field) {
	if j.tree.nodes[element].kind == nullNode {
		j.reportValue(ruleNullInList, element, field, nil)
		return
	}
	j.value(element, field)
}

// mapField judges an object whose keys are free and whose values all have the
// type of Field.MapValue.
func (j *judgement) mapField(child int32, field *Field) {
	if !j.isKind(child, field, objectNode) {
		return
	}
	j.freeKeys(child, field, func(entry int32) { j.listElement(entry, field.MapValue) })
}

// freeKeys visits the members of an object whose keys the schema does not
// name, and reports those that occur twice.
func (j *judgement) freeKeys(object int32, field *Field, visit func(member int32)) {
	seen := make(map[string]bool)
	for member := range j.tree.children(object) {
		key := string(j.tree.key(member))
		leave := j.enter("." + key)
		if seen[key] {
			j.reportKey(ruleDuplicateKey, member, field, nil)
		}
		seen[key] = true
		visit(member)
		leave()
	}
}

// status notes fields that are deprecated or not for senders to set.
func (j *judgement) status(child int32, field *Field) {
	switch {
	case field == j.validator.tags:
		j.reportKey(ruleTags, child, field, nil)
	case field.PlatformSet:
		j.reportKey(rulePlatformField, child, field, nil)
	case field.Deprecated:
		j.reportKey(ruleDeprecatedField, child, field, func(d *Diagnostic) { d.Detail = field.String() })
	}
}

// isKind reports a value that is not of the JSON kind that its field wants.
func (j *judgement) isKind(index int32, field *Field, wanted nodeKind) bool {
	kind := j.tree.nodes[index].kind
	if kind == wanted {
		return true
	}
	j.reportValue(ruleType, index, field, func(d *Diagnostic) {
		d.Detail = fmt.Sprintf("%s is a %s and wants %s, this is %s", field, field.typeName(), wanted, kind)
	})
	return false
}

// typeName names the type of a value, or of a list's element, for people.
func (f *Field) typeName() string {
	switch f.Kind {
	case KindMessage:
		return f.Message.Name
	case KindEnum:
		return f.Enum.Name
	default:
		return f.Kind.String()
	}
}

// enter appends to the path and returns the function that takes it off again.
func (j *judgement) enter(step string) (leave func()) {
	length := len(j.path)
	if length == 0 && step[0] == '.' {
		step = step[1:]
	}
	j.path = append(j.path, step...)
	return func() { j.path = j.path[:length] }
}

// reportKey reports at the key of a member, reportValue at a value. Both fill
// in the path.
func (j *judgement) reportKey(rule string, member int32, subject any, complete func(d *Diagnostic)) {
	j.reportHere(rule, int(j.tree.nodes[member].keyStart)-1, subject, complete)
}

func (j *judgement) reportValue(rule string, index int32, subject any, complete func(d *Diagnostic)) {
	j.reportHere(rule, int(j.tree.nodes[index].start), subject, complete)
}

func (j *judgement) reportHere(rule string, offset int, subject any, complete func(d *Diagnostic)) {
	j.report(rule, offset, subject, func(d *Diagnostic) {
		d.Field = string(j.path)
		if complete != nil {
			complete(d)
		}
	})
}

// quote quotes a value for a message and shortens a long one.
func quote(value string) string {
	const most = 80
	if len(value) <= most {
		return strconv.Quote(value)
	}
	runes := []rune(value[:most])
	return strconv.Quote(string(runes[:len(runes)-1])) + "…"
}
