//go:build unix

package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"io"
	"maps"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/klauspost/compress/gzip"
	"github.com/stretchr/testify/require"

	"github.com/udmap/udmap/collector"
	"github.com/udmap/udmap/internal/mock"
	"github.com/udmap/udmap/internal/objectstore"
	"github.com/udmap/udmap/internal/objectstore/locate"
	"github.com/udmap/udmap/internal/objectstore/s3test"
	"github.com/udmap/udmap/internal/reprocess"
)

// collecting is an imitated vendor, and the environment that leads to it.
type collecting struct {
	imitation imitation
	server    *mock.Server
	variables []string // NAME=VALUE
	since     string
	asked     atomic.Int64
	mutex     sync.Mutex
	onRequest func(number int64) // nil for nothing
	elsewhere *mock.Log          // what another host was asked
	said      []string           // all that the verb printed
}

func startCollecting(t *testing.T, imitation imitation, faults ...mock.Fault) *collecting {
	t.Helper()
	// Records end well before now, so that all of them are there from the first
	// run to the last.
	until := time.Now().Add(-time.Hour)
	from := until.AddDate(0, 0, -3)
	c := &collecting{imitation: imitation, since: from.UTC().Format(time.DateOnly)}
	var err error
	c.server, err = imitation.new(mock.Options{Seed: 7, Records: 700, From: from, Until: until, Faults: faults, Elsewhere: elsewhere(t, c)})
	require.NoError(t, err)
	web := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		number := c.asked.Add(1)
		c.mutex.Lock()
		if c.onRequest != nil {
			c.onRequest(number)
		}
		c.mutex.Unlock()
		c.server.ServeHTTP(w, r)
	}))
	t.Cleanup(web.Close)
	c.variables = imitation.environment(web.URL)
	t.Cleanup(func() { requireNoCanary(t, c.said...) })
	return c
}

// requireNoCanary searches texts for the secrets of the mocks.
func requireNoCanary(t *testing.T, texts ...string) {
	t.Helper()
	require.NotRegexp(t, `mock-(zoom|zendesk)-(client-secret|api-token|bearer-token|access-token)|Bearer `, strings.Join(texts, "\n"))
}

// elsewhere starts the other host, to which some faults point.
func elsewhere(t *testing.T, c *collecting) (address string) {
	t.Helper()
	c.elsewhere = mock.NewLog(time.Now)
	server := httptest.NewServer(c.elsewhere)
	t.Cleanup(server.Close)
	return server.URL
}

func (c *collecting) name() string { return string(c.imitation.vendor) }

// watch calls a function with each request from now on.
func (c *collecting) watch(onRequest func(number int64)) {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	c.onRequest = onRequest
}

// collect runs the verb in this process.
func (c *collecting) collect(ctx context.Context, arguments ...string) (code int, stdout, stderr string) {
	env := func(name string) string {
		for _, variable := range c.variables {
			if value, found := strings.CutPrefix(variable, name+"="); found {
				return value
			}
		}
		return ""
	}
	var out, problems bytes.Buffer
	defer func() { c.said = append(c.said, stdout, stderr) }()
	code = run(ctx, append([]string{"collect", c.name(), "--since", c.since}, arguments...), strings.NewReader(""), &out, &problems, env)
	return code, out.String(), problems.String()
}

// requireCollected holds a store to what the vendor has served: every record
// exactly once.
func (c *collecting) requireCollected(t *testing.T, store objectstore.Store) {
	t.Helper()
	served := map[string]int{}
	for _, resource := range []string{"operation_logs", "audit_logs", "tickets"} {
		if c.server.Resource(resource) == nil {
			continue
		}
		for record := range c.server.Served(resource) {
			served[string(record)]++
		}
	}
	require.Greater(t, len(served), 500)
	collected := recordsIn(t, store)
	requireNoCanary(t, slices.Collect(maps.Keys(collected))...)
	for record, times := range served {
		require.Equal(t, times, collected[record], record)
		delete(collected, record)
	}
	require.Empty(t, collected, "records that nobody served")
}

// recordsIn counts the records in all objects of a store.
func recordsIn(t *testing.T, store objectstore.Store) map[string]int {
	t.Helper()
	records := map[string]int{}
	for info, err := range store.List(t.Context(), "") {
		require.NoError(t, err)
		if strings.HasSuffix(info.Key, ".state.json") {
			requireNoCanary(t, contentOf(t, store, info.Key))
			continue
		}
		require.Regexp(t, `^(raw/)?\d{4}/\d\d/\d\d/[a-z_]+-[0-9a-f]{32}\.json\.gz$`, info.Key)
		object, _, err := store.Get(t.Context(), info.Key)
		require.NoError(t, err)
		content, err := gzip.NewReader(object)
		require.NoError(t, err)
		lines := bufio.NewScanner(content)
		lines.Buffer(nil, 1<<20)
		for lines.Scan() {
			records[lines.Text()]++
		}
		require.NoError(t, lines.Err())
		require.NoError(t, object.Close())
	}
	return records
}

// contentOf is an object as it lies there.
func contentOf(t *testing.T, store objectstore.Store, key string) string {
	t.Helper()
	object, _, err := store.Get(t.Context(), key)
	require.NoError(t, err)
	content, err := io.ReadAll(object)
	require.NoError(t, err)
	require.NoError(t, object.Close())
	return string(content)
}

func openFolder(t *testing.T, folder string) objectstore.Store {
	t.Helper()
	store, err := objectstore.NewDirectory(folder)
	require.NoError(t, err)
	return store
}

// eachImitation runs a test for both vendors.
func eachImitation(t *testing.T, test func(t *testing.T, imitation imitation)) {
	t.Helper()
	for _, imitation := range imitations() {
		t.Run(string(imitation.vendor), func(t *testing.T) { test(t, imitation) })
	}
}

// A first run brings every record, a second one none, into a folder.
func TestCollectBringsEveryRecordOnce(t *testing.T) {
	t.Parallel()
	eachImitation(t, func(t *testing.T, imitation imitation) {
		t.Helper()
		c, folder := startCollecting(t, imitation), filepath.Join(t.TempDir(), "logs")
		code, stdout, stderr := c.collect(t.Context(), "--to", folder)
		require.Equal(t, exitFine, code, stderr)
		require.Empty(t, stderr)
		require.Regexp(t, `(?m)^\w+_logs: caught up: 7\d\d new records, 0 known, from \d+ pages? into 1 object; the youngest is 1h\d+m\d+s old$`, stdout)
		c.requireCollected(t, openFolder(t, folder))
		require.FileExists(t, folder+".state.json")

		code, stdout, stderr = c.collect(t.Context(), "--to", folder, "--format", "json")
		require.Equal(t, exitFine, code, stderr)
		require.Equal(t, 1, strings.Count(stdout, "\n"), "one line")
		var summary collector.Summary
		require.NoError(t, json.Unmarshal([]byte(stdout), &summary))
		require.Equal(t, collector.CaughtUp, summary.Outcome)
		require.Zero(t, summary.New)
		require.Zero(t, summary.Objects)
		c.requireCollected(t, openFolder(t, folder))
	})
}

// The same into a bucket of a real S3 server: the state stands beside the
// prefix.
func TestCollectIntoABucket(t *testing.T) {
	server := s3test.Start(t)
	s3test.SetEnvironment(t, server.Endpoint)
	eachImitation(t, func(t *testing.T, imitation imitation) {
		t.Helper()
		c, bucket := startCollecting(t, imitation), server.NewBucket(t)
		for range 2 {
			code, _, stderr := c.collect(t.Context(), "--to", "s3://"+bucket+"/raw")
			require.Equal(t, exitFine, code, stderr)
			store, err := locate.Open(t.Context(), "s3://"+bucket)
			require.NoError(t, err)
			c.requireCollected(t, store)
			state, _, err := store.Get(t.Context(), "raw.state.json")
			require.NoError(t, err)
			require.NoError(t, state.Close())
		}
	})
}

// With --normalize, outputs stand in the bucket where the normalizer's function
// would write them, and say how they were made: a function that works on the same
// bucket, and udmap reprocess, take them for its own.
func TestCollectNormalizesAsTheFunctionDoes(t *testing.T) {
	server := s3test.Start(t)
	s3test.SetEnvironment(t, server.Endpoint)
	eachImitation(t, func(t *testing.T, imitation imitation) {
		t.Helper()
		c, bucket := startCollecting(t, imitation), server.NewBucket(t)
		code, stdout, stderr := c.collect(t.Context(), "--to", "s3://"+bucket+"/raw", "--normalize")
		require.Equal(t, exitFine, code, stderr)
		require.Regexp(t, `(?m)^normalized: [\d,]+ records from \d inputs?: [\d,]+ events$`, stdout)
		store, err := locate.Open(t.Context(), "s3://"+bucket)
		require.NoError(t, err)
		raw, made := keysBelow(t, store, "raw/"), keysBelow(t, store, "udm/raw/")
		require.NotEmpty(t, raw)
		require.Len(t, made, len(raw))

		code, stdout, stderr = runVerb(t, "reprocess", "s3://"+bucket+"/raw", "--format", "json")
		require.Equal(t, exitFine, code, stderr)
		var report reprocessReport
		require.NoError(t, json.Unmarshal([]byte(stdout), &report), stdout)
		require.Equal(t, len(raw), int(report.Classes[reprocess.Current].Objects), stdout)
	})
}

// keysBelow are the keys that begin with a prefix.
func keysBelow(t *testing.T, store objectstore.Store, prefix string) []string {
	t.Helper()
	var keys []string
	for info, err := range store.List(t.Context(), prefix) {
		require.NoError(t, err)
		keys = append(keys, info.Key)
	}
	return keys
}

// Where keys may not be listed, S3 answers 403 for a state that is not there.
func TestCollectStartsWhereMissingKeysAreForbidden(t *testing.T) {
	server := s3test.Start(t)
	proxy := server.HideMissing(t)
	s3test.SetEnvironment(t, proxy.Endpoint)
	eachImitation(t, func(t *testing.T, imitation imitation) {
		t.Helper()
		c, bucket := startCollecting(t, imitation), server.NewBucket(t)
		code, _, stderr := c.collect(t.Context(), "--to", "s3://"+bucket+"/raw")
		require.Equal(t, exitFine, code, stderr)
		store, err := locate.Open(t.Context(), "s3://"+bucket)
		require.NoError(t, err)
		c.requireCollected(t, store)
	})
}

// A process that kill -9 ends while the API answers its first, second, third …
// request, and is started again each time, leaves every record once.
func TestCollectSurvivesKill(t *testing.T) {
	t.Parallel()
	const mostRuns = 200
	eachImitation(t, func(t *testing.T, imitation imitation) {
		t.Helper()
		c, folder := startCollecting(t, imitation), t.TempDir()
		killed := 0
		for point := int64(1); ; point++ {
			require.Less(t, point, int64(mostRuns), "a run comes to an end")
			udmap := exec.CommandContext(t.Context(), "udmap", "collect", c.name(), "--to", folder, "--since", c.since)
			udmap.Env = append(append(os.Environ(), c.variables...), "GORACE="+raceOptions)
			var stderr bytes.Buffer
			udmap.Stderr = &stderr
			c.asked.Store(0)
			c.mutex.Lock() // what asks has started
			c.onRequest = func(number int64) {
				if number == point {
					_ = udmap.Process.Kill() // it is running: it asked
				}
			}
			require.NoError(t, udmap.Start())
			c.mutex.Unlock()
			err := udmap.Wait()
			c.said = append(c.said, stderr.String())
			if err == nil {
				break
			}
			require.False(t, udmap.ProcessState.Exited(), "only the kill ends it early: %s", &stderr)
			killed++
		}
		require.GreaterOrEqual(t, killed, 3)
		c.requireCollected(t, openFolder(t, folder))
	})
}

// Credentials stay with the configured host, wherever a redirect or the address
// of a next page points.
func TestCollectGoesNowhereElse(t *testing.T) {
	t.Parallel()
	eachImitation(t, func(t *testing.T, imitation imitation) {
		t.Helper()
		for _, name := range []string{"redirect-elsewhere", "next-elsewhere"} {
			fault, err := mock.ParseFault(imitation.vendor, name)
			if err != nil {
				continue // this vendor names no next address
			}
			c := startCollecting(t, imitation, fault)
			_, stdout, stderr := c.collect(t.Context(), "--to", t.TempDir())
			struck := 0
			for _, request := range c.server.Requests() {
				struck += len(request.Faults)
			}
			require.Positive(t, struck, "%s: %s%s", name, stdout, stderr)
			require.Empty(t, c.elsewhere.Requests(), name)
		}
	})
}

// With --every, an interrupt between two runs cuts nothing short.
func TestCollectEverySoOftenUntilInterrupted(t *testing.T) {
	t.Parallel()
	c, folder := startCollecting(t, imitations()[0]), t.TempDir()
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	done := make(chan struct{})
	c.watch(func(number int64) {
		if number > 20 { // more than one run asks
			cancel()
		}
	})
	go func() {
		defer close(done)
		code, stdout, stderr := c.collect(ctx, "--to", folder, "--every", "1s", "--page-size", "100")
		if code != exitInterrupted || !strings.HasSuffix(stderr, "interrupted\n") || strings.Contains(stderr, "canceled") {
			t.Errorf("exit code %d: %s", code, stderr)
		}
		if strings.Count(stdout, "caught up") < 2 {
			t.Errorf("runs again: %s", stdout)
		}
	}()
	<-done
	c.watch(nil)
	code, _, stderr := c.collect(t.Context(), "--to", folder)
	require.Equal(t, exitFine, code, stderr)
	c.requireCollected(t, openFolder(t, folder))
}

func TestCollectProgressSaysWhereARunStands(t *testing.T) {
	day := time.Date(2026, 3, 12, 0, 0, 0, 0, time.UTC)
	report := collector.Report{Resource: "audit_logs", Window: collector.Window{From: day, Until: day.AddDate(0, 0, 1)}}
	report.Pages, report.Records, report.New, report.Duplicates, report.Limited, report.WaitSecs = 12, 1101, 1100, 1, 1, 3.4
	require.Equal(t, "audit_logs 2026-03-12 · 12 pages · 1,101 records · 1,100 new · 1 known · 1 rate-limit answer · waited 3s", describeReport(report))
}
