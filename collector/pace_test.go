package collector_test

import (
	"context"
	"net/http"
	"strconv"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/udmap/udmap/collector/zendesk"
	"github.com/udmap/udmap/collector/zoom"
	"github.com/udmap/udmap/internal/mock"
	"github.com/udmap/udmap/internal/mock/mockzendesk"
	"github.com/udmap/udmap/internal/mock/mockzoom"
)

// At the limits that vendors publish a run that has work reaches nine tenths of
// the allowed rate, and is never told that a request was one too many.
func TestPace(t *testing.T) {
	for name, test := range map[string]struct {
		vendor   mock.Vendor
		plan     string
		resource string
		allowed  float64 // requests a minute
	}{
		"zoom pro":                 {mock.Zoom, mockzoom.PlanPro, zoom.OperationLogs, 600},
		"zoom business":            {mock.Zoom, mockzoom.PlanBusiness, zoom.OperationLogs, 2400},
		"zoom free":                {mock.Zoom, mockzoom.PlanFree, zoom.OperationLogs, 60},
		"zendesk audit logs":       {mock.Zendesk, mockzendesk.PlanEnterprise, zendesk.AuditLogs, 700},
		"zendesk audit logs, plus": {mock.Zendesk, mockzendesk.PlanEnterprisePlus, zendesk.AuditLogs, 2500},
		"zendesk tickets":          {mock.Zendesk, mockzendesk.PlanEnterprise, zendesk.IncrementalTickets, 10},
		"zendesk tickets, plus":    {mock.Zendesk, mockzendesk.PlanEnterprisePlus, zendesk.IncrementalTickets, 30},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				waitUntil(noon)
				records, limit := 20_000, 2*time.Minute
				if test.resource == zendesk.IncrementalTickets {
					records, limit = 100_000, 5*time.Minute
				}
				w := newWorld(t, test.vendor, mock.Options{Records: records, Plan: test.plan, Until: mustTime("2026-03-12T12:00:00Z")},
					"START=2026-03-05", "PAGE_SIZE=4", "RESOURCES="+test.resource)
				ctx, cancel := context.WithTimeout(t.Context(), limit)
				defer cancel()
				summary, err := w.tryRun(ctx, t, nil)
				require.NoError(t, err)
				require.False(t, summary.Outcome.IsFailure())
				require.Zero(t, summary.Limited)

				var asked []time.Time
				for _, request := range w.server.Requests() {
					if request.Method == http.MethodGet {
						asked = append(asked, request.Time)
						require.NotEqual(t, http.StatusTooManyRequests, request.Status)
					}
				}
				require.Greater(t, len(asked), 40)
				asked = asked[1:] // the first answer tells the rate
				reached := float64(len(asked)-1) / asked[len(asked)-1].Sub(asked[0]).Minutes()
				require.GreaterOrEqual(t, reached, 0.9*test.allowed)
				require.LessOrEqual(t, reached, test.allowed)
			})
		})
	}
}

// A limit that others have used up is waited for, so that no request is sent
// that is sure to be refused.
func TestALimitThatOthersUseToo(t *testing.T) {
	for _, vendor := range []mock.Vendor{mock.Zoom, mock.Zendesk} {
		t.Run(string(vendor), func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				waitUntil(noon)
				w := newWorld(t, vendor, mock.Options{Records: 2000}, "START=2026-03-05", "PAGE_SIZE=10", "RESOURCES="+map[mock.Vendor]string{
					mock.Zoom: zoom.OperationLogs, mock.Zendesk: zendesk.AuditLogs,
				}[vendor])
				// Another application spends what is left of every window.
				others := &spendthrift{server: w.server}
				w.handler = others
				summary := w.run(t)
				require.False(t, summary.Outcome.IsFailure(), "%+v", summary)
				require.Greater(t, others.spent, 10)
				require.Zero(t, others.refused, "every refusal could be foreseen")
				require.Positive(t, summary.WaitSecs)
			})
		})
	}
}

// spendthrift has each answer say that nothing is left, and refuses what comes
// before the time at which, as the vendor documents, there is something again.
type spendthrift struct {
	server  http.Handler
	spent   int // answers that said so
	refused int
	until   time.Time
}

// ServeHTTP implements http.Handler.
func (s *spendthrift) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if time.Now().Before(s.until) {
		s.refused++
		http.Error(w, "too many requests", http.StatusTooManyRequests)
		return
	}
	s.server.ServeHTTP(exhausted{w, s}, r)
}

type exhausted struct {
	http.ResponseWriter
	by *spendthrift
}

// WriteHeader implements http.ResponseWriter.
func (e exhausted) WriteHeader(status int) {
	for _, name := range []string{"X-Ratelimit-Remaining", "X-Rate-Limit-Remaining"} {
		if e.Header().Get(name) == "" {
			continue
		}
		e.Header().Set(name, "0")
		e.by.spent++
		e.by.until = time.Now().Truncate(time.Second).Add(time.Second) // of Zoom's limits of a second
		if seconds, err := strconv.Atoi(e.Header().Get("Ratelimit-Reset")); err == nil {
			e.by.until = time.Now().Add(time.Duration(seconds) * time.Second)
		}
	}
	e.ResponseWriter.WriteHeader(status)
}

// The rate that is configured is not exceeded, whatever the API allows.
func TestTheConfiguredRateIsKept(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		waitUntil(noon)
		w := newWorld(t, mock.Zoom, mock.Options{Records: 200}, "START=2026-03-05", "PAGE_SIZE=10", "REQUESTS_PER_MINUTE=30")
		w.requireCaughtUp(t)
		var last time.Time
		for _, request := range w.server.Requests() {
			if request.Method == http.MethodGet {
				require.GreaterOrEqual(t, request.Time.Sub(last), 1999*time.Millisecond)
				last = request.Time
			}
		}
	})
}
