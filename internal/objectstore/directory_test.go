//go:build unix

package objectstore_test

import (
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/udmap/udmap/internal/objectstore"
)

// newDirectory makes a store in a folder that is not there yet.
func newDirectory(t *testing.T) objectstore.Store {
	t.Helper()
	store, err := objectstore.NewDirectory(t.TempDir() + "/logs")
	require.NoError(t, err)
	return store
}

func TestDirectoryKeepsTheContract(t *testing.T) {
	t.Parallel()
	contract{newStore: newDirectory, oddKeys: []string{
		"a//b", "/a", "//", "trailing/", "trailing//", "../outside", "a/../../outside", "..", ".", "./a",
		".udmap", ".udmap/lock", "in/.udmap/x", "%", "%2Eudmap",
	}}.test(t)
}

// newFolder makes a store in a folder and the folder.
func newFolder(t *testing.T) (*objectstore.Directory, string) {
	t.Helper()
	folder := t.TempDir()
	store, err := objectstore.NewDirectory(folder)
	require.NoError(t, err)
	return store, folder
}

func TestFilesOfOthersAreObjects(t *testing.T) {
	t.Parallel()
	store, folder := newFolder(t)
	require.NoError(t, os.MkdirAll(filepath.Join(folder, "in", "empty"), 0o700))
	require.NoError(t, os.WriteFile(filepath.Join(folder, "in", "50%.json"), []byte("text"), 0o600))
	require.NoError(t, syscall.Mkfifo(filepath.Join(folder, "in", "pipe"), 0o600))

	require.Equal(t, []string{"in/50%.json"}, keys(t, store, ""))
	requireText(t, store, "in/50%.json", "text")
	requireAbsent(t, store, "in/pipe")
	requireAbsent(t, store, "in/empty")
	_, err := store.PutIfAbsent(t.Context(), "in/50%.json", strings.NewReader(""), objectstore.Options{})
	require.ErrorIs(t, err, objectstore.ErrExists)
}

func TestAChangeByOthersIsNoticed(t *testing.T) {
	t.Parallel()
	store, folder := newFolder(t)
	info, err := store.Put(t.Context(), "a", strings.NewReader("before"), objectstore.Options{ContentType: "text/plain"})
	require.NoError(t, err)
	require.NoError(t, os.WriteFile(filepath.Join(folder, "a"), []byte("edited"), 0o600))

	_, err = store.PutIfMatch(t.Context(), "a", strings.NewReader("after"), info.Tag, objectstore.Options{})
	require.ErrorIs(t, err, objectstore.ErrChanged)
	text, info := get(t, store, "a")
	require.Equal(t, "edited", text)
	require.Empty(t, info.ContentType, "nobody knows what it is now")
}

// The clock was set back, or its ticks are long: the tag changes all the same.
func TestATagIsNewWhateverTheClockSays(t *testing.T) {
	t.Parallel()
	store, folder := newFolder(t)
	put(t, store, "a", "1")
	future := time.Now().Add(time.Hour)
	require.NoError(t, os.Chtimes(filepath.Join(folder, "a"), future, future))
	_, before := get(t, store, "a")

	after := put(t, store, "a", "2")
	require.NotEqual(t, before.Tag, after.Tag)
	require.True(t, after.Modified.After(before.Modified))
	_, err := store.PutIfMatch(t.Context(), "a", strings.NewReader("3"), before.Tag, objectstore.Options{})
	require.ErrorIs(t, err, objectstore.ErrChanged)
}

func TestLinksLeadNowhereOutside(t *testing.T) {
	t.Parallel()
	store, folder := newFolder(t)
	outside := t.TempDir()
	require.NoError(t, os.WriteFile(filepath.Join(outside, "secret"), []byte("text"), 0o600))
	require.NoError(t, os.Symlink(outside, filepath.Join(folder, "link")))
	require.NoError(t, os.Symlink(filepath.Join(outside, "secret"), filepath.Join(folder, "file")))

	for _, key := range []string{"link/secret", "file"} {
		_, _, err := store.Get(t.Context(), key)
		require.Error(t, err)
		require.NotErrorIs(t, err, objectstore.ErrNotFound)
	}
	_, err := store.Put(t.Context(), "link/new", strings.NewReader("text"), objectstore.Options{})
	require.Error(t, err)
	entries, err := os.ReadDir(outside)
	require.NoError(t, err)
	require.Len(t, entries, 1)
}

func TestAFolderCannotHoldEveryKey(t *testing.T) {
	t.Parallel()
	store, _ := newFolder(t)
	put(t, store, "a/b", "text")
	for key, reason := range map[string]string{
		"a":                               "it is the folder of other objects",
		"a/b/c":                           "an object has the name of one of its folders",
		"in/" + strings.Repeat("k", 300):  "a part of it is longer than the file system allows",
		strings.Repeat("k", 300) + "/key": "a part of it is longer than the file system allows",
	} {
		_, err := store.PutIfAbsent(t.Context(), key, strings.NewReader("text"), objectstore.Options{})
		require.ErrorIs(t, err, objectstore.ErrUnusableKey)
		require.ErrorContains(t, err, reason)
	}
	require.Equal(t, []string{"a/b"}, keys(t, store, ""))
}

func TestDraftsOfTheDeadAreRemoved(t *testing.T) {
	t.Parallel()
	store, folder := newFolder(t)
	put(t, store, "a", "text")
	drafts := filepath.Join(folder, ".udmap", "drafts")
	entries, err := os.ReadDir(drafts)
	require.NoError(t, err)
	require.Empty(t, entries)

	dead, alive := filepath.Join(drafts, "dead"), filepath.Join(drafts, "alive")
	require.NoError(t, os.WriteFile(dead, []byte("half"), 0o600))
	require.NoError(t, os.WriteFile(alive, []byte("half"), 0o600))
	longAgo := time.Now().Add(-25 * time.Hour)
	require.NoError(t, os.Chtimes(dead, longAgo, longAgo))
	require.Equal(t, []string{"a"}, keys(t, store, ""))
	put(t, store, "a", "text")
	require.NoFileExists(t, dead)
	require.FileExists(t, alive)
}

func TestAFileIsNoFolderForObjects(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "file")
	require.NoError(t, os.WriteFile(file, nil, 0o600))
	_, err := objectstore.NewDirectory(file)
	require.ErrorContains(t, err, "is a file: give a folder")
}
