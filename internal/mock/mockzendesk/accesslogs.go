package mockzendesk

import (
	"net/http"
	"time"

	"github.com/udmap/udmap/internal/mock"
)

// The bounds of pages of access logs.
const (
	accessPageSize    = 1_000
	maxAccessPageSize = 2_500
)

// accessLogs answers a page of access logs, oldest first, between filter[start]
// and filter[end]. That both are included is not documented.
func (z *zendesk) accessLogs(resource *mock.Resource, call mock.Call) mock.Answer {
	query := call.URL.Query()
	size, ok := readPageSize(query, accessPageSize, maxAccessPageSize)
	if !ok {
		return badPagination("page[size]")
	}
	list := cursorList{resource: resource, size: size, order: "timestamp,id", place: mock.Place{High: resource.Count}}
	for _, bound := range []string{"filter[start]", "filter[end]"} {
		if !query.Has(bound) {
			continue
		}
		at, err := time.Parse(time.RFC3339, query.Get(bound))
		if err != nil {
			return described(http.StatusBadRequest, "InvalidFilter", bound+" must be an ISO 8601 time") // not documented
		}
		first, behind := resource.Between(at, at.Truncate(time.Second).Add(time.Second))
		if bound == "filter[start]" {
			list.place.Low = first
		} else {
			list.place.High = behind
		}
	}
	return z.page(list, call)
}
