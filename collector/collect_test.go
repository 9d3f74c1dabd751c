package collector_test

import (
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/udmap/udmap/collector"
	"github.com/udmap/udmap/collector/zendesk"
	"github.com/udmap/udmap/collector/zoom"
	"github.com/udmap/udmap/internal/mock"
	"github.com/udmap/udmap/internal/mock/mockzendesk"
)

func TestZoomIsCollected(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		waitUntil(noon)
		w := newWorld(t, mock.Zoom, mock.Options{Records: 3000, Faults: []mock.Fault{{Name: mock.Twins}}},
			"START=2026-03-05", "RESOURCES=operation_logs,activity_logs")
		summary := w.run(t)
		require.Equal(t, collector.CaughtUp, summary.Outcome)
		require.Positive(t, summary.New)
		w.requireCollected(t, zoom.OperationLogs, zoom.ActivityLogs)

		before := len(w.bucket.keys(rawPrefix))
		time.Sleep(time.Hour)
		summary = w.run(t)
		require.Positive(t, summary.New)
		require.Greater(t, summary.Duplicates, summary.New)
		require.Greater(t, len(w.bucket.keys(rawPrefix)), before)
		w.requireCollected(t, zoom.OperationLogs, zoom.ActivityLogs)
	})
}

func TestZendeskIsCollected(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		waitUntil(noon)
		w := newWorld(t, mock.Zendesk, mock.Options{Records: 3000}, "START=2026-03-05")
		summary := w.run(t)
		require.Equal(t, collector.CaughtUp, summary.Outcome, "%+v", summary)
		w.requireCollected(t, zendesk.AuditLogs, mockzendesk.Tickets)

		time.Sleep(time.Hour)
		summary = w.run(t)
		require.Positive(t, summary.Resources[zendesk.AuditLogs].New)
		require.Positive(t, summary.Resources[zendesk.IncrementalTickets].New)
		w.requireCollected(t, zendesk.AuditLogs, mockzendesk.Tickets)
	})
}
