package collector_test

import (
	"errors"
	"fmt"
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

// scenario is a situation in which a run can end at any point.
type scenario struct {
	name    string
	vendor  mock.Vendor
	options mock.Options
	start   string
	prepare func(t *testing.T, w *world) // before the run that is ended
	after   time.Duration                // passes before the last run, for what is late
	bucket  objects                      // nil for one in memory
}

// slow has every page committed, as it takes longer than new records may wait.
const slow = "REQUESTS_PER_MINUTE=2"

func scenarios() []scenario {
	small := mock.Options{Records: 40}
	late := mock.Options{Records: 40, Faults: []mock.Fault{{Name: mock.LateEvents, When: mock.Schedule{Every: 4}}}}
	twins := mock.Options{Records: 40, Faults: []mock.Fault{{Name: mock.Twins, When: mock.Schedule{Every: 2}}}}
	faulty := mock.Options{Records: 40, Faults: []mock.Fault{
		{Name: mock.PageTokenExpired}, {Name: mock.TokenExpired}, {Name: mock.ResetMidBody}, {Name: mock.TooManyISO, When: mock.Schedule{At: []int{4}}},
	}}
	steady := func(t *testing.T, w *world) {
		t.Helper()
		w.requireCaughtUp(t)
		time.Sleep(6 * time.Hour)
	}
	var all []scenario
	for _, vendor := range []mock.Vendor{mock.Zoom, mock.Zendesk} {
		all = append(all,
			scenario{name: "first run", vendor: vendor, options: small, start: "2026-03-10"},
			scenario{name: "steady state", vendor: vendor, options: small, start: "2026-03-09", prepare: steady},
			scenario{name: "backfill of 30 days", vendor: vendor, options: mock.Options{Records: 60}, start: "2026-02-10"},
			scenario{name: "late events", vendor: vendor, options: late, start: "2026-03-10", prepare: steady, after: 21 * time.Hour},
			scenario{name: "faults", vendor: vendor, options: faulty, start: "2026-03-11"},
		)
	}
	return append(all, scenario{name: "twins", vendor: mock.Zoom, options: twins, start: "2026-03-09", prepare: steady})
}

// make makes the world of the scenario, at the moment before the run.
func (s scenario) make(t *testing.T) *world {
	t.Helper()
	waitUntil(noon)
	s.options.From = mustTime(s.start + "T00:00:00Z")
	w := newWorld(t, s.vendor, s.options, "START="+s.start, "PAGE_SIZE=7", slow)
	if s.bucket != nil {
		w.bucket = s.bucket
	}
	if s.prepare != nil {
		s.prepare(t, w)
	}
	return w
}

// settle runs until all is there, and holds the bucket to it.
func (s scenario) settle(t *testing.T, w *world) {
	t.Helper()
	w.requireCaughtUp(t)
	if s.after > 0 {
		time.Sleep(s.after)
		w.requireCaughtUp(t)
	}
	if s.vendor == mock.Zoom {
		w.requireCollected(t, zoom.OperationLogs)
	} else {
		w.requireCollected(t, zendesk.AuditLogs, mockzendesk.Tickets)
	}
	require.NotContains(t, string(w.bucket.object(stateKey)), `"intent"`)
}

// eachPoint runs the test for each point at which a run of the scenario can
// end, until it ends by itself.
func eachPoint(t *testing.T, s scenario, test func(t *testing.T, w *world, point int) (reached bool)) {
	t.Helper()
	for point := 1; ; point++ {
		reached := false
		synctest.Test(t, func(t *testing.T) { reached = test(t, s.make(t), point) })
		if !reached {
			require.Greater(t, point, 15, "a run has many operations")
			return
		}
		require.Less(t, point, 2000, "a run comes to an end")
	}
}

// A run that is killed before or after any of its operations, and started again,
// leaves every record in the bucket exactly once.
func TestARunCanBeKilledAnywhere(t *testing.T) {
	for _, s := range scenarios() {
		t.Run(fmt.Sprintf("%s/%s", s.vendor, s.name), func(t *testing.T) {
			t.Parallel()
			eachPoint(t, s, func(t *testing.T, w *world, point int) bool {
				t.Helper()
				gate := &gate{point: point}
				_, _ = w.tryRun(t.Context(), t, gate) // it was killed
				s.settle(t, w)
				return gate.isReached()
			})
		})
	}
}

// A run of which any one operation fails, once, goes on or leaves to the next
// run what it could not do.
func TestAnyOperationCanFail(t *testing.T) {
	for _, s := range scenarios() {
		t.Run(fmt.Sprintf("%s/%s", s.vendor, s.name), func(t *testing.T) {
			t.Parallel()
			eachPoint(t, s, func(t *testing.T, w *world, point int) bool {
				t.Helper()
				gate := &gate{point: point, once: true}
				_, _ = w.tryRun(t.Context(), t, gate)
				s.settle(t, w)
				return gate.isReached()
			})
		})
	}
}

// Every run is killed, the first at its first operation, the next at its second,
// until one gets through.
func TestEveryRunIsKilled(t *testing.T) {
	for _, s := range scenarios() {
		t.Run(fmt.Sprintf("%s/%s", s.vendor, s.name), func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				w := s.make(t)
				for point := 1; ; point++ {
					require.Less(t, point, 2000, "a run comes to an end")
					gate := &gate{point: point}
					_, _ = w.tryRun(t.Context(), t, gate)
					if !gate.isReached() {
						break
					}
				}
				s.settle(t, w)
			})
		})
	}
}

// At any point of a run, another one runs from end to end. The first then stops
// with a clear message, unless it had nothing more to write.
func TestTwoRunsAtOnce(t *testing.T) {
	for _, s := range scenarios() {
		t.Run(fmt.Sprintf("%s/%s", s.vendor, s.name), func(t *testing.T) {
			t.Parallel()
			conflicts := 0
			eachPoint(t, s, func(t *testing.T, w *world, point int) bool {
				t.Helper()
				gate := &gate{point: point}
				gate.meanwhile = func() { _, _ = w.tryRun(t.Context(), t, nil) }
				summary, err := w.tryRun(t.Context(), t, gate)
				if errors.Is(err, collector.ErrConflict) {
					conflicts++
					require.Equal(t, collector.Conflict, summary.Outcome)
					require.ErrorContains(t, err, "another run has written the state")
				} else if err != nil {
					require.NoError(t, err)
				}
				s.settle(t, w)
				return gate.isReached()
			})
			require.Greater(t, conflicts, 5)
		})
	}
}
