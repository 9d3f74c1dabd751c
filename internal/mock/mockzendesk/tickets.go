package mockzendesk

import (
	"net/http"
	"strconv"
	"time"

	"github.com/udmap/udmap/internal/mock"
)

// ticketPageSize is the default of per_page, and its maximum.
const ticketPageSize = 1_000

// tickets answers a page of the incremental export: from start_time the first
// time, from a cursor afterwards.
func (z *zendesk) tickets(resource *mock.Resource, call mock.Call) mock.Answer {
	query := call.URL.Query()
	size, ok := readNumber(query, "per_page", ticketPageSize)
	if !ok {
		return badPagination("per_page")
	}
	var behind int64 // the id that the page begins behind
	if asked := query.Get("cursor"); asked != "" {
		behind, ok = readExportCursor(asked)
		if !ok {
			return badPagination("cursor")
		}
	} else {
		start, wrong, ok := startTime(query.Get("start_time"), call.Now)
		if !ok {
			return wrong
		}
		first, _ := resource.Between(start, start)
		behind = idOf(first - 1)
	}
	return z.export(resource, call, behind, min(size, ticketPageSize))
}

// startTime reads start_time, which must lie more than a minute back. Zendesk
// documents the rule; the answer is hearsay.
func startTime(text string, now time.Time) (start time.Time, wrong mock.Answer, ok bool) {
	seconds, err := strconv.ParseInt(text, 10, 64)
	switch {
	case err != nil:
		return start, described(http.StatusBadRequest, "InvalidStartTime", "start_time must be a Unix time"), false // not documented
	case !time.Unix(seconds, 0).Before(now.Add(-TicketLag)):
		return start, described(http.StatusBadRequest, "StartTimeTooRecent",
			"Too recent start_time. Use a start_time older than 1 minute"), false
	}
	return time.Unix(seconds, 0), mock.Answer{}, true
}

// export answers the tickets behind an id. There are no links and no meta: what
// leads on are after_url and after_cursor, and what ends is end_of_stream.
func (z *zendesk) export(resource *mock.Resource, call mock.Call, behind int64, size int) mock.Answer {
	asked := call.URL.Query().Get("cursor")
	place := mock.Place{Low: min(resource.Count, numberOf(behind)+1), High: resource.Count}
	numbers, more := resource.Collect(place, size, call.Now)
	after := asked // of a page without tickets
	if len(numbers) > 0 {
		last := numbers[len(numbers)-1]
		after = exportCursor(resource.Time(last), idOf(last))
	}
	emptied, canBeEmpty := afterEmptyPage(behind)
	switch {
	case call.Strikes.Has(mock.Loop):
		after, more = asked, true
	case call.Strikes.Has(mock.EmptyPageWithNext) && canBeEmpty:
		after = exportCursor(resource.Time(max(0, place.Low-1)), emptied)
		numbers, more = nil, true
	case call.Strikes.Has(mock.Reordering):
		resource.Shuffle(numbers)
	}
	url := ""
	if after != "" {
		query := call.URL.Query()
		query.Del("start_time")
		query.Set("cursor", after)
		url = z.urlOf(call, call.URL.Path+"?"+query.Encode())
	}
	beside := []string{
		"after_url", quoteOrNull(url),
		"after_cursor", quoteOrNull(after),
		"before_url", "null",
		"before_cursor", "null",
		"end_of_stream", strconv.FormatBool(!more),
	}
	if call.Strikes.Has(mock.NextElsewhere) {
		beside = append(beside, "links", string(mock.Object("next", strconv.Quote(url))))
	}
	numbers = withoutDeleted(resource, call, numbers)
	return z.pageAnswer(resource, call, numbers, beside...)
}

// withoutDeleted leaves deleted tickets out if the request says so.
func withoutDeleted(resource *mock.Resource, call mock.Call, numbers []int) []int {
	if call.URL.Query().Get("exclude_deleted") != "true" {
		return numbers
	}
	var kept []int
	for _, n := range numbers {
		if !isDeleted(resource.Original(n)) {
			kept = append(kept, n)
		}
	}
	return kept
}
