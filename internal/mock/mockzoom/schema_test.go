package mockzoom_test

import (
	"bytes"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"net/url"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"github.com/stretchr/testify/require"

	"github.com/udmap/udmap/internal/mock"
	"github.com/udmap/udmap/internal/mock/mockzoom"
)

// validate judges an answer by one of the schemas of testdata, each of which
// names the document of Zoom that it was written from.
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

// ask sends one request to a mock whose clock stands at noon.
func ask(t *testing.T, server *mock.Server, request *http.Request, token string) *httptest.ResponseRecorder {
	t.Helper()
	if token != "" {
		request.Header.Set("Authorization", "Bearer "+token)
	}
	answer := httptest.NewRecorder()
	server.ServeHTTP(answer, request)
	return answer
}

func askToken(t *testing.T, server *mock.Server, grant string) *httptest.ResponseRecorder {
	t.Helper()
	query := url.Values{"grant_type": {grant}, "account_id": {mockzoom.AccountID}}
	request := httptest.NewRequestWithContext(t.Context(), http.MethodPost, mockzoom.TokenPath+"?"+query.Encode(), http.NoBody)
	request.SetBasicAuth(mockzoom.ClientID, mockzoom.ClientSecret)
	return ask(t, server, request, "")
}

func askReport(t *testing.T, server *mock.Server, report string, query url.Values, token string) *httptest.ResponseRecorder {
	t.Helper()
	target := mockzoom.APIPath + "/report/" + report + "?" + query.Encode()
	return ask(t, server, httptest.NewRequestWithContext(t.Context(), http.MethodGet, target, http.NoBody), token)
}

func start(t *testing.T, options mock.Options) (server *mock.Server, token string) {
	t.Helper()
	options.Now = noon
	server, err := mockzoom.New(options)
	require.NoError(t, err)
	answer := askToken(t, server, "account_credentials")
	require.Equal(t, http.StatusOK, answer.Code)
	require.NoError(t, validate(t, "token.json", answer.Body.Bytes()))
	var granted struct {
		AccessToken string `json:"access_token"`
	}
	require.NoError(t, json.Unmarshal(answer.Body.Bytes(), &granted))
	return server, granted.AccessToken
}

func TestPagesHaveTheDocumentedForm(t *testing.T) {
	for report, schema := range map[string]string{"operationlogs": "operationlogs.json", "activities": "activities.json"} {
		t.Run(report, func(t *testing.T) {
			server, token := start(t, mock.Options{Seed: 1, Records: 1000, Unlimited: true, Faults: []mock.Fault{{Name: mock.Twins}}})
			query, pages := days("2026-03-05", "2026-03-12"), 0
			for {
				answer := askReport(t, server, report, query, token)
				require.Equal(t, http.StatusOK, answer.Code, "%s", answer.Body)
				require.NoError(t, validate(t, schema, answer.Body.Bytes()))
				pages++
				var got page
				require.NoError(t, json.Unmarshal(answer.Body.Bytes(), &got))
				if got.NextPageToken == "" {
					break
				}
				query.Set("next_page_token", got.NextPageToken)
			}
			require.Equal(t, 4, pages)
		})
	}
}

func TestAPageWithoutItsListDoesNotHaveTheDocumentedForm(t *testing.T) {
	server, token := start(t, mock.Options{Seed: 1, Records: 10, Faults: []mock.Fault{{Name: mock.MissingKey}}})
	answer := askReport(t, server, "operationlogs", days("2026-03-05", "2026-03-12"), token)
	require.Equal(t, http.StatusOK, answer.Code)
	require.ErrorContains(t, validate(t, "operationlogs.json", answer.Body.Bytes()), "operation_logs")
}

func TestErrorsHaveTheDocumentedForm(t *testing.T) {
	week := days("2026-03-05", "2026-03-12")
	for name, test := range map[string]struct {
		fault  string
		query  url.Values
		status int
		code   int
	}{
		"a wrong token":           {query: week, status: http.StatusUnauthorized, code: 124},
		"no from":                 {query: url.Values{"to": {"2026-03-12"}}, status: http.StatusBadRequest, code: 300},
		"over a month":            {query: days("2026-02-01", "2026-03-12"), status: http.StatusBadRequest, code: 300},
		"over six months ago":     {query: days("2025-09-01", "2025-09-02"), status: http.StatusBadRequest, code: 300},
		"an unknown page token":   {query: url.Values{"from": week["from"], "to": week["to"], "next_page_token": {"x"}}, status: http.StatusBadRequest, code: 300},
		"too many requests":       {fault: mock.TooManyISO, query: week, status: http.StatusTooManyRequests, code: 429},
		"too many requests a day": {fault: mock.TooManyDaily, query: week, status: http.StatusTooManyRequests, code: 429},
		"no permission":           {fault: mock.NoPermission, query: week, status: http.StatusBadRequest, code: 200},
		"no scope":                {fault: mock.MissingScope, query: week, status: http.StatusBadRequest, code: 4711},
	} {
		t.Run(name, func(t *testing.T) {
			options := mock.Options{Seed: 1, Records: 10}
			if test.fault != "" {
				options.Faults = []mock.Fault{{Name: test.fault}}
			}
			server, token := start(t, options)
			if test.code == 124 {
				token = "x"
			}
			answer := askReport(t, server, "operationlogs", test.query, token)
			require.Equal(t, test.status, answer.Code, "%s", answer.Body)
			require.NoError(t, validate(t, "error.json", answer.Body.Bytes()))
			var got struct {
				Code int `json:"code"`
			}
			require.NoError(t, json.Unmarshal(answer.Body.Bytes(), &got))
			require.Equal(t, test.code, got.Code)
		})
	}
}

// The token endpoint names its cause "reason", not "error_description".
func TestARefusedGrantNamesItsReason(t *testing.T) {
	server, _ := start(t, mock.Options{})
	answer := askToken(t, server, "client_credentials")
	require.Equal(t, http.StatusBadRequest, answer.Code)
	require.JSONEq(t, `{"reason":"unsupported grant type","error":"unsupported_grant_type"}`, answer.Body.String())
}
