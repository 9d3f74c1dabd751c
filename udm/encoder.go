package udm

import (
	"fmt"
	"slices"
)

// Encoder writes events as canonical proto JSON: the keys in schema order and
// one spelling, 64-bit integers as decimal strings, times with Z and 0, 3, 6
// or 9 digits of fraction, enum values by name, no white space, and nothing
// that proto3 does not tell from an unset field (null, "", 0, false, []). An
// empty message stays, as it is set.
//
// Two events are the same to the import API exactly if their canonical forms
// are equal, but for struct fields such as additional: their keys keep the
// order of the input, and their numbers the digits.
type Encoder struct {
	// Schema is the model; nil is the Default schema.
	Schema *Schema
	// Names is the spelling of keys.
	Names FieldNames
}

// EncodeError tells why a text is no event of the schema. [Validator.Validate]
// says more about the same text.
type EncodeError struct {
	// Field is the path of the value, in snake case with list indexes; "" for
	// the event as a whole.
	Field string
	// Offset is the byte offset of the value in the event.
	Offset int
	// Reason is why it cannot be encoded.
	Reason string
}

// Error returns "field: reason (byte offset)".
func (e *EncodeError) Error() string {
	if e.Field == "" {
		return fmt.Sprintf("%s (byte %d)", e.Reason, e.Offset)
	}
	return fmt.Sprintf("%s: %s (byte %d)", e.Field, e.Reason, e.Offset)
}

// Append reads one bare event, with any order and spelling of keys, and
// appends its canonical form. Where it returns an error, which is an
// *EncodeError, dst is returned as it was.
func (e Encoder) Append(dst, event []byte) ([]byte, error) {
	if e.Schema == nil {
		e.Schema = Default()
	}
	parsed, err := parse(event)
	if err != nil {
		return dst, &EncodeError{Offset: err.offset, Reason: err.reason}
	}
	w := eventWriter{tree: parsed, names: e.Names, out: dst}
	if err := w.message(0, e.Schema.root); err != nil {
		return dst, err
	}
	return w.out, nil
}

// eventWriter is the writing of one event. path is where the walk stands.
type eventWriter struct {
	tree  *tree
	names FieldNames
	out   []byte
	path  []byte
}

func (w *eventWriter) fail(index int32, format string, args ...any) error {
	return &EncodeError{
		Field:  string(w.path),
		Offset: int(w.tree.nodes[index].start),
		Reason: fmt.Sprintf(format, args...),
	}
}

func (w *eventWriter) wants(index int32, kind nodeKind) error {
	if found := w.tree.nodes[index].kind; found != kind {
		return w.fail(index, "wants %s, this is %s", kind, found)
	}
	return nil
}

// message writes the object at a node as a message.
func (w *eventWriter) message(index int32, message *Message) error {
	if err := w.wants(index, objectNode); err != nil {
		return err
	}
	set, err := w.fields(index, message)
	if err != nil {
		return err
	}
	w.out = append(w.out, '{')
	first := true
	for position, child := range set {
		if field := message.Fields[position]; child != 0 && !w.isUnset(child, field) {
			w.separate(&first)
			w.out = AppendString(w.out, field.Key(w.names))
			w.out = append(w.out, ':')
			if err := w.field(child, field); err != nil {
				return err
			}
		}
	}
	w.out = append(w.out, '}')
	return nil
}

// fields returns the node of each of the message's fields, 0 (which is the
// event itself) for one that is not set.
func (w *eventWriter) fields(index int32, message *Message) ([]int32, error) {
	set := make([]int32, len(message.Fields))
	var oneofs []string
	for child := range w.tree.children(index) {
		key := string(w.tree.key(child))
		field, ok := message.byName[key]
		if !ok {
			return nil, w.fail(child, "no field %s in %s", quote(key), message.Name)
		}
		if set[field.Index] != 0 {
			return nil, w.fail(child, "%q occurs twice in %s", field.Name, message.Name)
		}
		set[field.Index] = child
		if field.Oneof != "" && w.tree.nodes[child].kind != nullNode {
			if slices.Contains(oneofs, field.Oneof) {
				return nil, w.fail(child, "%q and another field of %s exclude one another", field.Name, message.Name)
			}
			oneofs = append(oneofs, field.Oneof)
		}
	}
	return set, nil
}

// isUnset reports whether a value is what the canonical form leaves out. A
// value of a wrong type is not: writing it gives the error.
func (w *eventWriter) isUnset(child int32, field *Field) bool {
	switch kind := w.tree.nodes[child].kind; {
	case kind == nullNode:
		return true
	case field.Repeated:
		return kind == arrayNode && w.tree.isEmpty(child)
	case field.Kind == KindMap:
		return kind == objectNode && w.tree.isEmpty(child)
	case field.hasPresence():
		return false
	default:
		return isZero(w.tree, child, field)
	}
}

// field writes the value of one field, list or not.
func (w *eventWriter) field(child int32, field *Field) error {
	defer w.enter("." + field.Name)()
	switch {
	case field.Kind == KindMap:
		return w.object(child, func(entry int32) error { return w.value(entry, field.MapValue) })
	case field.Repeated:
		return w.list(child, func(element int32) error { return w.value(element, field) })
	}
	return w.value(child, field)
}

// list writes a list, each element by write.
func (w *eventWriter) list(index int32, write func(element int32) error) error {
	if err := w.wants(index, arrayNode); err != nil {
		return err
	}
	w.out = append(w.out, '[')
	first, position := true, 0
	for element := range w.tree.children(index) {
		w.separate(&first)
		leave := w.enter(fmt.Sprintf("[%d]", position))
		if err := write(element); err != nil {
			return err
		}
		leave()
		position++
	}
	w.out = append(w.out, ']')
	return nil
}

// object writes an object with free keys, each value by write.
func (w *eventWriter) object(index int32, write func(member int32) error) error {
	if err := w.wants(index, objectNode); err != nil {
		return err
	}
	w.out = append(w.out, '{')
	first := true
	seen := make(map[string]bool)
	for member := range w.tree.children(index) {
		key := string(w.tree.key(member))
		if seen[key] {
			return w.fail(member, "the key %s occurs twice", quote(key))
		}
		seen[key] = true
		w.separate(&first)
		w.out = AppendString(w.out, key)
		w.out = append(w.out, ':')
		leave := w.enter("." + key)
		if err := write(member); err != nil {
			return err
		}
		leave()
	}
	w.out = append(w.out, '}')
	return nil
}

// separate writes a comma before every item but the first.
func (w *eventWriter) separate(first *bool) {
	if !*first {
		w.out = append(w.out, ',')
	}
	*first = false
}

// enter appends to the path and returns the function that takes it off again.
func (w *eventWriter) enter(step string) (leave func()) {
	length := len(w.path)
	if length == 0 {
		step = step[1:]
	}
	w.path = append(w.path, step...)
	return func() { w.path = w.path[:length] }
}
