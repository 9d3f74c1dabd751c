package collector_test

import (
	"bytes"
	"context"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"iter"
	"maps"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/klauspost/compress/gzip"
	"github.com/stretchr/testify/require"

	"github.com/udmap/udmap/collector"
	"github.com/udmap/udmap/collector/zendesk"
	"github.com/udmap/udmap/collector/zoom"
	"github.com/udmap/udmap/internal/mock"
	"github.com/udmap/udmap/internal/mock/mockzendesk"
	"github.com/udmap/udmap/internal/mock/mockzoom"
	"github.com/udmap/udmap/internal/objectstore"
)

// A world is a vendor and a bucket, in memory, so that tests run in a bubble of
// synctest, where time passes only while everybody waits.
type world struct {
	vendor    mock.Vendor
	server    *mock.Server
	handler   http.Handler // what is asked: the server, unless a test puts another in front
	settings  map[string]string
	elsewhere *mock.Log // another host, which must be asked nothing
	bucket    objects
	change    func(*collector.Collector) // of what is configured, if not nil
	output    strings.Builder            // everything that a run says, searched for secrets
}

const (
	rawPrefix = "raw/"
	stateKey  = "state.json"
	base      = "https://api.example.com"
)

// newWorld makes a world; settings are NAME=VALUE.
func newWorld(t *testing.T, vendor mock.Vendor, options mock.Options, settings ...string) *world {
	t.Helper()
	w := &world{vendor: vendor, elsewhere: mock.NewLog(time.Now), bucket: newBucket(), settings: map[string]string{}}
	newServer, environment := mockzoom.New, mockzoom.Environment(base)
	if vendor == mock.Zendesk {
		newServer, environment = mockzendesk.New, mockzendesk.Environment(base)
	}
	for _, setting := range append(environment, settings...) {
		name, value, _ := strings.Cut(setting, "=")
		w.settings[name] = value
	}
	var err error
	w.server, err = newServer(options)
	require.NoError(t, err)
	w.handler = w.server
	t.Cleanup(func() { w.requireNoSecrets(t) })
	return w
}

// waitUntil passes time in a bubble.
func waitUntil(text string) { time.Sleep(time.Until(mustTime(text))) }

func mustTime(text string) time.Time {
	at, err := time.Parse(time.RFC3339, text)
	if err != nil {
		panic(err) //nolint:forbidigo // a test's own constant
	}
	return at
}

// collector makes a collector whose every operation goes through gate.
func (w *world) collector(t *testing.T, gate *gate) *collector.Collector {
	t.Helper()
	lookup := func(name string) string { return w.settings[name] }
	transport := &handlerTransport{handler: w.handler, elsewhere: w.elsewhere, gate: gate}
	var made *collector.Collector
	var err error
	if w.vendor == mock.Zoom {
		var config zoom.Config
		config, err = zoom.ReadConfig(lookup, time.Now())
		require.NoError(t, err)
		made, err = zoom.New(config, transport)
	} else {
		var config zendesk.Config
		config, err = zendesk.ReadConfig(lookup, time.Now())
		require.NoError(t, err)
		made, err = zendesk.New(config, transport)
	}
	require.NoError(t, err)
	made.State, made.StateKey = gatedBucket{w.bucket, gate}, stateKey
	made.Raw, made.Prefix = gatedBucket{w.bucket, gate}, rawPrefix
	if w.change != nil {
		w.change(made)
	}
	return made
}

// run runs once, without faults of its own.
func (w *world) run(t *testing.T) collector.Summary {
	t.Helper()
	summary, err := w.tryRun(t.Context(), t, nil)
	require.NoError(t, err)
	return summary
}

// requireCaughtUp runs once and leaves nothing to be read.
func (w *world) requireCaughtUp(t *testing.T) {
	t.Helper()
	summary := w.run(t)
	require.Equal(t, collector.CaughtUp, summary.Outcome, "%+v", summary)
}

func (w *world) tryRun(ctx context.Context, t *testing.T, gate *gate) (collector.Summary, error) {
	t.Helper()
	return w.collect(ctx, w.collector(t, gate))
}

// collect runs a collector and keeps what it says.
func (w *world) collect(ctx context.Context, made *collector.Collector) (collector.Summary, error) {
	summary, err := made.Run(ctx)
	fmt.Fprintf(&w.output, "%+v\n%v\n", summary, err)
	return summary, err
}

// plan is what a run would ask.
func (w *world) plan(t *testing.T) collector.Plan {
	t.Helper()
	plan, err := w.collector(t, nil).Plan(t.Context())
	require.NoError(t, err)
	fmt.Fprintf(&w.output, "%+v\n", plan)
	return plan
}

// requireCollected holds the bucket to what the vendor has listed by now: every
// record exactly as often as it is listed, with its bytes. Records of the last
// minutes may be there or not yet.
func (w *world) requireCollected(t *testing.T, resources ...string) {
	t.Helper()
	must, may := map[string]int{}, map[string]int{}
	for _, name := range resources {
		served := map[string]int{}
		for record := range w.server.Served(name) {
			served[string(record)]++
		}
		for record, listed := range count(w.server.All(name)) {
			may[record] = max(listed, served[record])
		}
		maps.Copy(must, served)
		for record, listed := range w.settled(name) {
			must[record] = max(listed, served[record])
		}
		for record, times := range served {
			may[record] = max(times, may[record])
		}
	}
	got := w.collected(t)
	require.NotEmpty(t, must)
	require.Empty(t, difference(must, got), "records that are missing")
	require.Empty(t, difference(got, may), "records that are there too often")
}

// settled are the records that are listed and older than collectors wait for.
func (w *world) settled(name string) map[string]int {
	const wait = 5 * time.Minute
	resource, now := w.server.Resource(name), time.Now()
	return count(func(yield func([]byte) bool) {
		for n := range resource.Count {
			isRepeated := resource.HasIDs && resource.Original(n) != n
			if !isRepeated && resource.Exists(n, now) && resource.Time(n).Before(now.Add(-wait)) && !yield(resource.Record(n)) {
				return
			}
		}
	})
}

func count(records iter.Seq[[]byte]) map[string]int {
	counts := map[string]int{}
	for record := range records {
		counts[string(record)]++
	}
	return counts
}

// difference is what a holds more often than b, and how often.
func difference(a, b map[string]int) map[string]int {
	more := map[string]int{}
	for record, count := range a {
		if count > b[record] && len(more) < 5 {
			more[record] = count - b[record]
		}
	}
	return more
}

// collected counts the records in the bucket.
func (w *world) collected(t *testing.T) map[string]int {
	t.Helper()
	records := map[string]int{}
	for _, key := range w.bucket.keys(rawPrefix) {
		for _, line := range w.lines(t, key) {
			records[line]++
		}
	}
	return records
}

// lines are the records of an object.
func (w *world) lines(t *testing.T, key string) []string {
	t.Helper()
	reader, err := gzip.NewReader(bytes.NewReader(w.bucket.object(key)))
	require.NoError(t, err, key)
	text, err := io.ReadAll(reader)
	require.NoError(t, err, key)
	require.True(t, strings.HasSuffix(string(text), "\n"), key)
	return strings.Split(strings.TrimSuffix(string(text), "\n"), "\n")
}

// requireNoSecrets searches all that runs said and wrote, and holds them to have
// asked the configured host only. Every world ends with it.
func (w *world) requireNoSecrets(t *testing.T) {
	t.Helper()
	require.Empty(t, w.elsewhere.Requests())
	requireNoCanary(t, "output", w.output.String())
	for _, key := range w.bucket.keys("") {
		if strings.HasPrefix(key, rawPrefix) {
			requireNoCanary(t, key, strings.Join(w.lines(t, key), "\n"))
		} else {
			requireNoCanary(t, key, string(w.bucket.object(key)))
		}
	}
}

// requireNoCanary searches a text for the secrets of the mocks, as they are and
// as they are sent.
func requireNoCanary(t *testing.T, place, text string) {
	t.Helper()
	basic := func(user, secret string) string {
		return base64.StdEncoding.EncodeToString([]byte(user + ":" + secret))
	}
	for _, secret := range []string{
		mockzoom.ClientSecret, mockzendesk.ClientSecret, mockzendesk.APIToken, mockzendesk.BearerToken,
		"mock-zoom-access-token", "mock-zendesk-access-token", "Bearer ",
		basic(mockzoom.ClientID, mockzoom.ClientSecret), basic(mockzendesk.Email+"/token", mockzendesk.APIToken),
	} {
		require.False(t, strings.Contains(text, secret), "%s is in %s", secret, place) //nolint:testifylint // NotContains would print megabytes
	}
}

// objects is a bucket as a world sees it.
type objects interface {
	object(key string) []byte // nil if there is none
	keys(prefix string) []string
	get(key string) (io.ReadCloser, objectstore.Info, error)
	put(key string, content io.Reader, tag string) (objectstore.Info, error) // if it has the tag: "" for none, "*" for any
}

// bucket is an object store in memory with the promises of the real ones, which
// internal/objectstore holds to the same contract.
type bucket struct {
	lock    sync.Mutex
	objects map[string][]byte
	writes  int
	times   map[string]time.Time
	tags    map[string]string
	largest int // of the objects that are not raw
}

func newBucket() *bucket {
	return &bucket{objects: map[string][]byte{}, tags: map[string]string{}, times: map[string]time.Time{}}
}

func (b *bucket) object(key string) []byte {
	b.lock.Lock()
	defer b.lock.Unlock()
	return b.objects[key]
}

func (b *bucket) keys(prefix string) []string {
	b.lock.Lock()
	defer b.lock.Unlock()
	var keys []string
	for _, key := range slices.Sorted(maps.Keys(b.objects)) {
		if strings.HasPrefix(key, prefix) {
			keys = append(keys, key)
		}
	}
	return keys
}

func (b *bucket) get(key string) (io.ReadCloser, objectstore.Info, error) {
	b.lock.Lock()
	defer b.lock.Unlock()
	content, found := b.objects[key]
	if !found {
		return nil, objectstore.Info{}, fmt.Errorf("%s: %w", key, objectstore.ErrNotFound)
	}
	info := objectstore.Info{Key: key, Size: int64(len(content)), Tag: b.tags[key], Modified: b.times[key]}
	return io.NopCloser(bytes.NewReader(content)), info, nil
}

func (b *bucket) put(key string, content io.Reader, tag string) (objectstore.Info, error) {
	var buffer bytes.Buffer
	if sized, ok := content.(interface{ Len() int }); ok {
		buffer.Grow(sized.Len() + bytes.MinRead)
	}
	if _, err := buffer.ReadFrom(content); err != nil {
		return objectstore.Info{}, err
	}
	text := buffer.Bytes()
	b.lock.Lock()
	defer b.lock.Unlock()
	switch _, exists := b.objects[key]; {
	case tag == "" && exists:
		return objectstore.Info{}, fmt.Errorf("%s: %w", key, objectstore.ErrExists)
	case tag != "" && tag != "*" && b.tags[key] != tag:
		return objectstore.Info{}, fmt.Errorf("%s: %w", key, objectstore.ErrChanged)
	}
	b.writes++
	b.objects[key], b.tags[key], b.times[key] = text, strconv.Itoa(b.writes), time.Now()
	if !strings.HasPrefix(key, rawPrefix) {
		b.largest = max(b.largest, len(text))
	}
	return objectstore.Info{Key: key, Tag: b.tags[key]}, nil
}

// gatedBucket is a bucket behind a gate.
type gatedBucket struct {
	bucket objects
	gate   *gate
}

// Get implements collector.StateStore.
func (g gatedBucket) Get(_ context.Context, key string) (content io.ReadCloser, info objectstore.Info, err error) {
	gateErr := g.gate.pass("get "+key, func() { content, info, err = g.bucket.get(key) })
	return content, info, errors.Join(gateErr, err)
}

// PutIfAbsent implements collector.RawStore.
func (g gatedBucket) PutIfAbsent(_ context.Context, key string, content io.Reader, _ objectstore.Options) (info objectstore.Info, err error) {
	gateErr := g.gate.pass("put "+key, func() { info, err = g.bucket.put(key, content, "") })
	return info, errors.Join(gateErr, err)
}

// PutIfMatch implements collector.StateStore.
func (g gatedBucket) PutIfMatch(_ context.Context, key string, content io.Reader, tag string, _ objectstore.Options) (info objectstore.Info, err error) {
	gateErr := g.gate.pass("replace "+key, func() { info, err = g.bucket.put(key, content, tag) })
	return info, errors.Join(gateErr, err)
}

// handlerTransport asks a handler without a network.
type handlerTransport struct {
	handler   http.Handler
	elsewhere http.Handler // what stands at all other hosts
	gate      *gate
}

// RoundTrip implements http.RoundTripper.
func (h *handlerTransport) RoundTrip(request *http.Request) (*http.Response, error) {
	if err := request.Context().Err(); err != nil {
		return nil, err
	}
	recorder := httptest.NewRecorder()
	handler := h.handler
	if "https://"+request.URL.Host != base {
		handler = h.elsewhere
	}
	err := h.gate.pass("ask "+request.URL.Path, func() { handler.ServeHTTP(recorder, serverSide(request)) })
	if err != nil {
		return nil, err
	}
	answer := recorder.Result()
	if length, err := strconv.Atoi(recorder.Header().Get("Content-Length")); err == nil && length > recorder.Body.Len() {
		answer.Body = io.NopCloser(io.MultiReader(answer.Body, brokenReader{}))
	}
	return answer, nil
}

// serverSide is a request as a server sees it.
func serverSide(request *http.Request) *http.Request {
	seen := request.Clone(request.Context())
	seen.Host = request.URL.Host
	seen.RequestURI = request.URL.RequestURI()
	seen.URL = &url.URL{Path: request.URL.Path, RawQuery: request.URL.RawQuery}
	if seen.Body == nil {
		seen.Body = http.NoBody
	}
	return seen
}

type brokenReader struct{}

func (brokenReader) Read([]byte) (int, error) { return 0, io.ErrUnexpectedEOF }
