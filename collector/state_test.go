package collector_test

import (
	"context"
	"io"
	"strings"
	"testing"
	"testing/synctest"

	"github.com/stretchr/testify/require"

	"github.com/udmap/udmap/collector"
	"github.com/udmap/udmap/internal/mock"
	"github.com/udmap/udmap/internal/objectstore"
)

// A state that cannot be used stops the run before the API is asked, and stays
// as it is.
func TestAStateThatCannotBeUsedStopsTheRun(t *testing.T) {
	for name, text := range map[string]string{
		"no JSON":           "{\"version\": 1,",
		"empty":             "",
		"a newer version":   `{"version": 99, "collector": "zoom"}`,
		"another collector": `{"version": 1, "collector": "zendesk", "sequence": 1}`,
		"something else":    `{"hello": "world"}`,
		"a bad cursor date": `{"cursor_date": "yesterday"}`,
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				waitForNoon()
				w := newWorld(t, mock.Zoom, mock.Options{Records: 10}, "START=2026-03-11")
				_, err := w.bucket.put(stateKey, strings.NewReader(text), "")
				require.NoError(t, err)
				summary, err := w.tryRun(t.Context(), t, nil)
				require.ErrorIs(t, err, collector.ErrState)
				require.Equal(t, collector.Failed, summary.Outcome)
				require.Empty(t, w.server.Requests())
				require.Equal(t, text, string(w.bucket.object(stateKey)))
			})
		})
	}
}

// hidingBucket answers a read of what is missing, or of all, as forbidden.
type hidingBucket struct {
	gatedBucket
	forbidsAll bool
}

// Get implements collector.StateStore.
func (h hidingBucket) Get(ctx context.Context, key string) (io.ReadCloser, objectstore.Info, error) {
	if h.forbidsAll || h.bucket.object(key) == nil {
		return nil, objectstore.Info{}, objectstore.ErrForbidden
	}
	return h.gatedBucket.Get(ctx, key)
}

// Where keys may not be listed, a missing state is answered as a forbidden one:
// a first run starts all the same, and one that may not read the state stops.
func TestOnlyAMissingStateIsAFirstRun(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		waitForNoon()
		w := newWorld(t, mock.Zoom, mock.Options{Records: 30}, "START=2026-03-11")
		made := w.collector(t, nil)
		made.State = hidingBucket{gatedBucket: gatedBucket{bucket: w.bucket}}
		summary, err := made.Run(t.Context())
		require.NoError(t, err)
		require.Equal(t, collector.CaughtUp, summary.Outcome)

		asked, state := len(w.server.Requests()), string(w.bucket.object(stateKey))
		require.Positive(t, asked)
		made = w.collector(t, nil)
		made.State = hidingBucket{gatedBucket: gatedBucket{bucket: w.bucket}, forbidsAll: true}
		_, err = made.Run(t.Context())
		require.ErrorContains(t, err, "allow s3:GetObject on it")
		require.Len(t, w.server.Requests(), asked)
		require.Equal(t, state, string(w.bucket.object(stateKey)))
	})
}

// The state of the published script is taken over, and its day read anew.
func TestTheStateOfThePublishedScriptIsTakenOver(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		waitForNoon()
		w := newWorld(t, mock.Zoom, mock.Options{Records: 200})
		_, err := w.bucket.put(stateKey, strings.NewReader(
			`{"cursor_date":"2026-03-10","next_page_token":"stale","updated_at":"2026-03-10T00:00:00Z"}`), "")
		require.NoError(t, err)
		summary := w.run(t)
		require.Equal(t, "2026-03-10", summary.Resources["operation_logs"].CursorBefore)
		require.Contains(t, strings.Join(summary.Warnings, "\n"), "took over the state of the published script")
		require.Positive(t, summary.New)
		require.Contains(t, string(w.bucket.object(stateKey)), `"version"`)
		require.NotContains(t, string(w.bucket.object(stateKey)), "stale")
	})
}
