package mockzendesk

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"

	"github.com/udmap/udmap/internal/mock"
)

// cursorList is a list with pages by cursor.
type cursorList struct {
	resource *mock.Resource
	order    string // of the cursor
	place    mock.Place
	size     int
}

// readPageSize reads page[size].
func readPageSize(query url.Values, byDefault, most int) (size int, ok bool) {
	if !query.Has("page[size]") {
		return byDefault, true
	}
	size, err := strconv.Atoi(query.Get("page[size]"))
	return size, err == nil && size >= 1 && size <= most
}

// page answers the page of a list that page[after] or page[before] leads to.
func (z *zendesk) page(list cursorList, call mock.Call) mock.Answer {
	query := call.URL.Query()
	asked, isBefore := query.Get("page[after]"), query.Has("page[before]")
	if isBefore {
		asked = query.Get("page[before]")
	}
	place, id, ok := list.enter(asked, isBefore)
	if !ok {
		return badCursor(call)
	}
	numbers, more := list.resource.Collect(place, list.size, call.Now)
	if isBefore {
		slices.Reverse(numbers)
	}
	after, before := list.cursorsOf(numbers)
	emptied, canBeEmpty := afterEmptyPage(id)
	switch {
	case call.Strikes.Has(mock.Loop):
		after, more = asked, true
	case call.Strikes.Has(mock.EmptyPageWithNext) && canBeEmpty:
		after = keysetCursor(list.order, list.resource.Time(max(0, numberOf(id))), emptied)
		numbers, before, more = nil, "", true
	case call.Strikes.Has(mock.Reordering):
		list.resource.Shuffle(numbers)
	}
	return z.cursorAnswer(list, call, numbers, after, before, more)
}

// enter narrows the place of the list to what lies behind a cursor, or before
// it, and returns the id of the record at which it begins.
func (l cursorList) enter(cursor string, isBefore bool) (place mock.Place, id int64, ok bool) {
	place = l.place
	if cursor == "" {
		if place.Descending {
			return place, idOf(place.High), true
		}
		return place, idOf(place.Low - 1), true
	}
	id, ok = readKeyset(cursor, l.order)
	number := numberOf(id)
	place.Descending = l.place.Descending != isBefore
	switch {
	case place.Descending:
		place.High = min(place.High, number)
	default:
		place.Low = max(place.Low, number+1)
	}
	return place, id, ok
}

// cursorsOf are the cursors behind and before the records of a page.
func (l cursorList) cursorsOf(numbers []int) (after, before string) {
	if len(numbers) == 0 {
		return "", ""
	}
	cursor := func(n int) string { return keysetCursor(l.order, l.resource.Time(n), idOf(n)) }
	return cursor(numbers[len(numbers)-1]), cursor(numbers[0])
}

// cursorAnswer writes a page. As was seen, the last page has an after_cursor,
// too; its links.next is not documented, and null here.
func (z *zendesk) cursorAnswer(list cursorList, call mock.Call, numbers []int, after, before string, more bool) mock.Answer {
	next, previous := "null", "null"
	if more {
		next = strconv.Quote(z.linkTo(call, "page[after]", after))
	}
	if before != "" && call.URL.Query().Get("page[after]") != "" {
		previous = strconv.Quote(z.linkTo(call, "page[before]", before))
	}
	return z.pageAnswer(list.resource, call, numbers,
		"meta", string(mock.Object(
			"has_more", strconv.FormatBool(more),
			"after_cursor", quoteOrNull(after),
			"before_cursor", quoteOrNull(before),
		)),
		"links", string(mock.Object("prev", previous, "next", next)),
	)
}

// pageAnswer writes the records of a page and what stands beside them. A page is
// complete on its own: a cursor leads on from it at any time.
func (z *zendesk) pageAnswer(resource *mock.Resource, call mock.Call, numbers []int, beside ...string) mock.Answer {
	answer := mock.Answer{Status: http.StatusOK, Header: http.Header{"Content-Type": {"application/json; charset=utf-8"}}}
	if call.Strikes.Has(mock.MissingKey) {
		answer.Body = mock.Object(beside...)
		return answer
	}
	answer.Body = mock.Object(append([]string{resource.Name, string(resource.JoinRecords(numbers))}, beside...)...)
	answer.Sent = func() { resource.MarkServed(numbers) }
	return answer
}

// linkTo is the URL of the request with another cursor.
func (z *zendesk) linkTo(call mock.Call, parameter, cursor string) string {
	query := call.URL.Query()
	query.Del("page[after]")
	query.Del("page[before]")
	query.Set(parameter, cursor)
	return z.urlOf(call, call.URL.Path+"?"+query.Encode())
}

func quoteOrNull(text string) string {
	if text == "" {
		return "null"
	}
	return strconv.Quote(text)
}
