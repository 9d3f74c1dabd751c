package collector

import (
	"errors"
	"fmt"
	"time"
)

// What a caller may want to tell apart.
var (
	// ErrCursor says that the API does not take the cursor: it has expired, or
	// is none.
	ErrCursor = errors.New("the API does not take the cursor")
	// ErrPage says that an answer is no page of records.
	ErrPage = errors.New("the answer is no page of records")
	// ErrLoop says that the API names a page that it has given already.
	ErrLoop = errors.New("the API names a page again that it has given already")
	// ErrOutOfTime says that the time of the run is over.
	ErrOutOfTime = errors.New("the time of this run is over")
	// ErrConflict says that another run has written the state.
	ErrConflict = errors.New("another run has written the state since this one read it")
	// ErrState says that the state cannot be used as it is.
	ErrState = errors.New("the state cannot be used")
	// ErrElsewhere says that a request would have left the configured host.
	ErrElsewhere = errors.New("not the configured host")
	// ErrTooMany says that the state cannot hold the fingerprints of all records
	// that have to be told apart.
	ErrTooMany = errors.New("more records than the state can tell apart")
)

// Refusal is an answer of the API that is no success.
type Refusal struct {
	Status    int    // of HTTP
	Code      string // of the API, if it gave one
	Message   string // of the API, shortened and without secrets
	RequestID string // by which the vendor finds the request
	Advice    string // what to do

	// Transient says that the same request may succeed later.
	Transient bool
	// Daily says that a quota is used up until RetryAt.
	Daily bool
	// RetryAt is when the API asks to come back; zero if it does not say.
	RetryAt time.Time

	kind error // ErrCursor, or nil
}

// Error names what the API said and what to do.
func (r *Refusal) Error() string {
	text := fmt.Sprintf("the API answers %d", r.Status)
	if r.Code != "" {
		text += " code " + r.Code
	}
	if r.Message != "" {
		text += ": " + r.Message
	}
	if r.RequestID != "" {
		text += " (request " + r.RequestID + ")"
	}
	if !r.RetryAt.IsZero() {
		text += "; it asks to come back at " + r.RetryAt.UTC().Format(time.RFC3339)
	}
	if r.Advice != "" {
		text += "; " + r.Advice
	}
	return text
}

// Unwrap returns ErrCursor for a cursor that was refused.
func (r *Refusal) Unwrap() error { return r.kind }

// AsCursor marks a refusal as one of the cursor.
func (r *Refusal) AsCursor() *Refusal {
	r.kind = ErrCursor
	return r
}
