package collector_test

import (
	"testing"
	"testing/synctest"

	"github.com/stretchr/testify/require"

	"github.com/udmap/udmap/collector"
	"github.com/udmap/udmap/collector/zendesk"
	"github.com/udmap/udmap/collector/zoom"
	"github.com/udmap/udmap/internal/mock"
)

// A window of the past with a state of its own, which ends where other runs have
// begun, brings what is missing and nothing twice. One that reaches further is
// refused before the API is asked anything.
func TestAWindowLeavesToOtherRunsWhatTheyCollect(t *testing.T) {
	for name, test := range map[string]struct {
		vendor         mock.Vendor
		resource       string
		start          string // of the other runs
		tooFar, widest string // ends of windows
	}{
		"days":  {mock.Zoom, zoom.OperationLogs, "2026-03-11", "2026-03-12", "2026-03-11"},
		"times": {mock.Zendesk, zendesk.AuditLogs, "2026-03-11T09:30:00Z", "2026-03-11T09:30:01Z", "2026-03-11T09:30:00Z"},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				waitUntil(noon)
				w := newWorld(t, test.vendor, mock.Options{
					Records: 400, From: mustTime("2026-03-08T00:00:00Z"), Until: mustTime("2026-03-12T11:00:00Z"),
				}, "START="+test.start, "RESOURCES="+test.resource)
				w.requireCaughtUp(t)
				asked := len(w.server.Requests())

				w.settings["START"], w.settings["UNTIL"] = "2026-03-08", test.tooFar
				w.change = func(c *collector.Collector) { c.StateKey, c.BesideKey = "backfill.json", stateKey }
				_, err := w.tryRun(t.Context(), t, nil)
				require.ErrorIs(t, err, collector.ErrCovered)
				require.ErrorContains(t, err, "end the window there")
				require.Len(t, w.server.Requests(), asked)
				require.NotContains(t, w.bucket.keys(""), "backfill.json")

				w.settings["UNTIL"] = test.widest
				w.requireCaughtUp(t)
				w.requireCollected(t, test.resource)
			})
		})
	}
}

// The export of tickets has no end: a window of it would reach into what other
// runs collect, whenever it ends.
func TestAWindowOfAStreamIsRefusedBesideOtherRuns(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		waitUntil(noon)
		w := newWorld(t, mock.Zendesk, mock.Options{Records: 40}, "START=2026-03-11")
		w.requireCaughtUp(t)
		w.settings["START"], w.settings["UNTIL"] = "2026-03-08", "2026-03-09"
		w.change = func(c *collector.Collector) { c.StateKey, c.BesideKey = "backfill.json", stateKey }

		_, err := w.tryRun(t.Context(), t, nil)
		require.ErrorIs(t, err, collector.ErrCovered)
		require.ErrorContains(t, err, zendesk.IncrementalTickets+" has no end")

		w.settings["RESOURCES"] = zendesk.AuditLogs
		w.requireCaughtUp(t)
	})
}
