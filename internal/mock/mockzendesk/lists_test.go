package mockzendesk_test

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/udmap/udmap/internal/mock"
	"github.com/udmap/udmap/internal/mock/mockzendesk"
)

func TestCursorsLeadThroughAllThereIsInOrder(t *testing.T) {
	for resource, list := range map[string]struct {
		path  string
		query url.Values
	}{
		mockzendesk.AuditLogs:  {auditPath, auditQuery()},
		mockzendesk.Tickets:    {ticketsPath, ticketsQuery()},
		mockzendesk.AccessLogs: {accessPath, accessQuery()},
	} {
		t.Run(resource, func(t *testing.T) {
			zendesk := openWith(t)
			records, pages := zendesk.walk(list.path, list.query)
			require.Greater(t, pages, 8)
			require.Equal(t, texts(zendesk.All(resource)), records)
			require.Equal(t, records, texts(zendesk.Served(resource)))
		})
	}
}

func TestAuditLogsAreNewestFirstUnlessTold(t *testing.T) {
	zendesk := openWith(t)
	ascending, _ := zendesk.walk(auditPath, auditQuery())
	for _, query := range []url.Values{
		{"page[size]": {"20"}},
		{"page[size]": {"20"}, "sort": {"-created_at"}},
		{"page[size]": {"20"}, "sort_by": {"created_at"}, "sort_order": {"asc"}}, // ignored, as was seen
	} {
		descending, _ := zendesk.walk(auditPath, query)
		slices.Reverse(descending)
		require.Equal(t, ascending, descending)
	}
}

func TestPagesLeadBackAsWell(t *testing.T) {
	zendesk := openWith(t)
	first := zendesk.read(auditPath, auditQuery())
	require.Empty(t, first.Links.Prev)
	query := auditQuery()
	query.Set("page[after]", first.Meta.AfterCursor)
	second := zendesk.read(auditPath, query)
	require.NotEmpty(t, second.Links.Prev)
	query = auditQuery()
	query.Set("page[before]", second.Meta.BeforeCursor)
	require.Equal(t, first.records(), zendesk.read(auditPath, query).records())
}

func TestAWindowHoldsBothItsBounds(t *testing.T) {
	zendesk := openWith(t)
	all := texts(zendesk.All(mockzendesk.AuditLogs))
	query := auditQuery()
	query["filter[created_at][]"] = []string{createdAt(t, all[50]), createdAt(t, all[99])}
	var want []string
	for _, record := range all {
		if at := createdAt(t, record); at >= createdAt(t, all[50]) && at <= createdAt(t, all[99]) {
			want = append(want, record)
		}
	}
	got, _ := zendesk.walk(auditPath, query)
	require.Equal(t, want, got)
	require.Contains(t, got, all[50])
	require.Contains(t, got, all[99])
	require.Less(t, len(got), 60)

	access := accessQuery()
	logs := texts(zendesk.All(mockzendesk.AccessLogs))
	access.Set("filter[start]", timestamp(t, logs[10]))
	access.Set("filter[end]", timestamp(t, logs[40]))
	got, _ = zendesk.walk(accessPath, access)
	require.Contains(t, got, logs[10])
	require.Contains(t, got, logs[40])
	require.Less(t, len(got), 40)
}

func createdAt(t *testing.T, record string) string {
	t.Helper()
	var parsed struct {
		CreatedAt string `json:"created_at"`
	}
	require.NoError(t, json.Unmarshal([]byte(record), &parsed))
	return parsed.CreatedAt
}

func timestamp(t *testing.T, record string) string {
	t.Helper()
	var parsed struct {
		Timestamp string `json:"timestamp"`
	}
	require.NoError(t, json.Unmarshal([]byte(record), &parsed))
	return parsed.Timestamp
}

// A filter that the mock does not have must not look as if it had worked.
func TestAFilterThatTheMockLacksIsRefused(t *testing.T) {
	query := auditQuery()
	query.Set("filter[action]", "login")
	require.Contains(t, string(openWith(t).answer(http.StatusBadRequest, auditPath, query).body), "the mock has no filter[action]")
}

// The published script walks by page number: backwards, and only so deep.
func TestPageNumbersLeadBackwardsAndOnlySoDeep(t *testing.T) {
	zendesk := open(t, mock.Options{Records: 30, Until: noon().Add(-time.Hour), Unlimited: true})
	query := url.Values{"page": {"1"}, "per_page": {"10"}}
	first := zendesk.read(auditPath, query)
	require.Equal(t, 30, first.Count)
	require.Empty(t, first.PreviousPage)
	require.True(t, strings.HasSuffix(first.NextPage, "/api/v2/audit_logs.json?page=2&per_page=10"), first.NextPage)
	all := texts(zendesk.All(mockzendesk.AuditLogs))
	newest := slices.Clone(all[20:])
	slices.Reverse(newest)
	require.Equal(t, newest, first.records())

	query.Set("page", "3")
	last := zendesk.read(auditPath, query)
	require.Empty(t, last.NextPage)
	require.NotEmpty(t, last.PreviousPage)
	query.Set("sort_order", "asc")
	require.Equal(t, all[20:], zendesk.read(auditPath, query).records())
	query.Set("page", "4")
	require.Empty(t, zendesk.read(auditPath, query).records())
	query.Set("page", "100")
	zendesk.answer(http.StatusOK, auditPath, query)
	query.Set("page", "101")
	require.Contains(t, string(zendesk.answer(http.StatusBadRequest, auditPath, query).body), "InvalidPaginationDepth")
}

func TestCursorsAreBoundToTheirOrder(t *testing.T) {
	zendesk := openWith(t)
	query := auditQuery()
	query.Set("page[after]", zendesk.read(auditPath, query).Meta.AfterCursor)
	zendesk.answer(http.StatusOK, auditPath, query)
	query.Set("sort", "-created_at")
	require.Contains(t, string(zendesk.answer(http.StatusBadRequest, auditPath, query).body), "page[after] is not valid")
}

// A cursor is a position: kept for a month, it leads on from where it was made.
func TestACursorNeverExpires(t *testing.T) {
	zendesk := open(t, mock.Options{Records: 100, Until: noon().AddDate(0, 2, 0), Unlimited: true})
	before, _ := zendesk.walk(ticketsPath, ticketsQuery())
	at := zendesk.read(ticketsPath, ticketsQuery())
	require.True(t, at.EndOfStream)
	require.NotEmpty(t, at.AfterCursor, "the end has a cursor, too")
	again := zendesk.read(ticketsPath, url.Values{"cursor": {at.AfterCursor}})
	require.Empty(t, again.records())
	require.True(t, again.EndOfStream)
	require.Equal(t, at.AfterCursor, again.AfterCursor)

	zendesk.now = noon().AddDate(0, 2, 1)
	after, _ := zendesk.walk(ticketsPath, url.Values{"cursor": {at.AfterCursor}})
	require.NotEmpty(t, after)
	require.Empty(t, overlap(before, after))
	require.ElementsMatch(t, texts(zendesk.Served(mockzendesk.Tickets)), append(before, after...))
}

func overlap(a, b []string) []string {
	return slices.DeleteFunc(slices.Clone(a), func(text string) bool { return !slices.Contains(b, text) })
}

// The export gives the state of a ticket, not what was before; a change comes as
// a record of its own.
func TestAChangeTakesTheTicketsPlace(t *testing.T) {
	zendesk := open(t, mock.Options{Records: 10, From: noon().Add(-10 * time.Hour), Until: noon(), Unlimited: true})
	ids := func(records []string) []int {
		var ids []int
		for _, record := range records {
			var parsed struct {
				ID int `json:"id"`
			}
			require.NoError(t, json.Unmarshal([]byte(record), &parsed))
			ids = append(ids, parsed.ID-35436)
		}
		return ids
	}
	zendesk.now = noon().Add(-7*time.Hour + 2*time.Minute)
	early, _ := zendesk.walk(ticketsPath, ticketsQuery())
	require.Equal(t, []int{0, 1, 2, 3}, ids(early))
	zendesk.now = noon().Add(time.Hour)
	late, _ := zendesk.walk(ticketsPath, ticketsQuery())
	require.Equal(t, []int{0, 2, 3, 1, 5, 7, 8, 6}, ids(late))
	require.NotContains(t, late, early[1])
	require.Len(t, texts(zendesk.Served(mockzendesk.Tickets)), 9, "the state that was served once counts as well")
}

func TestTicketsAreHeldBackForAMinute(t *testing.T) {
	zendesk := open(t, mock.Options{Records: 1, From: noon(), Until: noon().Add(time.Second), Unlimited: true})
	zendesk.now = noon().Add(59 * time.Second)
	require.Empty(t, zendesk.read(ticketsPath, ticketsQuery()).Tickets)
	zendesk.now = noon().Add(60 * time.Second)
	require.Len(t, zendesk.read(ticketsPath, ticketsQuery()).Tickets, 1)
}

func TestDeletedTicketsCanBeLeftOut(t *testing.T) {
	zendesk := openWith(t)
	all, _ := zendesk.walk(ticketsPath, ticketsQuery())
	query := ticketsQuery()
	query.Set("exclude_deleted", "true")
	kept, _ := zendesk.walk(ticketsPath, query)
	isDeleted := func(record string) bool { return strings.Contains(record, `"status":"deleted"`) }
	require.NotEqual(t, all, kept)
	require.Equal(t, slices.DeleteFunc(all, isDeleted), kept)
}

func TestAStartMustLieAMinuteBack(t *testing.T) {
	zendesk := openWith(t)
	at := func(ago time.Duration) url.Values {
		return url.Values{"start_time": {strconv.FormatInt(noon().Add(-ago).Unix(), 10)}}
	}
	zendesk.answer(http.StatusOK, ticketsPath, at(61*time.Second))
	require.Contains(t, string(zendesk.answer(http.StatusBadRequest, ticketsPath, at(60*time.Second)).body), "StartTimeTooRecent")
}

func TestEveryWayToAuthenticateLetsIn(t *testing.T) {
	server := openWith(t).Server
	basic := func(user, password string) string {
		request := httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/", http.NoBody)
		request.SetBasicAuth(user, password)
		return request.Header.Get("Authorization")
	}
	for authorization, status := range map[string]int{
		basic(mockzendesk.Email+"/token", mockzendesk.APIToken): http.StatusOK,
		"Bearer " + mockzendesk.BearerToken:                     http.StatusOK,
		basic(mockzendesk.Email, mockzendesk.APIToken):          http.StatusUnauthorized,
		basic(mockzendesk.Email+"/token", "other"):              http.StatusUnauthorized,
		"Bearer other": http.StatusUnauthorized,
		"":             http.StatusUnauthorized,
	} {
		require.Equal(t, status, getWith(t, server, auditPath, authorization).Code, authorization)
	}
}

func TestAGrantSaysForHowLong(t *testing.T) {
	zendesk := openWith(t)
	ask := func(seconds string) *httptest.ResponseRecorder {
		form := url.Values{
			"grant_type": {"client_credentials"}, "client_id": {mockzendesk.ClientID},
			"client_secret": {mockzendesk.ClientSecret}, "expires_in": {seconds},
		}
		request := httptest.NewRequestWithContext(t.Context(), http.MethodPost, "/oauth/tokens", strings.NewReader(form.Encode()))
		request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		answer := httptest.NewRecorder()
		zendesk.ServeHTTP(answer, request)
		return answer
	}
	for _, seconds := range []string{"300", "172800", "many"} {
		require.Equal(t, http.StatusBadRequest, ask(seconds).Code, seconds)
	}
	answer := ask("301")
	require.Equal(t, http.StatusOK, answer.Code)
	var granted struct {
		AccessToken string `json:"access_token"`
	}
	require.NoError(t, json.Unmarshal(answer.Body.Bytes(), &granted))
	zendesk.now = noon().Add(300 * time.Second)
	require.Equal(t, http.StatusOK, getWith(t, zendesk.Server, auditPath, "Bearer "+granted.AccessToken).Code)
	zendesk.now = noon().Add(301 * time.Second)
	require.Equal(t, http.StatusUnauthorized, getWith(t, zendesk.Server, auditPath, "Bearer "+granted.AccessToken).Code)
}
