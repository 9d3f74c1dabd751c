package mockzoom_test

import (
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/udmap/udmap/internal/mock"
	"github.com/udmap/udmap/internal/mock/mockzoom"
)

// noon is when the tests begin, on a clock that only they move.
func noon() time.Time { return time.Date(2026, 3, 12, 12, 0, 0, 0, time.UTC) }

// account is a mock with a client that has its own clock.
type account struct {
	*mock.Server
	t     *testing.T
	url   string
	now   time.Time
	token string
}

func open(t *testing.T, options mock.Options) *account {
	t.Helper()
	a := &account{t: t, now: noon()}
	options.Now = func() time.Time { return a.now }
	server, err := mockzoom.New(options)
	require.NoError(t, err)
	listener := httptest.NewServer(server)
	t.Cleanup(listener.Close)
	a.Server, a.url = server, listener.URL
	return a
}

// reply is an answer as a client sees it.
type reply struct {
	status int
	header http.Header
	body   []byte
}

func (a *account) do(request *http.Request) (reply, error) {
	client := &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	response, err := client.Do(request)
	if err != nil {
		return reply{}, err
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	return reply{response.StatusCode, response.Header, body}, err
}

// askForToken asks for an access token with the right credentials.
func (a *account) askForToken() reply {
	a.t.Helper()
	form := url.Values{"grant_type": {"account_credentials"}, "account_id": {mockzoom.AccountID}}
	request, err := http.NewRequestWithContext(a.t.Context(), http.MethodPost, a.url+mockzoom.TokenPath, strings.NewReader(form.Encode()))
	require.NoError(a.t, err)
	request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	request.SetBasicAuth(mockzoom.ClientID, mockzoom.ClientSecret)
	got, err := a.do(request)
	require.NoError(a.t, err)
	return got
}

func (a *account) mint() {
	a.t.Helper()
	got := a.askForToken()
	require.Equal(a.t, http.StatusOK, got.status, "%s", got.body)
	var token struct {
		AccessToken string `json:"access_token"`
	}
	require.NoError(a.t, json.Unmarshal(got.body, &token))
	a.token = token.AccessToken
}

type page struct {
	NextPageToken string            `json:"next_page_token"`
	Records       []json.RawMessage `json:"operation_logs"`
}

func (a *account) get(query url.Values) (reply, error) {
	a.t.Helper()
	if a.token == "" {
		a.mint()
	}
	request, err := http.NewRequestWithContext(a.t.Context(), http.MethodGet, a.url+"/v2/report/operationlogs?"+query.Encode(), http.NoBody)
	require.NoError(a.t, err)
	request.Header.Set("Authorization", "Bearer "+a.token)
	return a.do(request)
}

// list reads a listing to its end.
func (a *account) list(query url.Values) []string {
	a.t.Helper()
	var records []string
	for {
		got, err := a.get(query)
		require.NoError(a.t, err)
		require.Equal(a.t, http.StatusOK, got.status, "%s", got.body)
		var page page
		require.NoError(a.t, json.Unmarshal(got.body, &page))
		for _, record := range page.Records {
			records = append(records, string(record))
		}
		if page.NextPageToken == "" {
			return records
		}
		query.Set("next_page_token", page.NextPageToken)
	}
}

func texts(records func(func([]byte) bool)) []string {
	var texts []string
	for record := range records {
		texts = append(texts, string(record))
	}
	return texts
}

func days(from, to string) url.Values {
	return url.Values{"from": {from}, "to": {to}, "page_size": {"300"}}
}

func TestAListingHoldsWhatExistsNewestFirst(t *testing.T) {
	zoom := open(t, mock.Options{Seed: 1, Records: 2000, Unlimited: true})
	listed := zoom.list(days("2026-03-05", "2026-03-12"))
	slices.Reverse(listed)
	require.Equal(t, texts(zoom.All(mockzoom.OperationLogs)), listed)
	require.Equal(t, listed, texts(zoom.Served(mockzoom.OperationLogs)))
	require.Greater(t, len(listed), 1800)
	require.Less(t, len(listed), 2000)
}
