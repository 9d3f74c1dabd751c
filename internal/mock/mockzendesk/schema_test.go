package mockzendesk_test

import (
	"bytes"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"github.com/stretchr/testify/require"

	"github.com/udmap/udmap/internal/mock"
	"github.com/udmap/udmap/internal/mock/mockzendesk"
)

// validate judges an answer by one of the schemas of testdata, each of which
// names the document of Zendesk that it was written from.
func validate(t *testing.T, schema string, body []byte) error {
	t.Helper()
	compiler := jsonschema.NewCompiler()
	compiler.AssertFormat()
	compiled, err := compiler.Compile("testdata/" + schema)
	require.NoError(t, err)
	answer, err := jsonschema.UnmarshalJSON(bytes.NewReader(body))
	require.NoError(t, err, "%s", body)
	return compiled.Validate(answer)
}

// start returns a mock whose clock stands at a noon.
func start(t *testing.T, options mock.Options) *mock.Server {
	t.Helper()
	options.Now = func() time.Time { return time.Date(2026, 3, 12, 12, 0, 0, 0, time.UTC) }
	server, err := mockzendesk.New(options)
	require.NoError(t, err)
	return server
}

// get asks for a URL with good credentials.
func get(t *testing.T, server *mock.Server, url string) *httptest.ResponseRecorder {
	t.Helper()
	return getWith(t, server, url, "Bearer "+mockzendesk.BearerToken)
}

func getWith(t *testing.T, server *mock.Server, url, authorization string) *httptest.ResponseRecorder {
	t.Helper()
	request := httptest.NewRequestWithContext(t.Context(), http.MethodGet, url, http.NoBody)
	if authorization != "" {
		request.Header.Set("Authorization", authorization)
	}
	answer := httptest.NewRecorder()
	server.ServeHTTP(answer, request)
	return answer
}

// nextPage is what leads on from a page, in each way to page.
type nextPage struct {
	Links struct {
		Next string `json:"next"`
	} `json:"links"`
	NextPage    string `json:"next_page"`
	AfterURL    string `json:"after_url"`
	EndOfStream bool   `json:"end_of_stream"`
}

// url is where the next page is, "" behind the last.
func (n nextPage) url() string {
	if n.EndOfStream {
		return ""
	}
	return n.Links.Next + n.NextPage + n.AfterURL
}

func TestPagesHaveTheDocumentedForm(t *testing.T) {
	for schema, url := range map[string]string{
		"audit_logs.json":        "/api/v2/audit_logs?sort=created_at&page[size]=100",
		"audit_logs_offset.json": "/api/v2/audit_logs.json?per_page=100",
		"tickets.json":           "/api/v2/incremental/tickets/cursor?start_time=1700000000&per_page=100",
		"access_logs.json":       "/api/v2/access_logs?page[size]=100",
	} {
		t.Run(schema, func(t *testing.T) {
			server := start(t, mock.Options{Seed: 1, Records: 400, Unlimited: true, Faults: []mock.Fault{{Name: mock.Twins}}})
			pages := 0
			for next := url; next != ""; pages++ {
				answer := get(t, server, next)
				require.Equal(t, http.StatusOK, answer.Code, "%s", answer.Body)
				require.NoError(t, validate(t, schema, answer.Body.Bytes()))
				var page nextPage
				require.NoError(t, json.Unmarshal(answer.Body.Bytes(), &page))
				next = page.url()
			}
			require.Greater(t, pages, 2)
			require.Less(t, pages, 6)
		})
	}
}

func TestAPageWithoutItsListDoesNotHaveTheDocumentedForm(t *testing.T) {
	server := start(t, mock.Options{Seed: 1, Records: 10, Faults: []mock.Fault{{Name: mock.MissingKey}}})
	answer := get(t, server, "/api/v2/incremental/tickets/cursor?start_time=1700000000")
	require.Equal(t, http.StatusOK, answer.Code)
	require.ErrorContains(t, validate(t, "tickets.json", answer.Body.Bytes()), "tickets")
}

func TestErrorsHaveADocumentedForm(t *testing.T) {
	const audit, tickets = "/api/v2/audit_logs", "/api/v2/incremental/tickets/cursor"
	for name, test := range map[string]struct {
		fault  string
		url    string
		status int
		error  string // what stands in the body
	}{
		"no such endpoint":       {url: "/api/v2/nothing", status: http.StatusNotFound, error: "InvalidEndpoint"},
		"a page too large":       {url: audit + "?page[size]=101", status: http.StatusBadRequest, error: "page[size] is not valid"},
		"a broken cursor":        {url: audit + "?sort=created_at&page[after]=x", status: http.StatusBadRequest, error: "page[after] is not valid"},
		"a page too deep":        {url: audit + "?page=101", status: http.StatusBadRequest, error: "InvalidPaginationDepth"},
		"half a window":          {url: audit + "?filter[created_at][]=2026-03-01T00:00:00Z", status: http.StatusBadRequest, error: "a start and an end"},
		"a start too recent":     {url: tickets + "?start_time=1773316799", status: http.StatusBadRequest, error: "StartTimeTooRecent"},
		"no start":               {url: tickets, status: http.StatusBadRequest, error: "InvalidStartTime"},
		"a plan without the log": {fault: mock.ForbiddenAudit, url: audit, status: http.StatusForbidden, error: "contact the account owner"},
		"no scope":               {fault: mock.MissingScope, url: audit, status: http.StatusForbidden, error: "required scopes"},
		"an ended access token":  {fault: mock.TokenExpired + ":first=1", url: audit, status: http.StatusUnauthorized, error: "invalid_token"},
	} {
		t.Run(name, func(t *testing.T) {
			options := mock.Options{Seed: 1, Records: 10}
			if test.fault != "" {
				fault, err := mock.ParseFault(mock.Zendesk, test.fault)
				require.NoError(t, err)
				options.Faults = []mock.Fault{fault}
			}
			answer := get(t, start(t, options), test.url)
			require.Equal(t, test.status, answer.Code, "%s", answer.Body)
			require.NoError(t, validate(t, "error.json", answer.Body.Bytes()))
			require.Contains(t, answer.Body.String(), test.error)
		})
	}
}

func TestNobodyIsLetInWithoutCredentials(t *testing.T) {
	answer := getWith(t, start(t, mock.Options{}), "/api/v2/audit_logs", "")
	require.Equal(t, http.StatusUnauthorized, answer.Code)
	require.NoError(t, validate(t, "error.json", answer.Body.Bytes()))
}

func TestAGrantHasTheDocumentedForm(t *testing.T) {
	server := start(t, mock.Options{Records: 1})
	grant := func(secret string) *httptest.ResponseRecorder {
		body := `{"grant_type":"client_credentials","client_id":"` + mockzendesk.ClientID + `","client_secret":"` + secret + `","scope":"read"}`
		request := httptest.NewRequestWithContext(t.Context(), http.MethodPost, "/oauth/tokens", strings.NewReader(body))
		request.Header.Set("Content-Type", "application/json")
		answer := httptest.NewRecorder()
		server.ServeHTTP(answer, request)
		return answer
	}
	refused := grant("wrong")
	require.Equal(t, http.StatusUnauthorized, refused.Code)
	require.NoError(t, validate(t, "error.json", refused.Body.Bytes()))

	granted := grant(mockzendesk.ClientSecret)
	require.Equal(t, http.StatusOK, granted.Code)
	require.NoError(t, validate(t, "token.json", granted.Body.Bytes()))
	var token struct {
		AccessToken string `json:"access_token"`
	}
	require.NoError(t, json.Unmarshal(granted.Body.Bytes(), &token))
	require.Equal(t, http.StatusOK, getWith(t, server, "/api/v2/access_logs", "Bearer "+token.AccessToken).Code)
}
