package mockzendesk_test

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/udmap/udmap/internal/mock"
	"github.com/udmap/udmap/internal/mock/mockzendesk"
)

func TestEach429SaysInItsOwnWayForHowLong(t *testing.T) {
	for fault, retryAfter := range map[string]string{
		mock.TooManySeconds: "2",
		mock.TooManyDate:    "Thu, 12 Mar 2026 12:00:05 GMT",
		mock.TooManyISO:     "2026-03-12T12:00:05Z",
		mock.TooManyBare:    "",
	} {
		zendesk := openWith(t, fault)
		got := zendesk.answer(http.StatusTooManyRequests, auditPath, auditQuery())
		require.Equal(t, retryAfter, got.header.Get("Retry-After"), fault)
		require.Empty(t, got.header.Get("ratelimit-reset"), fault)
		require.False(t, json.Valid(got.body), "plain text")
		zendesk.answer(http.StatusOK, auditPath, auditQuery())
	}
}

func TestAnEndedTokenIsWorthNothingFromThenOn(t *testing.T) {
	zendesk := openWith(t, "token-expired:at=2")
	token := func() string {
		body := `{"grant_type":"client_credentials","client_id":"` + mockzendesk.ClientID + `","client_secret":"` + mockzendesk.ClientSecret + `"}`
		request := httptest.NewRequestWithContext(t.Context(), http.MethodPost, "/oauth/tokens", strings.NewReader(body))
		request.Header.Set("Content-Type", "application/json")
		answer := httptest.NewRecorder()
		zendesk.ServeHTTP(answer, request)
		var granted struct {
			AccessToken string `json:"access_token"`
		}
		require.NoError(t, json.Unmarshal(answer.Body.Bytes(), &granted))
		return "Bearer " + granted.AccessToken
	}
	first := token()
	for _, status := range []int{http.StatusOK, http.StatusUnauthorized, http.StatusUnauthorized} {
		require.Equal(t, status, getWith(t, zendesk.Server, auditPath, first).Code)
	}
	require.Equal(t, http.StatusOK, getWith(t, zendesk.Server, auditPath, token()).Code)
}

func TestACursorIsRefused(t *testing.T) {
	zendesk := openWith(t, mock.PageTokenExpired)
	query := auditQuery()
	query.Set("page[after]", zendesk.read(auditPath, auditQuery()).Meta.AfterCursor)
	require.Contains(t, string(zendesk.answer(http.StatusBadRequest, auditPath, query).body), "page[after] is not valid")
	zendesk.answer(http.StatusOK, auditPath, query)
}

// A page that did not arrive whole was not served; asked for again, it was.
func TestABodyThatEndsEarlyIsNotServed(t *testing.T) {
	for _, fault := range []string{mock.ResetMidBody, mock.TruncatedJSON, mock.TruncatedGzip, mock.MissingKey, mock.HTML200} {
		t.Run(fault, func(t *testing.T) {
			zendesk := openWith(t, fault)
			got, err := zendesk.try(ticketsPath, ticketsQuery())
			switch fault {
			case mock.ResetMidBody:
				require.True(t, errors.Is(err, syscall.ECONNRESET) || errors.Is(err, io.ErrUnexpectedEOF), "%v", err)
			case mock.TruncatedGzip:
				require.ErrorIs(t, err, io.ErrUnexpectedEOF)
			case mock.MissingKey:
				require.NotContains(t, string(got.body), `"tickets"`)
				require.True(t, json.Valid(got.body))
			default:
				require.NoError(t, err)
				require.Equal(t, http.StatusOK, got.status)
				require.False(t, json.Valid(got.body))
			}
			require.Empty(t, texts(zendesk.Served(mockzendesk.Tickets)))
			require.Equal(t, zendesk.read(ticketsPath, ticketsQuery()).records(), texts(zendesk.Served(mockzendesk.Tickets)))
		})
	}
}

func TestALoopLeadsToTheSamePageAgain(t *testing.T) {
	zendesk := openWith(t, mock.Loop)
	first := zendesk.read(ticketsPath, ticketsQuery())
	second := zendesk.read(ticketsPath, url.Values{"cursor": {first.AfterCursor}})
	require.Equal(t, first.AfterCursor, second.AfterCursor)
	require.False(t, second.EndOfStream)

	audit := zendesk.read(auditPath, auditQuery())
	query := auditQuery()
	query.Set("page[after]", audit.Meta.AfterCursor)
	again := zendesk.read(auditPath, query)
	require.Equal(t, audit.Meta.AfterCursor, again.Meta.AfterCursor)
	require.True(t, again.Meta.HasMore)
}

// Pages without records lead on, under cursors of their own, to all there is,
// even if a page is empty whenever it can be.
func TestEmptyPagesLeadOn(t *testing.T) {
	for _, fault := range []string{"empty-page-with-next", "empty-page-with-next:always"} {
		zendesk := openWith(t, fault)
		for resource, list := range map[string]struct {
			path  string
			query url.Values
		}{
			mockzendesk.AuditLogs: {auditPath, auditQuery()},
			mockzendesk.Tickets:   {ticketsPath, ticketsQuery()},
		} {
			records, pages := zendesk.walk(list.path, list.query)
			require.Equal(t, texts(zendesk.All(resource)), records, fault)
			require.Greater(t, pages, len(records)/20+3, fault)
		}
		descending := auditQuery()
		descending.Del("sort")
		records, _ := zendesk.walk(auditPath, descending)
		slices.Reverse(records)
		require.Equal(t, texts(zendesk.All(mockzendesk.AuditLogs)), records, fault)
	}
	none := openWith(t, "empty-page-with-next:always")
	none.now = noon().AddDate(-1, 0, 0) // before the first record
	records, _ := none.walk(auditPath, auditQuery())
	require.Empty(t, records)
}

func TestNoRecordsAreNoFault(t *testing.T) {
	fault := mock.Fault{Name: mock.EmptyPageWithNext}
	zendesk := open(t, mock.Options{Faults: []mock.Fault{fault}})
	for range 4 {
		require.Empty(t, zendesk.read(auditPath, auditQuery()).records())
		require.Empty(t, zendesk.read(ticketsPath, ticketsQuery()).records())
	}
}

// The records have ids: twins are one record that is listed twice.
func TestTwinsAreOneRecord(t *testing.T) {
	zendesk := openWith(t, "twins:every=4")
	records, _ := zendesk.walk(auditPath, auditQuery())
	all := texts(zendesk.All(mockzendesk.AuditLogs))
	require.Greater(t, len(records), len(all))
	require.Equal(t, all, slices.Compact(records))
	require.Equal(t, all, texts(zendesk.Served(mockzendesk.AuditLogs)))
}

func TestLateRecordsLieBehindTheCursor(t *testing.T) {
	zendesk := openWith(t, "late-events:every=10,delay=24h")
	last := zendesk.read(auditPath, url.Values{"page[size]": {"1"}})
	cursor := last.Meta.AfterCursor
	before := texts(zendesk.All(mockzendesk.AuditLogs))
	zendesk.now = noon().Add(24 * time.Hour)
	require.NotEmpty(t, cursor)
	appeared := slices.DeleteFunc(texts(zendesk.All(mockzendesk.AuditLogs)), func(record string) bool {
		return slices.Contains(before, record)
	})
	newest := createdAt(t, last.records()[0])
	require.True(t, slices.ContainsFunc(appeared, func(record string) bool { return createdAt(t, record) < newest }))

	prompt := texts(openWith(t).All(mockzendesk.Tickets))
	require.Equal(t, prompt, texts(openWith(t, "late-events:every=10,delay=24h").All(mockzendesk.Tickets)), "tickets come in order")
}

func TestAPageIsInAnyOrder(t *testing.T) {
	zendesk := openWith(t, mock.Reordering)
	records, _ := zendesk.walk(auditPath, auditQuery())
	all := texts(zendesk.All(mockzendesk.AuditLogs))
	require.ElementsMatch(t, all, records)
	require.NotEqual(t, all, records)
}

func TestWhatLeadsElsewhereLeadsThere(t *testing.T) {
	const elsewhere = "https://elsewhere.example.com/api/v2/"
	zendesk := openWith(t, "redirect-elsewhere:first=1")
	require.Contains(t, zendesk.answer(http.StatusFound, auditPath, auditQuery()).header.Get("Location"), elsewhere+"audit_logs.json?")

	zendesk = openWith(t, mock.NextElsewhere)
	require.Contains(t, zendesk.read(auditPath, auditQuery()).Links.Next, elsewhere+"audit_logs.json?")
	require.Contains(t, zendesk.read(auditPath, url.Values{"page": {"1"}}).NextPage, elsewhere)
	tickets := zendesk.read(ticketsPath, ticketsQuery())
	require.Contains(t, tickets.AfterURL, elsewhere)
	require.Equal(t, tickets.AfterURL, tickets.Links.Next, "a links.next that the API does not have")
	require.Contains(t, openWith(t).read(ticketsPath, ticketsQuery()).AfterURL, "http://127.0.0.1:")
}

func TestAuditLogsAreForEnterprise(t *testing.T) {
	for plan, status := range map[string]int{
		"": http.StatusOK, mockzendesk.PlanEnterprise: http.StatusOK, mockzendesk.PlanEnterprisePlus: http.StatusOK,
		mockzendesk.PlanProfessional: http.StatusForbidden, mockzendesk.PlanTeam: http.StatusForbidden,
	} {
		zendesk := open(t, mock.Options{Records: 1, Plan: plan})
		zendesk.answer(status, auditPath, auditQuery())
		zendesk.answer(http.StatusOK, ticketsPath, ticketsQuery())
	}
	zendesk := openWith(t, mock.ForbiddenAudit)
	zendesk.answer(http.StatusForbidden, auditPath, auditQuery())
	zendesk.answer(http.StatusOK, ticketsPath, ticketsQuery())
	_, err := mockzendesk.New(mock.Options{Plan: "gold"})
	require.EqualError(t, err, `zendesk has no plan "gold", only enterprise, enterprise-plus, professional, team`)
}

func TestOffsetPagesEndEarlier(t *testing.T) {
	zendesk := openWith(t, mock.OffsetDepth)
	zendesk.answer(http.StatusOK, auditPath, url.Values{"page": {"2"}})
	require.Contains(t, string(zendesk.answer(http.StatusBadRequest, auditPath, url.Values{"page": {"3"}}).body), "InvalidPaginationDepth")
	_, pages := zendesk.walk(auditPath, auditQuery())
	require.Greater(t, pages, 3, "cursors go on")
}

func TestSlowAnswersTakeTheirTime(t *testing.T) {
	var waited []time.Duration
	server, err := mockzendesk.New(mock.Options{
		Now: noon, Faults: []mock.Fault{{Name: mock.Slow, Delay: 3 * time.Second, On: mockzendesk.Tickets}},
		Wait: func(_ context.Context, d time.Duration) error {
			waited = append(waited, d)
			return nil
		},
	})
	require.NoError(t, err)
	get(t, server, auditPath)
	get(t, server, ticketsPath+"?start_time=1")
	require.Equal(t, []time.Duration{3 * time.Second}, waited)
}
