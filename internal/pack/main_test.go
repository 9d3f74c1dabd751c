package main

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/udmap/udmap/internal/yaml"
)

func TestEachTableOfAFolderIsPackedBesideIt(t *testing.T) {
	folder := t.TempDir()
	sources := map[string]string{"one": "table: one\n", "two": "table: two\nrows: []\n"}
	for name, source := range sources {
		require.NoError(t, os.WriteFile(filepath.Join(folder, name+".yaml"), []byte(source), 0o600))
	}
	require.NoError(t, os.WriteFile(filepath.Join(folder, "notes.md"), []byte("no: table"), 0o600))

	var stderr bytes.Buffer
	require.Zero(t, run([]string{folder}, &stderr), stderr.String())

	for name, source := range sources {
		packed, err := os.ReadFile(filepath.Join(folder, name+".packed"))
		require.NoError(t, err)
		document, err := yaml.Unpack(packed, []byte(source))
		require.NoError(t, err)
		require.Equal(t, name, document.Entries[0].Value.Value)
	}
	require.NoFileExists(t, filepath.Join(folder, "notes.packed"))
}

func TestATableThatCannotBeReadIsNamed(t *testing.T) {
	folder := t.TempDir()
	broken := filepath.Join(folder, "broken.yaml")
	require.NoError(t, os.WriteFile(broken, []byte("table: [\n"), 0o600))

	var stderr bytes.Buffer
	require.Equal(t, 1, run([]string{folder}, &stderr))

	require.Contains(t, stderr.String(), broken+": line ")
	require.NoFileExists(t, filepath.Join(folder, "broken.packed"))
}
