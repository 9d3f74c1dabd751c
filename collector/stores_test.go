package collector_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"strings"
	"testing"
	"testing/synctest"

	"github.com/klauspost/compress/gzip"
	"github.com/stretchr/testify/require"

	"github.com/udmap/udmap/collector/zoom"
	"github.com/udmap/udmap/internal/mock"
	"github.com/udmap/udmap/internal/objectstore"
)

// gatedStore is a real store behind a gate.
type gatedStore struct {
	objectstore.Store
	gate *gate
}

// Get implements collector.StateStore.
func (g gatedStore) Get(ctx context.Context, key string) (content io.ReadCloser, info objectstore.Info, err error) {
	gateErr := g.gate.pass("get "+key, func() { content, info, err = g.Store.Get(ctx, key) })
	return content, info, errors.Join(gateErr, err)
}

// PutIfAbsent implements collector.RawStore.
func (g gatedStore) PutIfAbsent(ctx context.Context, key string, content io.Reader, o objectstore.Options) (info objectstore.Info, err error) {
	gateErr := g.gate.pass("put "+key, func() { info, err = g.Store.PutIfAbsent(ctx, key, content, o) })
	return info, errors.Join(gateErr, err)
}

// PutIfMatch implements collector.StateStore.
func (g gatedStore) PutIfMatch(ctx context.Context, key string, content io.Reader, tag string, o objectstore.Options) (info objectstore.Info, err error) {
	gateErr := g.gate.pass("replace "+key, func() { info, err = g.Store.PutIfMatch(ctx, key, content, tag, o) })
	return info, errors.Join(gateErr, err)
}

// A first run on a folder, killed at each of its operations and started again,
// leaves every record there exactly once.
func TestARunCanBeKilledAnywhereOnAFolder(t *testing.T) {
	for point, reached := 1, true; reached; point++ {
		folder := t.TempDir()
		synctest.Test(t, func(t *testing.T) {
			waitUntil(noon)
			w := newWorld(t, mock.Zoom, mock.Options{
				Records: 40, From: mustTime("2026-03-09T00:00:00Z"), Until: mustTime("2026-03-11T00:00:00Z"),
				Faults: []mock.Fault{{Name: mock.Twins, When: mock.Schedule{Every: 3}}},
			}, "START=2026-03-09", "PAGE_SIZE=7", slow)
			store, err := objectstore.NewDirectory(folder)
			require.NoError(t, err)
			gate := &gate{point: point}
			runOn(t, w, store, gate)
			runOn(t, w, store, nil)
			require.Equal(t, count(w.server.All(zoom.OperationLogs)), recordsIn(t, store), "killed %s", gate.struck)
			reached = gate.isReached()
		})
		require.True(t, reached || point > 15, "a run has many operations")
	}
}

// runOn runs once; without a gate, the run must come to its end.
func runOn(t *testing.T, w *world, store objectstore.Store, gate *gate) {
	t.Helper()
	made := w.collector(t, gate)
	made.Raw, made.State = gatedStore{store, gate}, gatedStore{store, gate}
	_, err := w.collect(t.Context(), made)
	if gate == nil {
		require.NoError(t, err)
	}
}

// recordsIn counts the records of a store, and searches all that is there for
// secrets.
func recordsIn(t *testing.T, store objectstore.Store) map[string]int {
	t.Helper()
	records := map[string]int{}
	for info, err := range store.List(t.Context(), "") {
		require.NoError(t, err)
		content, _, err := store.Get(t.Context(), info.Key)
		require.NoError(t, err)
		text, err := io.ReadAll(content)
		require.NoError(t, errors.Join(err, content.Close()))
		if !strings.HasPrefix(info.Key, rawPrefix) {
			requireNoCanary(t, info.Key, string(text))
			continue
		}
		reader, err := gzip.NewReader(bytes.NewReader(text))
		require.NoError(t, err)
		text, err = io.ReadAll(reader)
		require.NoError(t, err)
		requireNoCanary(t, info.Key, string(text))
		for line := range bytes.Lines(text) {
			records[string(bytes.TrimSuffix(line, []byte("\n")))]++
		}
	}
	return records
}
