package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"sync"
	"time"

	"github.com/udmap/udmap/internal/function"
	"github.com/udmap/udmap/internal/normalizer"
	"github.com/udmap/udmap/internal/notification"
	"github.com/udmap/udmap/internal/objectstore"
)

// store is what the function needs of a bucket.
type store interface {
	normalizer.Source
	normalizer.Target
}

// handler normalizes the objects of each delivery.
type handler struct {
	settings   settings
	normalizer *normalizer.Normalizer
	open       func(bucket string) store
	workers    int // objects that are worked on at once
	sampling   sampling
}

// errNoTime is why an object that was not begun comes back.
var errNoTime = errors.New("the time of this call was over before the object's turn")

// work is an object of a delivery, and what became of it.
type work struct {
	message int
	object  notification.Object
	outcome normalizer.Outcome
	err     error
}

// Handle implements function.Handler: one loop over objects, whatever the trigger.
func (h *handler) Handle(ctx context.Context, call function.Call) ([]byte, error) {
	delivery, err := notification.Decode(call.Payload)
	if err != nil {
		return nil, err
	}
	call.Log.Debug("delivery", "trigger", delivery.Trigger.String(), "messages", len(delivery.Messages))
	var all []*work
	for i, message := range delivery.Messages {
		switch {
		case message.Err != nil:
			call.Log.Error("a message cannot be understood", "message", message.ID, "error", message.Err.Error())
			call.Metrics.Add(function.Measure{Name: function.Failures, Value: 1})
		case message.Note != "":
			call.Log.Info("a message without objects", "message", message.ID, "note", message.Note)
		}
		for _, object := range message.Objects {
			all = append(all, &work{message: i, object: object})
		}
	}
	h.workThrough(ctx, call, delivery.Trigger, all)
	return delivery.Answer(outcomes(len(delivery.Messages), all))
}

// workThrough works on the objects, as many at once as memory allows.
func (h *handler) workThrough(ctx context.Context, call function.Call, trigger notification.Trigger, all []*work) {
	ctx, last, cancel := function.Timely(ctx)
	defer cancel()
	queue := make(chan *work)
	var group sync.WaitGroup
	for range min(h.workers, len(all)) {
		group.Go(func() {
			for w := range queue {
				if time.Now().After(last) {
					w.err = errNoTime
				} else {
					h.work(ctx, call, trigger, w)
				}
				h.report(call, w)
			}
		})
	}
	for _, w := range all {
		queue <- w
	}
	close(queue)
	group.Wait()
}

// work normalizes one object. A panic is a fault of this object alone; it comes
// back until its trigger puts it aside.
func (h *handler) work(ctx context.Context, call function.Call, trigger notification.Trigger, w *work) {
	log := call.Log.With("object", w.object.String())
	defer func() { w.err = errors.Join(w.err, function.Recovered(log, recover())) }()
	raw := &watched{store: h.open(w.object.Bucket)}
	if h.sampling.isDue(call.Begun) {
		raw.beginning = &bytes.Buffer{}
	}
	w.outcome, w.err = h.normalizer.Normalize(ctx, normalizer.Object{
		Name: w.object.String(), Key: w.object.Key, Source: raw, Target: h.target(w.object.Bucket),
	})
	// A job over old objects says nothing of how far behind the function is.
	if w.err == nil && trigger != notification.Batch && !raw.modified.IsZero() {
		lag := max(time.Since(raw.modified), 0)
		call.Metrics.Add(function.Measure{Name: function.Lag, Value: lag.Seconds()})
	}
	if w.err == nil && w.outcome.Status == normalizer.Normalized && raw.beginning != nil {
		h.reportUnmapped(call, w, raw.beginning)
	}
}

// watched notes when the object was written that is read from a store, and, if it
// is a sample, what it begins with.
type watched struct {
	store     normalizer.Source
	modified  time.Time
	beginning *bytes.Buffer // nil if it is none
}

// Get implements normalizer.Source. The second conversion of a large object may
// read while the first one's content is still open, but never at the same time.
func (w *watched) Get(ctx context.Context, key string) (io.ReadCloser, objectstore.Info, error) {
	content, info, err := w.store.Get(ctx, key)
	if err == nil && w.modified.IsZero() {
		w.modified = info.Modified
	}
	if err == nil && w.beginning != nil {
		w.beginning.Reset()
		content = sample{content, w.beginning}
	}
	return content, info, err
}

// report logs and measures what became of an object.
func (h *handler) report(call function.Call, w *work) {
	log := call.Log.With("object", w.object.String())
	if w.err != nil {
		log.Error("the object has to be delivered again", "error", w.err.Error())
		call.Metrics.Add(function.Measure{Name: function.Failures, Value: 1})
		return
	}
	ledger := w.outcome.Ledger
	level := slog.LevelInfo
	if w.outcome.Status == normalizer.Refused || ledger.Rejected > 0 {
		level = slog.LevelWarn
	}
	log.Log(context.Background(), level, "object", "status", w.outcome.Status, "reason", w.outcome.Reason, "tables", ledger.Tables,
		"records", ledger.Records, "events", ledger.Events, "rejected", ledger.Rejected, "skipped", ledger.Skipped,
		"reasons", ledger.Reasons, "bytes", ledger.BytesIn, "udm_key", w.outcome.Events, "rejected_key", w.outcome.Rejected)
	measure(call.Metrics, w.outcome)
}

// measure adds what an object came to. Of those whose outputs stood already,
// nothing was done: they are counted once.
func measure(metrics *function.Metrics, outcome normalizer.Outcome) {
	ledger := outcome.Ledger
	switch outcome.Status {
	case normalizer.Refused:
		metrics.Add(
			function.Measure{Name: function.Objects, Value: 1},
			function.Measure{Name: function.Rejected, Value: 1, Reason: "object-refused"})
	case normalizer.Normalized:
		metrics.Add(
			function.Measure{Name: function.Objects, Value: 1},
			function.Measure{Name: function.Records, Value: float64(ledger.Records)},
			function.Measure{Name: function.Events, Value: float64(ledger.Events)},
			function.Measure{Name: function.Rejected, Value: float64(ledger.Rejected)},
			function.Measure{Name: function.Skipped, Value: float64(ledger.Skipped)},
			function.Measure{Name: function.Bytes, Value: float64(ledger.BytesIn)})
		for table, events := range ledger.Tables {
			metrics.Add(function.Measure{Name: function.Events, Value: float64(events), Source: table})
		}
		for reason, records := range ledger.Reasons {
			metrics.Add(function.Measure{Name: function.Rejected, Value: float64(records), Reason: reason})
		}
	case normalizer.Current, normalizer.Ignored, normalizer.Vanished:
	}
}

// outcomes are those of the messages: each as that of its objects together.
func outcomes(messages int, all []*work) []notification.Outcome {
	result := make([]notification.Outcome, messages)
	for _, w := range all {
		of := &result[w.message]
		if w.err != nil {
			of.Retry = errors.Join(of.Retry, fmt.Errorf("%s: %w", w.object, w.err))
			continue
		}
		if w.outcome.Status == normalizer.Refused {
			of.Refused = errors.Join(of.Refused, fmt.Errorf("%s: %s", w.object, w.outcome.Reason))
		}
		of.Note = note(w.outcome)
	}
	return result
}

// note says for people what was done with an object.
func note(outcome normalizer.Outcome) string {
	text := string(outcome.Status)
	if outcome.Reason != "" {
		text += ": " + outcome.Reason
	}
	if outcome.Status == normalizer.Normalized {
		text += fmt.Sprintf(", %d events, %d rejected", outcome.Ledger.Events, outcome.Ledger.Rejected)
	}
	return text
}
