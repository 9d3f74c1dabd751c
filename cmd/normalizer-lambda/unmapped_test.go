package main

import (
	"bytes"
	"log/slog"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/udmap/udmap/internal/function"
)

// Of many objects, one a minute is looked at, and what it has that no row maps is
// measured and named.
func TestASampleTellsOfFieldsThatNoRowMaps(t *testing.T) {
	t.Parallel()
	f := newFlood(t)
	added := strings.Replace(record, `"action"`, `"risk":"high","action"`, 1)
	call := func(begun time.Time, keys ...string) (log, metrics string) {
		for _, key := range keys {
			f.store.Set(key, []byte(added))
		}
		var logged, measured bytes.Buffer
		call := function.Call{
			Payload: queued(t, "bucket", keys), Log: slog.New(slog.NewJSONHandler(&logged, nil)),
			Metrics: function.NewMetrics("normalizer"), Begun: begun,
		}
		answer, err := f.handler.Handle(t.Context(), call)
		require.NoError(t, err)
		require.JSONEq(t, `{"batchItemFailures":[]}`, string(answer))
		require.NoError(t, call.Metrics.Write(&measured, begun))
		return logged.String(), measured.String()
	}
	begun := time.Date(2026, 3, 12, 6, 14, 27, 0, time.UTC)

	log, metrics := call(begun, "zoom/first.json")
	require.NotContains(t, log+metrics, "nmapped", "a cold start waits for the first")

	log, metrics = call(begun, "zoom/a.json", "zoom/b.json")
	require.Equal(t, 1, strings.Count(log, `"unmapped_fields":1,"fields":["risk"]`), log)
	require.Contains(t, metrics, `"UnmappedFields":1`)

	log, metrics = call(begun.Add(59*time.Second), "zoom/c.json")
	require.NotContains(t, log+metrics, "nmapped")

	log, metrics = call(begun.Add(time.Minute), "zoom/d.json")
	require.Contains(t, log, "s3://bucket/zoom/d.json")
	require.Contains(t, metrics, `"UnmappedFields":1`)
	content, _, found := f.store.Object("udm/zoom/d.udm.jsonl.gz")
	require.True(t, found)
	require.NotEmpty(t, content)
}
