package mappings_test

import (
	"bytes"
	"io/fs"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/udmap/udmap/internal/yaml"
	"github.com/udmap/udmap/mappings"
	"github.com/udmap/udmap/parser"
)

// Programs run what was packed, people read the YAML: they must be the same, and
// right, for nothing checks it when a program starts.
func TestWhatWasPackedIsTheTable(t *testing.T) {
	tables, err := fs.Glob(mappings.Files(), "*.yaml")
	require.NoError(t, err)
	packed, err := fs.Glob(mappings.Files(), "*.packed")
	require.NoError(t, err)
	require.Len(t, packed, len(tables), "a table that was never packed, or is no more: run make generate, or delete its .packed")
	for _, name := range tables {
		t.Run(name, func(t *testing.T) {
			source, err := fs.ReadFile(mappings.Files(), name)
			require.NoError(t, err)
			now, err := yaml.Pack(source)
			require.NoError(t, err)
			then, err := fs.ReadFile(mappings.Files(), strings.TrimSuffix(name, ".yaml")+".packed")
			require.NoError(t, err)
			require.True(t, bytes.Equal(now, then), "the table was changed since it was packed: run make generate")

			_, findings := parser.Check("mappings/"+name, source)
			require.False(t, findings.HasErrors(), findings)

			loaded, findings := parser.Load(name, source)
			require.Empty(t, findings)
			quick, findings := parser.LoadPacked(name, source, then)
			require.Empty(t, findings)
			require.EqualExportedValues(t, *loaded, *quick)
		})
	}
}

func TestATableThatWasChangedSinceItWasPackedIsRefused(t *testing.T) {
	source, err := fs.ReadFile(mappings.Files(), "zoom_activities.yaml")
	require.NoError(t, err)
	packed, err := fs.ReadFile(mappings.Files(), "zoom_activities.packed")
	require.NoError(t, err)

	table, findings := parser.LoadPacked("zoom_activities.yaml", append(source, '\n'), packed)

	require.Nil(t, table)
	require.True(t, findings.HasErrors())
	require.Contains(t, findings[0].Summary, "make generate")
}
