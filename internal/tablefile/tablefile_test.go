package tablefile_test

import (
	"bytes"
	"io/fs"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/udmap/udmap/internal/tablefile"
	"github.com/udmap/udmap/parser"
)

func TestEveryBuiltInTableIsFoundByItsName(t *testing.T) {
	names := tablefile.Names()
	require.Contains(t, names, "zoom_operation_logs")
	for _, name := range names {
		files, err := tablefile.Find(name)
		require.NoError(t, err)
		require.Len(t, files, 1)
		compiled := files[0].Compile(parser.Options{})
		require.False(t, compiled.Findings.HasErrors(), compiled.Findings)
		require.Equal(t, name, compiled.Table.Name, "the file is called like its table")
		require.NotNil(t, compiled.Plan)
	}
}

func TestOfATableThatWasChangedSinceItWasPackedTheTextCounts(t *testing.T) {
	files, err := tablefile.Find("zoom_activities")
	require.NoError(t, err)
	table := files[0]
	table.Text = bytes.Replace(table.Text, []byte("\nversion: 1\n"), []byte("\nversion: 77\n"), 1)

	compiled := table.Compile(parser.Options{Trusted: true})

	require.NotNil(t, compiled.Plan, compiled.Findings)
	require.Equal(t, 77, compiled.Table.Version)
}

func TestFilesAndFoldersAreFoundByPath(t *testing.T) {
	folder := t.TempDir()
	for _, name := range []string{"b.yaml", "a.yml", "README.md"} {
		require.NoError(t, os.WriteFile(filepath.Join(folder, name), []byte("table: "+name), 0o600))
	}
	files, err := tablefile.Find(folder, filepath.Join(folder, "b.yaml"))
	require.NoError(t, err)
	var paths []string
	for _, file := range files {
		paths = append(paths, filepath.Base(file.Path))
	}
	require.Equal(t, []string{"a.yml", "b.yaml", "b.yaml"}, paths)
}

func TestWhatIsNotThereIsNamed(t *testing.T) {
	for name, want := range map[string]string{
		"zoom_operation_log": "did you mean zoom_operation_logs?",
		"door_log":           "udmap tables lists",
		t.TempDir():          "*.yaml",
	} {
		_, err := tablefile.Find(name)
		var missing *tablefile.NotFoundError
		require.ErrorAs(t, err, &missing)
		require.ErrorContains(t, err, want)
	}
}

func TestAMissingFileIsAnErrorOfTheFileSystem(t *testing.T) {
	for _, name := range []string{"no/such/folder", "table.yaml"} {
		_, err := tablefile.Find(name)
		require.ErrorIs(t, err, fs.ErrNotExist)
		require.ErrorContains(t, err, name)
	}
}

func TestWhatDoesNotCompileHasFindingsAndNoPlan(t *testing.T) {
	compiled := tablefile.File{Path: "bad.yaml", Text: []byte("tabel: x\nrows: [{id: A1, from: a, to: target.usr}]\n")}.Compile(parser.Options{})
	require.True(t, compiled.Findings.HasErrors())
	require.Nil(t, compiled.Plan)
	require.ErrorContains(t, compiled.Findings, "tabel")
	require.ErrorContains(t, compiled.Findings, "usr", "what is wrong with the rows is found too")
	require.Equal(t, "bad.yaml", compiled.Findings[0].Position.File)
}
