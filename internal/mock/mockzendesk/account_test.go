package mockzendesk_test

import (
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/udmap/udmap/internal/mock"
	"github.com/udmap/udmap/internal/mock/mockzendesk"
)

// noon is when the tests begin, on a clock that only they move.
func noon() time.Time { return time.Date(2026, 3, 12, 12, 0, 0, 0, time.UTC) }

// account is a mock behind a real connection, with a clock of its own.
type account struct {
	*mock.Server
	t   *testing.T
	url string
	now time.Time
}

func open(t *testing.T, options mock.Options) *account {
	t.Helper()
	a := &account{t: t, now: noon()}
	options.Now = func() time.Time { return a.now }
	server, err := mockzendesk.New(options)
	require.NoError(t, err)
	listener := httptest.NewServer(server)
	t.Cleanup(listener.Close)
	a.Server, a.url = server, listener.URL
	return a
}

// openWith opens a mock with 250 records and faults as people write them.
func openWith(t *testing.T, faults ...string) *account {
	t.Helper()
	options := mock.Options{Seed: 1, Records: 250, Unlimited: true}
	for _, text := range faults {
		fault, err := mock.ParseFault(mock.Zendesk, text)
		require.NoError(t, err)
		options.Faults = append(options.Faults, fault)
	}
	return open(t, options)
}

// reply is an answer as a client sees it.
type reply struct {
	status int
	header http.Header
	body   []byte
}

// try asks for a path and query with the static bearer token.
func (a *account) try(path string, query url.Values) (reply, error) {
	a.t.Helper()
	request, err := http.NewRequestWithContext(a.t.Context(), http.MethodGet, a.url+path+"?"+query.Encode(), http.NoBody)
	require.NoError(a.t, err)
	request.Header.Set("Authorization", "Bearer "+mockzendesk.BearerToken)
	client := &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	response, err := client.Do(request)
	if err != nil {
		return reply{}, err
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	return reply{response.StatusCode, response.Header, body}, err
}

// answer asks for a path and query and demands the status.
func (a *account) answer(status int, path string, query url.Values) reply {
	a.t.Helper()
	got, err := a.try(path, query)
	require.NoError(a.t, err)
	require.Equal(a.t, status, got.status, "%s", got.body)
	return got
}

// page is a page of any list.
type page struct {
	AuditLogs  []json.RawMessage `json:"audit_logs"`
	Tickets    []json.RawMessage `json:"tickets"`
	AccessLogs []json.RawMessage `json:"access_logs"`
	Meta       struct {
		HasMore      bool   `json:"has_more"`
		AfterCursor  string `json:"after_cursor"`
		BeforeCursor string `json:"before_cursor"`
	} `json:"meta"`
	Links struct {
		Next string `json:"next"`
		Prev string `json:"prev"`
	} `json:"links"`
	NextPage     string `json:"next_page"`
	PreviousPage string `json:"previous_page"`
	Count        int    `json:"count"`
	AfterURL     string `json:"after_url"`
	AfterCursor  string `json:"after_cursor"`
	EndOfStream  bool   `json:"end_of_stream"`
}

// records are the records of the page's list.
func (p page) records() []string {
	var texts []string
	for _, list := range [][]json.RawMessage{p.AuditLogs, p.Tickets, p.AccessLogs} {
		for _, record := range list {
			texts = append(texts, string(record))
		}
	}
	return texts
}

// read asks for a page.
func (a *account) read(path string, query url.Values) page {
	a.t.Helper()
	var parsed page
	require.NoError(a.t, json.Unmarshal(a.answer(http.StatusOK, path, query).body, &parsed))
	return parsed
}

// walk reads a list by its cursors, to its end.
func (a *account) walk(path string, query url.Values) (records []string, pages int) {
	a.t.Helper()
	seen := map[string]bool{}
	for {
		parsed := a.read(path, query)
		pages++
		require.Less(a.t, pages, 1000, "the list does not end")
		records = append(records, parsed.records()...)
		isLast, parameter, cursor := !parsed.Meta.HasMore, "page[after]", parsed.Meta.AfterCursor
		if path == ticketsPath {
			isLast, parameter, cursor = parsed.EndOfStream, "cursor", parsed.AfterCursor
		}
		if isLast {
			return records, pages
		}
		require.False(a.t, seen[cursor], "a cursor came twice")
		seen[cursor] = true
		query.Del("start_time")
		query.Set(parameter, cursor)
	}
}

// The lists and how they are asked for.
const (
	auditPath   = "/api/v2/audit_logs.json"
	ticketsPath = "/api/v2/incremental/tickets/cursor.json"
	accessPath  = "/api/v2/access_logs"
)

func auditQuery() url.Values {
	return url.Values{"page[size]": {"20"}, "sort": {"created_at"}}
}

func ticketsQuery() url.Values {
	return url.Values{"start_time": {"1700000000"}, "per_page": {"20"}}
}

func accessQuery() url.Values { return url.Values{"page[size]": {"20"}} }

func texts(records func(func([]byte) bool)) []string {
	var texts []string
	for record := range records {
		texts = append(texts, string(record))
	}
	return texts
}
