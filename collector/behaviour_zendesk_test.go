package collector_test

import (
	"fmt"
	"net/http"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/udmap/udmap/collector"
	"github.com/udmap/udmap/collector/zendesk"
	"github.com/udmap/udmap/internal/mock"
	"github.com/udmap/udmap/internal/mock/mockzendesk"
)

func TestZendeskFaultsThatPass(t *testing.T) {
	for name, fault := range map[string]mock.Fault{
		"429 with seconds":        {Name: mock.TooManySeconds},
		"429 with an HTTP date":   {Name: mock.TooManyDate},
		"429 with nothing":        {Name: mock.TooManyBare},
		"500":                     {Name: mock.ServerError},
		"token expired":           {Name: mock.TokenExpired, When: mock.Schedule{Every: 4}},
		"cursor refused":          {Name: mock.PageTokenExpired, When: mock.Schedule{At: []int{2}}},
		"page of a proxy":         {Name: mock.HTML200},
		"missing key":             {Name: mock.MissingKey},
		"reset amid a body":       {Name: mock.ResetMidBody},
		"half of the JSON":        {Name: mock.TruncatedJSON},
		"empty pages with a next": {Name: mock.EmptyPageWithNext},
		"any order":               {Name: mock.Reordering},
		"late audit logs":         {Name: mock.LateEvents},
		"links to another host":   {Name: mock.NextElsewhere},
		"offset pages end early":  {Name: mock.OffsetDepth},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				waitUntil(noon)
				w := newWorld(t, mock.Zendesk, mock.Options{Records: 3000, Faults: []mock.Fault{fault}}, "START=2026-03-05")
				w.requireCaughtUp(t)
				for range 3 {
					time.Sleep(9 * time.Hour)
					w.requireCaughtUp(t)
				}
				w.requireCollected(t, zendesk.AuditLogs, mockzendesk.Tickets)
				for _, request := range w.server.Requests() {
					require.Equal(t, "api.example.com", request.Host)
				}
			})
		})
	}
}

// A plan without audit logs leaves tickets alone.
func TestForbiddenAuditLogsLeaveTicketsRunning(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		waitUntil(noon)
		w := newWorld(t, mock.Zendesk, mock.Options{Records: 500, Faults: []mock.Fault{{Name: mock.ForbiddenAudit}}}, "START=2026-03-05")
		for range 3 {
			time.Sleep(time.Hour)
			summary := w.run(t)
			require.Equal(t, collector.Partly, summary.Outcome)
			audit := summary.Resources[zendesk.AuditLogs]
			require.Equal(t, collector.Refused, audit.Outcome)
			require.Contains(t, audit.Error, "audit logs need an Enterprise plan")
			require.Contains(t, audit.Error, "You do not have access to this page", "what Zendesk says is passed on")
			require.Equal(t, 1, audit.Requests, "asking again does not help")
			require.Equal(t, collector.CaughtUp, summary.Resources[zendesk.IncrementalTickets].Outcome)
		}
		w.requireCollected(t, mockzendesk.Tickets)
	})
}

// Tickets go on from their cursor, page by page, and nothing lies between two
// runs.
func TestTicketsGoOnFromTheirCursor(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		waitUntil(noon)
		w := newWorld(t, mock.Zendesk, mock.Options{Records: 9000}, "START=2026-03-05", "RESOURCES=incremental_tickets", "MAX_PAGES=2")
		require.Equal(t, collector.PageLimit, w.run(t).Outcome)
		require.Equal(t, collector.PageLimit, w.run(t).Outcome)
		cursors := map[string]bool{}
		for range 20 {
			summary := w.run(t).Resources[zendesk.IncrementalTickets]
			require.Zero(t, summary.Duplicates, "what is committed is not read again")
			cursors[summary.CursorAfter] = true
			time.Sleep(time.Hour)
		}
		require.Greater(t, len(cursors), 5)
		w.requireCollected(t, mockzendesk.Tickets)
		starts := 0
		for _, request := range w.server.Requests() {
			if request.Query.Has("start_time") {
				starts++
			}
		}
		require.Equal(t, 1, starts, "all but the first request go on from a cursor")
	})
}

// A listing of audit logs that a run had no time for goes on in the next one.
func TestAuditLogsGoOnWhereARunStopped(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		waitUntil(noon)
		w := newWorld(t, mock.Zendesk, mock.Options{Records: 5000}, "START=2026-03-05", "RESOURCES=audit_logs", "MAX_PAGES=3")
		for range 12 { // the days before yesterday have 42 pages
			summary := w.run(t).Resources[zendesk.AuditLogs]
			require.Equal(t, collector.PageLimit, summary.Outcome)
			require.Equal(t, 3, summary.Pages)
			require.Zero(t, summary.Duplicates, "nothing is listed twice on the way")
			require.Positive(t, summary.New)
		}
		w.settings["MAX_PAGES"] = "0"
		w.requireCaughtUp(t)
		w.requireCollected(t, zendesk.AuditLogs)
		for _, request := range w.server.Requests() {
			if request.Method == http.MethodGet {
				require.Equal(t, "created_at", request.Query.Get("sort"))
				require.Len(t, request.Query["filter[created_at][]"], 2)
				require.False(t, request.Query.Has("page"), "no page is asked for by its number")
			}
		}
	})
}

// The three ways to authenticate, each with credentials that are refused, too.
func TestWaysToAuthenticate(t *testing.T) {
	for mode, scheme := range map[string]string{"oauth": "bearer", "bearer": "bearer", "token": "basic"} {
		t.Run(mode, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				waitUntil(noon)
				w := newWorld(t, mock.Zendesk, mock.Options{Records: 50}, "START=2026-03-05", "AUTH_MODE="+mode)
				w.requireCaughtUp(t)
				for _, request := range w.server.Requests() {
					require.Contains(t, []string{scheme, ""}, request.Credentials)
				}
				w.settings["ZENDESK_API_TOKEN"], w.settings["ZENDESK_BEARER_TOKEN"], w.settings["ZENDESK_CLIENT_SECRET"] = "canary-1", "canary-2", "canary-3"
				summary := w.run(t)
				require.True(t, summary.Outcome.IsFailure())
				require.Contains(t, fmt.Sprint(summary.Resources), "401")
				require.NotContains(t, fmt.Sprint(summary), "canary")
				w.requireNoSecrets(t)
			})
		})
	}
}

// A cursor of tickets that Zendesk no longer takes is made up for by the time
// that was reached.
func TestARefusedCursorOfTicketsHeals(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		waitUntil(noon)
		w := newWorld(t, mock.Zendesk, mock.Options{Records: 4000, Faults: []mock.Fault{{Name: mock.PageTokenExpired, When: mock.Schedule{Every: 3}}}},
			"START=2026-03-05", "RESOURCES=incremental_tickets")
		for range 6 {
			w.requireCaughtUp(t)
			time.Sleep(4 * time.Hour)
		}
		w.requireCollected(t, mockzendesk.Tickets)
	})
}
