package main

import (
	"bytes"
	"context"
	"io"
	"log/slog"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/udmap/udmap/internal/function"
	"github.com/udmap/udmap/internal/normalizer"
	"github.com/udmap/udmap/internal/objectstore"
	"github.com/udmap/udmap/parser"
)

// fragile is a store whose object "broken" makes the program panic.
type fragile struct{ store }

func (fragile) Get(_ context.Context, key string) (io.ReadCloser, objectstore.Info, error) {
	if strings.Contains(key, "broken") {
		panic("a defect") //nolint:forbidigo // it is what the test is about
	}
	return nil, objectstore.Info{}, objectstore.ErrNotFound
}

func TestADefectAtOneObjectLeavesTheOthers(t *testing.T) {
	t.Parallel()
	catalog, found := parser.BuiltIn(parser.Options{})
	require.NotNil(t, catalog, found)
	settings, err := readSettings(func(name string) string { return map[string]string{"RAW_PREFIX": "zoom/"}[name] })
	require.NoError(t, err)
	h := &handler{
		settings: settings, workers: 2, open: func(string) store { return fragile{} },
		normalizer: normalizer.New(catalog, "v1", settings.Settings),
	}
	var log bytes.Buffer
	metrics := function.NewMetrics("normalizer")
	answer, err := h.Handle(t.Context(), function.Call{
		Payload: queued(t, "bucket", []string{"zoom/a"}, []string{"zoom/broken"}, []string{"zoom/c"}),
		Log:     slog.New(slog.NewJSONHandler(&log, nil)), Metrics: metrics, Begun: time.Now(),
	})
	require.NoError(t, err)
	require.JSONEq(t, `{"batchItemFailures":[{"itemIdentifier":"m1"}]}`, string(answer))
	require.Contains(t, log.String(), "a defect of udmap")
	require.Contains(t, log.String(), "s3://bucket/zoom/broken")
	var lines bytes.Buffer
	require.NoError(t, metrics.Write(&lines, time.Now()))
	require.Contains(t, lines.String(), `"Failures":1`)
}
