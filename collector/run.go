package collector

import (
	"context"
	"errors"
	"fmt"
	"io"
	"time"

	"github.com/udmap/udmap/internal/objectstore"
)

// The state stays below 5 MB: 400,000 fingerprints take at most 3.8 MB in base
// 64, the object of an intent 0.7 MB.
const maxFingerprints = 400_000

// MemoryLimit is what a program that collects should set as the soft memory
// limit of Go, in bytes: garbage is then collected before memory reaches 64 MB.
const MemoryLimit = 56 << 20

// DefaultCommitInterval is how long new records wait to be committed at most,
// while pages go on coming.
const DefaultCommitInterval = 30 * time.Second

// reserve is how long before its deadline a run stops to ask, so that what it
// has read can be committed.
const reserve = 10 * time.Second

// DefaultOverlap is how late a record may come and still be found.
const DefaultOverlap = 24 * time.Hour

// RawStore is where objects of records are written.
type RawStore interface {
	PutIfAbsent(ctx context.Context, key string, content io.Reader, options objectstore.Options) (objectstore.Info, error)
}

// Collector collects the resources of one API account into one place.
type Collector struct {
	Name      string // of the vendor: it names the state
	Resources []*Resource

	State    StateStore
	StateKey string
	Migrate  Migrate // nil if nothing else may stand in place of a state

	// OldState and OldStateKey are where the published script keeps its state. It
	// is read if there is none at StateKey, and left as it is. OldState may be nil.
	OldState    StateStore
	OldStateKey string

	// BesideKey is the key of the state of other runs into the same place, whose
	// records this one leaves to them: it is refused with ErrCovered if it is to
	// read any. Empty for none.
	BesideKey string

	Raw    RawStore
	Prefix string // of the keys of objects: empty, or ends with a slash

	Start    time.Time     // what a first run reads from
	Until    time.Time     // what a run reads up to; zero is now
	Overlap  time.Duration // how late a record may come and still be found
	MaxPages int           // of a resource in a run; 0 is without end

	// CommitInterval is how long new records wait to be committed at most; 0 is
	// DefaultCommitInterval.
	CommitInterval time.Duration

	// Written is called with every object before the state forgets it, and
	// perhaps again by a later run: what it does must bear that. It may be nil.
	Written func(ctx context.Context, key string, content []byte) error

	// Report is called after every page. It may be nil.
	Report func(Report)
}

// Report is where a run stands.
type Report struct {
	Resource string
	Window   Window // zero for a stream
	Totals
}

// Run collects what there is, until there is no more or the deadline of ctx is
// near. The summary tells what became of each resource; the error, why a run did
// not begin or could not go on: it wraps ErrState, ErrConflict, ErrCovered,
// or what the store said.
func (c *Collector) Run(ctx context.Context) (Summary, error) {
	r := c.newRun()
	err := r.all(ctx)
	return r.summarize(err), err
}

func (c *Collector) newRun() *run {
	return &run{
		Collector: c,
		journal:   newJournal(c.State, c.StateKey),
		now:       time.Now().UTC(),
		pages:     map[string]int{},
	}
}

// run is one run of a collector.
type run struct {
	*Collector
	journal *journal
	now     time.Time // of its beginning, and of all that it decides
	results []*result
	pages   map[string]int // read of each resource
	prints  *fingerprinter
}

func (r *run) all(ctx context.Context) error {
	if err := r.open(ctx); err != nil {
		return err
	}
	if err := r.leaveToOthers(ctx); err != nil {
		return err
	}
	r.startResources()
	if err := r.journal.begin(ctx); err != nil {
		return err
	}
	if err := r.fulfil(ctx); err != nil {
		return err
	}
	r.prints = newFingerprinter(r.journal.state.FingerprintKey)
	if err := r.share(ctx); err != nil {
		return err
	}
	return r.finish(ctx)
}

// open reads the state, or what the published script left.
func (r *run) open(ctx context.Context) error {
	err := r.journal.open(ctx, r.Name, r.Migrate, r.now)
	if err != nil || !r.journal.isFirst || r.OldState == nil {
		return err
	}
	old := newJournal(r.OldState, r.OldStateKey)
	err = old.open(ctx, r.Name, r.Migrate, r.now)
	if err != nil || old.isFirst {
		return err
	}
	r.journal.state, r.journal.warnings = old.state, old.warnings
	return nil
}

// startResources gives resources that the state does not know a beginning.
func (r *run) startResources() {
	for _, resource := range r.Resources {
		progress, known := r.journal.state.Resources[resource.Name]
		if !known {
			progress = &Progress{Start: r.Start.UTC().Truncate(time.Second)}
			r.journal.state.Resources[resource.Name] = progress
		}
		if !resource.Stream && progress.Settled.IsZero() {
			progress.Settled = dayOf(progress.Start)
		}
		result := &result{resource: resource, before: progress.position(resource)}
		result.gap = progress.clamp(resource, r.now)
		r.results = append(r.results, result)
	}
}

// clamp gives up the days that the API no longer lists, and returns them.
func (p *Progress) clamp(resource *Resource, now time.Time) *Window {
	if resource.Stream || resource.History == 0 {
		return nil
	}
	first := dayOf(now.Add(-resource.History))
	if !p.Settled.Before(first) {
		return nil
	}
	gap := &Window{From: maxTime(p.Settled, p.Start), Until: first}
	p.Settled = first
	p.Open = nil
	return gap
}

// upTo is the time that a run reads up to.
func (r *run) upTo(resource *Resource) time.Time {
	upTo := r.now.Add(-resource.Lag)
	if !r.Until.IsZero() {
		upTo = minTime(upTo, r.Until.UTC())
	}
	return upTo
}

// share lets each resource run, with an equal part of the time that is left, and
// again those that did not get through with it.
func (r *run) share(ctx context.Context) error {
	waiting := r.results
	for len(waiting) > 0 {
		var unfinished []*result
		for i, result := range waiting {
			turn, cancel := withShare(ctx, len(waiting)-i)
			err := r.collect(ctx, turn, result)
			cancel()
			if err != nil {
				return err
			}
			if result.outcome == OutOfTime {
				unfinished = append(unfinished, result)
			}
		}
		if len(unfinished) == len(waiting) {
			return nil // the time of all is over
		}
		waiting = unfinished
	}
	return nil
}

// withShare returns a context that ends with a part of the time that is left
// before the reserve.
func withShare(ctx context.Context, parts int) (context.Context, context.CancelFunc) {
	deadline, limited := ctx.Deadline()
	if !limited {
		return context.WithCancel(ctx)
	}
	left := time.Until(deadline) - reserve
	return context.WithDeadlineCause(ctx, time.Now().Add(left/time.Duration(parts)), ErrOutOfTime)
}

// collect reads one resource. What the API does wrong ends up in the result, and
// other resources go on; the error is one of the state or of the store.
func (r *run) collect(ctx, turn context.Context, result *result) error {
	progress := r.journal.state.Resources[result.resource.Name].clone()
	if r.now.Before(progress.ResumeAt) {
		result.outcome = QuotaUsedUp
		result.failure = fmt.Errorf("a quota is used up until %s: nothing was asked of the API", progress.ResumeAt.UTC().Format(time.RFC3339))
		return nil
	}
	progress.ResumeAt = time.Time{}
	memory, err := decodeMemory(progress.Seen)
	if err != nil {
		return fmt.Errorf("%w: %s: %w", ErrState, result.resource.Name, err)
	}
	reader := &reader{
		run: r, result: result, progress: progress, memory: memory, batch: newBatch(),
		limit: maxFingerprints / len(r.Resources), lastCommit: time.Now(),
	}
	if result.resource.Stream {
		err = reader.stream(ctx, turn)
	} else {
		err = reader.days(ctx, turn)
	}
	if stop, ok := errors.AsType[stopError](err); ok {
		return stop.err
	}
	reader.conclude(err)
	return reader.rest(ctx)
}

// commit makes the records of a batch, and the place that was reached, last: the
// state first, with the object as its intent, then the object.
func (r *run) commit(ctx context.Context, b *batch, resource string) error {
	state := &r.journal.state
	state.Intent = nil // the one before is fulfilled
	if b != nil && b.records > 0 {
		state.Intent = b.intent(r.Prefix, resource)
	}
	if err := r.journal.save(ctx); err != nil {
		return err
	}
	return r.fulfil(ctx)
}

// fulfil writes the object of the state's intent. That it is there already is
// fine: its key is made from what it holds.
func (r *run) fulfil(ctx context.Context) error {
	intent := r.journal.state.Intent
	if intent == nil {
		return nil
	}
	_, err := r.Raw.PutIfAbsent(ctx, intent.Key, newReader(intent.Content), rawOptions)
	if err != nil && !errors.Is(err, objectstore.ErrExists) {
		return fmt.Errorf("write %s: %w", intent.Key, err)
	}
	if r.Written == nil {
		return nil
	}
	return r.Written(ctx, intent.Key, intent.Content)
}

// finish writes a state without intent, if the one that stands there is not what
// this run has reached.
func (r *run) finish(ctx context.Context) error {
	return r.commit(ctx, nil, "")
}
