// Package schematest lets tests judge mapping tables by the JSON Schema of
// their format.
package schematest

import (
	"encoding/json"
	"os"
	"path/filepath"
	"runtime"
	"strings"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"github.com/stretchr/testify/require"

	"github.com/udmap/udmap/internal/yaml"
)

// Compile returns mappings/table.schema.json, as a library of JSON Schema reads
// it.
func Compile(t require.TestingT) *jsonschema.Schema {
	_, here, _, _ := runtime.Caller(0)
	text, err := os.ReadFile(filepath.Join(filepath.Dir(here), "../../../mappings/table.schema.json"))
	require.NoError(t, err)
	document, err := jsonschema.UnmarshalJSON(strings.NewReader(string(text)))
	require.NoError(t, err)
	compiler := jsonschema.NewCompiler()
	require.NoError(t, compiler.AddResource("table.schema.json", document))
	schema, err := compiler.Compile("table.schema.json")
	require.NoError(t, err)
	return schema
}

// Document returns a table as the value that a schema is held against.
func Document(t require.TestingT, source []byte) any {
	root, err := yaml.Parse(source)
	require.NoError(t, err, "%s", source)
	return value(root)
}

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
