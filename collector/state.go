package collector

import (
	"bytes"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"strconv"
	"time"
)

// stateVersion is the version of the state that this code reads and writes.
const stateVersion = 1

// maxStateBytes bounds what is read as a state. What is written stays below
// 5 MB: see maxFingerprints and objectBytes.
const maxStateBytes = 64 << 20

// State is what a collector remembers from run to run: one JSON object, guarded
// by compare-and-swap.
type State struct {
	Version        int                  `json:"version"`
	Collector      string               `json:"collector"`
	Sequence       int64                `json:"sequence"` // counts writes
	Run            string               `json:"run"`      // the run that wrote it
	UpdatedAt      time.Time            `json:"updated_at"`
	FingerprintKey []byte               `json:"fingerprint_key"`
	Resources      map[string]*Progress `json:"resources"`
	Intent         *Intent              `json:"intent,omitempty"`
}

// Progress is how far a resource is collected.
type Progress struct {
	// Start is when the first run began to read from.
	Start time.Time `json:"start"`

	// Settled is, for a resource that is listed by days, the day from which on
	// days have to be listed again: all before is collected for good.
	Settled time.Time `json:"settled,omitzero"`
	// Listed is when each day after Settled was last listed from end to end; the
	// time is that of its beginning.
	Listed map[string]time.Time `json:"listed,omitempty"`
	// Open is the listing that a run without time left to be resumed.
	Open *OpenListing `json:"open,omitempty"`

	// Cursor is, for a stream, that of the page that is next.
	Cursor string `json:"cursor,omitempty"`
	// Page counts the pages of a stream.
	Page int64 `json:"page,omitempty"`
	// Reached is when the youngest record of the pages before was made.
	Reached time.Time `json:"reached,omitzero"`

	// ResumeAt is when a quota of the day resets that was used up.
	ResumeAt time.Time `json:"resume_at,omitzero"`

	// Seen holds the fingerprints of the records that the API may list again.
	Seen map[string][]byte `json:"seen,omitempty"`
}

// clone copies what a run changes.
func (p *Progress) clone() *Progress {
	c := *p
	c.Listed = maps.Clone(p.Listed)
	if p.Open != nil {
		open := *p.Open
		c.Open = &open
	}
	return &c
}

// turnPage goes on to the next page of a stream.
func (p *Progress) turnPage(cursor string, newest time.Time) {
	p.Cursor = cursor
	p.Page++
	p.Reached = maxTime(p.Reached, newest.UTC())
}

// isPastPage tells whether the fingerprints of a page can be forgotten: all but
// those of the last two.
func (p *Progress) isPastPage(label string) bool {
	number, err := strconv.ParseInt(label, 10, 64)
	return err != nil || number < p.Page-1
}

func pageLabel(number int64) string { return strconv.FormatInt(number, 10) }

// OpenListing is a listing that can be resumed in a later run.
type OpenListing struct {
	From   time.Time `json:"from"`
	Until  time.Time `json:"until"`
	Begun  time.Time `json:"begun"`
	Cursor string    `json:"cursor"`
}

// Intent is an object that counts as written: it is, or the run that has this
// state writes it before it does anything else.
type Intent struct {
	Resource string `json:"resource"`
	Key      string `json:"key"`
	Records  int    `json:"records"`
	Content  []byte `json:"content"` // as it is to be stored
}

// newState returns a state in which nothing is collected.
func newState(name string, now time.Time) State {
	key := make([]byte, fingerprintKeyBytes)
	_, _ = rand.Read(key) // never fails
	return State{
		Version: stateVersion, Collector: name, UpdatedAt: now.UTC(),
		FingerprintKey: key, Resources: map[string]*Progress{},
	}
}

// encode writes the state.
func (s *State) encode() ([]byte, error) { return json.Marshal(s) }

// decodeState reads a state and refuses what encode cannot have written.
func decodeState(text []byte, name string) (State, error) {
	var version struct {
		Version *int `json:"version"`
	}
	if err := json.Unmarshal(text, &version); err != nil {
		return State{}, fmt.Errorf("%w: it is no JSON object: %w", ErrState, err)
	}
	switch {
	case version.Version == nil:
		return State{}, errNoVersion
	case *version.Version > stateVersion:
		return State{}, fmt.Errorf("%w: it has version %d, and this udmap knows versions up to %d: use the newer one",
			ErrState, *version.Version, stateVersion)
	}
	var s State
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&s); err != nil {
		return State{}, fmt.Errorf("%w: %w", ErrState, err)
	}
	if _, err := decoder.Token(); !errors.Is(err, io.EOF) {
		return State{}, fmt.Errorf("%w: something follows its JSON object", ErrState)
	}
	return s, s.check(name)
}

// errNoVersion says that the text is JSON but no state of ours.
var errNoVersion = fmt.Errorf("%w: it has no version", ErrState)

func (s *State) check(name string) error {
	switch {
	case s.Version < 1:
		return fmt.Errorf("%w: version %d does not exist", ErrState, s.Version)
	case s.Collector != name:
		return fmt.Errorf("%w: it is that of the collector %q, not of %q: give each its own state key", ErrState, s.Collector, name)
	case len(s.FingerprintKey) != fingerprintKeyBytes:
		return fmt.Errorf("%w: fingerprint_key has %d bytes, not %d", ErrState, len(s.FingerprintKey), fingerprintKeyBytes)
	case s.Resources == nil:
		return fmt.Errorf("%w: it has no resources", ErrState)
	case s.Intent != nil && (s.Intent.Key == "" || len(s.Intent.Content) == 0):
		return fmt.Errorf("%w: its intent has no key or no content", ErrState)
	}
	for resource, progress := range s.Resources {
		if progress == nil || progress.Start.IsZero() {
			return fmt.Errorf("%w: %s has no start", ErrState, resource)
		}
		if _, err := decodeMemory(progress.Seen); err != nil {
			return fmt.Errorf("%w: %s: %w", ErrState, resource, err)
		}
		for day := range progress.Listed {
			if _, err := time.Parse(time.DateOnly, day); err != nil {
				return fmt.Errorf("%w: %s: %q is no day", ErrState, resource, day)
			}
		}
	}
	return nil
}
