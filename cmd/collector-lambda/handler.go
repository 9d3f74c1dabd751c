package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"

	"github.com/udmap/udmap/collector"
	"github.com/udmap/udmap/internal/function"
	"github.com/udmap/udmap/internal/objectstore"
)

// handler collects what is new, or what a window of the event asks for.
type handler struct {
	lookup     func(string) string
	store      *objectstore.S3
	normalizer *outputs // nil without NORMALIZE
}

// Handle implements function.Handler. It returns the summary of the run.
func (h *handler) Handle(ctx context.Context, call function.Call) ([]byte, error) {
	window, err := readWindow(call.Payload)
	if err != nil {
		return nil, err
	}
	settings, err := readSettings(ctx, window.lookup(h.lookup), call.Begun)
	if err != nil {
		return nil, err
	}
	run := settings.collector
	h.connect(run, settings, window, call)
	ctx, _, cancel := function.Timely(ctx)
	defer cancel()
	summary, err := run.Run(ctx)
	report(call, summary)
	if err := errors.Join(err, failure(summary)); err != nil {
		return nil, err
	}
	return json.Marshal(summary)
}

// connect connects the collector to the bucket.
func (h *handler) connect(run *collector.Collector, settings settings, window window, call function.Call) {
	run.Raw, run.State, run.Prefix = h.store, h.store, settings.prefix
	_, key := split(settings.places.State)
	run.StateKey = window.stateKey(key)
	if window.isSet() {
		run.BesideKey = key
	}
	if settings.places.OldState != "" && !window.isSet() {
		run.OldState = h.store
		_, run.OldStateKey = split(settings.places.OldState)
	}
	if h.normalizer != nil {
		run.Written = func(ctx context.Context, key string, _ []byte) error { return h.normalizer.normalize(ctx, call, key) }
	}
}

// failure is why the call fails: because no resource succeeded. As long as one
// does, the call has done something that is not to be done again: Lambda would
// repeat a call that failed, at once and twice, against the quota of the vendor.
// A resource that failed is in the summary, the log and the metric Failures.
func failure(summary collector.Summary) error {
	var failures []error
	for _, name := range slices.Sorted(maps.Keys(summary.Resources)) {
		if resource := summary.Resources[name]; resource.Outcome.IsFailure() {
			failures = append(failures, fmt.Errorf("%s: %s", name, resource.Error))
		}
	}
	if len(failures) < len(summary.Resources) {
		return nil
	}
	return errors.Join(failures...)
}

// report logs and measures what a run came to.
func report(call function.Call, summary collector.Summary) {
	for _, warning := range summary.Warnings {
		call.Log.Warn(warning)
	}
	call.Log.Info("run", "summary", summary)
	vendor := summary.Collector
	for name, resource := range summary.Resources {
		if resource.Outcome.IsFailure() {
			call.Log.Error("a resource failed", "resource", name, "outcome", resource.Outcome, "error", resource.Error)
			call.Metrics.Add(
				function.Measure{Name: function.Failures, Value: 1},
				function.Measure{Name: function.Failures, Value: 1, Source: vendor},
				function.Measure{Name: function.Failures, Value: 1, Source: vendor, Resource: name})
		}
		if resource.LagSeconds != nil {
			call.Metrics.Add(
				function.Measure{Name: function.Lag, Value: *resource.LagSeconds, Source: vendor},
				function.Measure{Name: function.Lag, Value: *resource.LagSeconds, Source: vendor, Resource: name})
		}
		call.Metrics.Add(
			function.Measure{Name: function.Records, Value: float64(resource.New), Source: vendor, Resource: name},
			function.Measure{Name: function.Skipped, Value: float64(resource.Duplicates), Source: vendor, Resource: name},
			function.Measure{Name: function.Objects, Value: float64(resource.Objects), Source: vendor, Resource: name})
	}
	call.Metrics.Add(
		function.Measure{Name: function.Records, Value: float64(summary.New)},
		function.Measure{Name: function.Skipped, Value: float64(summary.Duplicates)},
		function.Measure{Name: function.Objects, Value: float64(summary.Objects)})
}
