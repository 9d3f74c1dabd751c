// Package schematest lets tests judge mapping tables by the JSON Schema of
// their format.
package schematest

import (
	"encoding/json"
	"os"
	"regexp"
	"strings"
	"sync"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"github.com/udmap/udmap/internal/yaml"
)

// Schema is the schema as a library of JSON Schema understands it.
type Schema struct{ compiled *jsonschema.Schema }

// Open reads the schema in a file. It is an error if the library does not take
// it for one.
func Open(path string) (*Schema, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer func() { _ = file.Close() }() // it was only read
	document, err := jsonschema.UnmarshalJSON(file)
	if err != nil {
		return nil, err
	}
	compiler := jsonschema.NewCompiler()
	compiler.UseRegexpEngine(newRemembering)
	if err := compiler.AddResource("table.schema.json", document); err != nil {
		return nil, err
	}
	compiled, err := compiler.Compile("table.schema.json")
	return &Schema{compiled}, err
}

// remembering is a regular expression that remembers what it matched: those
// over all paths of UDM are long, and the paths of tables few.
type remembering struct {
	*regexp.Regexp

	matches sync.Map // by text, whether it matches
}

func newRemembering(expression string) (jsonschema.Regexp, error) {
	compiled, err := regexp.Compile(expression)
	return &remembering{Regexp: compiled}, err
}

// MatchString implements [jsonschema.Regexp].
func (r *remembering) MatchString(text string) bool {
	known, found := r.matches.Load(text)
	if !found {
		known = r.Regexp.MatchString(text)
		r.matches.Store(text, known)
	}
	return known == true
}

// Validate returns what is wrong with a table by the schema, or that it is no
// YAML.
func (s *Schema) Validate(table []byte) error {
	root, err := yaml.Parse(table)
	if err != nil {
		return err
	}
	return s.compiled.Validate(value(root))
}

// value is a node as JSON would have it.
func value(node *yaml.Node) any {
	switch node.Kind {
	case yaml.Mapping:
		mapping := map[string]any{}
		for _, entry := range node.Entries {
			mapping[entry.Key.Value] = value(entry.Value)
		}
		return mapping
	case yaml.Sequence:
		list := make([]any, len(node.Items))
		for i, item := range node.Items {
			list[i] = value(item)
		}
		return list
	case yaml.Integer, yaml.Float:
		if json.Valid([]byte(node.Value)) {
			return json.Number(node.Value)
		}
		return json.Number("1") // written as JSON does not write numbers, such as 0x10
	case yaml.Boolean:
		return strings.EqualFold(node.Value, "true")
	case yaml.Null:
		return nil
	case yaml.Text, yaml.Binary, yaml.KindInvalid:
	}
	return node.Value
}
