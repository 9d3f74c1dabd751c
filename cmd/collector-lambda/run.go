package main

import (
	"context"
	"io"
	"log/slog"
	"time"

	"github.com/udmap/udmap/internal/function"
	"github.com/udmap/udmap/internal/objectstore"
)

// run answers calls until Lambda ends the process.
func run(ctx context.Context, output io.Writer, lookup func(string) string) int {
	return function.Run(ctx, "collector", function.Environment{Output: output, Lookup: lookup}, build)
}

// build makes the handler. Settings are read with every call, for its time and
// its window; here they are read so that what is wrong is told at once.
func build(ctx context.Context, e function.Environment, log *slog.Logger) (function.Handler, error) {
	settings, err := readSettings(ctx, e.Lookup, time.Now())
	if err != nil {
		return nil, err
	}
	for _, warning := range settings.warnings {
		log.Warn(warning)
	}
	client, err := objectstore.NewFunctionClient(e.Lookup)
	if err != nil {
		return nil, err
	}
	h := &handler{lookup: e.Lookup, store: objectstore.NewS3(client, settings.bucket, "")}
	if settings.places.Normalize {
		h.normalizer, err = newNormalizer(settings, h.store)
	}
	return h, err
}
