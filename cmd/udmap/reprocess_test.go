package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/udmap/udmap/internal/objectstore"
	"github.com/udmap/udmap/internal/objectstore/locate"
	"github.com/udmap/udmap/internal/objectstore/s3test"
	"github.com/udmap/udmap/internal/reprocess"
)

const (
	normalizerARN = "arn:aws:lambda:eu-central-1:123456789012:function:udmap-normalizer"
	batchRoleARN  = "arn:aws:iam::123456789012:role/udmap-batch"
)

// runVerb runs the whole program in this process.
func runVerb(t *testing.T, args ...string) (code int, stdout, stderr string) {
	t.Helper()
	var out, errs bytes.Buffer
	code = run(t.Context(), args, strings.NewReader(""), &out, &errs, noEnvironment)
	return code, out.String(), errs.String()
}

// logs is a bucket of raw objects and outputs.
type logs struct {
	t      *testing.T
	bucket string
	store  objectstore.Store
}

func newLogs(t *testing.T, server *s3test.Server) logs {
	t.Helper()
	bucket := server.NewBucket(t)
	store, err := locate.Open(t.Context(), "s3://"+bucket)
	require.NoError(t, err)
	return logs{t, bucket, store}
}

func (l logs) put(key, content string, metadata map[string]string) objectstore.Info {
	info, err := l.store.Put(l.t.Context(), key, strings.NewReader(content), objectstore.Options{Metadata: metadata})
	require.NoError(l.t, err)
	return info
}

// putMade puts a raw object and the UDM object that a version of a table made.
func (l logs) putMade(key, table, version string) {
	raw := l.put(key, record, nil)
	l.put("udm/"+strings.TrimSuffix(key, ".json")+".udm.jsonl.gz", "", map[string]string{
		"source-etag": strings.Trim(raw.Tag, `"`), "table": table, "table-version": version, "converter": "0123456789abcdef",
	})
}

func (l logs) text(key string) (text, tag string) {
	content, info, err := l.store.Get(l.t.Context(), key)
	require.NoError(l.t, err)
	read, err := io.ReadAll(content)
	require.NoError(l.t, err)
	require.NoError(l.t, content.Close())
	return string(read), strings.Trim(info.Tag, `"`)
}

// A list of S3 has a thousand keys a page. Whoever corrected a table gets the
// manifest of all that it concerns, in order, and the job for it.
func TestReprocessWritesManifestAndJob(t *testing.T) {
	server := s3test.Start(t)
	s3test.SetEnvironment(t, server.Endpoint)
	l, folder, temporary := newLogs(t, server), t.TempDir(), t.TempDir()
	t.Setenv("TMPDIR", temporary)
	const objects = 1_100
	var want []string
	var puts sync.WaitGroup
	free := make(chan struct{}, 8)
	for i := range objects {
		key, version := fmt.Sprintf("zoom/operationlogs/%04d +%%é.json", i), "2"
		if i%2 == 1 {
			version = "3"
		} else {
			want = append(want, key)
		}
		free <- struct{}{}
		puts.Go(func() {
			l.putMade(key, "zoom_operation_logs", version)
			<-free
		})
	}
	puts.Wait()
	l.put("zoom/operationlogs/never.json", record, nil)
	l.put("zoom/operationlogs/state.json", "{}", nil)
	l.put("zoom/operationlogs2/neighbour.json", record, nil)

	place, manifest, job := "s3://"+l.bucket+"/zoom/operationlogs", "s3://"+l.bucket+"/jobs/zoom.csv", filepath.Join(folder, "job.json")
	code, stdout, stderr := runVerb(t, "reprocess", place, "--table-older-than", "zoom_operation_logs@3",
		"--manifest", manifest, "--job", job, "--function-arn", normalizerARN, "--role-arn", batchRoleARN)
	require.Equal(t, exitFine, code, stderr)
	require.Equal(t, "udmap: warning: the table zoom_operation_logs of this program has version 1: a function of this release would make outputs that are still older than 3\n", stderr)
	require.Equal(t, fmt.Sprintf(`%s: 1,101 raw objects, 159.6 kB
  older    550 objects  79.8 kB  made anew
  missing  1 object     145 B    left alone: --include missing adds them
  current  550 objects  79.8 kB  left alone
made by
  zoom_operation_logs 2  550 objects  79.8 kB
  zoom_operation_logs 3  550 objects  79.8 kB
to be made anew: 550 objects, 79.8 kB
manifest: %s
job: %s; it waits to be confirmed after
  aws s3control create-job --cli-input-json file://%s
`, place, manifest, job, job), stdout)

	text, tag := l.text("jobs/zoom.csv")
	var keys []string
	for line := range strings.Lines(text) {
		bucket, encoded, _ := strings.Cut(strings.TrimSuffix(line, "\n"), ",")
		require.Equal(t, l.bucket, bucket)
		key, err := url.PathUnescape(encoded)
		require.NoError(t, err)
		keys = append(keys, key)
	}
	require.Equal(t, want, keys)

	written, err := os.ReadFile(job)
	require.NoError(t, err)
	var document struct {
		Description string
		Manifest    struct {
			Location struct{ ObjectArn, ETag string }
		}
	}
	require.NoError(t, json.Unmarshal(written, &document))
	require.Equal(t, tag, document.Manifest.Location.ETag)
	require.Equal(t, "arn:aws:s3:::"+l.bucket+"/jobs/zoom.csv", document.Manifest.Location.ObjectArn)
	require.Equal(t, "udmap reprocess "+place+": 550 objects", document.Description)
	left, err := os.ReadDir(temporary)
	require.NoError(t, err)
	require.Empty(t, left)
}

func TestReprocessTellsTheClassesToPrograms(t *testing.T) {
	server := s3test.Start(t)
	s3test.SetEnvironment(t, server.Endpoint)
	l := newLogs(t, server)
	l.putMade("zoom/current.json", "zoom_activities zoom_operation_logs", "1 1")
	l.putMade("zoom/older.json", "zoom_operation_logs", "0")
	l.putMade("zoom/changed.json", "zoom_operation_logs", "1")
	l.put("zoom/changed.json", record+record, nil)
	l.put("zoom/missing.json", record, nil)
	large := l.put("zoom/refused.json", record, nil)
	l.put("rejected/zoom/refused.rejected.jsonl.gz", "", map[string]string{"source-etag": strings.Trim(large.Tag, `"`), "refused": "too large"})
	l.put("zoom/unknown.json", record, nil)
	l.put("udm/zoom/unknown.udm.jsonl.gz", "", nil)

	manifest := filepath.Join(t.TempDir(), "zoom.csv")
	code, stdout, stderr := runVerb(t, "reprocess", "s3://"+l.bucket+"/zoom/", "--manifest", manifest,
		"--include", "missing", "--include", "refused", "--include", "unknown", "--format", "json")
	require.Equal(t, exitFine, code, stderr)
	require.Empty(t, stderr)
	var report reprocessReport
	require.NoError(t, json.Unmarshal([]byte(stdout), &report))
	one := func(bytes int64) reprocess.Total { return reprocess.Total{Objects: 1, Bytes: bytes} }
	size := int64(len(record))
	require.Equal(t, map[reprocess.Class]reprocess.Total{
		reprocess.Older: one(size), reprocess.Changed: one(2 * size), reprocess.Missing: one(size), reprocess.Refused: one(size),
		reprocess.Unknown: one(size), reprocess.Unmapped: {}, reprocess.Current: one(size),
	}, report.Classes)
	require.Equal(t, reprocess.Total{Objects: 5, Bytes: 6 * size}, report.Chosen)
	require.Equal(t, reprocess.Total{Objects: 6, Bytes: 7 * size}, report.Raw)
	require.Equal(t, manifest, report.Manifest)
	require.Empty(t, report.Tag)
	require.Equal(t, []reprocess.Made{
		{Table: "zoom_activities", Version: 1, Total: one(size)},
		{Table: "zoom_operation_logs", Version: 0, Total: one(size)},
		{Table: "zoom_operation_logs", Version: 1, Total: reprocess.Total{Objects: 2, Bytes: 3 * size}},
	}, report.Made)
	lines, err := os.ReadFile(manifest)
	require.NoError(t, err)
	var want strings.Builder
	for _, name := range []string{"changed", "missing", "older", "refused", "unknown"} {
		want.WriteString(l.bucket + ",zoom/" + name + ".json\n")
	}
	require.Equal(t, want.String(), string(lines))
}

func TestReprocessLooksForOutputsInOtherBuckets(t *testing.T) {
	server := s3test.Start(t)
	s3test.SetEnvironment(t, server.Endpoint)
	l, events, rejected := newLogs(t, server), newLogs(t, server), newLogs(t, server)
	raw := l.put("zoom/a.json", record, nil)
	events.put("zoom/a.udm.jsonl.gz", "", map[string]string{"source-etag": strings.Trim(raw.Tag, `"`), "table": "zoom_activities", "table-version": "4"})
	l.put("zoom/b.json", record, nil)
	rejected.put("no/zoom/b.rejected.jsonl.gz", "", map[string]string{"source-etag": strings.Trim(raw.Tag, `"`), "refused": "too large"})

	code, stdout, stderr := runVerb(t, "reprocess", "s3://"+l.bucket, "--table-older-than", "5",
		"--udm-bucket", events.bucket, "--udm-prefix", "", "--rejected-bucket", rejected.bucket, "--rejected-prefix", "no/")
	require.Equal(t, exitFine, code, stderr)
	require.Contains(t, stdout, "  older    1 object  145 B  made anew\n  refused  1 object  145 B  left alone: --include refused adds them\n")
}

func TestReprocessWithNothingToDoWritesNothing(t *testing.T) {
	server := s3test.Start(t)
	s3test.SetEnvironment(t, server.Endpoint)
	l, folder := newLogs(t, server), t.TempDir()
	l.putMade("zoom/current.json", "zoom_operation_logs", "1")
	for _, manifest := range []string{filepath.Join(folder, "zoom.csv"), "s3://" + l.bucket + "/jobs/zoom.csv"} {
		code, stdout, stderr := runVerb(t, "reprocess", "s3://"+l.bucket+"/zoom", "--manifest", manifest)
		require.Equal(t, exitFine, code, stderr)
		require.Contains(t, stdout, "nothing to do\nno manifest was written\n")
	}
	entries, err := os.ReadDir(folder)
	require.NoError(t, err)
	require.Empty(t, entries)
	_, _, err = l.store.Get(t.Context(), "jobs/zoom.csv")
	require.ErrorIs(t, err, objectstore.ErrNotFound)

	code, stdout, _ := runVerb(t, "reprocess", "s3://"+l.bucket+"/nowhere")
	require.Equal(t, exitFine, code)
	require.Equal(t, "s3://"+l.bucket+"/nowhere: 0 raw objects, 0 B\nnothing to do\n", stdout)
}

func TestReprocessThatCannotReadOrWriteLeavesNothing(t *testing.T) {
	server := s3test.Start(t)
	s3test.SetEnvironment(t, server.Endpoint)
	l, folder := newLogs(t, server), t.TempDir()
	l.put("zoom/a.json", record, nil)
	missing := []string{"reprocess", "s3://" + l.bucket + "/zoom", "--include", "missing", "--function-arn", normalizerARN, "--role-arn", batchRoleARN}
	for reason, args := range map[string][]string{
		"no-such-bucket-of-ours": {"reprocess", "s3://no-such-bucket-of-ours/zoom", "--manifest", filepath.Join(folder, "a.csv")},
		"s3://no-such-bucket-of-jobs/a.csv": append([]string{
			"--manifest", "s3://no-such-bucket-of-jobs/a.csv",
			"--job", filepath.Join(folder, "job.json"),
		}, missing...),
		"--job: there is no folder": append([]string{"--manifest", "s3://" + l.bucket + "/a.csv", "--job", filepath.Join(folder, "no", "job.json")}, missing...),
	} {
		code, stdout, stderr := runVerb(t, args...)
		require.Equal(t, exitIO, code, stderr)
		require.Contains(t, stderr, reason)
		require.NotContains(t, stderr, s3test.SecretKey)
		require.Empty(t, stdout)
	}
	entries, err := os.ReadDir(folder)
	require.NoError(t, err)
	require.Empty(t, entries)
}

func TestReprocessRefusesWhatCannotBeMeant(t *testing.T) {
	t.Parallel()
	job := []string{"--job", "job.json", "--function-arn", normalizerARN, "--role-arn", batchRoleARN}
	for want, args := range map[string][]string{
		"name one place of raw objects":                                               {},
		"logs/zoom is no place in S3":                                                 {"logs/zoom"},
		`"B" is no name of a bucket`:                                                  {"s3://B/zoom"},
		"did you mean zoom_operation_logs?":                                           {"s3://bucket/zoom", "--table-older-than", "zoom_operation_log@3"},
		"below which version? write zoom_activities@1":                                {"s3://bucket/zoom", "--table-older-than", "zoom_activities"},
		"--table-older-than v3: write a version":                                      {"s3://bucket/zoom", "--table-older-than", "v3"},
		"--table-older-than 0: write a version":                                       {"s3://bucket/zoom", "--table-older-than", "0"},
		"--table-older-than 4: it is given twice":                                     {"s3://bucket/zoom", "--table-older-than", "3", "--table-older-than", "4"},
		"--table-older-than zoom_activities@4: it is given twice":                     {"s3://bucket/zoom", "--table-older-than", "zoom_activities@3", "--table-older-than", "zoom_activities@4"},
		"did you mean missing?":                                                       {"s3://bucket/zoom", "--include", "mising"},
		"--include current: there is no such class":                                   {"s3://bucket/zoom", "--include", "current"},
		"lies among the raw objects":                                                  {"s3://bucket/zoom", "--manifest", "s3://bucket/zoom/manifest.csv"},
		"names no object":                                                             {"s3://bucket/zoom", "--manifest", "s3://jobs/"},
		"must not be empty":                                                           {"s3://bucket/zoom", "--udm-prefix", ""},
		"--job needs the manifest in S3":                                              append([]string{"s3://bucket/zoom", "--manifest", "zoom.csv"}, job...),
		"--job needs the manifest in S3, where":                                       append([]string{"s3://bucket/zoom"}, job...),
		"--job needs --function-arn and --role-arn":                                   {"s3://bucket/zoom", "--manifest", "s3://jobs/a", "--job", "job.json"},
		`"f" is no ARN of a function`:                                                 {"s3://bucket/zoom", "--manifest", "s3://jobs/a", "--job", "job.json", "--function-arn", "f", "--role-arn", "r"},
		"--function-arn, --role-arn, --account and --priority are of a job: name its": {"s3://bucket/zoom", "--priority", "3"},
	} {
		code, stdout, stderr := runVerb(t, append([]string{"reprocess"}, args...)...)
		require.Equal(t, exitUsage, code, stderr)
		require.Contains(t, stderr, want)
		require.Empty(t, stdout)
	}
}

func TestBytesAreRounded(t *testing.T) {
	t.Parallel()
	for bytes, want := range map[int64]string{
		0: "0 B", 999: "999 B", 1000: "1.0 kB", 999_949: "999.9 kB", 999_950: "1.0 MB", 1_234_567_890: "1.2 GB", 1 << 62: "4.6 EB",
	} {
		require.Equal(t, want, byteSize(bytes))
	}
}
