// Package tableschema makes the JSON Schema of mapping tables out of the
// decoder's own definition of the language, for editors that complete and check
// a table while it is written.
//
// The schema is of draft 7, which every YAML language server knows; those of
// later drafts are not yet understood by all that people run. It takes every
// table that compiles without warnings. What it takes may still not compile: it cannot see from
// one row to another, nor into the records.
package tableschema

import (
	"bytes"
	"encoding/json"
	"strings"

	"github.com/udmap/udmap/parser"
	"github.com/udmap/udmap/udm"
)

// address is where the schema is found by those who do not have it.
const address = "https://raw.githubusercontent.com/udmap/udmap/main/mappings/table.schema.json"

// object is a JSON object. Its keys are written in alphabetic order.
type object = map[string]any

// Generate returns the schema of the table format, laid out for diffs. The log
// types are those that an editor offers; a table may have any.
func Generate(schema *udm.Schema, logTypes []string) ([]byte, error) {
	g := generator{schema: schema, fields: newFields(schema), logTypes: logTypes}
	definitions := object{}
	sections := parser.Language()
	for _, section := range sections[1:] {
		definitions[definitionName(section.Name)] = g.section(section)
	}
	for _, enum := range schema.Enums() {
		definitions[definitionName(enumName(enum))] = object{"enum": enum.Names()}
	}
	root := g.section(sections[0])
	root["$schema"] = "http://json-schema.org/draft-07/schema#"
	root["$id"] = address
	root["title"] = "udmap mapping table"
	root["definitions"] = definitions

	var text bytes.Buffer
	encoder := json.NewEncoder(&text)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	err := encoder.Encode(root)
	return text.Bytes(), err
}

type generator struct {
	schema   *udm.Schema
	fields   *fields
	logTypes []string
}

// section is the schema of one kind of mapping.
func (g generator) section(section parser.Section) object {
	properties, required := object{}, []string{}
	for _, key := range section.Keys {
		properties[key.Name] = described(g.value(key), key.Doc)
		if key.Required {
			required = append(required, key.Name)
		}
	}
	mapping := object{
		"type":                 "object",
		"description":          section.Doc,
		"properties":           properties,
		"additionalProperties": false,
	}
	if len(required) > 0 {
		mapping["required"] = required
	}
	if rules := g.rules(section); len(rules) > 0 {
		mapping["allOf"] = rules
	}
	return mapping
}

// described gives a schema its description: beside a reference, that would be
// passed over.
func described(value object, doc string) object {
	if _, isReference := value["$ref"]; isReference {
		value = object{"allOf": []object{value}}
	}
	value["description"] = doc
	return value
}

// enumName is the name that an enum of UDM has among the definitions.
func enumName(enum *udm.Enum) string { return "enum " + enum.Name }

// definitionName is a section's name as a part of an address.
func definitionName(section string) string { return strings.ReplaceAll(section, " ", "-") }

func reference(section string) object {
	return object{"$ref": "#/definitions/" + definitionName(section)}
}
