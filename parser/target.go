package parser

import (
	"errors"
	"slices"
	"strings"

	"github.com/udmap/udmap/udm"
)

// target is the field that a row sets. The zero target is none.
type target struct {
	path  udm.Path
	field *udm.Field
	// entries is how many steps lead to the repeated message that the field
	// lies below; 0 where there is none.
	entries int
}

// isLabels tells of a list of {key, value}.
func isLabels(field *udm.Field) bool { return field.Repeated && field.Type == "Label" }

// isList tells of a field that takes all values of all rows, or makes an entry
// of each.
func (t target) isList() bool { return t.field.Repeated || t.entries > 0 }

// isAdditional tells of a key of the event's free-form object.
func (t target) isAdditional() bool { return t.field.Kind == udm.KindStruct }

// list names the list that a row's values are appended to: the repeated
// message that the field lies below, or else the field.
func (t target) list() string {
	if t.entries > 0 {
		return pathOf(t.path.Steps()[:t.entries])
	}
	return t.path.String()
}

// below tells whether the target is the field of a path, or lies in it.
func (t target) below(path string) bool {
	return t.field != nil && (t.path.String() == path || strings.HasPrefix(t.path.String(), path+"."))
}

func pathOf(steps []udm.Step) string {
	names := make([]string, len(steps))
	for i, step := range steps {
		names[i] = step.Field.Name
	}
	return strings.Join(names, ".")
}

// target resolves the field of a row and reports what is wrong with it; the
// zero target where no row can set it.
func (c *checker) target(row *Row) target {
	if row.To == "" {
		return target{} // reported by Load
	}
	path, err := c.schema.ParsePath(row.To)
	if err != nil {
		c.unknownField(row, err)
		return target{}
	}
	t := newTarget(path)
	if spelling := path.String(); spelling != row.To {
		c.add(mapSpelling, hinted(c.at(row, "to"), "write "+spelling), row.To)
	}
	if !c.writable(row, t) {
		return target{}
	}
	c.status(row, path)
	c.keysOf(row, t)
	return t
}

func newTarget(path udm.Path) target {
	steps := path.Steps()
	t := target{path: path, field: path.Last()}
	for i, step := range steps[:len(steps)-1] {
		if step.Field.Repeated {
			t.entries = i + 1
			break
		}
	}
	return t
}

// unknownField points at the segment that is wrong.
func (c *checker) unknownField(row *Row, err error) {
	at := c.at(row, "to")
	failure, ok := errors.AsType[*udm.PathError](err)
	if !ok {
		c.add(mapUnknownField, detailed(at, err.Error()), row.To)
		return
	}
	at.Position = c.table.places.inside(row.Position, "to", theValue, row.To, failure.Offset)
	at.Detail = failure.Reason
	if failure.Suggestion != "" {
		at.Hint = suggest(failure.Suggestion)
	}
	c.add(mapUnknownField, at, row.To)
}

// writable reports a field that no row can set.
func (c *checker) writable(row *Row, t target) bool {
	steps := t.path.Steps()
	at := c.at(row, "to")
	if labels := len(steps) - 1; labels > 0 && isLabels(steps[labels-1].Field) {
		c.add(mapLabelPart, hinted(at, `write "to: `+pathOf(steps[:labels])+`" and "key"`), row.To)
		return false
	}
	switch {
	case t.path.String() == "metadata.event_type":
		c.add(mapEventTypeRow, at)
	case isLabels(t.field):
		return true
	case t.field.Kind == udm.KindMessage:
		c.add(mapNotAField, at, row.To)
	case slices.Contains(row.From, sourceRest):
		return c.takesRest(row, t)
	case t.isAdditional() && steps[len(steps)-1].Key == "":
		c.add(mapNotAField, hinted(at, "name a key of it: "+row.To+".KEY"), row.To)
	case t.isAdditional() && steps[0].Field.Name != "additional":
		c.add(mapUnwritable, hinted(at, "put the value into additional"), row.To, kindName(t.field))
	case !t.isAdditional() && fitting(t.field) == nil:
		c.add(mapUnwritable, hinted(at, "put the value into additional"), row.To, kindName(t.field))
	default:
		return true
	}
	return false
}

// takesRest reports a row that does more with the rest of a record than to put
// it into additional.
func (c *checker) takesRest(row *Row, t target) bool {
	if t.path.String() != "additional" || len(row.From) > 1 || row.Each != "" {
		c.add(mapRest, c.at(row, "to"))
		return false
	}
	for _, key := range rowForm().names() {
		switch key {
		case "id", "from", "to", "when", "line", "note", "waive":
		default:
			if c.table.places.has(row.Position, key) {
				c.add(mapIdleKey, c.atKey(row, key), key, "from: "+sourceRest)
			}
		}
	}
	return true
}
