package comparison

import (
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/tidwall/gjson"

	"github.com/udmap/udmap/udm"
)

// value is one value of a field in an event.
type value struct {
	indexes string // of the lists around it: "[0][2]"
	json    string
}

// values holds the values of an event by field: the path in snake case without
// list indexes, and behind a struct or map its key.
type values map[string][]value

// fieldsOf takes an event apart. A message without fields is a value, as it is
// set; so is whatever stands at a key of a struct.
func fieldsOf(schema *udm.Schema, event []byte) values {
	found := values{}
	found.addMessage(schema.Root(), gjson.ParseBytes(event), "", "")
	return found
}

// fieldsThatMayDiffer takes two events apart, but for the members of the root
// that are the same in both: mostly that is most of an event.
func fieldsThatMayDiffer(schema *udm.Schema, before, after []byte) (old, now values) {
	old, now = values{}, values{}
	was, is := gjson.ParseBytes(before).Map(), gjson.ParseBytes(after).Map()
	for key, content := range was {
		if is[key].Raw != content.Raw {
			old.addMember(schema.Root(), key, content, "", "")
		}
	}
	for key, content := range is {
		if was[key].Raw != content.Raw {
			now.addMember(schema.Root(), key, content, "", "")
		}
	}
	return old, now
}

func (v values) addMessage(message *udm.Message, object gjson.Result, path, indexes string) {
	object.ForEach(func(key, content gjson.Result) bool {
		v.addMember(message, key.Str, content, path, indexes)
		return true
	})
}

// addMember adds what stands at one key of a message.
func (v values) addMember(message *udm.Message, key string, content gjson.Result, path, indexes string) {
	field, known := message.Field(key)
	if !known {
		v.add(join(path, key), indexes, content)
		return
	}
	name := join(path, field.Name)
	if !field.Repeated {
		v.addField(field, content, name, indexes)
		return
	}
	i := 0
	content.ForEach(func(_, element gjson.Result) bool {
		v.addField(field, element, name, indexes+"["+strconv.Itoa(i)+"]")
		i++
		return true
	})
}

// addField adds one value of a field, which may be a message.
func (v values) addField(field *udm.Field, content gjson.Result, path, indexes string) {
	isContainer := field.Kind == udm.KindMessage || field.Kind == udm.KindStruct || field.Kind == udm.KindMap
	switch {
	case !isContainer, !content.IsObject(), content.Raw == "{}":
		v.add(path, indexes, content)
	case field.Kind == udm.KindMessage:
		v.addMessage(field.Message, content, path, indexes)
	default:
		content.ForEach(func(key, below gjson.Result) bool {
			if field.Kind == udm.KindMap {
				v.addField(field.MapValue, below, join(path, key.Str), indexes)
			} else {
				v.add(join(path, key.Str), indexes, below)
			}
			return true
		})
	}
}

func (v values) add(path, indexes string, content gjson.Result) {
	v[path] = append(v[path], value{indexes, content.Raw})
}

// has tells whether the event has the field, or one below it.
func (v values) has(field string) bool {
	if _, there := v[field]; there {
		return true
	}
	for path := range v {
		if strings.HasPrefix(path, field) && path[len(field)] == '.' {
			return true
		}
	}
	return false
}

// join puts a key behind a path.
func join(path, key string) string {
	if path == "" {
		return shorten(key)
	}
	return path + "." + shorten(key)
}

// inOrder returns the JSON with the elements of every list in one order,
// whatever theirs is.
func inOrder(content gjson.Result) string {
	switch {
	case content.IsObject():
		var members []string
		content.ForEach(func(key, below gjson.Result) bool {
			members = append(members, key.Raw+":"+inOrder(below))
			return true
		})
		return "{" + strings.Join(members, ",") + "}"
	case content.IsArray():
		var elements []string
		for _, element := range content.Array() {
			elements = append(elements, inOrder(element))
		}
		slices.Sort(elements)
		return "[" + strings.Join(elements, ",") + "]"
	}
	return content.Raw
}

// shorten cuts a text at a character, so that strangers' texts are bounded.
func shorten(text string) string {
	if len(text) <= maxTextBytes {
		return text
	}
	cut := maxTextBytes
	for cut > 0 && !utf8.RuneStart(text[cut]) {
		cut--
	}
	return text[:cut] + "…"
}
