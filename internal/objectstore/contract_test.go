package objectstore_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/stretchr/testify/require"

	"github.com/udmap/udmap/internal/objectstore"
)

// header is what both stores have beyond a Store.
type header interface {
	Head(ctx context.Context, key string) (objectstore.Info, error)
}

// contract is what every store promises.
type contract struct {
	newStore func(t *testing.T) objectstore.Store // makes an empty one
	oddKeys  []string                             // taken beyond the usual ones
}

func (c contract) test(t *testing.T) {
	t.Helper()
	t.Run("what is put can be read", c.whatIsPutCanBeRead)
	t.Run("put replaces", c.putReplaces)
	t.Run("what is absent is not found", c.whatIsAbsentIsNotFound)
	t.Run("put if absent keeps what is there", c.putIfAbsentKeepsWhatIsThere)
	t.Run("put if match keeps what has changed", c.putIfMatchKeepsWhatHasChanged)
	t.Run("put if match makes nothing", c.putIfMatchMakesNothing)
	t.Run("no tag returns", c.noTagReturns)
	t.Run("one of many is the first", c.oneOfManyIsTheFirst)
	t.Run("nobody's change is lost", c.nobodysChangeIsLost)
	t.Run("a reader keeps what it opened", c.aReaderKeepsWhatItOpened)
	t.Run("options are those of the content", c.optionsAreThoseOfTheContent)
	t.Run("broken content leaves what was there", c.brokenContentLeavesWhatWasThere)
	t.Run("cancelling leaves what was there", c.cancellingLeavesWhatWasThere)
	t.Run("nothing is done once cancelled", c.nothingIsDoneOnceCancelled)
	t.Run("keys are listed in order", c.keysAreListedInOrder)
	t.Run("listing stops where the caller does", c.listingStopsWhereTheCallerDoes)
	t.Run("keys are taken as they are", c.keysAreTakenAsTheyAre)
	t.Run("what cannot be a key is refused", c.whatCannotBeAKeyIsRefused)
	t.Run("what HTTP would change is refused", c.whatHTTPWouldChangeIsRefused)
	t.Run("a large object is written and read whole", c.aLargeObjectIsWrittenAndReadWhole)
}

// put writes a text where nothing can go wrong.
func put(t *testing.T, store objectstore.Store, key, text string) objectstore.Info {
	t.Helper()
	info, err := store.Put(t.Context(), key, strings.NewReader(text), objectstore.Options{})
	require.NoError(t, err)
	return info
}

// get reads the text of an object that is there.
func get(t *testing.T, store objectstore.Store, key string) (string, objectstore.Info) {
	t.Helper()
	content, info, err := store.Get(t.Context(), key)
	require.NoError(t, err)
	text, err := io.ReadAll(content)
	require.NoError(t, err)
	require.NoError(t, content.Close())
	return string(text), info
}

func requireText(t *testing.T, store objectstore.Store, key, text string) {
	t.Helper()
	found, _ := get(t, store, key)
	require.Equal(t, text, found)
}

func requireAbsent(t *testing.T, store objectstore.Store, key string) {
	t.Helper()
	_, _, err := store.Get(t.Context(), key)
	require.ErrorIs(t, err, objectstore.ErrNotFound)
}

func keys(t *testing.T, store objectstore.Store, prefix string) []string {
	t.Helper()
	keys := []string{}
	for info, err := range store.List(t.Context(), prefix) {
		require.NoError(t, err)
		keys = append(keys, info.Key)
	}
	return keys
}

func (c contract) whatIsPutCanBeRead(t *testing.T) {
	store := c.newStore(t)
	options := objectstore.Options{
		ContentType:     "application/x-ndjson",
		ContentEncoding: "gzip",
		Metadata:        map[string]string{"records": "12", "source-key": "in/a.json.gz; version 2"},
	}
	// Not gzip, whatever it says: it must come back untouched.
	put, err := store.Put(t.Context(), "2026/a.json", strings.NewReader("content"), options)
	require.NoError(t, err)
	require.Equal(t, "2026/a.json", put.Key)
	require.Equal(t, int64(7), put.Size)
	require.NotEmpty(t, put.Tag)

	text, got := get(t, store, "2026/a.json")
	require.Equal(t, "content", text)
	require.Equal(t, "2026/a.json", got.Key)
	require.Equal(t, int64(7), got.Size)
	require.Equal(t, put.Tag, got.Tag)
	require.False(t, got.Modified.IsZero())
	require.Equal(t, options.ContentType, got.ContentType)
	require.Equal(t, options.ContentEncoding, got.ContentEncoding)
	require.Equal(t, options.Metadata, got.Metadata)

	headed, err := store.(header).Head(t.Context(), "2026/a.json")
	require.NoError(t, err)
	require.Equal(t, got, headed)
	_, err = store.(header).Head(t.Context(), "2026/b.json")
	require.ErrorIs(t, err, objectstore.ErrNotFound)

	for listed, err := range store.List(t.Context(), "") {
		require.NoError(t, err)
		require.Equal(t, put.Key, listed.Key)
		require.Equal(t, put.Size, listed.Size)
		require.Equal(t, put.Tag, listed.Tag)
		require.WithinDuration(t, got.Modified, listed.Modified, 0)
	}

	_, err = store.Put(t.Context(), "empty", strings.NewReader(""), objectstore.Options{})
	require.NoError(t, err)
	requireText(t, store, "empty", "")
}

func (c contract) putReplaces(t *testing.T) {
	store := c.newStore(t)
	_, err := store.Put(t.Context(), "a", strings.NewReader("first, and longer"),
		objectstore.Options{ContentType: "text/plain", Metadata: map[string]string{"first": "yes"}})
	require.NoError(t, err)
	put(t, store, "a", "second")

	text, info := get(t, store, "a")
	require.Equal(t, "second", text)
	require.NotEqual(t, "text/plain", info.ContentType)
	require.Empty(t, info.Metadata)
}

func (c contract) whatIsAbsentIsNotFound(t *testing.T) {
	store := c.newStore(t)
	requireAbsent(t, store, "a")
	require.Empty(t, keys(t, store, ""))
	put(t, store, "a/b", "text")
	requireAbsent(t, store, "a")
	requireAbsent(t, store, "a/b/c")
	requireAbsent(t, store, "a/")
	require.Equal(t, []string{"a/b"}, keys(t, store, ""))
}

func (c contract) putIfAbsentKeepsWhatIsThere(t *testing.T) {
	store := c.newStore(t)
	info, err := store.PutIfAbsent(t.Context(), "a", strings.NewReader("first"), objectstore.Options{Metadata: map[string]string{"by": "me"}})
	require.NoError(t, err)
	_, err = store.PutIfAbsent(t.Context(), "a", strings.NewReader("second"), objectstore.Options{})
	require.ErrorIs(t, err, objectstore.ErrExists)
	require.ErrorContains(t, err, "a")

	text, got := get(t, store, "a")
	require.Equal(t, "first", text)
	require.Equal(t, info.Tag, got.Tag)
	require.Equal(t, map[string]string{"by": "me"}, got.Metadata)
}

func (c contract) putIfMatchKeepsWhatHasChanged(t *testing.T) {
	store := c.newStore(t)
	first := put(t, store, "a", "first")
	second, err := store.PutIfMatch(t.Context(), "a", strings.NewReader("second"), first.Tag, objectstore.Options{Metadata: map[string]string{"turn": "2"}})
	require.NoError(t, err)
	_, err = store.PutIfMatch(t.Context(), "a", strings.NewReader("third"), first.Tag, objectstore.Options{})
	require.ErrorIs(t, err, objectstore.ErrChanged)
	text, info := get(t, store, "a")
	require.Equal(t, "second", text)
	require.Equal(t, second.Tag, info.Tag)
	require.Equal(t, map[string]string{"turn": "2"}, info.Metadata)
}

func (c contract) putIfMatchMakesNothing(t *testing.T) {
	store := c.newStore(t)
	tag := put(t, store, "a", "text").Tag
	_, err := store.PutIfMatch(t.Context(), "b", strings.NewReader("text"), tag, objectstore.Options{})
	require.ErrorIs(t, err, objectstore.ErrChanged)
	requireAbsent(t, store, "b")
}

func (c contract) noTagReturns(t *testing.T) {
	store := c.newStore(t)
	seen := map[string]bool{}
	for i := range 50 {
		tag := put(t, store, "a", fmt.Sprintf("%02d", i)).Tag
		require.False(t, seen[tag], "the tag of an earlier content")
		seen[tag] = true
	}
}

func (c contract) brokenContentLeavesWhatWasThere(t *testing.T) {
	store := c.newStore(t)
	// An error that the store would take for one of its own, were it not told apart.
	broken := fmt.Errorf("the source broke: %w", fs.ErrNotExist)
	for _, size := range []int{0, 1000, 12 << 20} {
		put(t, store, "a", "before")
		content := func() io.Reader {
			return io.MultiReader(strings.NewReader(strings.Repeat("x", size)), iotest.ErrReader(broken))
		}
		_, err := store.Put(t.Context(), "a", content(), objectstore.Options{})
		require.ErrorIs(t, err, broken)
		require.NotErrorIs(t, err, objectstore.ErrNotFound)
		_, err = store.PutIfAbsent(t.Context(), "b", content(), objectstore.Options{})
		require.ErrorIs(t, err, broken)
		requireText(t, store, "a", "before")
		require.Equal(t, []string{"a"}, keys(t, store, ""))
	}
}

// cancellingReader cancels after so many bytes, and fails if it is read on
// for long.
type cancellingReader struct {
	cancel context.CancelFunc
	after  int
	read   int
}

func (r *cancellingReader) Read(buffer []byte) (int, error) {
	r.read += len(buffer)
	if r.read > r.after {
		r.cancel()
	}
	if r.read > r.after+(8<<20) {
		return 0, errors.New("read on after it was cancelled")
	}
	return len(buffer), nil
}

func (c contract) cancellingLeavesWhatWasThere(t *testing.T) {
	store := c.newStore(t)
	put(t, store, "a", "before")
	for _, after := range []int{1000, 12 << 20} {
		ctx, cancel := context.WithCancel(t.Context())
		_, err := store.Put(ctx, "a", &cancellingReader{cancel: cancel, after: after}, objectstore.Options{})
		require.ErrorIs(t, err, context.Canceled)
		requireText(t, store, "a", "before")
		require.Equal(t, []string{"a"}, keys(t, store, ""))
	}
}

func (c contract) nothingIsDoneOnceCancelled(t *testing.T) {
	store := c.newStore(t)
	put(t, store, "a", "before")
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, _, err := store.Get(ctx, "a")
	require.ErrorIs(t, err, context.Canceled)
	_, err = store.Put(ctx, "a", strings.NewReader("after"), objectstore.Options{})
	require.ErrorIs(t, err, context.Canceled)
	for _, err = range store.List(ctx, "") {
		require.Error(t, err)
	}
	require.ErrorIs(t, err, context.Canceled)
	requireText(t, store, "a", "before")
}

func (c contract) keysAreListedInOrder(t *testing.T) {
	store := c.newStore(t)
	for _, key := range []string{"b", "a/c", "a-b", "a/b/d", "a.b", "aa", "ä", "a/b.json", "B"} {
		put(t, store, key, key)
	}
	require.Equal(t, []string{"B", "a-b", "a.b", "a/b.json", "a/b/d", "a/c", "aa", "b", "ä"}, keys(t, store, ""))
	require.Equal(t, []string{"a/b.json", "a/b/d", "a/c"}, keys(t, store, "a/"))
	require.Equal(t, []string{"a/b.json", "a/b/d"}, keys(t, store, "a/b"))
	require.Equal(t, []string{"a/b/d"}, keys(t, store, "a/b/"))
	require.Equal(t, []string{"b"}, keys(t, store, "b"))
	require.Empty(t, keys(t, store, "c"))
	require.Empty(t, keys(t, store, "a/b/d/"))
}

func (c contract) listingStopsWhereTheCallerDoes(t *testing.T) {
	store := c.newStore(t)
	for _, key := range []string{"a/a", "a/b", "b/a"} {
		put(t, store, key, key)
	}
	var seen []string
	for info, err := range store.List(t.Context(), "") {
		require.NoError(t, err)
		seen = append(seen, info.Key)
		if len(seen) == 2 {
			break
		}
	}
	require.Equal(t, []string{"a/a", "a/b"}, seen)
}

func (c contract) keysAreTakenAsTheyAre(t *testing.T) {
	usual := []string{
		"in/a b.json", "in/a+b.json", "in/a%20b.json", "in/a%2Bb.json", "in/a%.json", "in/%", "in/%25", "in/%2E", "in/%2E.",
		"in/ä/日本語.json", "in/a\u0308.json", "in/😀", "in/a?b=c&d#e", "in/a:b;c,d=e@f!g$h'i(j)*k~l", "in/a\\b", "in/ a ",
		"in/.hidden", "in/...", "in/a\tb", "in/<a>\"b\"|{c}^`d`[e]",
		strings.Repeat("long/", 200) + "key",
	}
	for _, key := range append(usual, c.oddKeys...) {
		t.Run(key, func(t *testing.T) {
			store := c.newStore(t)
			requireAbsent(t, store, key)
			put(t, store, key, "text of "+key)
			requireText(t, store, key, "text of "+key)
			require.Equal(t, []string{key}, keys(t, store, ""))
			require.Equal(t, []string{key}, keys(t, store, key))
			_, err := store.PutIfAbsent(t.Context(), key, strings.NewReader(""), objectstore.Options{})
			require.ErrorIs(t, err, objectstore.ErrExists)
		})
	}
}

func (c contract) whatCannotBeAKeyIsRefused(t *testing.T) {
	store := c.newStore(t)
	for _, key := range []string{"", strings.Repeat("k", 1025), "a\xffb", "a\x00b"} {
		_, _, err := store.Get(t.Context(), key)
		require.ErrorIs(t, err, objectstore.ErrUnusableKey)
		_, err = store.Put(t.Context(), key, strings.NewReader("text"), objectstore.Options{})
		require.ErrorIs(t, err, objectstore.ErrUnusableKey)
	}
	require.Empty(t, keys(t, store, ""))
}

func (c contract) whatHTTPWouldChangeIsRefused(t *testing.T) {
	store := c.newStore(t)
	for name, value := range map[string]string{"": "v", "Upper": "v", "under_score": "v", "a": "ä", "b": " v", "c": "v\r\nx-amz-acl: public-read"} {
		_, err := store.Put(t.Context(), "a", strings.NewReader("text"), objectstore.Options{Metadata: map[string]string{name: value}})
		require.ErrorContains(t, err, "metadata")
	}
	require.Empty(t, keys(t, store, ""))
}

func (c contract) aLargeObjectIsWrittenAndReadWhole(t *testing.T) {
	store := c.newStore(t)
	large := bytes.Repeat([]byte("0123456789abcde\n"), 21<<16) // 21 MiB
	info, err := store.PutIfAbsent(t.Context(), "large", io.MultiReader(bytes.NewReader(large)), objectstore.Options{Metadata: map[string]string{"large": "yes"}})
	require.NoError(t, err)
	require.Equal(t, int64(len(large)), info.Size)

	content, got, err := store.Get(t.Context(), "large")
	require.NoError(t, err)
	defer content.Close()
	read, err := io.ReadAll(content)
	require.NoError(t, err)
	require.True(t, bytes.Equal(large, read))
	require.Equal(t, info.Tag, got.Tag)
	require.Equal(t, map[string]string{"large": "yes"}, got.Metadata)

	_, err = store.PutIfAbsent(t.Context(), "large", io.MultiReader(bytes.NewReader(large)), objectstore.Options{})
	require.ErrorIs(t, err, objectstore.ErrExists)
	_, err = store.PutIfMatch(t.Context(), "large", io.MultiReader(bytes.NewReader(large)), "other", objectstore.Options{})
	require.ErrorIs(t, err, objectstore.ErrChanged)
	_, err = store.PutIfMatch(t.Context(), "large", io.MultiReader(bytes.NewReader(large)), info.Tag, objectstore.Options{})
	require.NoError(t, err)
}
