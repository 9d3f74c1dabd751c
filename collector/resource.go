package collector

import (
	"context"
	"time"
)

// Resource is one kind of record that a vendor's API lists, and how it lists it.
type Resource struct {
	// Name is that of the records: in the state, in the summary, and in the
	// keys of objects.
	Name string

	// Lister asks the API.
	Lister Lister

	// Client is what the lister asks with: it counts requests and waits.
	Client *Client

	// Stream says that the API keeps one endless listing, which goes on from a
	// cursor. Otherwise it is asked for days of UTC, each of which is listed
	// again until records that come late would have come.
	Stream bool

	// Twins says that records have no id, so that the API may list two that are
	// identical and both true.
	Twins bool

	// Resumable says that a cursor within a day is good in a later run, too. If
	// not, a listing that was broken off begins again at its first page.
	Resumable bool

	// EachPage has every page committed by itself.
	EachPage bool

	// Lag is how long the API may take to show a record; younger ones are not
	// asked for.
	Lag time.Duration

	// Slack is how far the days of the API may be from those of UTC.
	Slack time.Duration

	// History is how far back the API lists records. 0 is without end.
	History time.Duration
}

// Lister asks one endpoint of an API for pages, and knows its records.
type Lister interface {
	// Fetch asks for one page: the first one of the window if cursor is empty,
	// else the one that the cursor of the page before names. It returns an error
	// that wraps ErrCursor if the API does not take the cursor, and one that
	// wraps ErrPage for an answer that is no page.
	Fetch(ctx context.Context, window Window, cursor string) (Page, error)

	// Identify tells what makes a record the same as another one. What it
	// returns is valid until the next call.
	Identify(record []byte) Identity
}

// Window is what of the listing is asked for: records from From on, up to but
// without Until.
type Window struct {
	From, Until time.Time
}

// Page is one answer.
type Page struct {
	Records [][]byte // each JSON without line breaks, as the API sent it
	Next    string   // the cursor of the next page, if there is one to be named
	Last    bool     // there is no further page for now
}

// Identity is what makes a record the same as another one.
type Identity struct {
	Key  []byte
	Time time.Time // when it happened; zero if the record does not say
}
