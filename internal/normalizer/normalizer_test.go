package normalizer_test

import (
	"bytes"
	"compress/gzip"
	"errors"
	"io"
	"slices"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/udmap/udmap/internal/normalizer"
	"github.com/udmap/udmap/internal/objectstore/memorystore"
	"github.com/udmap/udmap/parser"
)

const (
	record   = `{"time":"2026-03-12T06:14:27Z","operator":"admin@example.com","action":"Add","category_type":"Group","operation_detail":"Add Group Engineers"}`
	event    = `{"metadata":{"eventTimestamp":"2026-03-12T06:14:27Z","eventType":"USER_UNCATEGORIZED","vendorName":"ZOOM","productName":"ZOOM_OPERATION_LOGS","productEventType":"Add","description":"Add Group Engineers","logType":"ZOOM_OPERATION_LOGS"},"additional":{"category_type":"Group"},"principal":{"user":{"emailAddresses":["admin@example.com"]}}}`
	untimely = `{"time":"yesterday","operator":"admin@example.com","action":"Add","category_type":"Group","operation_detail":"Add Group Designers"}`
	key      = "zoom/operationlogs/2026/03/12/a.json.gz"
	events   = "udm/zoom/operationlogs/2026/03/12/a.udm.jsonl.gz"
	rejected = "rejected/zoom/operationlogs/2026/03/12/a.rejected.jsonl.gz"
)

func settings() normalizer.Settings {
	return normalizer.Settings{
		RawPrefixes: []string{"zoom/operationlogs/", "zendesk/crm/"}, UDMPrefix: "udm/", RejectedPrefix: "rejected/",
		SameBucket: true, StateKeys: []string{"zoom/operationlogs/cursor.json"},
	}
}

func newNormalizer(t *testing.T, settings normalizer.Settings) *normalizer.Normalizer {
	t.Helper()
	catalog, findings := parser.BuiltIn(parser.Options{})
	require.NotNil(t, catalog, findings)
	return normalizer.New(catalog, "v1.2.3", settings)
}

func object(store *memorystore.Store, key string) normalizer.Object {
	return normalizer.Object{Name: "s3://bucket/" + key, Key: key, Source: store, Target: store}
}

func compress(t *testing.T, text string) []byte {
	t.Helper()
	var buffer bytes.Buffer
	writer := gzip.NewWriter(&buffer)
	_, err := io.WriteString(writer, text)
	require.NoError(t, err)
	require.NoError(t, writer.Close())
	return buffer.Bytes()
}

// text inflates an object of the store.
func text(t *testing.T, store *memorystore.Store, key string) string {
	t.Helper()
	content, _, found := store.Object(key)
	require.True(t, found, key)
	reader, err := gzip.NewReader(bytes.NewReader(content))
	require.NoError(t, err)
	text, err := io.ReadAll(reader)
	require.NoError(t, err)
	return string(text)
}

// requireEvents wants the events of the object that all tests but one are about.
func requireEvents(t *testing.T, store *memorystore.Store, lines ...string) {
	t.Helper()
	require.Equal(t, lines, strings.Split(strings.TrimSuffix(text(t, store, events), "\n"), "\n"))
}

func normalize(t *testing.T, n *normalizer.Normalizer, store *memorystore.Store, key string) normalizer.Outcome {
	t.Helper()
	outcome, err := n.Normalize(t.Context(), object(store, key))
	require.NoError(t, err)
	return outcome
}

func TestARawObjectBecomesItsOutputs(t *testing.T) {
	t.Parallel()
	n, store := newNormalizer(t, settings()), memorystore.New()
	store.Set(key, compress(t, record+"\n"+untimely+"\n"))

	outcome := normalize(t, n, store, key)
	require.Equal(t, normalizer.Normalized, outcome.Status)
	require.Equal(t, events, outcome.Events)
	require.Equal(t, rejected, outcome.Rejected)
	require.Equal(t, int64(2), outcome.Ledger.Records)
	require.Equal(t, []string{rejected, events, key}, store.Keys())
	requireEvents(t, store, event)
	require.Contains(t, text(t, store, rejected), `"object":"s3://bucket/`+key+`","record_number":2`)
	require.Contains(t, text(t, store, rejected), `"reason":"time"`)

	for _, output := range []string{events, rejected} {
		_, info, _ := store.Object(output)
		metadata := info.Metadata
		require.Len(t, metadata["converter"], 16)
		delete(metadata, "converter")
		require.Equal(t, map[string]string{
			"source-etag": "tag-1", "table": "zoom_operation_logs", "table-version": "1",
			"records": "2", "events": "1", "rejected": "1", "skipped": "0",
		}, metadata)
	}
}

func TestWhatIsDoneIsNotDoneAgain(t *testing.T) {
	t.Parallel()
	n, store := newNormalizer(t, settings()), memorystore.New()
	store.Set(key, []byte(record))
	normalize(t, n, store, key)
	require.Equal(t, []string{events, key}, store.Keys(), "nothing was rejected, so there is no such object")
	writes := store.Writes()

	require.Equal(t, normalizer.Current, normalize(t, n, store, key).Status)
	require.Equal(t, writes, store.Writes())

	catalog, _ := parser.BuiltIn(parser.Options{})
	newer := normalizer.New(catalog, "v1.2.4", settings())
	require.Equal(t, normalizer.Normalized, normalize(t, newer, store, key).Status, "another program may convert in another way")
	requireEvents(t, store, event)
}

func TestAnotherContentHasOtherOutputs(t *testing.T) {
	t.Parallel()
	n, store := newNormalizer(t, settings()), memorystore.New()
	store.Set(key, []byte(untimely))
	normalize(t, n, store, key)
	require.Empty(t, text(t, store, events))
	require.NotEmpty(t, text(t, store, rejected))

	store.Set(key, []byte(record))
	require.Equal(t, normalizer.Normalized, normalize(t, n, store, key).Status)
	requireEvents(t, store, event)
	require.Empty(t, text(t, store, rejected), "what is there is no longer true")
}

func TestWhatIsNoRawObjectIsLeftAlone(t *testing.T) {
	t.Parallel()
	n, store := newNormalizer(t, settings()), memorystore.New()
	for key, reason := range map[string]string{
		events:                                   "none of the raw prefixes zoom/operationlogs/, zendesk/crm/",
		"zoom/operationlogs/a.udm.jsonl.gz":      "an output of udmap",
		"zoom/operationlogs/a.rejected.jsonl.gz": "an output of udmap",
		"zoom/operationlogs/2026/":               "marks a folder",
		"zoom/operationlogs/state.json":          "the state of a collector",
		"zoom/operationlogs/cursor.json":         "the state of a collector",
		"other/a.json":                           "none of the raw prefixes",
		"zoom/operationlogs/empty.json":          "it is empty",
	} {
		store.Set(key, nil)
		if key != "zoom/operationlogs/empty.json" {
			store.Set(key, []byte(record))
		}
		outcome := normalize(t, n, store, key)
		require.Equal(t, normalizer.Ignored, outcome.Status, key)
		require.Contains(t, outcome.Reason, reason)
	}
	require.Len(t, store.Keys(), 8)
	require.Equal(t, normalizer.Vanished, normalize(t, n, store, "zoom/operationlogs/gone.json").Status)
	require.Len(t, store.Keys(), 8)
}

func TestAnObjectThatIsTooLargeIsRejectedAsAWhole(t *testing.T) {
	t.Parallel()
	small := settings()
	small.MaxObjectBytes = 500
	n, store := newNormalizer(t, small), memorystore.New()
	store.Set(key, compress(t, strings.Repeat(record+"\n", 10)))
	for _, what := range []string{"at first", "again"} {
		outcome := normalize(t, n, store, key)
		require.Equal(t, normalizer.Refused, outcome.Status, what)
		require.Contains(t, outcome.Reason, "more than 500 bytes")
		require.Equal(t, []string{rejected, key}, store.Keys())
		require.JSONEq(t, `{"object":"s3://bucket/`+key+`","reason":"too-large",
			"detail":"the object holds more than 500 bytes after inflation: raise the bound or split it"}`, text(t, store, rejected))
	}
}

func TestWhatIsNoLogIsRejectedWithItsReason(t *testing.T) {
	t.Parallel()
	for name, content := range map[string][]byte{
		"malformed":           []byte("\x89PNG\r\n\x1a\n"),
		"truncated":           compress(t, record)[:40],
		"corrupt-compression": append(compress(t, record)[:10], "not deflated"...),
	} {
		n, store := newNormalizer(t, settings()), memorystore.New()
		store.Set(key, content)
		require.Equal(t, normalizer.Normalized, normalize(t, n, store, key).Status)
		require.Empty(t, text(t, store, events))
		require.Contains(t, text(t, store, rejected), `"reason":"`+name+`"`)
	}
}

// Outputs that do not fit into memory are those that would have been kept there.
func TestLargeOutputsAreWhole(t *testing.T) {
	t.Parallel()
	n, store := newNormalizer(t, settings()), memorystore.New()
	n.KeepAtMost(100)
	const records = 1000
	raw := strings.Repeat(record+"\n"+untimely+"\n", records)
	store.Set(key, []byte(raw))

	require.Equal(t, normalizer.Normalized, normalize(t, n, store, key).Status)
	requireEvents(t, store, slices.Repeat([]string{event}, records)...)
	require.Equal(t, records, strings.Count(text(t, store, rejected), "\n"))
	for _, output := range []string{events, rejected} {
		content, info, _ := store.Object(output)
		require.Greater(t, len(content), 100, "more than is kept in memory")
		require.Equal(t, "2000", info.Metadata["records"])
		require.Equal(t, "1000", info.Metadata["rejected"])
	}
}

// An object that is replaced between its two conversions is begun again.
func TestOutputsAreNotThoseOfTwoContents(t *testing.T) {
	t.Parallel()
	n, store := newNormalizer(t, settings()), memorystore.New()
	n.KeepAtMost(100)
	store.Set(key, []byte(strings.Repeat(record+"\n", 1000)))
	var gets atomic.Int64
	store.Before = func(operation, _ string) error {
		if operation == "get" && gets.Add(1) == 2 {
			store.Set(key, []byte(strings.ReplaceAll(record, "Engineers", "Designers")))
		}
		return nil
	}
	require.Equal(t, normalizer.Normalized, normalize(t, n, store, key).Status)
	require.Greater(t, gets.Load(), int64(2))
	requireEvents(t, store, strings.ReplaceAll(event, "Engineers", "Designers"))
	require.Equal(t, []string{events, key}, store.Keys())
}

// One is overtaken between its read and its writes by another one, which reads a
// content of which nothing is rejected: what the slower one writes of the old
// content does not stay.
func TestWhoeverIsOvertakenLeavesNothing(t *testing.T) {
	t.Parallel()
	n, store := newNormalizer(t, settings()), memorystore.New()
	store.Set(key, []byte(untimely))
	overtaken := false
	store.Before = func(operation, _ string) error {
		if operation == "put" && !overtaken {
			overtaken = true
			store.Set(key, []byte(record))
			normalize(t, n, store, key)
		}
		return nil
	}
	normalize(t, n, store, key)
	requireEvents(t, store, event)
	require.Empty(t, text(t, store, rejected))
}

var errFault = errors.New("the store broke")

// Each operation fails in turn, once, before or after it was done: nothing half
// made is left, and the next call completes it.
func TestAFaultAnywhereIsMadeGoodByTheNextCall(t *testing.T) {
	t.Parallel()
	n := newNormalizer(t, settings())
	raw := compress(t, record+"\n"+untimely+"\n")
	for fault := 1; ; fault++ {
		store := memorystore.New()
		store.Set(key, raw)
		operations := 0
		store.Before = func(string, string) error {
			if operations++; operations == fault {
				return errFault
			}
			return nil
		}
		_, err := n.Normalize(t.Context(), object(store, key))
		if operations < fault {
			require.NoError(t, err)
			require.Greater(t, fault, 5, "a read, and the writes of two outputs with their answers")
			return
		}
		require.ErrorIs(t, err, errFault)
		for _, output := range store.Keys() {
			if output != key {
				require.NotEmpty(t, text(t, store, output), "what is there is whole")
			}
		}
		normalize(t, n, store, key)
		require.Equal(t, []string{rejected, events, key}, store.Keys())
		requireEvents(t, store, event)
		require.Equal(t, 1, strings.Count(text(t, store, rejected), "\n"))
	}
}

func TestSettingsThatWouldNeverEndAreRefused(t *testing.T) {
	t.Parallel()
	require.NoError(t, settings().Check())
	for name, c := range map[string]struct {
		change func(*normalizer.Settings)
		says   []string
	}{
		"no raw prefix":    {func(s *normalizer.Settings) { s.RawPrefixes = nil }, []string{"RAW_PREFIX is empty"}},
		"every object":     {func(s *normalizer.Settings) { s.RawPrefixes = []string{"zoom/", ""} }, []string{"RAW_PREFIX has an empty prefix"}},
		"no prefix":        {func(s *normalizer.Settings) { s.UDMPrefix = "" }, []string{`UDM_PREFIX is "": outputs of zoom/operationlogs/ would lie under the raw prefix zoom/operationlogs/`, "REJECTED_PREFIX"}},
		"below a raw one":  {func(s *normalizer.Settings) { s.RejectedPrefix = "zendesk/crm/rejected/" }, []string{"REJECTED_PREFIX is", "raw prefix zendesk/crm/"}},
		"above a raw one":  {func(s *normalizer.Settings) { s.RawPrefixes = []string{"a/b/", "a/"}; s.UDMPrefix = "a/" }, []string{"UDM_PREFIX is"}},
		"below the events": {func(s *normalizer.Settings) { s.RejectedPrefix = "udm/rejected/" }, []string{"lies under UDM_PREFIX"}},
		"all that is wrong": {func(s *normalizer.Settings) {
			*s = normalizer.Settings{RawPrefixes: []string{"", "a/"}, SameBucket: true}
		}, []string{"RAW_PREFIX", "UDM_PREFIX", "REJECTED_PREFIX"}},
	} {
		s := settings()
		c.change(&s)
		err := s.Check()
		for _, says := range c.says {
			require.ErrorContains(t, err, says, name)
		}
	}
	elsewhere := settings()
	elsewhere.SameBucket, elsewhere.UDMPrefix, elsewhere.RejectedPrefix = false, "zoom/operationlogs/", "rejected/"
	require.NoError(t, elsewhere.Check(), "in another bucket, they start nothing")
}
