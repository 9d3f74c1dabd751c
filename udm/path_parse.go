package udm

import (
	"fmt"
	"strings"
	"unicode"
)

// ParsePath resolves a dotted path from the root, in either spelling of field
// names: "target.user.userid", "metadata.eventType". Everything after a struct
// field is one key, verbatim, dots and spaces included
// ("additional.some key.with dots"); after a map field the key runs to the
// next dot. The error is a *PathError.
func (s *Schema) ParsePath(text string) (Path, error) {
	parse := pathParse{text: text, message: s.root}
	for {
		done, err := parse.step()
		if err != nil {
			return Path{}, err
		}
		if done {
			return parse.path(), nil
		}
	}
}

// pathParse is a path that is parsed up to offset; message is where its next
// segment is looked up.
type pathParse struct {
	text    string
	offset  int
	message *Message
	steps   []Step
}

// step consumes one segment, with the key if it is a struct or a map.
func (p *pathParse) step() (done bool, err error) {
	segment, _, more := strings.Cut(p.text[p.offset:], ".")
	field, err := p.field(segment)
	if err != nil {
		return false, err
	}
	p.offset += len(segment) + 1
	key := ""
	switch {
	case !more:
	case field.Kind == KindStruct:
		key, more = p.text[p.offset:], false
	case field.Kind == KindMap:
		key, _, more = strings.Cut(p.text[p.offset:], ".")
		p.offset += len(key) + 1
		p.message = field.MapValue.Message
	default:
		p.message = field.Message
	}
	p.steps = append(p.steps, Step{Field: field, Key: key})
	if key == "" && p.offset == len(p.text) && strings.HasSuffix(p.text, ".") {
		return false, p.fail("", "a name or key is missing after the last dot")
	}
	return !more, nil
}

// field looks one segment up.
func (p *pathParse) field(segment string) (*Field, error) {
	switch {
	case p.text == "":
		return nil, p.fail(segment, "the path is empty")
	case p.message == nil:
		last := p.steps[len(p.steps)-1].Field
		return nil, p.fail(segment, fmt.Sprintf("%s is a %s and has no fields", last, last.Kind))
	case segment == "":
		return nil, p.fail(segment, "a name is missing between the dots")
	}
	if field, ok := p.message.Field(segment); ok {
		return field, nil
	}
	failure := p.fail(segment, fmt.Sprintf("no field %q in %s", segment, p.message.Name))
	if name, _, indexed := strings.Cut(segment, "["); indexed {
		failure.Reason = fmt.Sprintf("list indexes such as %q are not part of a path", segment)
		if _, ok := p.message.Field(name); ok {
			failure.Suggestion = name
		}
		return nil, failure
	}
	failure.Suggestion, _ = p.message.suggestField(segment)
	return nil, failure
}

func (p *pathParse) fail(segment, reason string) *PathError {
	return &PathError{Path: p.text, Segment: segment, Offset: p.offset, Within: p.message, Reason: reason}
}

// path renders what was parsed in both spellings.
func (p *pathParse) path() Path {
	var snake, camel []string
	for _, step := range p.steps {
		snake = append(snake, step.Field.Name)
		camel = append(camel, step.Field.JSONName)
		if step.Key != "" {
			snake = append(snake, step.Key)
			camel = append(camel, step.Key)
		}
	}
	return Path{steps: p.steps, snake: strings.Join(snake, "."), camel: strings.Join(camel, ".")}
}

// suggestField returns the field that a wrong name probably meant, in the
// spelling of that name: one of exactly that name a message further down
// ("user.userid" for "userid" in a noun), or one of nearly the same name.
func (m *Message) suggestField(name string) (string, bool) {
	names := SnakeCase
	if strings.ContainsFunc(name, unicode.IsUpper) {
		names = CamelCase
	}
	for _, field := range m.Fields {
		if field.Message == nil || field.Deprecated {
			continue
		}
		if below, ok := field.Message.Field(name); ok {
			return field.Key(names) + "." + below.Key(names), true
		}
	}
	keys := make([]string, len(m.Fields))
	for i, field := range m.Fields {
		keys[i] = field.Key(names)
	}
	return Suggest(name, keys)
}
