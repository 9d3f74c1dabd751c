package parser_test

import (
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/udmap/udmap/internal/tableschema/schematest"
	"github.com/udmap/udmap/parser"
)

// TestEveryDrawnTableIsValidUnderTheSchema holds the JSON Schema of the table
// format to the decoder: what compiles, an editor must not call wrong.
func TestEveryDrawnTableIsValidUnderTheSchema(t *testing.T) {
	schema, err := schematest.Open("../mappings/table.schema.json")
	require.NoError(t, err)
	rapid.Check(t, func(t *rapid.T) {
		source := tableSource(t)
		_, findings := parser.Check("drawn.yaml", source)
		require.False(t, findings.HasErrors(), findings)
		require.NoError(t, schema.Validate(source))
	})
}
