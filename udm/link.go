package udm

import (
	"cmp"
	"fmt"
	"slices"
)

// published is the schema as it is published: what the two JSON files hold, flat
// and sorted by name. [link] makes a [Schema] of it.
type published struct {
	Commit            string
	Root              string
	EnumAliases       []alias
	MessageAliases    []alias
	PlatformSetFields []string
	Messages          []publishedMessage
	Enums             []publishedEnum
	MachineIdentifier []string
	UserIdentifier    []string
	FieldLimits       []limitFile
	EventTypes        []publishedEventType
}

type alias struct{ Alias, Name string }

type publishedMessage struct {
	Name, FullName string
	Fields         []fieldFile
}

type publishedEnum struct {
	Name, FullName string
	Numbered       bool
	Values         []EnumValue // by number, and by name where two share one
}

type publishedEventType struct {
	Name string
	eventTypeFile
}

// link builds a schema: it resolves every name.
func link(p *published) (*Schema, error) {
	schema := &Schema{commit: p.Commit}
	if err := schema.addEnums(p); err != nil {
		return nil, fmt.Errorf("udm schema: %w", err)
	}
	if err := schema.addMessages(p); err != nil {
		return nil, fmt.Errorf("udm schema: %w", err)
	}
	if err := schema.addRequiredFields(p); err != nil {
		return nil, fmt.Errorf("udm required fields: %w", err)
	}
	return schema, nil
}

// addEnums fills the enums and their lookup tables.
func (s *Schema) addEnums(p *published) error {
	s.enumByName = make(map[string]*Enum, 2*len(p.Enums)+len(p.EnumAliases))
	for _, from := range p.Enums {
		enum := &Enum{Name: from.Name, FullName: from.FullName, Values: from.Values, Numbered: from.Numbered}
		enum.index()
		s.enums = append(s.enums, enum)
		s.enumByName[enum.Name] = enum
		s.enumByName[enum.FullName] = enum
	}
	return addAliases(s.enumByName, p.EnumAliases)
}

// index fills the lookup tables.
func (e *Enum) index() {
	e.byName = make(map[string]int32, len(e.Values))
	e.byNumber = make(map[int32]string, len(e.Values))
	for _, value := range slices.Backward(e.Values) {
		e.byName[value.Name] = value.Number
		e.byNumber[value.Number] = value.Name
	}
}

// addMessages fills the messages: all names first, as fields refer to them.
func (s *Schema) addMessages(p *published) error {
	s.messageByName = make(map[string]*Message, 2*len(p.Messages)+len(p.MessageAliases))
	for _, from := range p.Messages {
		message := &Message{Name: from.Name, FullName: from.FullName}
		s.messages = append(s.messages, message)
		s.messageByName[message.Name] = message
		s.messageByName[message.FullName] = message
	}
	for i, message := range s.messages {
		if err := s.addFields(message, p.Messages[i].Fields); err != nil {
			return fmt.Errorf("message %s: %w", message.Name, err)
		}
	}
	if err := s.markPlatformSet(p.PlatformSetFields); err != nil {
		return err
	}
	if err := addAliases(s.messageByName, p.MessageAliases); err != nil {
		return err
	}
	root, ok := s.messageByName[p.Root]
	if !ok {
		return fmt.Errorf("root message %q is not in the schema", p.Root)
	}
	s.root = root
	slices.SortStableFunc(s.messages, func(a, b *Message) int {
		return cmp.Compare(boolRank(a != root), boolRank(b != root))
	})
	return nil
}

func boolRank(b bool) int {
	if b {
		return 1
	}
	return 0
}

// addFields resolves the fields of one message.
func (s *Schema) addFields(message *Message, files []fieldFile) error {
	message.byName = make(map[string]*Field, 2*len(files))
	fields := make([]Field, len(files))
	for index, file := range files {
		field := &fields[index]
		*field = Field{
			Name: file.Name, JSONName: jsonName(file.Name), Number: file.Number, Index: index,
			Kind: kindOf(file.Kind, file.Type), Type: file.Type, Repeated: file.Repeated,
			Oneof: file.Oneof, Optional: file.Optional, Deprecated: file.Deprecated,
			Parent: message, Note: file.Note,
		}
		if err := s.resolveType(field); err != nil {
			return fmt.Errorf("field %s: %w", file.Name, err)
		}
		if field.Kind == KindMap {
			if file.MapKeyType != "string" {
				return fmt.Errorf("field %s: map keys of type %q, only string is supported", file.Name, file.MapKeyType)
			}
			field.MapValue = &Field{
				Name: "value", JSONName: "value", Number: 2, Index: 1,
				Kind: kindOf(file.MapValueKind, file.MapValueType), Type: file.MapValueType,
			}
			if err := s.resolveType(field.MapValue); err != nil {
				return fmt.Errorf("field %s: map value: %w", file.Name, err)
			}
		}
		for _, name := range []string{field.Name, field.JSONName} {
			if other, taken := message.byName[name]; taken && other != field {
				return fmt.Errorf("field %s: the name %q is taken by %s", file.Name, name, other.Name)
			}
			message.byName[name] = field
		}
		message.Fields = append(message.Fields, field)
	}
	return nil
}

// resolveType links a field to the message or enum that it names.
func (s *Schema) resolveType(field *Field) error {
	var found bool
	switch field.Kind {
	case KindInvalid:
	case KindMessage:
		field.Message, found = s.messageByName[field.Type]
	case KindEnum:
		field.Enum, found = s.enumByName[field.Type]
	default:
		found = true
	}
	if !found {
		return fmt.Errorf("type %q is not in the schema", field.Type)
	}
	return nil
}

// markPlatformSet takes names such as "Metadata.id".
func (s *Schema) markPlatformSet(names []string) error {
	for _, name := range names {
		field, err := s.fieldOf(name)
		if err != nil {
			return fmt.Errorf("platform-set fields: %w", err)
		}
		field.PlatformSet = true
	}
	return nil
}

// addAliases adds other names for things that are already in the table.
func addAliases[T any](table map[string]T, aliases []alias) error {
	for _, alias := range aliases {
		thing, ok := table[alias.Name]
		if !ok {
			return fmt.Errorf("alias %s: %q is not in the schema", alias.Alias, alias.Name)
		}
		if _, taken := table[alias.Alias]; taken {
			return fmt.Errorf("alias %s is the name of something else", alias.Alias)
		}
		table[alias.Alias] = thing
	}
	return nil
}
