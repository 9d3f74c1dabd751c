package main

import (
	"bytes"
	"compress/gzip"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/url"
	"os"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/udmap/udmap/internal/function/runtimetest"
	"github.com/udmap/udmap/internal/objectstore"
	"github.com/udmap/udmap/internal/objectstore/s3test"
)

const record = `{"time":"2026-03-12T06:14:27Z","operator":"admin@example.com","action":"Add","category_type":"Group","operation_detail":"Add Group Engineers"}` + "\n"

func compress(tb testing.TB, text string) []byte {
	tb.Helper()
	var buffer bytes.Buffer
	writer := gzip.NewWriter(&buffer)
	_, err := io.WriteString(writer, text)
	require.NoError(tb, err)
	require.NoError(tb, writer.Close())
	return buffer.Bytes()
}

func put(tb testing.TB, store *objectstore.S3, key string, content io.Reader) {
	tb.Helper()
	_, err := store.Put(tb.Context(), key, content, objectstore.Options{ContentType: "application/gzip"})
	require.NoError(tb, err)
}

// lineCount counts the lines of a compressed object; -1 if there is none.
func lineCount(t *testing.T, store *objectstore.S3, key string) int {
	t.Helper()
	content, _, err := store.Get(context.WithoutCancel(t.Context()), key)
	if err != nil {
		require.ErrorIs(t, err, objectstore.ErrNotFound)
		return -1
	}
	defer content.Close()
	reader, err := gzip.NewReader(content)
	require.NoError(t, err)
	text, err := io.ReadAll(reader)
	require.NoError(t, err)
	return bytes.Count(text, []byte("\n"))
}

// queued is a delivery of a queue with one notification for each list of keys.
func queued(tb testing.TB, bucket string, messages ...[]string) []byte {
	tb.Helper()
	var records []map[string]any
	for i, keys := range messages {
		var inner []map[string]any
		for _, key := range keys {
			inner = append(inner, map[string]any{
				"eventSource": "aws:s3", "eventName": "ObjectCreated:Put",
				"s3": map[string]any{
					"bucket": map[string]any{"name": bucket},
					"object": map[string]any{"key": strings.ReplaceAll(url.QueryEscape(key), "%2F", "/")},
				},
			})
		}
		body, err := json.Marshal(map[string]any{"Records": inner})
		require.NoError(tb, err)
		records = append(records, map[string]any{"messageId": fmt.Sprintf("m%d", i), "eventSource": "aws:sqs", "body": string(body)})
	}
	payload, err := json.Marshal(map[string]any{"Records": records})
	require.NoError(tb, err)
	return payload
}

// TestTheProgram runs the function as Lambda does, over a real S3 server.
func TestTheProgram(t *testing.T) {
	t.Parallel()
	program := runtimetest.Build(t, ".", runtime.GOARCH)
	server := s3test.Start(t)
	bucket := server.NewBucket(t)
	store := objectstore.NewS3(server.Client(), bucket, "")
	start := func(t *testing.T, endpoint string, variables ...string) *runtimetest.Function {
		t.Helper()
		return runtimetest.Start(t, program, append(append(s3test.Environment(endpoint), "RAW_PREFIX=zoom/"), variables...)...)
	}

	t.Run("keys as people write them, duplicates, and one that is gone", func(t *testing.T) {
		function := start(t, server.Endpoint)
		keys := []string{"zoom/a+b.json.gz", "zoom/a b.json.gz", "zoom/a%2Bb.json.gz", "zoom/café/日本.json.gz", "zoom/plain.json.gz"}
		for _, key := range keys {
			put(t, store, key, bytes.NewReader(compress(t, record)))
		}
		answer := function.Call(t, queued(t, bucket, keys, keys[:2], []string{"zoom/gone.json.gz", "udm/zoom/plain.udm.jsonl.gz"}), time.Minute)
		require.JSONEq(t, `{"batchItemFailures":[]}`, string(answer.Payload), answer.Error)
		for _, key := range keys {
			require.Equal(t, 1, lineCount(t, store, "udm/"+strings.TrimSuffix(key, ".json.gz")+".udm.jsonl.gz"), key)
		}
		requireLog(t, function.Output(), 5)
	})

	t.Run("one bad object among good ones comes back alone", func(t *testing.T) {
		proxy := server.Fail(t, func(request s3test.Request) s3test.Fault {
			if strings.Contains(request.Path, "broken") {
				return s3test.ResetBefore
			}
			return s3test.None
		})
		function := start(t, proxy.Endpoint)
		for _, key := range []string{"zoom/good1.json", "zoom/broken.json", "zoom/good2.json"} {
			put(t, store, key, strings.NewReader(record))
		}
		answer := function.Call(t, queued(t, bucket, []string{"zoom/good1.json"}, []string{"zoom/broken.json"}, []string{"zoom/good2.json"}), time.Minute)
		require.JSONEq(t, `{"batchItemFailures":[{"itemIdentifier":"m1"}]}`, string(answer.Payload), answer.Error)
		require.Equal(t, 1, lineCount(t, store, "udm/zoom/good1.udm.jsonl.gz"))
		require.Equal(t, 1, lineCount(t, store, "udm/zoom/good2.udm.jsonl.gz"))
		require.Equal(t, -1, lineCount(t, store, "udm/zoom/broken.udm.jsonl.gz"))
	})

	t.Run("what there is no time for comes back", func(t *testing.T) {
		function := start(t, server.Endpoint)
		put(t, store, "zoom/late.json", strings.NewReader(record))
		answer := function.Call(t, queued(t, bucket, []string{"zoom/late.json"}), 300*time.Millisecond)
		require.JSONEq(t, `{"batchItemFailures":[{"itemIdentifier":"m0"}]}`, string(answer.Payload), answer.Error)
		require.Contains(t, function.Output(), errNoTime.Error())
		require.Equal(t, -1, lineCount(t, store, "udm/zoom/late.udm.jsonl.gz"))
	})

	t.Run("settings that would loop are refused at the start, with all others", func(t *testing.T) {
		function := start(t, server.Endpoint, "RAW_PREFIX=udm/zoom/,udm/udm/", "MAX_OBJECT_BYTES=much")
		refusal := function.Refusal(t)
		require.Contains(t, refusal, `UDM_PREFIX is "udm/"`)
		require.Contains(t, refusal, `MAX_OBJECT_BYTES is "much"`)
	})

	// The payloads are AWS's own examples, with keys as each trigger writes them.
	for file, trigger := range map[string]struct {
		keys   []string // that are raw objects
		answer string
	}{
		"s3": {[]string{
			"zoom/2026/11/26/a.json.gz", "zoom/a b.json", "zoom/a+b.json", "zoom/a%20b.json", "zoom/café/日本.json", "zoom/a&b=c;d@e.json",
		}, "null"},
		"s3_unversioned": {[]string{"zoom/a.json"}, "null"},
		"s3_removed":     {[]string{"zoom/b.json"}, "null"},
		"sns":            {[]string{"zoom/a b.json", "zoom/c.json"}, "null"},
		"sqs": {
			[]string{"zoom/a+b c.json", "zoom/d.json", "zoom/through sns.json", "zoom/a+b %2B é//c.json", "zoom/good.json"},
			// The others are no notifications, the first of them in part.
			`{"batchItemFailures":[{"itemIdentifier":"059f36b4-87a3-44ab-83d2-661970000005"},{"itemIdentifier":"059f36b4-87a3-44ab-83d2-661970000006"},{"itemIdentifier":"059f36b4-87a3-44ab-83d2-661970000007"}]}`,
		},
		"eventbridge":         {[]string{"zoom/a+b %2B é//c.json"}, "null"},
		"eventbridge_deleted": {nil, "null"},
		"test_event":          {nil, "null"},
		"batch_1.0":           {[]string{"zoom/a b+é//c.json"}, ""},
		"batch_2.0":           {[]string{"zoom/a.json"}, ""},
	} {
		t.Run("objects of "+file, func(t *testing.T) {
			bucket := server.NewBucket(t)
			store := objectstore.NewS3(server.Client(), bucket, "")
			for _, key := range trigger.keys {
				put(t, store, key, strings.NewReader(record))
			}
			payload, err := os.ReadFile("../../internal/notification/testdata/" + file + ".json")
			require.NoError(t, err)
			payload = bytes.ReplaceAll(payload, []byte("amzn-s3-demo-bucket"), []byte(bucket))
			function := start(t, server.Endpoint)
			answer := function.Call(t, payload, time.Minute)
			require.Empty(t, answer.Error, function.Output())
			if trigger.answer != "" {
				require.JSONEq(t, trigger.answer, string(answer.Payload))
			} else {
				require.Contains(t, string(answer.Payload), `"resultCode":"Succeeded","resultString":"normalized`)
			}
			want := slices.Clone(trigger.keys)
			for _, key := range trigger.keys {
				want = append(want, "udm/"+strings.TrimSuffix(strings.TrimSuffix(key, ".gz"), ".json")+".udm.jsonl.gz")
			}
			for i := range want {
				want[i] = strings.ReplaceAll(want[i], "//", "/") // this server keeps objects as files
			}
			var got []string
			for info, err := range store.List(t.Context(), "") {
				require.NoError(t, err)
				got = append(got, info.Key)
			}
			require.ElementsMatch(t, want, got)
		})
	}

	t.Run("what is no notification is refused", func(t *testing.T) {
		require.Contains(t, start(t, server.Endpoint).Call(t, []byte(`{"source":"aws.scheduler"}`), time.Minute).Error, "no notification")
	})

	t.Run("an object of a gigabyte takes less than 96 MB", func(t *testing.T) {
		function := start(t, server.Endpoint)
		reader, writer := io.Pipe()
		const records = 1 << 30 / len(record)
		go func() {
			compressor, _ := gzip.NewWriterLevel(writer, gzip.BestSpeed) // a level that there is
			block := strings.Repeat(record, 1000)
			for range records/1000 + 1 {
				_, _ = io.WriteString(compressor, block) // the reader's error fails the test
			}
			_ = compressor.Close()
			_ = writer.Close()
		}()
		put(t, store, "zoom/large.json.gz", reader)
		answer := function.Call(t, queued(t, bucket, []string{"zoom/large.json.gz"}), 10*time.Minute)
		require.JSONEq(t, `{"batchItemFailures":[]}`, string(answer.Payload), function.Output())
		peak := function.PeakMemory(t)
		t.Logf("peak %d MB", peak>>20)
		require.Less(t, peak, int64(96<<20))
		_, info, err := store.Get(t.Context(), "udm/zoom/large.udm.jsonl.gz")
		require.NoError(t, err)
		require.Equal(t, fmt.Sprint((records/1000+1)*1000), info.Metadata["events"])
		require.Greater(t, info.Size, int64(4<<20), "the output fits into a draft: the test shows less than it says")
	})
}

func TestTheProgramIsSmall(t *testing.T) {
	t.Parallel()
	for _, architecture := range []string{"amd64", "arm64"} {
		info, err := os.Stat(runtimetest.Build(t, ".", architecture))
		require.NoError(t, err)
		t.Logf("%s: %d bytes", architecture, info.Size())
		require.Less(t, info.Size(), int64(12<<20), architecture)
	}
}

// requireLog wants every line of the log to be JSON, to name the request, and the
// metrics to count the objects.
func requireLog(t *testing.T, output string, objects float64) {
	t.Helper()
	var counted float64
	for line := range strings.Lines(output) {
		var members map[string]any
		require.NoError(t, json.Unmarshal([]byte(line), &members), line)
		if members["_aws"] == nil {
			require.Contains(t, members["request_id"], "request-", line)
			require.Contains(t, members["trace_id"], "Root=1-", line)
			continue
		}
		if value, found := members["Objects"].(float64); found {
			counted += value
		}
	}
	require.InDelta(t, objects, counted, 0)
}
