package collector_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"math/rand/v2"
	"slices"
	"sync"
	"testing"
	"testing/synctest"

	"github.com/stretchr/testify/require"

	"github.com/udmap/udmap/collector"
	"github.com/udmap/udmap/internal/objectstore"
	"github.com/udmap/udmap/internal/objectstore/s3test"
)

// outside is a real store, asked by a goroutine outside the bubble of synctest:
// no time passes in the bubble while it waits for the network.
type outside struct {
	ctx   context.Context
	store objectstore.Store
	lock  sync.Mutex
	calls chan func()
	done  chan struct{}
}

func newOutside(t *testing.T, store objectstore.Store) *outside {
	t.Helper()
	o := &outside{ctx: t.Context(), store: store, calls: make(chan func()), done: make(chan struct{})}
	go func() {
		for call := range o.calls {
			call()
			o.done <- struct{}{}
		}
	}()
	t.Cleanup(func() { close(o.calls) })
	return o
}

func (o *outside) do(call func()) {
	o.lock.Lock()
	defer o.lock.Unlock()
	o.calls <- call
	<-o.done
}

func (o *outside) object(key string) []byte {
	content, _, err := o.get(key)
	if err != nil {
		return nil
	}
	text, _ := io.ReadAll(content) // from memory
	return text
}

func (o *outside) keys(prefix string) (keys []string) {
	o.do(func() {
		for info, err := range o.store.List(o.ctx, prefix) {
			if err != nil {
				keys = []string{err.Error()} // no object has such a key
				return
			}
			keys = append(keys, info.Key)
		}
	})
	return keys
}

func (o *outside) get(key string) (content io.ReadCloser, info objectstore.Info, err error) {
	o.do(func() {
		var stream io.ReadCloser
		if stream, info, err = o.store.Get(o.ctx, key); err != nil {
			return
		}
		var text []byte
		text, err = io.ReadAll(stream)
		err = errors.Join(err, stream.Close())
		content = io.NopCloser(bytes.NewReader(text))
	})
	return content, info, err
}

func (o *outside) put(key string, content io.Reader, tag string) (info objectstore.Info, err error) {
	text, err := io.ReadAll(content)
	if err != nil {
		return info, err
	}
	o.do(func() {
		switch tag {
		case "":
			info, err = o.store.PutIfAbsent(o.ctx, key, bytes.NewReader(text), objectstore.Options{})
		case "*":
			info, err = o.store.Put(o.ctx, key, bytes.NewReader(text), objectstore.Options{})
		default:
			info, err = o.store.PutIfMatch(o.ctx, key, bytes.NewReader(text), tag, objectstore.Options{})
		}
	})
	return info, err
}

const (
	// seed chooses the points; any other will do.
	seed = 4
	// samples are the points of each scenario and each way to end a run.
	samples = 3
)

// What the tests of crash_test.go show of every operation with a bucket in
// memory, a real S3 server sees of some, in every scenario: a run killed there,
// an operation failed there, another run from end to end there, and runs killed
// one after another.
func TestScenariosOnS3(t *testing.T) {
	server := s3test.Start(t)
	name := server.NewBucket(t)
	random := rand.New(rand.NewPCG(seed, seed))
	for _, s := range scenarios() {
		t.Run(fmt.Sprintf("%s/%s", s.vendor, s.name), func(t *testing.T) {
			operations := countOperations(t, s)
			ways := waysToEnd()
			for _, way := range slices.Sorted(maps.Keys(ways)) {
				for range samples {
					point := 1 + random.IntN(operations)
					t.Run(fmt.Sprintf("%s at %d of %d", way, point, operations), func(t *testing.T) {
						prefix := fmt.Sprintf("%x/", random.Uint64())
						s.bucket = newOutside(t, objectstore.NewS3(server.Client(), name, prefix))
						synctest.Test(t, func(t *testing.T) {
							w := s.make(t)
							ways[way](t, w, point)
							s.settle(t, w)
						})
					})
				}
			}
		})
	}
}

// countOperations counts the points at which a run of the scenario can end.
func countOperations(t *testing.T, s scenario) int {
	t.Helper()
	gate := &gate{}
	synctest.Test(t, func(t *testing.T) {
		_, err := s.make(t).tryRun(t.Context(), t, gate)
		require.NoError(t, err)
	})
	require.Greater(t, gate.passed, 15, "a run has many operations")
	return gate.passed
}

// waysToEnd are what becomes of a run at a point.
func waysToEnd() map[string]func(t *testing.T, w *world, point int) {
	return map[string]func(t *testing.T, w *world, point int){
		"killed": func(t *testing.T, w *world, point int) {
			t.Helper()
			gate := &gate{point: point}
			_, _ = w.tryRun(t.Context(), t, gate) // it was killed
			require.True(t, gate.isReached())
		},
		"failed": func(t *testing.T, w *world, point int) {
			t.Helper()
			gate := &gate{point: point, once: true}
			_, _ = w.tryRun(t.Context(), t, gate) // it may go on, or leave the rest to the next
			require.True(t, gate.isReached())
		},
		"met by another run": func(t *testing.T, w *world, point int) {
			t.Helper()
			gate := &gate{point: point}
			gate.meanwhile = func() { _, _ = w.tryRun(t.Context(), t, nil) }
			_, err := w.tryRun(t.Context(), t, gate)
			require.True(t, err == nil || errors.Is(err, collector.ErrConflict), "%v", err)
			require.True(t, gate.isReached())
		},
		"killed again and again": func(t *testing.T, w *world, point int) {
			t.Helper()
			for ; point > 0; point -= 7 {
				_, _ = w.tryRun(t.Context(), t, &gate{point: point}) // it was killed, or was the last
			}
		},
	}
}
