package tableschema

import (
	"slices"
	"strings"

	"github.com/udmap/udmap/parser"
	"github.com/udmap/udmap/udm"
)

// maxOffered is how many names a path may have that an editor offers. There is
// no end to longer ones, and nobody writes them.
const maxOffered = 5

// anyWay is an expression for names with dots between them.
const anyWay = `[a-z0-9_.]+`

// fields is the fields that a row can set, as JSON Schema can tell them: by
// regular expressions over their paths, as some messages hold themselves.
type fields struct {
	all     string
	labels  string
	groups  []group
	offered []string // the paths that an editor offers
}

// group is the fields that take the same conversions and the same values.
type group struct {
	pattern     string
	conversions []string
	enum        *udm.Enum // nil for any value
}

func newFields(schema *udm.Schema) *fields {
	all, known := paths{schema.Root(), anyWay}, paths{root: schema.Root()}
	f := &fields{
		all:    all.expression(func(*udm.Field) bool { return true }),
		labels: all.expression(parser.IsLabels),
	}
	for _, kind := range []udm.Kind{udm.KindTimestamp, udm.KindInt32, udm.KindInt64, udm.KindUint32, udm.KindUint64, udm.KindBool} {
		f.addGroup(&known, nil, func(field *udm.Field) bool { return field.Kind == kind })
	}
	for _, enum := range schema.Enums() {
		f.addGroup(&known, enum, func(field *udm.Field) bool { return field.Enum == enum })
	}
	f.offered = known.offered()
	return f
}

// addGroup adds the fields that take the values of the enum, any if nil.
func (f *fields) addGroup(paths *paths, enum *udm.Enum, keep func(*udm.Field) bool) {
	var conversions []string
	pattern := paths.expression(func(field *udm.Field) bool {
		if !keep(field) {
			return false
		}
		conversions = parser.Conversions(field)
		return true
	})
	if pattern != "" {
		f.groups = append(f.groups, group{pattern, conversions, enum})
	}
}

// paths makes regular expressions of the fields below a message.
type paths struct {
	root  *udm.Message
	again string // what stands for the way on from a message that the path has been to; "" for no way
}

// expression is what the paths of those fields match that a row can set and
// that are to be kept; "" where there are none.
func (p *paths) expression(keep func(*udm.Field) bool) string {
	below := p.below(p.root, nil, keep)
	if below == "" {
		return ""
	}
	return "^" + below + "$"
}

// below is the expression of the paths from a message down, which the messages
// in the path hold. A message that holds itself is told by a repetition; of one
// that does so by way of another, the way back may be any: to tell it would
// take an expression many times as long, for paths that nobody writes.
func (p *paths) below(message *udm.Message, path []*udm.Message, keep func(*udm.Field) bool) string {
	if slices.Contains(path, message) {
		return p.again
	}
	path = append(path, message)
	var leaves, itself []string
	var messages []*udm.Message
	steps := map[*udm.Message][]string{}
	for _, field := range message.Fields {
		switch inner := innerMessage(field); {
		case isWritable(field):
			if keep(field) {
				leaves = append(leaves, step(field))
			}
		case inner == message:
			itself = append(itself, step(field))
		case inner != nil:
			if steps[inner] == nil {
				messages = append(messages, inner)
			}
			steps[inner] = append(steps[inner], step(field))
		}
	}
	ways := leaves
	for _, inner := range messages {
		if further := p.below(inner, path, keep); further != "" {
			ways = append(ways, oneOf(steps[inner])+`\.`+further)
		}
	}
	switch {
	case len(ways) == 0:
		return ""
	case len(itself) > 0:
		return "(?:" + oneOf(itself) + `\.)*` + oneOf(ways)
	}
	return oneOf(ways)
}

// offered lists the paths that are short enough, and that are not deprecated or
// for the platform to set.
func (p *paths) offered() []string {
	var found []string
	var walk func(message *udm.Message, prefix string, length int)
	walk = func(message *udm.Message, prefix string, length int) {
		for _, field := range message.Fields {
			path := prefix + field.Name
			switch inner := innerMessage(field); {
			case field.Deprecated || field.PlatformSet || field.Kind == udm.KindMap:
			case isWritable(field) && field.Kind == udm.KindStruct:
				found = append(found, path+".KEY")
			case isWritable(field):
				found = append(found, path)
			case inner != nil && length < maxOffered && inner != message && (length == 1 || !p.isAtTop(inner)):
				walk(inner, path+".", length+1)
			}
		}
	}
	walk(p.root, "", 1)
	return found
}

// isAtTop tells of a message that an event has itself, such as a noun or a
// security result: within another it is rarely meant.
func (p *paths) isAtTop(message *udm.Message) bool {
	return slices.ContainsFunc(p.root.Fields, func(field *udm.Field) bool { return field.Message == message })
}

// isWritable tells of a field that a row can set.
func isWritable(field *udm.Field) bool {
	switch {
	case field.Kind == udm.KindStruct:
		return field.String() == "UDM.additional"
	case field.String() == "Metadata.event_type":
		return false // event_type lines set it
	}
	return parser.Conversions(field) != nil
}

// innerMessage is the message that a path goes on in behind a field, nil if
// none.
func innerMessage(field *udm.Field) *udm.Message {
	if field.Kind == udm.KindMap {
		return field.MapValue.Message
	}
	return field.Message
}

// step is a field within an expression. Behind one that takes keys of any
// name stands the key: of additional, all that follows, or nothing where the
// rest of a record goes there.
func step(field *udm.Field) string {
	switch field.Kind {
	case udm.KindStruct:
		return field.Name + `(?:\.[\s\S]+)?`
	case udm.KindMap:
		return field.Name + `\.[^.]+`
	default:
		return field.Name
	}
}

// oneOf is an expression for any of several.
func oneOf(expressions []string) string {
	if len(expressions) == 1 {
		return expressions[0]
	}
	return "(?:" + strings.Join(expressions, "|") + ")"
}
