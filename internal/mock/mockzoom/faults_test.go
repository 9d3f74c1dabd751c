package mockzoom_test

import (
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/udmap/udmap/internal/mock"
	"github.com/udmap/udmap/internal/mock/mockzoom"
)

// openWith opens a mock with a hundred records and faults as people write them.
func openWith(t *testing.T, faults ...string) *account {
	t.Helper()
	options := mock.Options{Seed: 1, Records: 100, Unlimited: true}
	for _, text := range faults {
		fault, err := mock.ParseFault(mock.Zoom, text)
		require.NoError(t, err)
		options.Faults = append(options.Faults, fault)
	}
	return open(t, options)
}

// week is the query of a page of ten records of the week.
func week() map[string][]string {
	return map[string][]string{"from": {"2026-03-05"}, "to": {"2026-03-12"}, "page_size": {"10"}}
}

// page asks for a page of the week and demands its status.
func (a *account) page(status int, token string) (reply, page) {
	a.t.Helper()
	query := week()
	if token != "" {
		query["next_page_token"] = []string{token}
	}
	got, err := a.get(query)
	require.NoError(a.t, err)
	require.Equal(a.t, status, got.status, "%s", got.body)
	var parsed page
	if json.Unmarshal(got.body, &parsed) != nil {
		return got, page{}
	}
	return got, parsed
}

func TestEach429SaysInItsOwnWayForHowLong(t *testing.T) {
	for fault, test := range map[string]struct{ retryAfter, kind, body string }{
		mock.TooManySeconds: {"2", "QPS", "per-second rate limit"},
		mock.TooManyDate:    {"Thu, 12 Mar 2026 12:00:05 GMT", "QPS", "per-second rate limit"},
		mock.TooManyISO:     {"2026-03-12T12:00:05Z", "QPS", "per-second rate limit"},
		mock.TooManyDaily:   {"2026-03-13T00:00:00Z", "Daily-limit", "daily rate limit"},
		mock.TooManyBare:    {"", "", "Too Many Requests"},
	} {
		t.Run(fault, func(t *testing.T) {
			zoom := openWith(t, fault)
			got, _ := zoom.page(http.StatusTooManyRequests, "")
			require.Equal(t, test.retryAfter, got.header.Get("Retry-After"))
			require.Equal(t, test.kind, got.header.Get("X-RateLimit-Type"))
			require.Contains(t, string(got.body), test.body)
			zoom.page(http.StatusOK, "")
		})
	}
}

func TestServersFailInBursts(t *testing.T) {
	for fault, status := range map[string]int{mock.ServerError: 500, mock.Unavailable: 503} {
		zoom := openWith(t, fault)
		for range 3 {
			zoom.page(status, "")
		}
		zoom.page(http.StatusOK, "")
	}
}

func TestAFaultStrikesWhenItIsToldTo(t *testing.T) {
	zoom := openWith(t, "503:every=3,at=4")
	for _, status := range []int{200, 200, 503, 503, 200, 503} {
		zoom.page(status, "")
	}
	struck := 0
	for _, request := range zoom.Requests() {
		struck += len(request.Faults)
	}
	require.Equal(t, 3, struck)
}

func TestAFaultKeepsToItsEndpoint(t *testing.T) {
	zoom := openWith(t, "503:always,on=activity_logs", "500:first=1,on=token")
	require.Equal(t, http.StatusInternalServerError, zoom.askForToken().status)
	zoom.page(http.StatusOK, "")
}

func TestATokenThatExpiredIsWorthNothingFromThenOn(t *testing.T) {
	zoom := openWith(t, mock.TokenExpired)
	zoom.page(http.StatusOK, "")
	got, _ := zoom.page(http.StatusUnauthorized, "")
	require.JSONEq(t, `{"code":124,"message":"Access token is expired."}`, string(got.body))
	got, _ = zoom.page(http.StatusUnauthorized, "")
	require.JSONEq(t, `{"code":124,"message":"Invalid access token."}`, string(got.body))
	zoom.mint()
	zoom.page(http.StatusOK, "")
}

func TestATokenIsRefusedForTheRightCredentials(t *testing.T) {
	zoom := openWith(t, mock.TokenRefused)
	require.Equal(t, http.StatusBadRequest, zoom.askForToken().status)
	require.Equal(t, http.StatusOK, zoom.askForToken().status)
}

func TestAPageTokenExpires(t *testing.T) {
	zoom := openWith(t, mock.PageTokenExpired)
	_, first := zoom.page(http.StatusOK, "")
	got, _ := zoom.page(http.StatusBadRequest, first.NextPageToken)
	require.JSONEq(t, `{"code":300,"message":"The next page token is invalid or expired."}`, string(got.body))
	_, again := zoom.page(http.StatusOK, "")
	require.Equal(t, first.Records, again.Records)
}

func TestAProxyAnswersInTheVendorsPlace(t *testing.T) {
	zoom := openWith(t, mock.HTML200)
	got, _ := zoom.page(http.StatusOK, "")
	require.True(t, strings.HasPrefix(string(got.body), "<!DOCTYPE html>"))
	require.Equal(t, "text/html; charset=utf-8", got.header.Get("Content-Type"))
}

func TestAPageWithoutItsListIsNotServed(t *testing.T) {
	zoom := openWith(t, "missing-key:always")
	got, parsed := zoom.page(http.StatusOK, "")
	require.Nil(t, parsed.Records)
	require.NotContains(t, string(got.body), "operation_logs")
	require.NotEmpty(t, parsed.NextPageToken)
	require.Empty(t, texts(zoom.Served(mockzoom.OperationLogs)))
}

// A page that did not arrive whole was not served; asked for again, it was.
func TestABodyThatEndsEarlyIsNotServed(t *testing.T) {
	for fault, check := range map[string]func(*testing.T, reply, error){
		mock.ResetMidBody: func(t *testing.T, _ reply, err error) {
			t.Helper()
			require.True(t, errors.Is(err, syscall.ECONNRESET) || errors.Is(err, io.ErrUnexpectedEOF), "%v", err)
		},
		mock.TruncatedJSON: func(t *testing.T, got reply, err error) {
			t.Helper()
			require.NoError(t, err)
			require.Equal(t, http.StatusOK, got.status)
			require.False(t, json.Valid(got.body))
		},
		mock.TruncatedGzip: func(t *testing.T, _ reply, err error) {
			t.Helper()
			require.ErrorIs(t, err, io.ErrUnexpectedEOF)
		},
	} {
		t.Run(fault, func(t *testing.T) {
			zoom := openWith(t, fault)
			query := week()
			query["page_size"] = []string{"300"}
			got, err := zoom.get(query)
			check(t, got, err)
			require.Empty(t, texts(zoom.Served(mockzoom.OperationLogs)))
			got, err = zoom.get(query)
			require.NoError(t, err)
			require.True(t, json.Valid(got.body))
			require.Equal(t, texts(zoom.All(mockzoom.OperationLogs)), texts(zoom.Served(mockzoom.OperationLogs)))
		})
	}
}

func TestALoopLeadsToTheSamePageAgain(t *testing.T) {
	zoom := openWith(t, mock.Loop)
	_, first := zoom.page(http.StatusOK, "")
	_, second := zoom.page(http.StatusOK, first.NextPageToken)
	require.Equal(t, first.NextPageToken, second.NextPageToken)
	require.NotEqual(t, first.Records, second.Records)
	_, third := zoom.page(http.StatusOK, second.NextPageToken)
	require.Equal(t, second, third)
}

// Pages without records lead on, under tokens of their own, to all there is.
func TestEmptyPagesLeadOn(t *testing.T) {
	zoom := openWith(t, mock.EmptyPageWithNext)
	empty, seen := 0, map[string]bool{}
	var listed []json.RawMessage
	for token := ""; ; {
		_, parsed := zoom.page(http.StatusOK, token)
		if len(parsed.Records) == 0 {
			empty++
		}
		listed = append(listed, parsed.Records...)
		token = parsed.NextPageToken
		if token == "" {
			break
		}
		require.False(t, seen[token], "a token came twice")
		seen[token] = true
	}
	require.Greater(t, empty, 2)
	require.Len(t, listed, len(texts(zoom.All(mockzoom.OperationLogs))))
	require.Len(t, texts(zoom.Served(mockzoom.OperationLogs)), len(listed))
}

func TestAPageIsInAnyOrder(t *testing.T) {
	zoom := openWith(t, mock.Reordering)
	listed := zoom.list(week())
	all := texts(zoom.All(mockzoom.OperationLogs))
	require.ElementsMatch(t, all, listed)
	slices.Reverse(all)
	require.NotEqual(t, all, listed)
}

func TestTwinsStandInOneListing(t *testing.T) {
	zoom := openWith(t, "twins:every=4")
	counts := map[string]int{}
	for _, record := range zoom.list(week()) {
		counts[record]++
	}
	twins := 0
	for _, count := range counts {
		if count > 1 {
			twins++
		}
	}
	require.Greater(t, twins, 8)
	served := map[string]int{}
	for _, record := range texts(zoom.Served(mockzoom.OperationLogs)) {
		served[record]++
	}
	require.Equal(t, counts, served)
}

func TestLateRecordsAreListedLaterOn(t *testing.T) {
	zoom := openWith(t, "late-events:every=4,delay=48h")
	before := zoom.list(week())
	zoom.now = noon().Add(48 * time.Hour)
	zoom.mint()
	after := zoom.list(week())
	require.Subset(t, after, before)
	yesterdayAndBefore := func(record string) bool { return !strings.Contains(record, "2026-03-12") }
	appeared := slices.DeleteFunc(slices.Clone(after), func(record string) bool { return slices.Contains(before, record) })
	require.True(t, slices.ContainsFunc(appeared, yesterdayAndBefore), "none of an earlier day: %s", appeared)
}

func TestWhatLeadsElsewhereLeadsThere(t *testing.T) {
	zoom := openWith(t, mock.RedirectElsewhere)
	got, _ := zoom.page(http.StatusFound, "")
	require.True(t, strings.HasPrefix(got.header.Get("Location"), "https://elsewhere.example.com/v2/report/operationlogs?"))

	require.Contains(t, string(openWith(t, mock.NextElsewhere).askForToken().body), `"api_url":"https://elsewhere.example.com"`)
	require.Contains(t, string(openWith(t).askForToken().body), `"api_url":"http://127.0.0.1:`)
}

func TestAnAccountWithoutTheRightsIsRefused(t *testing.T) {
	got, _ := openWith(t, mock.NoPermission).page(http.StatusBadRequest, "")
	require.JSONEq(t, `{"code":200,"message":"No permission."}`, string(got.body))
	got, _ = openWith(t, mock.MissingScope).page(http.StatusBadRequest, "")
	require.Contains(t, string(got.body), "does not contain scopes:[report:read:operation_logs:admin")
}
