// Package browse answers a reader's questions about the UDM schema: which
// fields are there, of which type, and what an event type asks for.
package browse

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/udmap/udmap/udm"
)

// Page is the answer about one name. Of EventType, Fields and Values one is
// set, and Field besides Fields or Values where the name is a field.
type Page struct {
	Name      string     `json:"name"`
	Field     *Field     `json:"field,omitempty"`
	Fields    []Field    `json:"fields,omitempty"`
	Values    []string   `json:"values,omitempty"`
	EventType *EventType `json:"event_type,omitempty"`
}

// ErrNotFound means that the schema has nothing of that name.
var ErrNotFound = errors.New("no such field, event type, message or enum")

// Look finds a field by its path, an event type by its value, or a message or
// an enum by its name; the empty name is the root. The error wraps
// [ErrNotFound] or is a [udm.PathError], and says what was probably meant.
func Look(schema *udm.Schema, name string) (Page, error) {
	if name == "" {
		return Page{Name: schema.Root().Name, Fields: fieldsBelow("", "", schema.Root())}, nil
	}
	if eventType, ok := schema.EventType(name); ok {
		described := describe(schema, eventType)
		return Page{Name: name, EventType: &described}, nil
	}
	path, err := schema.ParsePath(name)
	if err == nil {
		return pageOfPath(path), nil
	}
	if message, ok := schema.Message(name); ok {
		return Page{Name: name, Fields: fieldsBelow("", "", message)}, nil
	}
	if enum, ok := schema.Enum(name); ok {
		return Page{Name: name, Values: enum.Names()}, nil
	}
	return Page{}, explainMiss(schema, name, err)
}

// pageOfPath describes a field and what is below it.
func pageOfPath(path udm.Path) Page {
	field := path.Last()
	described := fieldAt(path.String(), path.JSON(), field)
	page := Page{Name: path.String(), Field: &described}
	switch {
	case field.Message != nil:
		page.Fields = fieldsBelow(path.String(), path.JSON(), field.Message)
	case field.Enum != nil:
		page.Values = field.Enum.Names()
	}
	return page
}

// explainMiss says what was probably meant: a path that starts right is
// explained as a path, all else is compared with every name there is.
func explainMiss(schema *udm.Schema, name string, err error) error {
	wrong, ok := errors.AsType[*udm.PathError](err)
	if ok && wrong.Offset > 0 {
		return err
	}
	search := "udmap schema --search " + name
	if ok && wrong.Suggestion != "" {
		return fmt.Errorf("%w %s lists the names like it", err, search)
	}
	if meant, ok := udm.Suggest(name, Names(schema)); ok {
		return fmt.Errorf("%w: %q; did you mean %s? %s lists the names like it", ErrNotFound, name, meant, search)
	}
	return fmt.Errorf("%w: %q; try %s", ErrNotFound, name, search)
}

// Names lists the names of all event types, messages and enums.
func Names(schema *udm.Schema) []string {
	var names []string
	for _, eventType := range schema.EventTypes() {
		names = append(names, eventType.Name)
	}
	for _, message := range schema.Messages() {
		names = append(names, message.Name)
	}
	for _, enum := range schema.Enums() {
		names = append(names, enum.Name)
	}
	return names
}

// Paths lists the fields, by path, whose paths somebody may be typing: those
// of the message that the last complete step leads to, as far as they begin
// with what is typed.
func Paths(schema *udm.Schema, typed string) []Field {
	complete := ""
	if i := strings.LastIndexByte(typed, '.'); i >= 0 {
		complete = typed[:i]
	}
	page, err := Look(schema, complete)
	if err != nil || (complete != "" && page.Field == nil) {
		return nil
	}
	begun := slices.DeleteFunc(page.Fields, func(field Field) bool { return !strings.HasPrefix(field.Path, typed) })
	return slices.SortedFunc(slices.Values(begun), func(a, b Field) int { return cmp.Compare(a.Path, b.Path) })
}
