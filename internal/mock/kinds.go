package mock

import (
	"slices"
	"time"
)

// Vendor is a vendor that is imitated.
type Vendor string

// The vendors that are imitated.
const (
	Zoom    Vendor = "zoom"
	Zendesk Vendor = "zendesk"
)

// The names of the faults.
const (
	TooManySeconds    = "429-seconds"
	TooManyDate       = "429-date"
	TooManyISO        = "429-iso"
	TooManyBare       = "429-bare"
	TooManyDaily      = "429-daily"
	ServerError       = "500"
	Unavailable       = "503"
	TokenExpired      = "token-expired"
	TokenRefused      = "token-refused"
	PageTokenExpired  = "page-token-expired"
	HTML200           = "html-200"
	MissingKey        = "missing-key"
	ResetMidBody      = "reset-mid-body"
	TruncatedJSON     = "truncated-json"
	TruncatedGzip     = "truncated-gzip"
	Slow              = "slow"
	Loop              = "loop"
	EmptyPageWithNext = "empty-page-with-next"
	Reordering        = "reordering"
	Twins             = "twins"
	LateEvents        = "late-events"
	Midnight          = "midnight"
	RedirectElsewhere = "redirect-elsewhere"
	NextElsewhere     = "next-elsewhere"
	NoPermission      = "no-permission"
	MissingScope      = "missing-scope"
	ForbiddenAudit    = "forbidden-audit"
	OffsetDepth       = "offset-depth"
)

// Counted is what a fault's schedule counts.
type Counted string

// What the schedules of faults count, from 1 on.
const (
	Requests    Counted = "requests"     // for records; for access tokens only if the fault is confined to those
	NextPages   Counted = "next pages"   // requests that hold a page token or cursor
	OffsetPages Counted = "offset pages" // requests for a page by its number
	Tokens      Counted = "tokens"       // requests for an access token
	Records     Counted = "records"      // of a resource, in the order of their time
	Pairs       Counted = "pairs"        // of records of a resource, in the order of their time
)

// TokenEndpoint is the endpoint of access tokens, as Fault.On calls it. The
// others have the names of their resources.
const TokenEndpoint = "token"

// Endpoints lists the endpoints of a vendor, as Fault.On calls them.
func Endpoints(vendor Vendor) []string {
	if vendor == Zoom {
		return []string{"operation_logs", "activity_logs", TokenEndpoint}
	}
	return []string{"audit_logs", "tickets", "access_logs", TokenEndpoint}
}

// Kind is a fault that there is.
type Kind struct {
	Name    string
	Summary string        // one line
	Default Schedule      // when it strikes unless told
	Counts  Counted       // what the schedule counts
	Delay   time.Duration // its default, 0 if it has none
	Vendors []Vendor      // who has it
}

// Kinds lists the faults that a vendor has.
func Kinds(vendor Vendor) []Kind {
	return slices.DeleteFunc(everyKind(), func(kind Kind) bool { return !slices.Contains(kind.Vendors, vendor) })
}

// FaultNames lists the names of the faults that a vendor has.
func FaultNames(vendor Vendor) []string {
	var names []string
	for _, kind := range Kinds(vendor) {
		names = append(names, kind.Name)
	}
	return names
}

func findKind(vendor Vendor, name string) (Kind, bool) {
	kinds := Kinds(vendor)
	i := slices.IndexFunc(kinds, func(kind Kind) bool { return kind.Name == name })
	if i < 0 {
		return Kind{}, false
	}
	return kinds[i], true
}

func everyKind() []Kind {
	both := []Vendor{Zoom, Zendesk}
	zoom := []Vendor{Zoom}
	zendesk := []Vendor{Zendesk}
	once, always := Schedule{First: 1}, Schedule{Always: true}
	return []Kind{
		{TooManySeconds, "429, and Retry-After says 2 seconds", once, Requests, 0, both},
		{TooManyDate, "429, and Retry-After is an HTTP date, 5 seconds ahead", once, Requests, 0, both},
		{TooManyISO, "429, and Retry-After is an ISO 8601 time, 5 seconds ahead", once, Requests, 0, both},
		{TooManyBare, "429 as plain text, without any header that says for how long", once, Requests, 0, both},
		{TooManyDaily, "429 for the quota of the day, which ends at midnight UTC", once, Requests, 0, zoom},
		{ServerError, "500", Schedule{First: 3}, Requests, 0, both},
		{Unavailable, "503", Schedule{First: 3}, Requests, 0, both},
		{TokenExpired, "401, and the access token is worth nothing from then on", Schedule{At: []int{2}}, Requests, 0, both},
		{TokenRefused, "no access token is given for the right credentials", once, Tokens, 0, both},
		{PageTokenExpired, "the page token or cursor is refused", once, NextPages, 0, both},
		{HTML200, "200 with the web page of a proxy", once, Requests, 0, both},
		{MissingKey, "200 with JSON that lacks the list of records", once, Requests, 0, both},
		{ResetMidBody, "the connection is reset in the middle of the body", once, Requests, 0, both},
		{TruncatedJSON, "200 with half of the JSON, which looks complete to HTTP", once, Requests, 0, both},
		{TruncatedGzip, "200 with half of a gzip stream, to those who accept gzip", once, Requests, 0, both},
		{Slow, "the answer takes its time", always, Requests, 2 * time.Second, both},
		{Loop, "the next page is the same page again", always, NextPages, 0, both},
		{EmptyPageWithNext, "a page without records, but with a next one", Schedule{Every: 3}, Requests, 0, both},
		{Reordering, "the records of a page in any order", always, Requests, 0, both},
		{Twins, "identical records in one listing", Schedule{Every: 5}, Pairs, 0, both},
		{LateEvents, "records that appear late, with their true, earlier time", Schedule{Every: 25}, Records, 20 * time.Hour, both},
		{Midnight, "the last records of a day appear when the day is over", always, Records, 10 * time.Minute, both},
		{RedirectElsewhere, "302 to another host", once, Requests, 0, both},
		{NextElsewhere, "the token's api_url leads to another host", always, Tokens, 0, zoom},
		{NextElsewhere, "the links to the next page lead to another host", always, Requests, 0, zendesk},
		{NoPermission, "400 with code 200: the role or plan of the app's creator does not do", always, Requests, 0, zoom},
		{MissingScope, "the access token lacks the scope", always, Requests, 0, both},
		{ForbiddenAudit, "403 for audit logs, as of a plan below Enterprise", always, Requests, 0, zendesk},
		{OffsetDepth, "offset pages end behind page 2 instead of page 100", always, OffsetPages, 0, zendesk},
	}
}
