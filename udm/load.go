package udm

import (
	"cmp"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
)

// schemaFile is the shape of udm_schema.json.
type schemaFile struct {
	Sources struct {
		Primary struct {
			Commit string `json:"commit"`
		} `json:"primary"`
	} `json:"sources"`
	Root              string            `json:"root"`
	EnumAliases       map[string]string `json:"enum_aliases"`
	MessageAliases    map[string]string `json:"message_aliases"`
	PlatformSetFields struct {
		Fields []string `json:"fields"`
	} `json:"platform_set_fields"`
	Messages map[string]struct {
		FullName string      `json:"full_name"`
		Fields   []fieldFile `json:"fields"`
	} `json:"messages"`
	Enums map[string]struct {
		FullName string          `json:"full_name"`
		Values   json.RawMessage `json:"values"`
	} `json:"enums"`
}

type fieldFile struct {
	Name         string `json:"name"`
	Number       int    `json:"number"`
	Type         string `json:"type"`
	Kind         string `json:"kind"`
	Repeated     bool   `json:"repeated"`
	Deprecated   bool   `json:"deprecated"`
	Oneof        string `json:"oneof"`
	Optional     bool   `json:"proto3_optional"`
	MapKeyType   string `json:"map_key_type"`
	MapValueType string `json:"map_value_type"`
	MapValueKind string `json:"map_value_kind"`
	Note         string `json:"note"`
}

// Load builds a schema from the two files' contents, for a schema newer than
// the embedded one. It returns an error that names the message, enum, event
// type or rule that does not fit.
func Load(schemaJSON, requiredJSON []byte) (*Schema, error) {
	var file schemaFile
	if err := json.Unmarshal(schemaJSON, &file); err != nil {
		return nil, fmt.Errorf("udm schema: %w", err)
	}
	schema := &Schema{commit: file.Sources.Primary.Commit}
	if err := schema.addEnums(&file); err != nil {
		return nil, fmt.Errorf("udm schema: %w", err)
	}
	if err := schema.addMessages(&file); err != nil {
		return nil, fmt.Errorf("udm schema: %w", err)
	}
	if err := schema.addRequiredFields(requiredJSON); err != nil {
		return nil, fmt.Errorf("udm required fields: %w", err)
	}
	return schema, nil
}

// addEnums fills the enums and their lookup tables.
func (s *Schema) addEnums(file *schemaFile) error {
	s.enumByName = make(map[string]*Enum)
	for _, name := range slices.Sorted(maps.Keys(file.Enums)) {
		enum := &Enum{Name: name, FullName: file.Enums[name].FullName}
		if err := enum.addValues(file.Enums[name].Values); err != nil {
			return fmt.Errorf("enum %s: %w", name, err)
		}
		s.enums = append(s.enums, enum)
		s.enumByName[enum.Name] = enum
		s.enumByName[enum.FullName] = enum
	}
	return addAliases(s.enumByName, file.EnumAliases)
}

// addValues decodes the values: an object of names and numbers, or a list of
// names where the numbers are not published.
func (e *Enum) addValues(values json.RawMessage) error {
	var numbers map[string]int32
	e.Numbered = json.Unmarshal(values, &numbers) == nil
	if !e.Numbered {
		var names []string
		if err := json.Unmarshal(values, &names); err != nil {
			return fmt.Errorf("values are neither numbered nor listed: %w", err)
		}
		numbers = make(map[string]int32, len(names))
		for i, name := range names {
			numbers[name] = int32(i)
		}
	}
	e.byName = numbers
	e.byNumber = make(map[int32]string, len(numbers))
	for name, number := range numbers {
		e.Values = append(e.Values, EnumValue{Name: name, Number: number})
	}
	slices.SortFunc(e.Values, func(a, b EnumValue) int {
		return cmp.Or(cmp.Compare(a.Number, b.Number), cmp.Compare(a.Name, b.Name))
	})
	for _, value := range slices.Backward(e.Values) {
		e.byNumber[value.Number] = value.Name
	}
	return nil
}

// addMessages fills the messages: all names first, as fields refer to them.
func (s *Schema) addMessages(file *schemaFile) error {
	s.messageByName = make(map[string]*Message)
	for _, name := range slices.Sorted(maps.Keys(file.Messages)) {
		message := &Message{Name: name, FullName: file.Messages[name].FullName}
		s.messages = append(s.messages, message)
		s.messageByName[message.Name] = message
		s.messageByName[message.FullName] = message
	}
	for _, message := range s.messages {
		if err := s.addFields(message, file.Messages[message.Name].Fields); err != nil {
			return fmt.Errorf("message %s: %w", message.Name, err)
		}
	}
	if err := s.markPlatformSet(file.PlatformSetFields.Fields); err != nil {
		return err
	}
	if err := addAliases(s.messageByName, file.MessageAliases); err != nil {
		return err
	}
	root, ok := s.messageByName[file.Root]
	if !ok {
		return fmt.Errorf("root message %q is not in the schema", file.Root)
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
	for index, file := range files {
		field := &Field{
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
func addAliases[T any](table map[string]T, aliases map[string]string) error {
	for alias, name := range aliases {
		thing, ok := table[name]
		if !ok {
			return fmt.Errorf("alias %s: %q is not in the schema", alias, name)
		}
		if _, taken := table[alias]; taken {
			return fmt.Errorf("alias %s is the name of something else", alias)
		}
		table[alias] = thing
	}
	return nil
}
