package watch_test

import (
	"context"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/udmap/udmap/internal/watch"
)

// patience is how long a change may take to be told: no test waits for it that
// passes.
const patience = 30 * time.Second

func write(t *testing.T, path, text string) {
	t.Helper()
	require.NoError(t, os.MkdirAll(filepath.Dir(path), 0o700))
	require.NoError(t, os.WriteFile(path, []byte(text), 0o600))
}

func watching(t *testing.T, paths ...string) *watch.Watcher {
	t.Helper()
	watcher, err := watch.New(paths...)
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, watcher.Close()) })
	return watcher
}

func told(t *testing.T, watcher *watch.Watcher) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	require.NoError(t, watcher.Wait(ctx))
}

func TestEveryWayToSaveIsTold(t *testing.T) {
	folder := t.TempDir()
	table, samples := filepath.Join(folder, "table.yaml"), filepath.Join(folder, "samples")
	write(t, table, "one")
	write(t, filepath.Join(samples, "a.jsonl"), "one")
	watcher := watching(t, table, samples)

	write(t, table, "in place")
	told(t, watcher)

	for range 2 { // the second tells that the watch did not stay with the first file
		write(t, table+".new", "by another name")
		require.NoError(t, os.Rename(table+".new", table))
		told(t, watcher)
	}

	require.NoError(t, os.Rename(table, table+"~"))
	write(t, table, "with a backup")
	told(t, watcher)

	require.NoError(t, os.Remove(table))
	told(t, watcher)
	write(t, table, "back again")
	told(t, watcher)

	write(t, filepath.Join(samples, "b.jsonl"), "a new file")
	told(t, watcher)
	require.NoError(t, os.Remove(filepath.Join(samples, "a.jsonl")))
	told(t, watcher)
	write(t, filepath.Join(samples, "new", "below", "c.jsonl"), "in a new folder")
	told(t, watcher)
	write(t, filepath.Join(samples, "new", "below", "c.jsonl"), "in that folder once more")
	told(t, watcher)
}

func TestALinkIsFollowed(t *testing.T) {
	folder := t.TempDir()
	target, link := filepath.Join(folder, "real", "table.yaml"), filepath.Join(folder, "table.yaml")
	write(t, target, "one")
	require.NoError(t, os.Symlink(target, link))
	watcher := watching(t, link)
	write(t, target, "two")
	told(t, watcher)
}

// What editors keep beside a file is nobody's change. That nothing is told of
// it shows in what is told next: the change behind it, alone.
func TestFilesBesideAreNotTold(t *testing.T) {
	folder := t.TempDir()
	table, samples := filepath.Join(folder, "table.yaml"), filepath.Join(folder, "samples")
	write(t, table, "one")
	require.NoError(t, os.Mkdir(samples, 0o700))
	watcher := watching(t, table, samples)
	for _, beside := range []string{"table.yaml~", ".table.yaml.swp", "other.yaml", "samples/.hidden", "samples/a.jsonl~"} {
		write(t, filepath.Join(folder, beside), "text")
	}
	require.NoError(t, os.Chmod(table, 0o400))

	ctx, cancel := context.WithTimeout(t.Context(), 200*time.Millisecond)
	defer cancel()
	require.ErrorIs(t, watcher.Wait(ctx), context.DeadlineExceeded)
}

func TestWaitEndsWithItsContext(t *testing.T) {
	watcher := watching(t, t.TempDir())
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	require.ErrorIs(t, watcher.Wait(ctx), context.Canceled)
}

func TestWhatIsNotThereCannotBeWatched(t *testing.T) {
	_, err := watch.New(filepath.Join(t.TempDir(), "nowhere"))
	require.ErrorIs(t, err, os.ErrNotExist)
}
