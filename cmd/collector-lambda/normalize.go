package main

import (
	"context"
	"fmt"

	"github.com/udmap/udmap/internal/function"
	"github.com/udmap/udmap/internal/normalizer"
	"github.com/udmap/udmap/internal/objectstore"
	"github.com/udmap/udmap/parser"
)

// outputs writes UDM objects beside raw ones as the normalizer's function does,
// so that both may work on the same bucket.
type outputs struct {
	normalizer *normalizer.Normalizer
	store      *objectstore.S3
}

func newNormalizer(s settings, store *objectstore.S3) (*outputs, error) {
	catalog, found := parser.BuiltIn(parser.Options{})
	if catalog == nil {
		return nil, fmt.Errorf("the built-in tables do not compile: %w", found)
	}
	return &outputs{normalizer.New(catalog, function.Version(), s.outputs), store}, nil
}

// normalize reads the object back, for the tag that its outputs name it by.
func (o *outputs) normalize(ctx context.Context, call function.Call, key string) error {
	outcome, err := o.normalizer.Normalize(ctx, normalizer.Object{
		Name: o.store.String() + key, Key: key, Source: o.store, Target: o.store,
	})
	if err != nil {
		return err
	}
	call.Log.Info("object", "object", o.store.String()+key, "status", outcome.Status, "reason", outcome.Reason,
		"records", outcome.Ledger.Records, "events", outcome.Ledger.Events, "rejected", outcome.Ledger.Rejected,
		"udm_key", outcome.Events, "rejected_key", outcome.Rejected)
	call.Metrics.Add(
		function.Measure{Name: function.Events, Value: float64(outcome.Ledger.Events)},
		function.Measure{Name: function.Rejected, Value: float64(outcome.Ledger.Rejected)})
	for reason, records := range outcome.Ledger.Reasons {
		call.Metrics.Add(function.Measure{Name: function.Rejected, Value: float64(records), Reason: reason})
	}
	return nil
}
