package main

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"math/rand/v2"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/udmap/udmap/internal/function"
	"github.com/udmap/udmap/internal/normalizer"
	"github.com/udmap/udmap/internal/objectstore/memorystore"
	"github.com/udmap/udmap/parser"
)

// untimely is a record that is rejected.
const untimely = `{"time":"yesterday","operator":"admin@example.com","action":"Add","category_type":"Group","operation_detail":"Add Group Designers"}` + "\n"

// Ten thousand notifications, in any order, nearly a third of them twice, in
// batches of a queue that eight calls take at once and that delivers again what
// comes back, while one operation in twenty fails and objects are replaced: in the
// end there is for each object what it is then, and nothing else.
func TestNotificationsInAnyOrderEndWithTheSameObjects(t *testing.T) {
	t.Parallel()
	const objects, duplicates, calls = 7000, 3000, 8
	f := newFlood(t)
	random := rand.New(rand.NewPCG(3, 4)) //nolint:gosec // an order, and faults
	var notifications []int
	for i := range objects {
		f.store.Set(f.key(i), []byte(f.content(i, 0)))
		notifications = append(notifications, i)
	}
	for range duplicates {
		notifications = append(notifications, random.IntN(objects))
	}
	random.Shuffle(len(notifications), func(i, j int) { notifications[i], notifications[j] = notifications[j], notifications[i] })
	for _, i := range notifications {
		f.queue.send(f.key(i))
	}

	var operations atomic.Int64
	f.store.Before = func(string, string) error {
		if operations.Add(1)%20 == 0 {
			return errors.New("a fault")
		}
		return nil
	}
	var running sync.WaitGroup
	for range calls {
		running.Go(func() { f.takeAll(t) })
	}
	for i := 0; i < objects; i += 10 { // replaced meanwhile, and notified of
		f.store.Set(f.key(i), []byte(f.content(i, 1)))
		f.queue.send(f.key(i))
	}
	running.Wait()
	f.takeAll(t) // what was sent when the others had ended

	f.store.Before = nil
	require.Greater(t, f.queue.returned, 100, "faults bring messages back")
	want := map[string]bool{}
	for i := range objects {
		version := 0
		if i%10 == 0 {
			version = 1
		}
		f.requireOutputs(t, i, version, want)
	}
	for _, key := range f.store.Keys() {
		require.True(t, want[key], key)
	}
	require.Len(t, f.store.Keys(), len(want))
}

// flood is the function over a bucket in memory, and the queue before it.
type flood struct {
	handler *handler
	store   *memorystore.Store
	queue   *queue
}

func newFlood(t *testing.T) *flood {
	t.Helper()
	catalog, found := parser.BuiltIn(parser.Options{})
	require.NotNil(t, catalog, found)
	settings, err := readSettings(func(name string) string { return map[string]string{"RAW_PREFIX": "zoom/"}[name] })
	require.NoError(t, err)
	f := &flood{store: memorystore.New(), queue: &queue{}}
	f.handler = &handler{
		settings: settings, workers: 2, open: func(string) store { return f.store },
		normalizer: normalizer.New(catalog, "v1", settings.Settings),
	}
	return f
}

// key has, now and then, what keys are encoded for.
func (f *flood) key(i int) string {
	return fmt.Sprintf("zoom/%s%05d.json", []string{"2026/", "a+b ", "a%2Bb", "café/日本&=;", "/"}[i%5], i)
}

func (f *flood) content(i, version int) string {
	text := strings.ReplaceAll(record, "admin@", fmt.Sprintf("admin%d.%d@", i, version))
	if (i+version)%3 == 0 {
		text += untimely
	}
	return text
}

// takeAll works on batches until the queue is empty.
func (f *flood) takeAll(t *testing.T) {
	t.Helper()
	for {
		keys := f.queue.take()
		if keys == nil {
			return
		}
		messages := make([][]string, len(keys))
		for i, key := range keys {
			messages[i] = []string{key}
		}
		answer, err := f.handler.Handle(t.Context(), function.Call{
			Payload: queued(t, "bucket", messages...), Log: slog.New(slog.DiscardHandler),
			Metrics: function.NewMetrics("normalizer"), Begun: time.Now(),
		})
		if err != nil {
			t.Error(err)
			return
		}
		var failures struct {
			BatchItemFailures []struct{ ItemIdentifier string }
		}
		if err := json.Unmarshal(answer, &failures); err != nil {
			t.Error(err)
		}
		for _, failure := range failures.BatchItemFailures {
			var number int
			if _, err := fmt.Sscanf(failure.ItemIdentifier, "m%d", &number); err != nil {
				t.Error(err)
			}
			f.queue.giveBack(keys[number])
		}
	}
}

// requireOutputs holds the outputs of an object to what it is now, and adds the
// keys that there should be.
func (f *flood) requireOutputs(t *testing.T, i, version int, want map[string]bool) {
	t.Helper()
	stem := strings.TrimSuffix(f.key(i), ".json")
	events, rejected := "udm/"+stem+".udm.jsonl.gz", "rejected/"+stem+".rejected.jsonl.gz"
	want[f.key(i)], want[events] = true, true
	require.Equal(t, 1, strings.Count(f.text(t, events), "\n"), events)
	require.Contains(t, f.text(t, events), fmt.Sprintf(`"admin%d.%d@example.com"`, i, version))
	_, _, found := f.store.Object(rejected)
	want[rejected] = found
	if (i+version)%3 == 0 {
		want[rejected] = true
		require.Equal(t, 1, strings.Count(f.text(t, rejected), "\n"), rejected)
	} else if found { // of the version before
		require.Empty(t, f.text(t, rejected))
	}
	if !want[rejected] {
		delete(want, rejected)
	}
}

func (f *flood) text(t *testing.T, key string) string {
	t.Helper()
	content, _, found := f.store.Object(key)
	require.True(t, found, key)
	reader, err := gzip.NewReader(bytes.NewReader(content))
	require.NoError(t, err)
	text, err := io.ReadAll(reader)
	require.NoError(t, err)
	return string(text)
}

// queue delivers messages in batches of up to ten, at least once.
type queue struct {
	lock     sync.Mutex
	keys     []string // one a message
	returned int
}

func (q *queue) send(key string) {
	q.lock.Lock()
	defer q.lock.Unlock()
	q.keys = append(q.keys, key)
}

func (q *queue) giveBack(key string) {
	q.lock.Lock()
	q.returned++
	q.lock.Unlock()
	q.send(key)
}

// take returns a batch; nil if there is none.
func (q *queue) take() []string {
	q.lock.Lock()
	defer q.lock.Unlock()
	size := min(10, len(q.keys))
	if size == 0 {
		return nil
	}
	batch := q.keys[:size:size]
	q.keys = q.keys[size:]
	return batch
}
