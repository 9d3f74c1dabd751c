package mockzoom

import (
	"encoding/base64"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"strconv"
	"time"

	"github.com/udmap/udmap/internal/mock"
)

// report is one of the lists that Zoom serves by days.
type report struct {
	resource *mock.Resource
	mustSpan bool // from and to are required
}

// The bounds of page_size.
const (
	defaultPageSize = 30
	maxPageSize     = 300
)

// history is how far back reports go: six months.
const historyMonths = 6

// listing is one walk from a first page to a last one. It is complete when the
// last page was sent: who asks for that has read the token of the page before.
type listing struct {
	number int
	report string
	query  string    // without the page token
	asked  time.Time // for a page, last
	tokens int       // handed out
	low    int       // the first record that happened in the window
	high   int       // behind the last one
	sent   mock.RecordSet
}

// list answers one page of a report, newest records first, as every published
// answer of Zoom is ordered. Zoom does not document it.
func (z *zoom) list(report report, call mock.Call) mock.Answer {
	query := call.URL.Query()
	span, answer, ok := readSpan(report, query, call.Now)
	if !ok {
		return answer
	}
	size, answer, ok := readPageSize(query)
	if !ok {
		return answer
	}
	walk, at, ok := z.continueListing(report, query, span, call.Now)
	if !ok {
		return badPageToken()
	}
	return z.page(report, call, walk, span, at, size)
}

// page answers the page of a listing that begins below the record number at.
func (z *zoom) page(report report, call mock.Call, walk *listing, span span, at, size int) mock.Answer {
	numbers, more := report.resource.Collect(mock.Place{Low: walk.low, High: at, Descending: true}, size, call.Now)
	begins := at
	if len(numbers) > 0 {
		begins = numbers[len(numbers)-1]
	}
	switch {
	case call.Strikes.Has(mock.Loop):
		more = true
	case call.Strikes.Has(mock.EmptyPageWithNext):
		numbers, begins, more = nil, at, true
	case call.Strikes.Has(mock.Reordering):
		report.resource.Shuffle(numbers)
	}
	token := ""
	if more {
		token = walk.pageToken(begins, call.Now)
	}
	if call.Strikes.Has(mock.Loop) {
		token = call.URL.Query().Get("next_page_token")
	}
	list := report.resource.Name
	if call.Strikes.Has(mock.MissingKey) {
		list = "data"
	}
	answer := mock.Answer{Status: http.StatusOK, Header: http.Header{"Content-Type": {"application/json;charset=UTF-8"}}}
	answer.Body = mock.Object(
		"from", strconv.Quote(span.from.Format(time.DateOnly)),
		"to", strconv.Quote(span.to.Format(time.DateOnly)),
		"page_size", strconv.Itoa(size),
		"next_page_token", strconv.Quote(token),
		list, string(report.resource.JoinRecords(numbers)),
	)
	if !call.Strikes.Has(mock.MissingKey) {
		answer.Sent = func() {
			walk.sent.Add(numbers...)
			if !more {
				report.resource.MarkListing(walk.sent)
			}
		}
	}
	return answer
}

// continueListing finds the listing that a page token continues, and at which
// record, or begins one.
func (z *zoom) continueListing(report report, query url.Values, span span, now time.Time) (walk *listing, at int, ok bool) {
	token := query.Get("next_page_token")
	query.Del("next_page_token")
	if token != "" {
		number, at, issued, ok := readPageToken(token)
		walk := z.listings[number]
		if !ok || walk == nil || walk.report != report.resource.Name || walk.query != query.Encode() ||
			now.Sub(issued) >= PageTokenLife {
			return nil, 0, false
		}
		walk.asked = now
		return walk, at, true
	}
	walk = z.beginListing(report, query, span, now)
	return walk, walk.high, true
}

func (z *zoom) beginListing(report report, query url.Values, span span, now time.Time) *listing {
	maps.DeleteFunc(z.listings, func(_ int, other *listing) bool { return now.Sub(other.asked) >= PageTokenLife })
	z.begun++
	low, high := report.resource.Between(span.from, span.to.AddDate(0, 0, 1))
	walk := &listing{
		number: z.begun, report: report.resource.Name, query: query.Encode(), asked: now,
		low: low, high: high, sent: report.resource.NewSet(),
	}
	z.listings[walk.number] = walk
	return walk
}

// pageToken makes a token, unlike all before, that leads to the page of the
// records below a number. It holds a + and a / for clients that do not encode
// them.
func (l *listing) pageToken(at int, now time.Time) string {
	l.tokens++
	return base64.StdEncoding.EncodeToString(fmt.Appendf(nil, ">>>???%d,%d,%d,%d", l.number, at, now.UnixNano(), l.tokens))
}

// readPageToken returns what pageToken was told.
func readPageToken(token string) (listing, at int, issued time.Time, ok bool) {
	text, err := base64.StdEncoding.DecodeString(token)
	if err != nil {
		return 0, 0, time.Time{}, false
	}
	var nanoseconds, serial int64
	_, err = fmt.Sscanf(string(text), ">>>???%d,%d,%d,%d", &listing, &at, &nanoseconds, &serial)
	return listing, at, time.Unix(0, nanoseconds), err == nil
}

func badPageToken() mock.Answer {
	return failure(http.StatusBadRequest, 300, "The next page token is invalid or expired.")
}
