package wholefile_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/udmap/udmap/internal/wholefile"
)

// names lists what is in a folder.
func names(t *testing.T, folder string) []string {
	t.Helper()
	entries, err := os.ReadDir(folder)
	require.NoError(t, err)
	var names []string
	for _, entry := range entries {
		names = append(names, entry.Name())
	}
	return names
}

func write(t *testing.T, path, text string) *wholefile.File {
	t.Helper()
	file, err := wholefile.Create(path)
	require.NoError(t, err)
	_, err = file.Write([]byte(text))
	require.NoError(t, err)
	return file
}

func TestNothingAppearsBeforeCommit(t *testing.T) {
	folder := t.TempDir()
	path := filepath.Join(folder, "out.jsonl")
	require.NoError(t, os.WriteFile(path, []byte("old"), 0o600))

	file := write(t, path, "new")
	old, err := os.ReadFile(path)
	require.NoError(t, err)
	require.Equal(t, "old", string(old))

	require.NoError(t, file.Commit())
	committed, err := os.ReadFile(path)
	require.NoError(t, err)
	require.Equal(t, "new", string(committed))
	require.NoError(t, file.Discard(), "a deferred Discard keeps what is committed")
	require.Equal(t, []string{"out.jsonl"}, names(t, folder))
}

func TestDiscardLeavesWhatWasThere(t *testing.T) {
	folder := t.TempDir()
	path := filepath.Join(folder, "out.jsonl")
	require.NoError(t, os.WriteFile(path, []byte("old"), 0o600))

	file := write(t, path, "new")
	require.Len(t, names(t, folder), 2)
	require.NoError(t, file.Discard())
	require.NoError(t, file.Discard())
	require.Equal(t, []string{"out.jsonl"}, names(t, folder))
	old, err := os.ReadFile(path)
	require.NoError(t, err)
	require.Equal(t, "old", string(old))
}

func TestFailedCommitLeavesNothing(t *testing.T) {
	folder := t.TempDir()
	path := filepath.Join(folder, "out")
	file := write(t, path, "new")
	require.NoError(t, os.MkdirAll(filepath.Join(path, "occupied"), 0o700))
	require.Error(t, file.Commit())
	require.Equal(t, []string{"out"}, names(t, folder))
}

func TestFoldersAreMade(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a", "b", "out")
	require.NoError(t, write(t, path, "text").Commit())
	require.FileExists(t, path)
}

func TestAFolderIsRefused(t *testing.T) {
	folder := t.TempDir()
	_, err := wholefile.Create(folder)
	require.ErrorContains(t, err, "is a folder")
	require.Empty(t, names(t, folder))
}

func TestALinkStaysALink(t *testing.T) {
	folder := t.TempDir()
	target, link := filepath.Join(folder, "target"), filepath.Join(folder, "link")
	require.NoError(t, os.WriteFile(target, []byte("old"), 0o600))
	require.NoError(t, os.Symlink(target, link))

	require.NoError(t, write(t, link, "new").Commit())
	text, err := os.ReadFile(target)
	require.NoError(t, err)
	require.Equal(t, "new", string(text))
	info, err := os.Lstat(link)
	require.NoError(t, err)
	require.Equal(t, os.ModeSymlink, info.Mode().Type())
}

func TestADeviceIsWrittenInPlace(t *testing.T) {
	require.NoError(t, write(t, os.DevNull, "text").Commit())
	require.NoError(t, write(t, os.DevNull, "text").Discard())
	info, err := os.Stat(os.DevNull)
	require.NoError(t, err)
	require.False(t, info.Mode().IsRegular(), "the device is still a device")
}
