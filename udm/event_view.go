package udm

import (
	"math"
	"strings"
)

// eventView answers what an event, or one message in it, has at a path. It
// looks the path up in the tree; values of a wrong type count as present, as
// they are reported already.
type eventView struct {
	tree    *tree
	root    int32
	message *Message
}

// nothing is the index of no node.
const nothing = -1

// find returns the node at a path of snake-case names, the first element where
// the path runs through a list; nothing if there is none.
func (v eventView) find(path string) int32 {
	index, message := v.root, v.message
	for name := range strings.SplitSeq(path, ".") {
		child, field := v.child(index, message, name)
		if child == nothing {
			return nothing
		}
		index, message = child, field.Message
	}
	return index
}

// nearest returns the deepest node that exists on the way to a path: the place
// to point at when the path is missing.
func (v eventView) nearest(path string) int32 {
	for {
		if index := v.find(path); index != nothing {
			return index
		}
		dot := strings.LastIndexByte(path, '.')
		if dot < 0 {
			return v.root
		}
		path = path[:dot]
	}
}

// has reports whether the path has content anywhere.
func (v eventView) has(path string) bool { return v.hasAt(v.root, v.message, path) }

func (v eventView) hasAt(index int32, message *Message, path string) bool {
	name, rest, deeper := strings.Cut(path, ".")
	child, field := v.child(index, message, name)
	if child == nothing {
		return false
	}
	if !deeper {
		return v.hasContent(child, field)
	}
	if !field.Repeated || v.tree.nodes[child].kind != arrayNode {
		return field.Message != nil && v.hasAt(child, field.Message, rest)
	}
	for element := range v.tree.children(child) {
		if field.Message != nil && v.hasAt(element, field.Message, rest) {
			return true
		}
	}
	return false
}

// child returns the member of an object that sets a field to anything but
// null.
func (v eventView) child(object int32, message *Message, name string) (int32, *Field) {
	if message == nil || v.tree.nodes[object].kind != objectNode {
		return nothing, nil
	}
	wanted := message.byName[name]
	for child := range v.tree.children(object) {
		field, ok := message.byName[string(v.tree.key(child))]
		if ok && field == wanted && v.tree.nodes[child].kind != nullNode {
			return child, field
		}
	}
	return nothing, nil
}

// hasContent reports whether a value is anything that proto3 tells from an
// unset field, and a message holds any such thing. An empty message is set in
// proto's eyes, but says nothing.
func (v eventView) hasContent(index int32, field *Field) bool {
	switch kind := v.tree.nodes[index].kind; {
	case kind == nullNode:
		return false
	case kind == arrayNode:
		for element := range v.tree.children(index) {
			if v.hasElementContent(element, field) {
				return true
			}
		}
		return false
	default:
		return v.hasElementContent(index, field)
	}
}

func (v eventView) hasElementContent(index int32, field *Field) bool {
	switch n := v.tree.nodes[index]; {
	case n.kind == objectNode && field.Message == nil:
		return !v.tree.isEmpty(index)
	case n.kind == objectNode:
		for child := range v.tree.children(index) {
			member, ok := field.Message.byName[string(v.tree.key(child))]
			if ok && v.hasContent(child, member) {
				return true
			}
		}
		return false
	default:
		return field.hasPresence() || !isZero(v.tree, index, field)
	}
}

// isZero reports whether a scalar is its field's default, which proto3 does
// not tell from unset. A value of a wrong type is not.
func isZero(t *tree, index int32, field *Field) bool {
	switch kind := t.nodes[index].kind; field.Kind {
	case KindString, KindBytes:
		return kind == stringNode && len(t.str(index)) == 0
	case KindBool:
		return kind == boolNode && string(t.raw(index)) == "false"
	case KindEnum:
		return isZeroEnum(t, index, field.Enum)
	case KindInt32, KindInt64, KindUint32, KindUint64, KindFloat, KindDouble:
		return isZeroNumber(t, index, field)
	default:
		return false
	}
}

func isZeroNumber(t *tree, index int32, field *Field) bool {
	literal := t.raw(index)
	quoted := t.nodes[index].kind == stringNode
	if quoted {
		literal = t.str(index)
	}
	value, ok := field.parseNumber(literal, quoted)
	return ok && value == 0 && !math.Signbit(value) // proto3 tells -0.0 from 0.0
}

func isZeroEnum(t *tree, index int32, enum *Enum) bool {
	switch {
	case !enum.Numbered:
		return false
	case t.nodes[index].kind == stringNode:
		number, ok := enum.Number(string(t.str(index)))
		return ok && number == 0
	case t.nodes[index].kind == numberNode:
		number, ok := parseSigned(t.raw(index), 32)
		return ok && number == 0
	}
	return false
}
