package mockzendesk

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/udmap/udmap/internal/mock"
)

// The bounds of pages of audit logs.
const (
	auditPageSize = 100 // the default is not documented
	offsetDepth   = 100 // pages
	shallowDepth  = 2   // pages, with the fault offset-depth
)

// auditLogs answers a page of audit logs: by cursor if the request says so, else
// by page number.
func (z *zendesk) auditLogs(resource *mock.Resource, call mock.Call) mock.Answer {
	query := call.URL.Query()
	place, wrong := auditWindow(resource, query)
	if wrong != "" {
		return described(http.StatusBadRequest, "InvalidFilter", wrong) // not documented
	}
	if !query.Has("page[size]") && !query.Has("page[after]") && !query.Has("page[before]") {
		return z.auditLogsByNumber(resource, call, place)
	}
	size, ok := readPageSize(query, auditPageSize, auditPageSize)
	if !ok {
		return badPagination("page[size]")
	}
	list := cursorList{resource: resource, place: place, size: size, order: "created_at,id"}
	// sort_by and sort_order mean nothing beside a cursor, and are no error.
	switch query.Get("sort") {
	case "created_at":
	case "", "-created_at":
		list.order, list.place.Descending = "-created_at,-id", true
	default:
		return badPagination("sort")
	}
	return z.page(list, call)
}

// auditWindow reads filter[created_at]: its start and its end, both included.
// The mock refuses the other filters, which it does not have.
func auditWindow(resource *mock.Resource, query url.Values) (place mock.Place, wrong string) {
	place.High = resource.Count
	var bounds []string
	for name, values := range query {
		switch {
		case name == "filter[created_at]" || name == "filter[created_at][]":
			bounds = append(bounds, values...)
		case strings.HasPrefix(name, "filter["):
			return place, "the mock has no " + name
		}
	}
	if len(bounds) == 0 {
		return place, ""
	}
	if len(bounds) != 2 {
		return place, "filter[created_at] needs a start and an end"
	}
	start, startErr := time.Parse(time.RFC3339, bounds[0])
	end, endErr := time.Parse(time.RFC3339, bounds[1])
	if startErr != nil || endErr != nil {
		return place, "filter[created_at] must be ISO 8601 times"
	}
	place.Low, place.High = resource.Between(start, end.Truncate(time.Second).Add(time.Second))
	return place, ""
}

// auditLogsByNumber answers a page by its number, the old way: newest first
// unless told, and only so deep.
func (z *zendesk) auditLogsByNumber(resource *mock.Resource, call mock.Call, place mock.Place) mock.Answer {
	query := call.URL.Query()
	page, pageOK := readNumber(query, "page", 1)
	size, sizeOK := readNumber(query, "per_page", auditPageSize)
	if !pageOK || !sizeOK {
		return described(http.StatusBadRequest, "InvalidPaginationParameter", "page or per_page is not valid")
	}
	size = min(size, auditPageSize)
	depth := offsetDepth
	if call.Strikes.Has(mock.OffsetDepth) {
		depth = shallowDepth
	}
	if page > depth {
		return coded(http.StatusBadRequest, "InvalidPaginationDepth", "Invalid attribute",
			"Pagination depth of "+strconv.Itoa(depth)+" pages exceeded; use cursor pagination") // text not documented
	}
	place.Descending = query.Get("sort_order") != "asc"
	numbers, more := resource.Collect(place, page*size, call.Now)
	numbers = numbers[min(len(numbers), (page-1)*size):]
	next, previous := "null", "null"
	if more || call.Strikes.Has(mock.Loop) {
		next = strconv.Quote(z.numberLink(call, page+1))
	}
	if call.Strikes.Has(mock.Loop) {
		next = strconv.Quote(z.numberLink(call, page))
	}
	if page > 1 {
		previous = strconv.Quote(z.numberLink(call, page-1))
	}
	return z.pageAnswer(resource, call, numbers,
		"next_page", next,
		"previous_page", previous,
		"count", strconv.Itoa(resource.CountExisting(place, call.Now)),
	)
}

// numberLink is the URL of the request with another page number.
func (z *zendesk) numberLink(call mock.Call, page int) string {
	query := call.URL.Query()
	query.Set("page", strconv.Itoa(page))
	return z.urlOf(call, call.URL.Path+"?"+query.Encode())
}

func readNumber(query url.Values, name string, byDefault int) (number int, ok bool) {
	if !query.Has(name) {
		return byDefault, true
	}
	number, err := strconv.Atoi(query.Get(name))
	return number, err == nil && number >= 1
}
