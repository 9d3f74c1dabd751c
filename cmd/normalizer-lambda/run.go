package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"

	"github.com/udmap/udmap/internal/function"
	"github.com/udmap/udmap/internal/normalizer"
	"github.com/udmap/udmap/internal/objectstore"
	"github.com/udmap/udmap/parser"
)

// run answers calls until Lambda ends the process.
func run(ctx context.Context, output io.Writer, lookup func(string) string) int {
	return function.Run(ctx, "normalizer", function.Environment{Output: output, Lookup: lookup}, build)
}

// build makes the handler.
func build(_ context.Context, e function.Environment, _ *slog.Logger) (function.Handler, error) {
	settings, err := readSettings(e.Lookup)
	client, clientErr := objectstore.NewFunctionClient(e.Lookup)
	if err := errors.Join(err, clientErr); err != nil {
		return nil, err
	}
	catalog, found := parser.BuiltIn(parser.Options{})
	if catalog == nil {
		return nil, fmt.Errorf("the built-in tables do not compile: %w", found)
	}
	open := func(bucket string) store { return objectstore.NewS3(client, bucket, "") }
	return &handler{
		settings:   settings,
		normalizer: normalizer.New(catalog, function.Version(), settings.Settings),
		open:       open,
		workers:    workersFor(function.MemoryMB(e.Lookup)),
	}, nil
}

// workersFor is how many objects may be worked on at once. One takes at most
// about 50 MB, beside a program of 20 MB.
func workersFor(memoryMB int) int { return min(max(memoryMB/128, 1), 8) }
