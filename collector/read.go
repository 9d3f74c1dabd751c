package collector

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"time"

	"github.com/udmap/udmap/internal/objectstore"
)

// maxListings is how often a day is listed in one run because a listing could
// not be believed or went wrong.
const maxListings = 4

// maxEmptyPages is how many pages without a record may follow each other.
const maxEmptyPages = 1000

// rawOptions go with objects of records.
var rawOptions = objectstore.Options{ContentType: "application/gzip"}

func newReader(content []byte) io.Reader { return bytes.NewReader(content) }

// errPages says that a run has read as many pages as it may.
var errPages = errors.New("the run has read as many pages as it may")

// stopError is an error that ends the whole run: one of the state or the store.
type stopError struct{ err error }

// Error returns what went wrong.
func (s stopError) Error() string { return s.err.Error() }

// Unwrap returns what went wrong.
func (s stopError) Unwrap() error { return s.err }

// reader reads one resource in a run.
type reader struct {
	*run
	result     *result
	progress   *Progress // a copy: the state gets it with the records that it counts as read
	memory     *memory
	batch      *batch
	limit      int // of the memory
	emptyPages int
	lastCommit time.Time
	moved      bool // the place that was reached is not in the state yet
}

// stream reads an endless listing from where the state stands.
func (r *reader) stream(ctx, turn context.Context) error {
	progress := r.progress
	window := Window{From: progress.Start}
	listing := r.newListing()
	used := cursorSet{progress.Cursor: true}
	for {
		page, err := r.fetch(turn, window, progress.Cursor)
		if errors.Is(err, ErrCursor) && progress.Cursor != "" && r.result.restarts == 0 {
			// The time that was reached is asked for instead; what it shows
			// again is remembered.
			r.result.restarts++
			progress.Cursor = ""
			window.From = maxTime(progress.Start, progress.Reached)
			continue
		}
		if err != nil {
			return err
		}
		if !page.Last && !used.add(page.Next) {
			return fmt.Errorf("%w: %s", ErrLoop, shown(page.Next))
		}
		if err := r.take(ctx, listing, page, r.placeInStream); err != nil {
			return err
		}
		if page.Next != "" && page.Next != progress.Cursor {
			progress.turnPage(page.Next, r.result.newest)
			r.memory.forget(progress.isPastPage)
		}
		r.moved = true
		if err := r.commitIfDue(ctx); err != nil || page.Last {
			return err
		}
	}
}

// placeInStream labels a record with the page that showed it first: this one or
// the one before.
func (r *reader) placeInStream(at time.Time, f fingerprint) (label string, on time.Time) {
	if at.IsZero() {
		at = r.now
	}
	before := pageLabel(r.progress.Page - 1)
	if r.memory.has(before, f) {
		return before, at
	}
	return pageLabel(r.progress.Page), at
}

// cursorSet holds the cursors that a listing has named.
type cursorSet map[string]bool

// add tells whether the cursor is a new one.
func (c cursorSet) add(cursor string) bool {
	if cursor == "" || c[cursor] {
		return false
	}
	c[cursor] = true
	return true
}

// days reads the days that are due.
func (r *reader) days(ctx, turn context.Context) error {
	upTo := r.upTo(r.result.resource)
	wait := patience(r.result.resource, r.Overlap)
	given := map[string]bool{}
	for {
		window, found := r.progress.next(upTo, wait, given)
		if !found {
			return r.doubt(given)
		}
		begun, err := r.day(ctx, turn, window)
		if errors.Is(err, errDoubtful) {
			given[dayLabel(window.From)] = true
			continue
		}
		if err != nil {
			return err
		}
		r.progress.finish(window, begun, wait)
		r.result.windows++
		r.memory.forget(func(label string) bool { return r.progress.isPast(label, r.result.resource) })
		r.moved = true
		if err := r.commitIfDue(ctx); err != nil {
			return err
		}
	}
}

// doubt tells of the days that were given up for this run.
func (r *reader) doubt(given map[string]bool) error {
	for label := range given {
		r.result.warn("%s: %s keeps changing while it is listed; records that seem to be there twice are left to the next run", r.result.resource.Name, label)
	}
	return nil
}

// errDoubtful says that a day could not be listed so that it can be believed.
var errDoubtful = errors.New("the listing changes while it is read")

// day lists a day, and again if it shows what has to be confirmed, or if its
// cursor is refused. It returns when the listing began that counts.
func (r *reader) day(ctx, turn context.Context, window Window) (time.Time, error) {
	var previous *listing
	cursor, begun := "", time.Now()
	if open := r.progress.Open; open != nil && open.From.Equal(window.From) {
		cursor, begun = open.Cursor, open.Begun
	}
	for attempt := 1; ; attempt++ {
		listing := r.newListing()
		err := r.list(ctx, turn, listing, window, cursor, begun)
		switch {
		case errors.Is(err, ErrCursor) && attempt < maxListings:
			r.result.restarts++
			listing = nil // it is not whole
		case err != nil:
			return time.Time{}, err
		case len(listing.doubted) == 0:
			return begun, nil
		case previous.isProvedBy(listing):
			return begun, r.believe(ctx, listing)
		case attempt >= maxListings:
			return time.Time{}, errDoubtful
		}
		previous = listing
		r.progress.Open = nil
		cursor, begun = "", time.Now()
	}
}

// believe gathers the records that were doubted.
func (r *reader) believe(ctx context.Context, listing *listing) error {
	for _, doubt := range listing.doubted {
		r.result.totals.Duplicates--
		if err := r.gather(ctx, doubt.record, listing.believe(doubt), doubt.day); err != nil {
			return err
		}
	}
	return nil
}

func (r *reader) newListing() *listing {
	return newListing(r.memory, r.result.resource.Twins)
}

// list reads the pages of a window.
func (r *reader) list(ctx, turn context.Context, listing *listing, window Window, cursor string, begun time.Time) error {
	used := cursorSet{cursor: true}
	for {
		page, err := r.fetch(turn, window, cursor)
		if err != nil {
			return err
		}
		if !page.Last && !used.add(page.Next) {
			return fmt.Errorf("%w: %s", ErrLoop, shown(page.Next))
		}
		err = r.take(ctx, listing, page, func(at time.Time, _ fingerprint) (string, time.Time) { return labelFor(at, window) })
		if err != nil || page.Last {
			return err
		}
		cursor = page.Next
		if r.result.resource.Resumable {
			r.progress.Open = &OpenListing{From: window.From, Until: window.Until, Begun: begun.UTC(), Cursor: cursor}
			r.moved = true
		}
		if err := r.commitIfDue(ctx); err != nil {
			return err
		}
	}
}

// fetch asks for a page.
func (r *reader) fetch(turn context.Context, window Window, cursor string) (Page, error) {
	if err := context.Cause(turn); err != nil {
		return Page{}, err
	}
	if r.MaxPages > 0 && r.run.pages[r.result.resource.Name] >= r.MaxPages {
		return Page{}, errPages
	}
	page, err := r.result.resource.Lister.Fetch(turn, window, cursor)
	if err != nil {
		return Page{}, err
	}
	r.run.pages[r.result.resource.Name]++
	r.result.totals.Pages++
	r.emptyPages++
	if len(page.Records) > 0 {
		r.emptyPages = 0
	}
	if r.emptyPages > maxEmptyPages {
		return Page{}, fmt.Errorf("%w: %d pages without a record", ErrLoop, r.emptyPages)
	}
	defer r.report(window)
	return page, nil
}

func (r *reader) report(window Window) {
	if r.Report == nil {
		return
	}
	totals := r.result.totals
	totals.addTraffic(r.result.resource.Client.Traffic())
	r.Report(Report{Resource: r.result.resource.Name, Window: window, Totals: totals})
}

// take gathers the new records of a page, each under the label that place gives
// for its time.
func (r *reader) take(ctx context.Context, listing *listing, page Page, place func(time.Time, fingerprint) (string, time.Time)) error {
	listing.turn()
	for _, record := range page.Records {
		identity := r.result.resource.Lister.Identify(record)
		fingerprint := r.prints.of(identity.Key)
		label, on := place(identity.Time, fingerprint)
		r.result.totals.Records++
		occurrence, isNew, isDoubted := listing.isNew(label, fingerprint)
		switch {
		case isNew:
			r.result.newest = maxTime(r.result.newest, identity.Time)
			if err := r.gather(ctx, record, occurrence, on); err != nil {
				return err
			}
			continue
		case isDoubted && len(listing.doubted) == maxDoubts:
			return fmt.Errorf("%w: %d records that it has given already", ErrLoop, maxDoubts)
		case isDoubted:
			listing.doubted = append(listing.doubted, doubt{label, fingerprint, on, bytes.Clone(record)})
		}
		r.result.totals.Duplicates++
	}
	return nil
}

// gather puts a new record into the batch, and commits that if it is full.
func (r *reader) gather(ctx context.Context, record []byte, occurrence int, on time.Time) error {
	r.result.totals.New++
	r.batch.add(record, occurrence, on)
	if r.batch.isFull() || r.memory.size > r.limit {
		return r.commitNow(ctx)
	}
	return nil
}

// commitIfDue commits what was read if it is time to.
func (r *reader) commitIfDue(ctx context.Context) error {
	switch {
	case r.batch.records > 0 && r.result.resource.EachPage,
		(r.batch.records > 0 || r.moved) && time.Since(r.lastCommit) >= cmp.Or(r.CommitInterval, DefaultCommitInterval):
		return r.commitNow(ctx)
	}
	return nil
}

// rest commits what is left at the end.
func (r *reader) rest(ctx context.Context) error {
	if r.batch.records == 0 && !r.moved {
		return nil
	}
	err := r.commitNow(ctx)
	if stop, ok := errors.AsType[stopError](err); ok {
		return stop.err
	}
	if err != nil {
		r.conclude(errors.Join(r.result.failure, err))
	}
	return nil
}

// shorten makes room if there are more fingerprints than the state can hold: it
// gives up listing the oldest days again, though a record of theirs may still be
// to come.
func (r *reader) shorten() error {
	if r.memory.size > r.limit && !r.result.resource.Stream {
		r.forgetSettled()
	}
	for r.memory.size > r.limit && !r.result.resource.Stream && r.progress.giveUp() {
		r.forgetSettled()
		r.result.warn("%s: more than %d records to tell apart: days before %s are not listed again, so that a record of theirs that comes late would be missed",
			r.result.resource.Name, r.limit, dayLabel(r.progress.Settled))
	}
	if r.memory.size > r.limit {
		return fmt.Errorf("%w: %d, and there is room for %d", ErrTooMany, r.memory.size, r.limit)
	}
	return nil
}

// forgetSettled forgets all days that are settled.
func (r *reader) forgetSettled() {
	r.memory.forget(func(label string) bool { return label < dayLabel(r.progress.Settled) })
}

// commitNow makes what was read last.
func (r *reader) commitNow(ctx context.Context) error {
	if err := r.shorten(); err != nil {
		return err
	}
	reached := r.progress.clone()
	reached.Seen = r.memory.encode()
	r.journal.state.Resources[r.result.resource.Name] = reached
	if r.batch.records > 0 {
		r.result.totals.Objects++
	}
	if err := r.commit(ctx, r.batch, r.result.resource.Name); err != nil {
		return stopError{err}
	}
	r.lastCommit, r.moved = time.Now(), false
	r.result.totals.StateBytes = r.journal.bytes
	return nil
}
