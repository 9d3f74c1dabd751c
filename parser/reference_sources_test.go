package parser_test

import (
	"slices"
	"strings"

	"github.com/tidwall/gjson"

	"github.com/udmap/udmap/parser"
)

// reading is one record, or one element of a list, seen through one table.
type reading struct {
	table     *parser.Table
	record    gjson.Result
	preferred string // the event type that the event was degraded from, "" if it was not
}

// source gives the values that a source names, empty ones included.
// Section "Sources: what `from` may name".
func (r reading) source(name string) []value {
	if option, ok := optionNamed(r.table, name); ok {
		return option
	}
	switch extract, part, ok := extractNamed(r.table, name); {
	case ok && r.holds(extract.When):
		return r.partOf(extract, part)
	case ok:
		return nil
	}
	switch name {
	case "<degraded from>":
		return []value{textValue(r.preferred)}
	case "<element>":
		return r.scalarElement()
	}
	return valuesOf(lookUp(r.record, splitPath(name)))
}

// partOf gives the values of a part of an extract. Section "extract".
func (r reading) partOf(extract *parser.Extract, part string) []value {
	switch {
	case extract.First != nil:
		return r.firstNotEmpty(extract.First)
	case extract.Text != "":
		return r.madeText(extract.Text)
	}
	switch text := r.textOf(extract); extract.Using {
	case "dash-pairs":
		return splitDashPairs(text).part(part)
	case "change-lines":
		return changePart(text, part)
	case "ip-addresses":
		return addressListPart(text, part)
	case "url":
		return urlPart(text, part)
	case "halves":
		return halfPart(text, extract.At, part)
	}
	path, _ := strings.CutPrefix(part, "first.")
	for _, object := range r.embeddedObjects(extract) {
		return valuesOf(lookUp(object, splitPath(path)))
	}
	return nil
}

// firstNotEmpty gives the values of the first source that has one.
// Section "extract".
func (r reading) firstNotEmpty(sources []string) []value {
	for _, source := range sources {
		if _, ok := r.one(source); ok {
			return r.source(source)
		}
	}
	return nil
}

// one gives the value of a source where one is asked for: the first that is
// not empty.
func (r reading) one(source string) (first value, ok bool) {
	for _, value := range r.source(source) {
		if value = value.trimmed(); !value.isEmpty() {
			return value, true
		}
	}
	return value{}, false
}

// embeddedObjects gives the objects of the JSON in the field that an extract
// reads.
func (r reading) embeddedObjects(extract *parser.Extract) []gjson.Result {
	embedded, _, _ := cutEmbeddedJSON(r.textOf(extract))
	return objectsOf(gjson.Parse(embedded))
}

// textOf is the text that an extractor works on: as it stands in the record,
// not trimmed. An array or object has no text.
func (r reading) textOf(extract *parser.Extract) string {
	for _, value := range r.source(extract.From) {
		if !value.trimmed().isEmpty() {
			return value.text
		}
	}
	return ""
}

// extractNamed finds the extract that a source names, and the part behind the
// first dot. An extract hides a raw field of the same name.
func extractNamed(table *parser.Table, source string) (extract *parser.Extract, part string, ok bool) {
	name, part, _ := strings.Cut(source, ".")
	for i := range table.Extracts {
		if table.Extracts[i].Name == name {
			return &table.Extracts[i], part, true
		}
	}
	return nil, "", false
}

// rawName is the last part of a source: the key of a label that has no other.
func rawName(table *parser.Table, source string) string {
	extract, part, ok := extractNamed(table, source)
	switch {
	case ok && (extract.First != nil || extract.Text != ""):
		return extract.Name
	case ok && (extract.Using == "dash-pairs" || extract.Using == "change-lines"):
		return part
	}
	path := splitPath(source)
	return path[len(path)-1]
}

// splitPath splits a raw path at its dots; `\.` is a dot inside a key.
func splitPath(path string) []string {
	const dot = "\x00" // stands for `\.` while splitting; no table holds a NUL
	keys := strings.Split(strings.ReplaceAll(path, `\.`, dot), ".")
	for i := range keys {
		keys[i] = strings.ReplaceAll(keys[i], dot, ".")
	}
	return keys
}

// lookUp follows a path through nested objects.
func lookUp(from gjson.Result, path []string) gjson.Result {
	for _, key := range path {
		members := membersNamed(from, key)
		if len(members) == 0 {
			return gjson.Result{}
		}
		from = members[0]
	}
	return from
}

// membersNamed gives all members of an object with that key. It walks, where
// gjson's own paths would read wildcards and modifiers into the key.
func membersNamed(object gjson.Result, key string) []gjson.Result {
	var members []gjson.Result
	if !object.IsObject() {
		return nil
	}
	object.ForEach(func(name, member gjson.Result) bool {
		if decodeString(name.Raw) == key {
			members = append(members, member)
		}
		return true
	})
	return members
}

// objectsOf gives the objects of an array; an object counts as an array of one.
// Section "embedded-json".
func objectsOf(list gjson.Result) []gjson.Result {
	if list.IsObject() {
		return []gjson.Result{list}
	}
	return slices.DeleteFunc(list.Array(), func(element gjson.Result) bool { return !element.IsObject() })
}
