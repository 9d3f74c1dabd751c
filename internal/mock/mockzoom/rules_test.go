package mockzoom_test

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"runtime"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/udmap/udmap/internal/mock"
	"github.com/udmap/udmap/internal/mock/mockzoom"
)

// The same seed at the same time makes the same records; another one others.
func TestASeedMakesTheRecords(t *testing.T) {
	records := func(seed uint64) []string {
		return texts(open(t, mock.Options{Seed: seed, Records: 50}).All(mockzoom.OperationLogs))
	}
	first := records(1)
	require.Equal(t, first, records(1))
	require.NotEqual(t, first, records(2))
}

func TestDaysAreWholeAndBothIncluded(t *testing.T) {
	zoom := open(t, mock.Options{Seed: 1, Records: 1000, Unlimited: true})
	of := func(records []string) map[string]int {
		counts := map[string]int{}
		for _, record := range records {
			_, behind, _ := strings.Cut(record, `"time":"`)
			counts[behind[:len(time.DateOnly)]]++
		}
		return counts
	}
	all := of(texts(zoom.All(mockzoom.OperationLogs)))
	require.Equal(t, map[string]int{"2026-03-08": all["2026-03-08"]}, of(zoom.list(days("2026-03-08", "2026-03-08"))))
	require.Equal(t, map[string]int{"2026-03-08": all["2026-03-08"], "2026-03-09": all["2026-03-09"]},
		of(zoom.list(days("2026-03-08 15:00", "2026-03-09 16:00"))), "times are taken and ignored")
	require.NotZero(t, all["2026-03-08"])
}

func TestWindowsAndPageSizesHaveLimits(t *testing.T) {
	zoom := open(t, mock.Options{Records: 10, Unlimited: true})
	for name, test := range map[string]struct {
		from, to, size string
		want           string // "" if it is fine
	}{
		"a month":            {from: "2026-02-12", to: "2026-03-12"},
		"tomorrow":           {from: "2026-03-12", to: "2026-03-13"},
		"six months ago":     {from: "2025-09-12", to: "2025-09-12"},
		"the largest page":   {from: "2026-03-12", to: "2026-03-12", size: "300"},
		"a day too many":     {from: "2026-02-11", to: "2026-03-12", want: "exceed one month"},
		"a day too old":      {from: "2025-09-11", to: "2025-09-11", want: "within 6 months prior to the current date"},
		"backwards":          {from: "2026-03-12", to: "2026-03-11", want: `"field":"from"`},
		"no from":            {to: "2026-03-11", want: `"field":"from"`},
		"no to":              {from: "2026-03-11", want: `"field":"to"`},
		"a time with a zone": {from: "2026-03-11T00:00:00Z", to: "2026-03-12", want: `"field":"from"`},
		"a larger page":      {from: "2026-03-12", to: "2026-03-12", size: "301", want: `"field":"page_size"`},
		"an empty page":      {from: "2026-03-12", to: "2026-03-12", size: "0", want: `"field":"page_size"`},
	} {
		query := url.Values{"from": {test.from}, "to": {test.to}, "page_size": {test.size}}
		got, err := zoom.get(query)
		require.NoError(t, err)
		if test.want == "" {
			require.Equal(t, http.StatusOK, got.status, "%s: %s", name, got.body)
			continue
		}
		require.Equal(t, http.StatusBadRequest, got.status, name)
		require.Contains(t, string(got.body), `"code":300`, name)
		require.Contains(t, string(got.body), test.want, name)
	}
}

func TestAPageTokenLivesForAQuarterOfAnHour(t *testing.T) {
	zoom := openWith(t)
	_, first := zoom.page(http.StatusOK, "")
	zoom.now = noon().Add(15*time.Minute - time.Second)
	zoom.page(http.StatusOK, first.NextPageToken)
	zoom.now = noon().Add(15 * time.Minute)
	zoom.page(http.StatusBadRequest, first.NextPageToken)
}

func TestAPageTokenGoesWithItsParameters(t *testing.T) {
	zoom := openWith(t)
	_, first := zoom.page(http.StatusOK, "")
	for _, changed := range []string{"from", "page_size"} {
		query := url.Values(week())
		query.Set("next_page_token", first.NextPageToken)
		query.Set(changed, map[string]string{"from": "2026-03-06", "page_size": "11"}[changed])
		got, err := zoom.get(query)
		require.NoError(t, err)
		require.Equal(t, http.StatusBadRequest, got.status, changed)
	}
	require.True(t, strings.ContainsAny(first.NextPageToken, "+/="), "clients must encode it")
}

// What was listed halfway is not served, until somebody reads to the end.
func TestOnlyAListingThatWasReadToItsEndIsServed(t *testing.T) {
	zoom := openWith(t)
	_, first := zoom.page(http.StatusOK, "")
	zoom.page(http.StatusOK, first.NextPageToken)
	require.Empty(t, texts(zoom.Served(mockzoom.OperationLogs)))
	zoom.list(week())
	require.Equal(t, texts(zoom.All(mockzoom.OperationLogs)), texts(zoom.Served(mockzoom.OperationLogs)))
}

func TestRecordsAppearAsTheClockPassesThem(t *testing.T) {
	zoom := open(t, mock.Options{
		Records: 60, Unlimited: true, From: noon(), Until: noon().Add(time.Hour),
	})
	require.Empty(t, zoom.list(days("2026-03-12", "2026-03-12")))
	zoom.now = noon().Add(30 * time.Minute)
	half := zoom.list(days("2026-03-12", "2026-03-12"))
	require.InDelta(t, 28, len(half), 4, "records up to two minutes ago")
	zoom.now = noon().Add(mockzoom.DefaultLag + time.Hour)
	zoom.mint()
	require.Len(t, zoom.list(days("2026-03-12", "2026-03-12")), 60)
}

func TestANewTokenEndsTheOneBefore(t *testing.T) {
	zoom := openWith(t)
	zoom.mint()
	old := zoom.token
	zoom.mint()
	zoom.page(http.StatusOK, "")
	zoom.token = old
	got, _ := zoom.page(http.StatusUnauthorized, "")
	require.JSONEq(t, `{"code":124,"message":"Invalid access token."}`, string(got.body))
}

func TestATokenEndsAfterItsLife(t *testing.T) {
	zoom := open(t, mock.Options{Records: 10, TokenLife: 10 * time.Minute})
	zoom.page(http.StatusOK, "")
	zoom.now = noon().Add(10 * time.Minute)
	got, _ := zoom.page(http.StatusUnauthorized, "")
	require.Contains(t, string(got.body), "expired")
}

func TestTheTokenEndpointChecksWhoAsksAndForWhat(t *testing.T) {
	for name, test := range map[string]struct {
		id, secret, grant, account string
		status                     int
		body                       string
	}{
		"all right":         {mockzoom.ClientID, mockzoom.ClientSecret, "account_credentials", mockzoom.AccountID, 200, "access_token"},
		"another client":    {"other", mockzoom.ClientSecret, "account_credentials", mockzoom.AccountID, 400, "invalid_client"},
		"another secret":    {mockzoom.ClientID, "other", "account_credentials", mockzoom.AccountID, 400, "invalid_client"},
		"another grant":     {mockzoom.ClientID, mockzoom.ClientSecret, "client_credentials", mockzoom.AccountID, 400, "unsupported_grant_type"},
		"another account":   {mockzoom.ClientID, mockzoom.ClientSecret, "account_credentials", "other", 400, ""},
		"no client at all":  {"", "", "account_credentials", mockzoom.AccountID, 400, "Invalid client_id or client_secret"},
		"no grant":          {mockzoom.ClientID, mockzoom.ClientSecret, "", mockzoom.AccountID, 400, "unsupported grant type"},
		"grant of a person": {mockzoom.ClientID, mockzoom.ClientSecret, "authorization_code", mockzoom.AccountID, 400, "unsupported"},
	} {
		server, err := mockzoom.New(mock.Options{Now: noon})
		require.NoError(t, err)
		query := url.Values{"grant_type": {test.grant}, "account_id": {test.account}}
		inQuery := httptest.NewRequestWithContext(t.Context(), http.MethodPost, mockzoom.TokenPath+"?"+query.Encode(), http.NoBody)
		inForm := httptest.NewRequestWithContext(t.Context(), http.MethodPost, mockzoom.TokenPath, strings.NewReader(query.Encode()))
		inForm.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		for _, request := range []*http.Request{inQuery, inForm} {
			request.SetBasicAuth(test.id, test.secret)
			answer := httptest.NewRecorder()
			server.ServeHTTP(answer, request)
			require.Equal(t, test.status, answer.Code, name)
			require.Contains(t, answer.Body.String(), test.body, name)
		}
	}
}

func TestEachPlanHasItsQuotas(t *testing.T) {
	for plan, limits := range map[string]struct{ second, day int }{
		"":                    {10, 30_000},
		mockzoom.PlanFree:     {1, 1_000},
		mockzoom.PlanPro:      {10, 30_000},
		mockzoom.PlanBusiness: {40, 60_000},
	} {
		zoom := open(t, mock.Options{Records: 1, Plan: plan})
		for n := range limits.second {
			got, _ := zoom.page(http.StatusOK, "")
			require.Equal(t, strconv.Itoa(limits.second-n-1), got.header.Get("X-RateLimit-Remaining"))
			require.Equal(t, "Heavy", got.header.Get("X-RateLimit-Category"))
		}
		got, _ := zoom.page(http.StatusTooManyRequests, "")
		require.Equal(t, "QPS", got.header.Get("X-RateLimit-Type"))
		require.Equal(t, strconv.Itoa(limits.second), got.header.Get("X-RateLimit-Limit"))
		require.Empty(t, got.header.Get("Retry-After"), "documented for the daily limit only")
		zoom.now = noon().Add(time.Second)
		zoom.page(http.StatusOK, "")
	}
	_, err := mockzoom.New(mock.Options{Plan: "gold"})
	require.EqualError(t, err, `zoom has no plan "gold", only pro, business, free`)
}

func TestADayHasItsQuota(t *testing.T) {
	zoom := open(t, mock.Options{Records: 1, Plan: mockzoom.PlanFree})
	query := week()
	for n := range 1000 {
		zoom.now = noon().Add(time.Duration(n) * time.Second)
		got, err := zoom.get(query)
		require.NoError(t, err)
		require.Equal(t, http.StatusOK, got.status)
	}
	zoom.now = noon().Add(30 * time.Minute)
	got, _ := zoom.page(http.StatusTooManyRequests, "")
	require.Equal(t, "Daily-limit", got.header.Get("X-RateLimit-Type"))
	require.Equal(t, "2026-03-13T00:00:00Z", got.header.Get("Retry-After"))
	zoom.now = noon().Add(12 * time.Hour)
	zoom.mint()
	zoom.page(http.StatusOK, "")
}

func TestTheLogHoldsEveryRequest(t *testing.T) {
	zoom := openWith(t)
	zoom.page(http.StatusOK, "")
	requests := zoom.Requests()
	require.Len(t, requests, 2)
	require.Equal(t, "basic", requests[0].Credentials)
	require.Equal(t, mockzoom.TokenPath, requests[0].Path)
	require.Equal(t, "bearer", requests[1].Credentials)
	require.Equal(t, url.Values(week()), requests[1].Query)
	require.Equal(t, http.StatusOK, requests[1].Status)
	require.Equal(t, noon(), requests[1].Time)
}

// A client that reads Retry-After against the Date of the answer must not meet
// two clocks.
func TestAnswersHaveTheDateOfTheClock(t *testing.T) {
	got, _ := openWith(t).page(http.StatusOK, "")
	require.Equal(t, "Thu, 12 Mar 2026 12:00:00 GMT", got.header.Get("Date"))
}

// Two million records are made as they are asked for.
func TestMillionsOfRecordsNeedNoMemory(t *testing.T) {
	before := heap()
	zoom := open(t, mock.Options{Records: 2_000_000, Unlimited: true})
	query := days("2026-03-05", "2026-03-12")
	for range 20 {
		got, err := zoom.get(query)
		require.NoError(t, err)
		require.Equal(t, http.StatusOK, got.status)
	}
	const megabytes = 1 << 20
	require.Less(t, heap()-before, int64(16*megabytes), "20 walks at once hold a bit a record each")
	runtime.KeepAlive(zoom)
}

// heap is how much memory is held, in bytes.
func heap() int64 {
	runtime.GC()
	var memory runtime.MemStats
	runtime.ReadMemStats(&memory)
	return int64(memory.HeapAlloc)
}
