package collector

import (
	"bytes"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

func TestFingerprintsSurviveTheState(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		counts := rapid.MapOf(rapid.Uint64(), rapid.Uint32Range(1, 3)).Draw(t, "counts")
		want := bucket{}
		for f, count := range counts {
			want[fingerprint(f)] = sighting{seen: count}
		}
		got, err := decodeBucket(want.encode())
		if err != nil || !maps.Equal(want, got) {
			t.Fatalf("%v became %v, %v", want, got, err)
		}
	})
}

func TestDamagedFingerprintsAreNoticed(t *testing.T) {
	encoded := bucket{1 << 40: {seen: 2}, 1 << 63: {seen: 1}, 1<<64 - 1: {seen: 1}}.encode()
	for _, damaged := range [][]byte{
		encoded[:len(encoded)-1],
		append(slices.Clone(encoded), 5),                   // beyond 64 bits
		append(bytes.Repeat([]byte{0xff}, 11), encoded...), // no number
	} {
		_, err := decodeBucket(damaged)
		require.ErrorIs(t, err, errFingerprints)
	}
}

func TestAKeyMakesFingerprints(t *testing.T) {
	one, same, other := newFingerprinter([]byte("0123456789abcdef")), newFingerprinter([]byte("0123456789abcdef")), newFingerprinter([]byte("0123456789abcdeg"))
	require.Equal(t, one.of([]byte("a")), same.of([]byte("a")))
	require.NotEqual(t, one.of([]byte("a")), one.of([]byte("b")))
	require.NotEqual(t, one.of([]byte("a")), other.of([]byte("a")))
}

// The same records have the same canonical form however they are written, and
// others another one.
func TestCanonical(t *testing.T) {
	canonical := func(record string) string { return string(Canonical(nil, []byte(record))) }
	same := canonical(`{"a":"ü\/","b":{"c":1}}`)
	require.Equal(t, same, canonical(`{ "b" : {"c":1}, "a" : "\u00fc/" }`))
	for _, other := range []string{
		`{"a":"ü/","b":{"c":2}}`, `{"a":"ü/"}`, `{"a":"ü/","b":"{\"c\":1}"}`, `{"a":"ü/b","":{"c":1}}`, `{"a":null,"b":{"c":1}}`,
	} {
		require.NotEqual(t, same, canonical(other), other)
	}
}

func TestRetryAfterInEveryForm(t *testing.T) {
	now := time.Date(2026, 3, 12, 12, 0, 0, 0, time.UTC)
	for text, want := range map[string]time.Duration{
		"5":                             5 * time.Second,
		"1.5":                           1500 * time.Millisecond,
		" 7 ":                           7 * time.Second,
		"0":                             0,
		"-3":                            0,
		"Thu, 12 Mar 2026 12:00:30 GMT": 30 * time.Second,
		"2026-03-12T12:10:00Z":          10 * time.Minute,
		"2026-03-12T13:10:00+01:00":     10 * time.Minute,
		"2026-03-12T12:10:00":           10 * time.Minute,
		"2026-03-12 12:10:00":           10 * time.Minute,
		"2026-03-12T11:00:00Z":          0,
		"1773316830":                    30 * time.Second, // Unix time
		"999999999":                     25 * time.Hour,
		"9e99":                          25 * time.Hour,
		"2036-03-12T12:10:00Z":          25 * time.Hour,
	} {
		header := http.Header{"Retry-After": {text}}
		require.Equal(t, want, RetryAfter(header, now).Sub(now), text)
	}
	for _, text := range []string{"", "soon", "NaN"} {
		require.True(t, RetryAfter(http.Header{"Retry-After": {text}}, now).IsZero(), text)
	}
}

func TestBackOffGrowsAndIsBounded(t *testing.T) {
	for attempt := 1; attempt < 100; attempt++ {
		wait := backOff(attempt)
		require.GreaterOrEqual(t, wait, min(firstWait<<min(attempt-1, 6), longestWait)/2)
		require.LessOrEqual(t, wait, longestWait+time.Second)
	}
}

// The same records make the same object, and twins that come later another one.
func TestObjectsAreNamedByWhatTheyHold(t *testing.T) {
	day := time.Date(2026, 3, 12, 0, 0, 0, 0, time.UTC)
	object := func(occurrence int, records ...string) *Intent {
		b := newBatch()
		for _, record := range records {
			b.add([]byte(record), occurrence, day)
		}
		return b.intent("raw/", "logs")
	}
	first := object(1, `{"a":1}`, `{"a":2}`)
	require.Equal(t, first, object(1, `{"a":1}`, `{"a":2}`))
	require.Regexp(t, `^raw/2026/03/12/logs-[0-9a-f]{32}\.json\.gz$`, first.Key)
	require.NotEqual(t, first.Key, object(1, `{"a":2}`, `{"a":1}`).Key)
	require.NotEqual(t, first.Key, object(2, `{"a":1}`, `{"a":2}`).Key)
	require.Equal(t, []byte{0x1f, 0x8b, 8, 0, 0, 0, 0, 0}, first.Content[:8], "gzip without a time")
}

func TestABatchIsFullAtItsSize(t *testing.T) {
	b := newBatch()
	for n := 0; !b.isFull(); n++ {
		b.add(fmt.Appendf(nil, `{"n":%d,"x":"%x"}`, n, newFingerprinter(nil).of(fmt.Appendf(nil, "%d", n))), 1, time.Time{})
		require.Less(t, n, 200_000)
	}
	content := b.intent("", "logs").Content
	require.Less(t, len(content), 2*objectBytes)
	require.False(t, b.isFull(), "it begins anew")
}

func TestRecordsKeepTheirBytes(t *testing.T) {
	records, err := ReadRecords([]byte("{\"list\":[ {\"b\":1.50, \"a\":\"\\u00e9\"} ,{\"c\":\n 9007199254740993}\r\n],\"next\":\"x\"}"), "list")
	require.NoError(t, err)
	require.Equal(t, [][]byte{[]byte(`{"b":1.50, "a":"\u00e9"}`), []byte(`{"c":9007199254740993}`)}, records)
	for _, body := range []string{``, `<html>`, `[]`, `{"list":null}`, `{"list":{}}`, `{"other":[]}`, `{"list":[1]}`, `{"list":[NaN]}`, `{"list":[{}]`, `null`} {
		_, err := ReadRecords([]byte(body), "list")
		require.ErrorIs(t, err, ErrPage, body)
	}
}

func TestWhatVendorsSayIsMadeFitToBeShown(t *testing.T) {
	require.Equal(t, "a [31mb c", shown("a\x1b[31mb\r\n\u202ec\x00"))
	require.Len(t, []rune(shown(strings.Repeat("ä", 1000))), maxShown+1)
}

// Settled moves only past days whose last listing began when nothing could be
// late any more, in their order.
func TestDaysSettleInOrder(t *testing.T) {
	at := func(text string) time.Time {
		at, err := time.Parse(time.RFC3339, text)
		require.NoError(t, err)
		return at
	}
	p := &Progress{Start: at("2026-03-09T06:00:00Z"), Settled: at("2026-03-09T00:00:00Z")}
	now := at("2026-03-12T12:00:00Z")
	var listed []string
	given := map[string]bool{}
	for {
		window, found := p.next(now, 24*time.Hour, given)
		if !found {
			break
		}
		listed = append(listed, window.From.Format(time.RFC3339)+" "+window.Until.Format(time.RFC3339))
		p.finish(window, now.Add(time.Minute), 24*time.Hour)
	}
	require.Equal(t, []string{
		"2026-03-09T06:00:00Z 2026-03-10T00:00:00Z", "2026-03-10T00:00:00Z 2026-03-11T00:00:00Z",
		"2026-03-11T00:00:00Z 2026-03-12T00:00:00Z", "2026-03-12T00:00:00Z 2026-03-12T12:00:00Z",
	}, listed)
	require.Equal(t, at("2026-03-11T00:00:00Z"), p.Settled)
	require.Equal(t, now, p.Listed["2026-03-12"], "a day of which a part was listed counts up to there")

	later, found := p.next(now.Add(time.Hour), 24*time.Hour, given)
	require.True(t, found)
	require.Equal(t, at("2026-03-12T00:00:00Z"), later.From, "the day whose listing is the oldest comes first")
}
