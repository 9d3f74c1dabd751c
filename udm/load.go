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
	published, err := read(schemaJSON, requiredJSON)
	if err != nil {
		return nil, err
	}
	return link(published)
}

// read reads the two files.
func read(schemaJSON, requiredJSON []byte) (*published, error) {
	var file schemaFile
	if err := json.Unmarshal(schemaJSON, &file); err != nil {
		return nil, fmt.Errorf("udm schema: %w", err)
	}
	var required requiredFile
	if err := json.Unmarshal(requiredJSON, &required); err != nil {
		return nil, fmt.Errorf("udm required fields: %w", err)
	}
	p := &published{
		Commit: file.Sources.Primary.Commit, Root: file.Root,
		EnumAliases: aliases(file.EnumAliases), MessageAliases: aliases(file.MessageAliases),
		PlatformSetFields: file.PlatformSetFields.Fields,
		MachineIdentifier: required.MachineIdentifier.Paths, UserIdentifier: required.UserIdentifier.Paths,
		FieldLimits: required.FieldLimits,
	}
	for _, name := range slices.Sorted(maps.Keys(file.Enums)) {
		enum := publishedEnum{Name: name, FullName: file.Enums[name].FullName}
		if err := enum.read(file.Enums[name].Values); err != nil {
			return nil, fmt.Errorf("udm schema: enum %s: %w", name, err)
		}
		p.Enums = append(p.Enums, enum)
	}
	for _, name := range slices.Sorted(maps.Keys(file.Messages)) {
		message := file.Messages[name]
		p.Messages = append(p.Messages, publishedMessage{Name: name, FullName: message.FullName, Fields: message.Fields})
	}
	for _, name := range slices.Sorted(maps.Keys(required.EventTypes)) {
		p.EventTypes = append(p.EventTypes, publishedEventType{name, required.EventTypes[name]})
	}
	return p, nil
}

// read decodes the values: an object of names and numbers, or a list of names
// where the numbers are not published.
func (e *publishedEnum) read(values json.RawMessage) error {
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
	for name, number := range numbers {
		e.Values = append(e.Values, EnumValue{Name: name, Number: number})
	}
	slices.SortFunc(e.Values, func(a, b EnumValue) int {
		return cmp.Or(cmp.Compare(a.Number, b.Number), cmp.Compare(a.Name, b.Name))
	})
	return nil
}

func aliases(names map[string]string) []alias {
	var list []alias
	for _, name := range slices.Sorted(maps.Keys(names)) {
		list = append(list, alias{name, names[name]})
	}
	return list
}
