package parser_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"
	"github.com/stretchr/testify/require"

	"github.com/udmap/udmap/parser"
	"github.com/udmap/udmap/udm"
)

// FuzzLoad reads anything as a table. Whatever it is, there is a table or an
// error, every finding is a known one and stands in the source, and a table
// that checks clean compiles and can be proved.
func FuzzLoad(f *testing.F) {
	for _, name := range checkCases(f) {
		archive, err := txtar.ParseFile(name)
		require.NoError(f, err)
		f.Add(archive.Files[0].Data)
	}
	tables, err := filepath.Glob("../mappings/*.yaml")
	require.NoError(f, err)
	for _, name := range tables {
		source, err := os.ReadFile(name)
		require.NoError(f, err)
		f.Add(source)
	}
	known := map[string]bool{}
	for _, finding := range parser.Findings() {
		known[finding.ID] = true
	}
	for _, rule := range udm.ValidatorRules() {
		known[rule.ID] = true
	}
	f.Fuzz(func(t *testing.T, source []byte) {
		table, found := parser.Check("fuzzed.yaml", source)
		require.Equal(t, table == nil, found.HasErrors())
		for _, finding := range found {
			require.True(t, known[finding.ID], finding.ID)
			require.NotContains(t, finding.Summary, "\n")
			require.LessOrEqual(t, finding.Position.Offset, len(source))
			require.Positive(t, finding.Position.Line)
		}
		loaded, _ := parser.Load("fuzzed.yaml", source)
		if table == nil {
			return
		}
		plan, _ := parser.Compile(loaded, parser.Options{})
		require.NotNil(t, plan)
		types := 0
		for _, line := range table.EventTypes {
			types += 1 + len(line.Else)
		}
		require.Len(t, parser.Prove(table, udm.Default()), types)
	})
}
