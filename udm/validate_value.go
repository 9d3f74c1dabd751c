package udm

import (
	"fmt"
	"strconv"
)

// value judges one value, which is not null, by the kind of its field.
func (j *judgement) value(index int32, field *Field) {
	switch field.Kind {
	case KindMessage:
		if j.isKind(index, field, objectNode) {
			j.message(index, field.Message)
		}
	case KindStruct:
		if j.isKind(index, field, objectNode) {
			j.structValue(index, field)
		}
	case KindString:
		if j.isKind(index, field, stringNode) {
			j.text(index, field)
		}
	case KindBool:
		j.isKind(index, field, boolNode)
	case KindInt32, KindInt64, KindUint32, KindUint64, KindFloat, KindDouble:
		j.number(index, field)
	case KindEnum:
		j.enum(index, field)
	case KindTimestamp:
		j.timestamp(index, field)
	case KindDuration:
		j.literal(index, field, ruleDuration, func(text []byte) bool { _, ok := parseDuration(text); return ok })
	case KindBytes:
		j.literal(index, field, ruleBase64, func(text []byte) bool { _, ok := parseBytes(text); return ok })
	case KindMap, KindInvalid: // a map is no single value; the loader refuses invalid kinds
	}
}

// literal judges a string that must have a form of proto JSON's.
func (j *judgement) literal(index int32, field *Field, rule string, wellFormed func(text []byte) bool) {
	if !j.isKind(index, field, stringNode) {
		return
	}
	if text := j.tree.str(index); !wellFormed(text) {
		j.reportText(rule, index, field)
	}
}

// reportText reports a value with itself as the detail.
func (j *judgement) reportText(rule string, index int32, field *Field) {
	j.reportValue(rule, index, field, func(d *Diagnostic) { d.Detail = quote(string(j.tree.str(index))) })
}

func (j *judgement) timestamp(index int32, field *Field) {
	if j.tree.nodes[index].kind != stringNode {
		j.reportValue(ruleTimestamp, index, field, func(d *Diagnostic) {
			d.Detail = "this is " + j.tree.nodes[index].kind.String()
		})
		return
	}
	switch text := j.tree.str(index); {
	case !isTimestamp(text):
		j.reportText(ruleTimestamp, index, field)
	case !isStrictTimestamp(text):
		j.reportText(ruleLooseTimestamp, index, field)
	}
}

func isTimestamp(text []byte) bool { _, ok := parseTimestamp(text); return ok }

// number judges a number, which may be written as a string too.
func (j *judgement) number(index int32, field *Field) {
	literal := j.tree.raw(index)
	switch j.tree.nodes[index].kind {
	case numberNode:
	case stringNode:
		literal = j.tree.str(index)
	default:
		j.isKind(index, field, numberNode)
		return
	}
	value, ok := field.parseNumber(literal, j.tree.nodes[index].kind == stringNode)
	if !ok {
		j.reportValue(ruleNumber, index, field, func(d *Diagnostic) {
			d.Detail = fmt.Sprintf("%s is no %s", quote(string(literal)), field.Kind)
		})
		return
	}
	j.numberRange(index, field, value)
}

// parseNumber reads a number of the field's kind. Only a string may be one of
// the words for not-a-number and infinity.
func (f *Field) parseNumber(literal []byte, quoted bool) (float64, bool) {
	isFloat := f.Kind == KindFloat || f.Kind == KindDouble
	if !isNumber(literal) && (!quoted || !isFloat) {
		return 0, false
	}
	switch f.Kind {
	case KindInt32:
		value, ok := parseSigned(literal, 32)
		return float64(value), ok
	case KindInt64:
		value, ok := parseSigned(literal, 64)
		return float64(value), ok
	case KindUint32:
		value, ok := parseUnsigned(literal, 32)
		return float64(value), ok
	case KindUint64:
		value, ok := parseUnsigned(literal, 64)
		return float64(value), ok
	case KindFloat:
		return parseFloat(literal, 32)
	case KindDouble:
		return parseFloat(literal, 64)
	default:
		return 0, false
	}
}

// enum judges the name of an enum's value, or its number.
func (j *judgement) enum(index int32, field *Field) {
	switch j.tree.nodes[index].kind {
	case stringNode:
		j.enumName(index, field)
	case numberNode:
		number, ok := parseSigned(j.tree.raw(index), 32)
		if !ok {
			j.reportValue(ruleNumber, index, field, func(d *Diagnostic) {
				d.Detail = fmt.Sprintf("%s is no enum number", quote(string(j.tree.raw(index))))
			})
			return
		}
		if _, known := field.Enum.ValueName(int32(number)); !known && field.Enum.Numbered {
			j.reportValue(ruleEnumNumber, index, field, func(d *Diagnostic) {
				d.Detail = fmt.Sprintf("%d is no value of %s", number, field.Enum.Name)
			})
		}
	default:
		j.isKind(index, field, stringNode)
	}
}

func (j *judgement) enumName(index int32, field *Field) {
	name := string(j.tree.str(index))
	if field.Enum.Has(name) {
		return
	}
	j.reportValue(ruleEnum, index, field, func(d *Diagnostic) {
		d.Detail = fmt.Sprintf("%s is no value of %s", quote(name), field.Enum.Name)
		if suggestion, ok := Suggest(name, field.Enum.Names()); ok {
			d.Hint = fmt.Sprintf("did you mean %q?", suggestion)
		}
	})
}

// structValue judges a free-form object. What UDM search finds in it is left
// to the advice on additional; here is what proto JSON refuses.
func (j *judgement) structValue(index int32, field *Field) {
	j.freeKeys(index, field, func(member int32) { j.freeValue(member, field) })
}

func (j *judgement) freeValue(index int32, field *Field) {
	switch j.tree.nodes[index].kind {
	case objectNode:
		j.structValue(index, field)
	case arrayNode:
		position := 0
		for element := range j.tree.children(index) {
			leave := j.enter("[" + strconv.Itoa(position) + "]")
			j.freeValue(element, field)
			leave()
			position++
		}
	case numberNode:
		if _, ok := parseFloat(j.tree.raw(index), 64); !ok {
			j.reportValue(ruleNumber, index, field, func(d *Diagnostic) {
				d.Detail = quote(string(j.tree.raw(index))) + " is beyond a double"
			})
		}
	case nullNode, boolNode, stringNode:
	}
}
