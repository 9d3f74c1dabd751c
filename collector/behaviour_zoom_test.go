package collector_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/udmap/udmap/collector"
	"github.com/udmap/udmap/collector/zoom"
	"github.com/udmap/udmap/internal/mock"
	"github.com/udmap/udmap/internal/mock/mockzoom"
)

const noon = "2026-03-12T12:00:00Z"

// Faults that pass leave no trace: the run gets through, or the next one does,
// and the bucket holds what was listed.
func TestZoomFaultsThatPass(t *testing.T) {
	for name, fault := range map[string]mock.Fault{
		"429 with seconds":        {Name: mock.TooManySeconds},
		"429 with an HTTP date":   {Name: mock.TooManyDate},
		"429 with an ISO time":    {Name: mock.TooManyISO},
		"429 with nothing":        {Name: mock.TooManyBare},
		"500":                     {Name: mock.ServerError},
		"503":                     {Name: mock.Unavailable},
		"token expired":           {Name: mock.TokenExpired, When: mock.Schedule{Every: 4}},
		"page token expired":      {Name: mock.PageTokenExpired, When: mock.Schedule{At: []int{3}}},
		"page of a proxy":         {Name: mock.HTML200},
		"missing key":             {Name: mock.MissingKey},
		"reset amid a body":       {Name: mock.ResetMidBody},
		"half of the JSON":        {Name: mock.TruncatedJSON},
		"empty pages with a next": {Name: mock.EmptyPageWithNext},
		"any order":               {Name: mock.Reordering},
		"slow answers":            {Name: mock.Slow},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				waitUntil(noon)
				w := newWorld(t, mock.Zoom, mock.Options{Records: 200, Faults: []mock.Fault{fault, {Name: mock.Twins}}}, "START=2026-03-05", "PAGE_SIZE=20")
				w.requireCaughtUp(t)
				w.requireCollected(t, zoom.OperationLogs)
			})
		})
	}
}

// Faults that stay end the resource with a reason, and move nothing.
func TestZoomFaultsThatStay(t *testing.T) {
	always := mock.Schedule{Always: true}
	for name, test := range map[string]struct {
		fault    mock.Fault
		outcome  collector.Outcome
		says     string
		requests int // at most
	}{
		"401 for ever":           {mock.Fault{Name: mock.TokenExpired, When: always}, collector.Refused, "401 code 124: Access token is expired", 2},
		"no token":               {mock.Fault{Name: mock.TokenRefused, When: always}, collector.Failed, "invalid_client", 1},
		"no permission":          {mock.Fault{Name: mock.NoPermission}, collector.Refused, "400 code 200: No permission.", 1},
		"missing scope":          {mock.Fault{Name: mock.MissingScope}, collector.Refused, "add the scope report:read:operation_logs:admin", 1},
		"missing key for ever":   {mock.Fault{Name: mock.MissingKey, When: always}, collector.Failed, `it has no list "operation_logs"`, 5},
		"a proxy for ever":       {mock.Fault{Name: mock.HTML200, When: always}, collector.Failed, "Sign in to the network", 5},
		"the same page for ever": {mock.Fault{Name: mock.Loop}, collector.Failed, "names a page again", 2},
		"redirect elsewhere":     {mock.Fault{Name: mock.RedirectElsewhere, When: always}, collector.Refused, "it redirects to https://elsewhere.example.com", 1},
		"503 for ever":           {mock.Fault{Name: mock.Unavailable, When: always}, collector.Failed, "503", 5},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				waitUntil(noon)
				w := newWorld(t, mock.Zoom, mock.Options{Records: 200, Faults: []mock.Fault{test.fault}}, "START=2026-03-10", "PAGE_SIZE=20")
				summary := w.run(t)
				resource := summary.Resources[zoom.OperationLogs]
				require.Equal(t, test.outcome, resource.Outcome, "%+v", resource)
				require.Contains(t, resource.Error, test.says)
				require.LessOrEqual(t, resource.Requests, test.requests)
				require.Equal(t, "2026-03-10", resource.CursorAfter)
				require.NotContains(t, w.state(t).Resources[zoom.OperationLogs].Listed, "2026-03-10")
				w.requireNoSecrets(t)
			})
		})
	}
}

// state reads the state.
func (w *world) state(t *testing.T) collector.State {
	t.Helper()
	var state collector.State
	require.NoError(t, json.Unmarshal(w.bucket.object(stateKey), &state))
	return state
}

func TestAQuotaOfTheDayEndsTheRunAndSaysWhenItResets(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		waitUntil(noon)
		w := newWorld(t, mock.Zoom, mock.Options{Records: 200, Faults: []mock.Fault{{Name: mock.TooManyDaily, When: mock.Schedule{At: []int{3}}}}},
			"START=2026-03-05", "PAGE_SIZE=20")
		resource := w.run(t).Resources[zoom.OperationLogs]
		require.Equal(t, collector.QuotaUsedUp, resource.Outcome)
		require.Equal(t, mustTime("2026-03-13T00:00:00Z"), resource.ResumeAt.UTC())
		require.Contains(t, resource.Error, "come back at 2026-03-13T00:00:00Z")
		require.Positive(t, resource.New, "what was read is committed")

		asked := len(w.server.Requests())
		time.Sleep(15 * time.Minute)
		require.Equal(t, collector.QuotaUsedUp, w.run(t).Outcome)
		require.Len(t, w.server.Requests(), asked, "until then nothing is asked")

		waitUntil("2026-03-13T00:00:01Z")
		w.requireCaughtUp(t)
		w.requireCollected(t, zoom.OperationLogs)
	})
}

// A day that changes while a run reads it, at midnight, is read again: the run's
// time is that of its beginning.
func TestMidnightDuringARun(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		waitUntil("2026-03-11T23:59:50Z")
		w := newWorld(t, mock.Zoom, mock.Options{
			Records: 3000, From: mustTime("2026-03-11T00:00:00Z"), Until: mustTime("2026-03-13T00:00:00Z"), Faults: []mock.Fault{{Name: mock.Midnight}},
		}, "START=2026-03-11", slow)
		w.requireCaughtUp(t)
		require.True(t, time.Now().After(mustTime("2026-03-12T00:00:00Z")), "midnight fell into the run")
		require.Equal(t, "2026-03-11", w.state(t).Resources[zoom.OperationLogs].Settled.Format(time.DateOnly))
		waitUntil("2026-03-12T00:30:00Z")
		w.requireCaughtUp(t)
		w.requireCollected(t, zoom.OperationLogs)
	})
}

// Records that come up to 24 hours late are found, and none twice, whatever the
// schedule.
func TestLateRecordsAreFound(t *testing.T) {
	for _, delay := range []time.Duration{time.Hour, 13 * time.Hour, 20 * time.Hour, 23*time.Hour + 30*time.Minute} {
		t.Run(delay.String(), func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				waitUntil(noon)
				w := newWorld(t, mock.Zoom, mock.Options{
					Records: 300, From: mustTime("2026-03-11T00:00:00Z"), Until: mustTime("2026-03-14T00:00:00Z"),
					Faults: []mock.Fault{{Name: mock.LateEvents, When: mock.Schedule{Every: 3}, Delay: delay}, {Name: mock.Twins}},
				}, "START=2026-03-11")
				for range 24 {
					w.requireCaughtUp(t)
					time.Sleep(3 * time.Hour)
				}
				w.requireCaughtUp(t)
				w.requireCollected(t, zoom.OperationLogs)
			})
		})
	}
}

// An outage of several days, and a cursor older than Zoom's memory, whose gap is
// told.
func TestAfterAnOutageAllDaysAreReadInOneRun(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		waitUntil(noon)
		w := newWorld(t, mock.Zoom, mock.Options{Records: 500, From: mustTime("2026-03-10T00:00:00Z"), Until: mustTime("2026-03-20T00:00:00Z")}, "START=2026-03-10")
		w.requireCaughtUp(t)
		waitUntil("2026-03-20T12:00:00Z")
		w.requireCaughtUp(t)
		w.requireCollected(t, zoom.OperationLogs)

		waitUntil("2026-12-01T00:00:00Z")
		resource := w.run(t).Resources[zoom.OperationLogs]
		require.Equal(t, collector.CaughtUp, resource.Outcome, "the API refuses days that are too old: %s", resource.Error)
		require.Equal(t, mustTime("2026-06-04T00:00:00Z"), *resource.GapUntil)
		require.False(t, resource.GapFrom.After(mustTime("2026-03-20T00:00:00Z")))
	})
}

// Zoom does not say in which time zone its days are.
func TestDaysOfAnotherTimeZone(t *testing.T) {
	for _, hours := range []int{-12, 14} {
		t.Run(fmt.Sprintf("%+d", hours), func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				waitUntil(noon)
				w := newWorld(t, mock.Zoom, mock.Options{})
				fake := &fakeZoom{pageSize: 7, zone: time.FixedZone("", hours*3600), lag: 23 * time.Hour}
				for at := mustTime("2026-03-12T00:00:00Z"); at.Before(mustTime("2026-03-15T00:00:00Z")); at = at.Add(47 * time.Minute) {
					fake.add(at)
				}
				w.handler = fake
				w.settings["START"] = "2026-03-11"
				for range 5 * 8 {
					w.requireCaughtUp(t)
					time.Sleep(3 * time.Hour)
				}
				fake.requireCollected(t, w)
			})
		})
	}
}

// While pages are turned, new records push others onto the next page, where they
// are seen again; true twins straddle pages, too.
func TestRecordsThatMoveWhilePagesAreTurned(t *testing.T) {
	for seed := range 40 {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				waitUntil(noon)
				w := newWorld(t, mock.Zoom, mock.Options{})
				fake := &fakeZoom{pageSize: 1 + seed%5, zone: time.UTC}
				at := mustTime("2026-03-12T00:00:00Z")
				for n := range 40 {
					fake.add(at.Add(time.Duration(n) * time.Minute))
					if (n+seed)%3 == 0 {
						fake.twin()
					}
				}
				pushed := 0
				fake.turned = func(pages int) {
					if (pages*7+seed)%4 == 0 && pushed < 12 {
						pushed++
						fake.add(at.Add(10*time.Hour + time.Duration(pushed)*time.Second))
					}
				}
				w.handler = fake
				w.settings["START"] = "2026-03-12"
				w.run(t)
				require.Positive(t, pushed)
				fake.turned = nil
				w.requireCaughtUp(t)
				fake.requireCollected(t, w)
			})
		})
	}
}

// What one vendor refuses, only that is left out.
func TestOneResourceDoesNotStopAnother(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		waitUntil(noon)
		w := newWorld(t, mock.Zoom, mock.Options{Records: 50, Faults: []mock.Fault{{Name: mock.NoPermission, On: mockzoom.OperationLogs}}},
			"START=2026-03-10", "RESOURCES=operation_logs,activity_logs")
		summary := w.run(t)
		require.Equal(t, collector.Partly, summary.Outcome)
		require.Equal(t, collector.Refused, summary.Resources[zoom.OperationLogs].Outcome)
		require.Equal(t, collector.CaughtUp, summary.Resources[zoom.ActivityLogs].Outcome)
		require.Positive(t, summary.Resources[zoom.ActivityLogs].New)
	})
}

// Requests say who asks, encode what they send, and find their credentials in no
// URL.
func TestRequestsOfZoom(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		waitUntil(noon)
		w := newWorld(t, mock.Zoom, mock.Options{Records: 200}, "START=2026-03-10", "PAGE_SIZE=20")
		w.requireCaughtUp(t)
		minted := 0
		for _, request := range w.server.Requests() {
			require.Equal(t, "api.example.com", request.Host)
			if request.Path == mockzoom.TokenPath {
				minted++
				require.Equal(t, http.MethodPost, request.Method)
				require.Empty(t, request.Query)
				continue
			}
			require.Equal(t, "bearer", request.Credentials)
			require.Equal(t, request.Query.Get("from"), request.Query.Get("to"))
		}
		require.Equal(t, 1, minted, "one token a run")
	})
}
