//go:build unix

package collector_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"
	"github.com/stretchr/testify/require"

	"github.com/udmap/udmap/collector"
	"github.com/udmap/udmap/collector/zendesk"
	"github.com/udmap/udmap/collector/zoom"
	"github.com/udmap/udmap/internal/mock"
	"github.com/udmap/udmap/internal/mock/mockzendesk"
	"github.com/udmap/udmap/internal/mock/mockzoom"
	"github.com/udmap/udmap/internal/objectstore/locate"
	"github.com/udmap/udmap/internal/objectstore/s3test"
)

// TestMain lets the test binary be a collector, in a process that can be killed.
func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"collect": collectInChild})
}

// collectInChild runs once: collect VENDOR LOCATION.
func collectInChild() {
	ctx := context.Background()
	made, err := connect(ctx, mock.Vendor(os.Args[1]), os.Args[2], os.Getenv)
	if err == nil {
		var summary collector.Summary
		summary, err = made.Run(ctx)
		_ = json.NewEncoder(os.Stdout).Encode(summary) // the test misses it
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
	}
}

// connect makes a collector that writes into a real store.
func connect(ctx context.Context, vendor mock.Vendor, location string, lookup func(string) string) (*collector.Collector, error) {
	store, err := locate.Open(ctx, location)
	if err != nil {
		return nil, err
	}
	var made *collector.Collector
	if vendor == mock.Zoom {
		var config zoom.Config
		if config, err = zoom.ReadConfig(lookup, time.Now()); err == nil {
			made, err = zoom.New(config, http.DefaultTransport)
		}
	} else {
		var config zendesk.Config
		if config, err = zendesk.ReadConfig(lookup, time.Now()); err == nil {
			made, err = zendesk.New(config, http.DefaultTransport)
		}
	}
	if err != nil {
		return nil, err
	}
	made.State, made.StateKey, made.Raw, made.Prefix = store, stateKey, store, rawPrefix
	made.CommitInterval = time.Nanosecond // so that each page is
	return made, nil
}

// vendorServer is a mock that processes can ask, whose clock stands still, so
// that what is there is the same for all of them.
func vendorServer(t *testing.T, vendor mock.Vendor) (server *mock.Server, environment []string) {
	t.Helper()
	now := time.Now()
	options := mock.Options{
		Records: 600, Unlimited: true, Now: func() time.Time { return now }, Until: now.Add(-10 * time.Minute),
		From: now.AddDate(0, 0, -3),
	}
	newServer, describe := mockzoom.New, mockzoom.Environment
	if vendor == mock.Zendesk {
		newServer, describe = mockzendesk.New, mockzendesk.Environment
	} else {
		options.Faults = append(options.Faults, mock.Fault{Name: mock.Twins})
	}
	server, err := newServer(options)
	require.NoError(t, err)
	web := httptest.NewServer(server)
	t.Cleanup(web.Close)
	return server, append(describe(web.URL), "PAGE_SIZE=60", "REQUESTS_PER_MINUTE=60000", "START="+now.AddDate(0, 0, -3).UTC().Format(time.DateOnly))
}

// child is a process that collects.
func child(t *testing.T, vendor mock.Vendor, location string, environment ...string) *exec.Cmd {
	t.Helper()
	command := exec.CommandContext(t.Context(), "collect", string(vendor), location)
	command.Env = append(append(os.Environ(), environment...), "GORACE=atexit_sleep_ms=0")
	return command
}

// requireStored holds a real store to what the mock has.
func requireStored(t *testing.T, server *mock.Server, location string, resources ...string) {
	t.Helper()
	store, err := locate.Open(t.Context(), location)
	require.NoError(t, err)
	want, got := map[string]int{}, recordsIn(t, store)
	for _, resource := range resources {
		for record, times := range count(server.All(resource)) {
			want[record] += times
		}
	}
	require.NotEmpty(t, want)
	require.True(t, maps.Equal(want, got), "missing %v, too many %v", difference(want, got), difference(got, want))
}

func resourcesOf(vendor mock.Vendor) []string {
	if vendor == mock.Zoom {
		return []string{mockzoom.OperationLogs}
	}
	return []string{mockzendesk.AuditLogs, mockzendesk.Tickets}
}

// Real processes are killed at random moments, several of them at once now and
// then, until one gets through; then each record is there once. The store is a
// folder, and a real S3 server that calls what is missing forbidden.
func TestProcessesAreKilledAtRandom(t *testing.T) {
	s3 := s3test.Start(t)
	for _, vendor := range []mock.Vendor{mock.Zoom, mock.Zendesk} {
		for name, location := range map[string]string{"folder": t.TempDir(), "bucket": "s3://" + s3.NewBucket(t) + "/logs"} {
			t.Run(fmt.Sprintf("%s into a %s", vendor, name), func(t *testing.T) {
				setAll(t, s3test.Environment(s3.Endpoint))
				environment := s3test.Environment(s3.HideMissing(t).Endpoint)
				server, settings := vendorServer(t, vendor)
				environment = append(environment, settings...)
				whole := timeOf(t, child(t, vendor, elsewhere(t, location), environment...))

				random := rand.New(rand.NewPCG(1, uint64(len(name))))
				killed := 0
				for round := 0; killed < 15; round++ {
					require.Less(t, round, 100, "processes are killed before they end")
					place := fmt.Sprintf("%s/%d", location, round)
					for kill(t, random, whole, child(t, vendor, place, environment...), child(t, vendor, place, environment...)) {
						killed++
					}
					output, err := child(t, vendor, place, environment...).CombinedOutput()
					require.NoError(t, err, "%s", output)
					require.Contains(t, string(output), `"outcome":"caught_up"`)
					requireNoCanary(t, "output", string(output))
					requireStored(t, server, place, resourcesOf(vendor)...)
				}
			})
		}
	}
}

// elsewhere is another place in the same store.
func elsewhere(t *testing.T, location string) string {
	t.Helper()
	if strings.HasPrefix(location, "s3://") {
		return location + "-elsewhere"
	}
	return t.TempDir()
}

// timeOf is how long a run takes that nobody kills.
func timeOf(t *testing.T, command *exec.Cmd) time.Duration {
	t.Helper()
	begun := time.Now()
	output, err := command.CombinedOutput()
	require.NoError(t, err, "%s", output)
	return time.Since(begun)
}

// kill starts a process, now and then a second one beside it, and kills both at
// a random moment of the time that a run takes. It tells whether the first had
// not ended.
func kill(t *testing.T, random *rand.Rand, whole time.Duration, first, second *exec.Cmd) (wasAlive bool) {
	t.Helper()
	started := []*exec.Cmd{first}
	if random.IntN(4) == 0 {
		started = append(started, second)
	}
	moment := time.After(time.Duration(random.Int64N(int64(whole))))
	var alive sync.WaitGroup
	outputs := make([]bytes.Buffer, len(started))
	defer func() {
		alive.Wait()
		for i := range outputs {
			requireNoCanary(t, "the output of a killed process", outputs[i].String())
		}
	}()
	for i, command := range started {
		command.Stdout, command.Stderr = &outputs[i], &outputs[i]
		require.NoError(t, command.Start())
		alive.Go(func() { _ = command.Wait() }) // it was killed, or stopped because of the other
	}
	ended := make(chan struct{})
	go func() {
		alive.Wait()
		close(ended)
	}()
	select {
	case <-ended:
		return false
	case <-moment:
	}
	for _, command := range started {
		_ = command.Process.Kill() // it may have ended
	}
	<-ended
	return true
}

func setAll(t *testing.T, environment []string) {
	t.Helper()
	for _, variable := range environment {
		name, value, _ := strings.Cut(variable, "=")
		t.Setenv(name, value)
	}
}

// Each request to a real S3 server fails once, before or after it has taken
// effect: the SDK asks again, and whether that finds what it has done itself or
// not, each record is there once.
func TestEachRequestToABucketCanFail(t *testing.T) {
	s3 := s3test.Start(t)
	server, settings := vendorServer(t, mock.Zoom)
	values := map[string]string{}
	for _, setting := range settings {
		name, value, _ := strings.Cut(setting, "=")
		values[name] = value
	}
	for name, fault := range map[string]s3test.Fault{"before": s3test.ResetBefore, "after": s3test.ResetAfter} {
		t.Run(name, func(t *testing.T) {
			for number := 1; ; number++ {
				location := "s3://" + s3.NewBucket(t)
				proxy := s3.Fail(t, func(request s3test.Request) s3test.Fault {
					if request.Number == number {
						return fault
					}
					return s3test.None
				})
				setAll(t, s3test.Environment(proxy.Endpoint))
				made, err := connect(t.Context(), mock.Zoom, location, func(name string) string { return values[name] })
				require.NoError(t, err)
				summary, err := made.Run(t.Context())
				requireNoCanary(t, "summary", fmt.Sprintf("%+v %v", summary, err))
				require.NoError(t, err)
				require.Equal(t, collector.CaughtUp, summary.Outcome)
				reached := len(proxy.Requests()) > number
				setAll(t, s3test.Environment(s3.Endpoint))
				requireStored(t, server, location, mockzoom.OperationLogs)
				if !reached {
					require.Greater(t, number, 3)
					break
				}
			}
		})
	}
}
