package collector_test

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"math/bits"
	"net/http"
	"runtime"
	"runtime/debug"
	"strconv"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/klauspost/compress/gzip"
	"github.com/stretchr/testify/require"

	"github.com/udmap/udmap/collector"
	"github.com/udmap/udmap/collector/zendesk"
	"github.com/udmap/udmap/collector/zoom"
	"github.com/udmap/udmap/internal/mock"
	"github.com/udmap/udmap/internal/objectstore"
)

// The bounds that are promised.
const (
	waiting   = 2_000_000 // records
	budget    = 300 * time.Second
	maxState  = 5_000_000 // bytes
	maxMemory = 64 << 20  // bytes
)

// flood lists two million records in pages of a vendor, each made when it is
// asked for: so many a day, from a day on.
type flood struct {
	pageSize int
	perDay   int
	first    time.Time // day
	header   http.Header
	meter    *meter
}

func (f *flood) at(n int) time.Time {
	return f.first.Add(time.Duration(n/f.perDay)*24*time.Hour + time.Duration(n%f.perDay)*(24*time.Hour/time.Duration(f.perDay)))
}

// firstOf is the first record of a day.
func (f *flood) firstOf(day time.Time) int {
	return min(max(int(day.Sub(f.first)/(24*time.Hour)), 0)*f.perDay, waiting)
}

// ServeHTTP implements http.Handler.
func (f *flood) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	f.meter.measure()
	maps.Copy(w.Header(), f.header)
	w.Header().Set("Content-Type", "application/json")
	query := r.URL.Query()
	switch {
	case r.Method == http.MethodPost:
		fmt.Fprint(w, `{"access_token":"mock-zoom-access-token","token_type":"bearer","expires_in":7200}`)
	case strings.Contains(r.URL.Path, "operationlogs"):
		list, next := f.page(mustTime(query.Get("from")+"T00:00:00Z"), query.Get("next_page_token"), "time")
		fmt.Fprintf(w, `{"next_page_token":%q,"operation_logs":[%s]}`, next, list)
	default:
		list, next := f.page(mustTime(query["filter[created_at][]"][0]), query.Get("page[after]"), "created_at")
		fmt.Fprintf(w, `{"audit_logs":[%s],"meta":{"has_more":%t,"after_cursor":%q}}`, list, next != "", next)
	}
}

// page lists records of a day, from a cursor on, and returns that of the next
// page.
func (f *flood) page(day time.Time, cursor, time string) (list []byte, next string) {
	first, after := f.firstOf(day), f.firstOf(day.AddDate(0, 0, 1))
	if cursor != "" {
		first, _ = strconv.Atoi(cursor)
	}
	last := min(first+f.pageSize, after)
	for n := first; n < last; n++ {
		if n > first {
			list = append(list, ',')
		}
		list = strconv.AppendInt(append(list, `{"id":`...), int64(n), 10)
		list = append(append(append(list, `,"`...), time...), `":"`...)
		list = f.at(n).AppendFormat(list, "2006-01-02T15:04:05Z")
		list = append(list, `","operator":"admin@example.com","action":"Update","tag":"`...)
		list = strconv.AppendUint(list, uint64(n)*0x9E3779B97F4A7C15, 36) // which does not compress
		list = append(list, `"}`...)
	}
	if last < after {
		next = strconv.Itoa(last)
	}
	return list, next
}

// meter watches how much memory is in use.
type meter struct {
	stats runtime.MemStats
	calls int
	most  uint64
}

func (m *meter) measure() {
	if m.calls++; m.calls%16 != 0 {
		return
	}
	runtime.ReadMemStats(&m.stats)
	m.most = max(m.most, m.stats.HeapInuse+m.stats.StackInuse)
}

// sieve takes objects and keeps only which records they hold, and whether one
// came twice.
type sieve struct {
	seen  []uint64
	twice int
	meter *meter
}

func (s *sieve) count() int {
	count := 0
	for _, word := range s.seen {
		count += bits.OnesCount64(word)
	}
	return count
}

// PutIfAbsent implements collector.RawStore.
func (s *sieve) PutIfAbsent(_ context.Context, key string, content io.Reader, _ objectstore.Options) (objectstore.Info, error) {
	s.meter.measure()
	reader, err := gzip.NewReader(content)
	if err != nil {
		return objectstore.Info{}, err
	}
	lines := bufio.NewScanner(reader)
	for lines.Scan() {
		digits, _, _ := bytes.Cut(bytes.TrimPrefix(lines.Bytes(), []byte(`{"id":`)), []byte(","))
		n, err := strconv.Atoi(string(digits))
		if err != nil {
			return objectstore.Info{}, fmt.Errorf("%s: %w", key, err)
		}
		if s.seen[n/64]&(1<<(n%64)) != 0 {
			s.twice++
		}
		s.seen[n/64] |= 1 << (n % 64)
	}
	if err := lines.Err(); err != nil {
		return objectstore.Info{}, err
	}
	return objectstore.Info{}, nil
}

// With two million records waiting, every run of 300 seconds makes progress at
// the slowest rates, and nothing is written twice; state and memory keep their
// bounds, also where there are more records than the state can tell apart.
func TestTwoMillionRecordsWaiting(t *testing.T) {
	for name, test := range map[string]struct {
		vendor   mock.Vendor
		resource string
		pageSize int
		perDay   int
		days     int
		overlap  string
		header   http.Header
		runs     int
		settled  string
		warns    bool
	}{
		"a month of zoom":    {mock.Zoom, zoom.OperationLogs, 300, 66_667, 30, "24h", nil, 3, "2026-02-13", false},
		"a month of zendesk": {mock.Zendesk, zendesk.AuditLogs, 100, 66_667, 30, "24h", http.Header{"X-Rate-Limit": {"200"}}, 3, "2026-02-14", false},
		"more than has room": {mock.Zendesk, zendesk.AuditLogs, 100, 150_000, 2, "72h", http.Header{"X-Rate-Limit": {"2500"}}, 1, "2026-03-11", true},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				waitUntil(noon)
				defer debug.SetMemoryLimit(debug.SetMemoryLimit(collector.MemoryLimit))
				runtime.GC()
				meter := &meter{}
				first := mustTime("2026-03-12T00:00:00Z").AddDate(0, 0, -test.days)
				raw := &sieve{seen: make([]uint64, waiting/64+1), meter: meter}
				w := newWorld(t, test.vendor, mock.Options{}, "START="+first.Format(time.DateOnly), "RESOURCES="+test.resource, "OVERLAP="+test.overlap)
				w.handler = &flood{test.pageSize, test.perDay, first, test.header, meter}
				w.change = func(c *collector.Collector) { c.Raw = raw }
				warned := false
				for run := range test.runs {
					before := raw.count()
					ctx, cancel := context.WithTimeout(t.Context(), budget)
					begun := time.Now()
					summary, err := w.tryRun(ctx, t, nil)
					cancel()
					require.NoError(t, err)
					require.LessOrEqual(t, time.Since(begun), budget)
					require.False(t, summary.Outcome.IsFailure(), summary.Resources)
					require.Greater(t, raw.count(), before+test.perDay/2, "a run makes progress")
					require.Less(t, summary.Duplicates, test.perDay, "settled days are not listed again")
					warned = warned || len(summary.Warnings) > 0
					t.Logf("run %d: %d pages, %d new, %d known, state of %d bytes, %d MB in use",
						run, summary.Pages, summary.New, summary.Duplicates, summary.StateBytes, meter.most>>20)
				}
				require.Zero(t, raw.twice)
				require.GreaterOrEqual(t, w.state(t).Sequence, int64(test.runs)*int64(budget/(30*time.Second))-1, "new records do not wait long")
				require.Equal(t, test.settled, w.state(t).Resources[test.resource].Settled.Format(time.DateOnly))
				require.Equal(t, test.warns, warned)
				require.Less(t, w.bucket.(*bucket).largest, maxState)
				require.Less(t, meter.most, uint64(maxMemory))
			})
		})
	}
}

// A day that has more records than the state can tell apart is an error that
// loses nothing: the place that the state names is not beyond what is written.
func TestADayWithMoreRecordsThanHaveRoom(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		waitUntil(noon)
		first := mustTime("2026-03-11T00:00:00Z")
		raw := &sieve{seen: make([]uint64, waiting/64+1), meter: &meter{}}
		w := newWorld(t, mock.Zendesk, mock.Options{}, "START=2026-03-11", "RESOURCES=audit_logs")
		w.handler = &flood{100, 450_000, first, http.Header{"X-Rate-Limit": {"2500"}}, raw.meter}
		w.change = func(c *collector.Collector) { c.Raw = raw }
		for range 2 {
			summary := w.run(t)
			require.Equal(t, collector.Failed, summary.Outcome)
			require.ErrorContains(t, errors.New(summary.Resources[zendesk.AuditLogs].Error), collector.ErrTooMany.Error())
			reached, err := strconv.Atoi(w.state(t).Resources[zendesk.AuditLogs].Open.Cursor)
			require.NoError(t, err)
			require.LessOrEqual(t, reached, raw.count())
			require.Less(t, w.bucket.(*bucket).largest, maxState)
		}
		require.Zero(t, raw.twice)
	})
}
