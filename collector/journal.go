package collector

import (
	"bytes"
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"time"

	"github.com/udmap/udmap/internal/objectstore"
)

// StateStore is where the state is kept.
type StateStore interface {
	Get(ctx context.Context, key string) (io.ReadCloser, objectstore.Info, error)
	PutIfAbsent(ctx context.Context, key string, content io.Reader, options objectstore.Options) (objectstore.Info, error)
	PutIfMatch(ctx context.Context, key string, content io.Reader, tag string, options objectstore.Options) (objectstore.Info, error)
}

// Migrate makes a state of what the published scripts left in its place, with
// what there is to say about it. Modified is when they last wrote it.
type Migrate func(document []byte, modified time.Time) (resources map[string]*Progress, warnings []string, err error)

// journal reads the state once and then writes it, each time only if nobody else
// has.
type journal struct {
	store StateStore
	key   string
	run   string // names this run

	state    State
	tag      string // of the object that was last read or written
	isFirst  bool   // no run has written a state before
	warnings []string
	bytes    int // of the state that was last written
}

func newJournal(store StateStore, key string) *journal {
	return &journal{store: store, key: key, run: rand.Text()}
}

// open reads the state. Only where there is none does it return a new one, which
// is not yet written. That an object is not there, a store whose keys may not be
// listed does not say: it answers as if reading were forbidden, and begin will
// tell.
func (j *journal) open(ctx context.Context, name string, migrate Migrate, now time.Time) error {
	text, info, err := j.read(ctx)
	switch {
	case errors.Is(err, objectstore.ErrNotFound), errors.Is(err, objectstore.ErrForbidden):
		j.isFirst = true
		j.state = newState(name, now)
		return nil
	case err != nil:
		return fmt.Errorf("read the state %s: %w", j.key, err)
	}
	j.tag = info.Tag
	j.state, err = decodeState(text, name)
	if errors.Is(err, errNoVersion) && migrate != nil {
		return j.migrate(text, info.Modified, name, migrate, now)
	}
	if err != nil {
		return fmt.Errorf("%s: %w; nothing was asked of the API (docs/collecting.md says how to recover)", j.key, err)
	}
	return nil
}

func (j *journal) read(ctx context.Context) ([]byte, objectstore.Info, error) {
	content, info, err := j.store.Get(ctx, j.key)
	if err != nil {
		return nil, objectstore.Info{}, err
	}
	text, err := io.ReadAll(io.LimitReader(content, maxStateBytes+1))
	if err := errors.Join(err, content.Close()); err != nil {
		return nil, objectstore.Info{}, err
	}
	if len(text) > maxStateBytes {
		return nil, objectstore.Info{}, fmt.Errorf("%w: it is longer than %d bytes", ErrState, maxStateBytes)
	}
	return text, info, nil
}

func (j *journal) migrate(text []byte, modified time.Time, name string, migrate Migrate, now time.Time) error {
	resources, warnings, err := migrate(text, modified)
	if err != nil {
		return fmt.Errorf("%s: %w: %w; nothing was asked of the API", j.key, ErrState, err)
	}
	j.state = newState(name, now)
	j.state.Resources = resources
	j.warnings = warnings
	return nil
}

// begin makes sure that there is a state that this run may write, before the API
// is asked: it writes the first one only where there is none.
func (j *journal) begin(ctx context.Context) error {
	if !j.isFirst {
		return nil
	}
	err := j.write(ctx, func(content io.Reader) (objectstore.Info, error) {
		return j.store.PutIfAbsent(ctx, j.key, content, stateOptions)
	})
	switch {
	case errors.Is(err, objectstore.ErrExists):
		return fmt.Errorf("the state %s: %w, or there is one that may not be read: allow s3:GetObject on it", j.key, ErrConflict)
	case err != nil:
		return fmt.Errorf("write the first state %s: %w", j.key, err)
	}
	j.isFirst = false
	return nil
}

// save writes the state if it is still the one that this run read or wrote last;
// otherwise it returns ErrConflict.
func (j *journal) save(ctx context.Context) error {
	err := j.write(ctx, func(content io.Reader) (objectstore.Info, error) {
		return j.store.PutIfMatch(ctx, j.key, content, j.tag, stateOptions)
	})
	switch {
	case errors.Is(err, objectstore.ErrChanged):
		return fmt.Errorf("the state %s: %w; this run stops, and what it had read and not yet committed is left to the other", j.key, ErrConflict)
	case err != nil:
		return fmt.Errorf("write the state %s: %w", j.key, err)
	}
	return nil
}

// write numbers the state and puts it. A put whose answer was lost may have
// succeeded, and a client that tries again is then told that the object has
// changed: what stands there decides.
func (j *journal) write(ctx context.Context, put func(io.Reader) (objectstore.Info, error)) error {
	j.state.Sequence++
	j.state.Run = j.run
	j.state.UpdatedAt = time.Now().UTC()
	text, err := j.state.encode()
	if err != nil {
		return err
	}
	info, err := put(bytes.NewReader(text))
	if err != nil {
		stored, storedInfo, readErr := j.read(ctx)
		if readErr != nil || !bytes.Equal(stored, text) {
			return err
		}
		info = storedInfo
	}
	j.tag, j.bytes = info.Tag, len(text)
	return nil
}

// stateOptions go with the object of the state.
var stateOptions = objectstore.Options{ContentType: "application/json"}
