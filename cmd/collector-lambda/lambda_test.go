package main

import (
	"bufio"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/klauspost/compress/gzip"
	"github.com/stretchr/testify/require"

	"github.com/udmap/udmap/collector"
	"github.com/udmap/udmap/internal/function/runtimetest"
	"github.com/udmap/udmap/internal/mock"
	"github.com/udmap/udmap/internal/mock/mockzendesk"
	"github.com/udmap/udmap/internal/mock/mockzoom"
	"github.com/udmap/udmap/internal/objectstore"
	"github.com/udmap/udmap/internal/objectstore/s3test"
	"github.com/udmap/udmap/udm"
)

// lines reads the lines of all compressed objects below a prefix, by key.
func lines(t *testing.T, store *objectstore.S3, prefix string) map[string][]string {
	t.Helper()
	all := map[string][]string{}
	for info, err := range store.List(t.Context(), prefix) {
		require.NoError(t, err)
		content, _, err := store.Get(context.WithoutCancel(t.Context()), info.Key)
		require.NoError(t, err)
		reader, err := gzip.NewReader(content)
		require.NoError(t, err)
		scanner := bufio.NewScanner(reader)
		scanner.Buffer(nil, 16<<20)
		for scanner.Scan() {
			all[info.Key] = append(all[info.Key], scanner.Text())
		}
		require.NoError(t, scanner.Err())
		content.Close()
	}
	return all
}

func count(objects map[string][]string) (total int) {
	for _, lines := range objects {
		total += len(lines)
	}
	return total
}

// served is how many records the vendor has given away.
func served(server *mock.Server, resources ...string) (total int) {
	for _, resource := range resources {
		for range server.Served(resource) {
			total++
		}
	}
	return total
}

// TestFromVendorToEvents goes the whole way with the real programs of both
// functions: the vendor is imitated, the bucket is a real S3 server. Between the
// bucket and the normalizer stands a model of a queue, which delivers a
// notification of each object again until it has succeeded.
func TestFromVendorToEvents(t *testing.T) {
	t.Parallel()
	program := runtimetest.Build(t, ".", runtime.GOARCH)
	normalizerProgram := runtimetest.Build(t, "../normalizer-lambda", runtime.GOARCH)
	bucketServer := s3test.Start(t)
	for source, vendor := range map[string]struct {
		start       func(mock.Options) (*mock.Server, error)
		environment func(string) []string
		resources   []string
		prefix      string
	}{
		"zoom":    {mockzoom.New, mockzoom.Environment, []string{mockzoom.OperationLogs}, "zoom/operationlogs/"},
		"zendesk": {mockzendesk.New, mockzendesk.Environment, []string{mockzendesk.AuditLogs, mockzendesk.Tickets}, "zendesk/crm/"},
	} {
		t.Run(source, func(t *testing.T) {
			t.Parallel()
			until := time.Now().Add(-time.Hour)
			from := until.AddDate(0, 0, -2)
			api, err := vendor.start(mock.Options{Seed: 7, Records: 120, From: from, Until: until})
			require.NoError(t, err)
			web := httptest.NewServer(api)
			t.Cleanup(web.Close)
			bucket := bucketServer.NewBucket(t)
			store := objectstore.NewS3(bucketServer.Client(), bucket, "")

			environment := append(s3test.Environment(bucketServer.Endpoint), vendor.environment(web.URL)...)
			environment = append(environment, "SOURCE="+source, "S3_BUCKET="+bucket, "START="+from.UTC().Format(time.DateOnly))
			collecting := runtimetest.Start(t, program, environment...)
			answer := collecting.Call(t, []byte(`{"source":"aws.events","detail-type":"Scheduled Event"}`), 5*time.Minute)
			require.Empty(t, answer.Error, collecting.Output())
			var summary collector.Summary
			require.NoError(t, json.Unmarshal(answer.Payload, &summary))
			raw := lines(t, store, vendor.prefix)
			records := count(raw)
			require.Positive(t, records)
			require.Equal(t, served(api, vendor.resources...), records)
			require.Equal(t, records, summary.New)
			require.NotContains(t, collecting.Output(), s3test.SecretKey)

			normalizing := runtimetest.Start(t, normalizerProgram,
				append(s3test.Environment(bucketServer.Endpoint), "RAW_PREFIX="+vendor.prefix)...)
			for key := range raw {
				payload, err := json.Marshal(map[string]any{"source": "aws.s3", "detail-type": "Object Created", "detail": map[string]any{
					"bucket": map[string]any{"name": bucket}, "object": map[string]any{"key": key},
				}})
				require.NoError(t, err)
				queued, err := json.Marshal(map[string]any{"Records": []any{map[string]any{
					"messageId": key, "eventSource": "aws:sqs", "body": string(payload),
				}}})
				require.NoError(t, err)
				for range 2 { // a queue may deliver twice
					answer := normalizing.Call(t, queued, time.Minute)
					require.JSONEq(t, `{"batchItemFailures":[]}`, string(answer.Payload), normalizing.Output())
				}
			}
			events, rejected := lines(t, store, "udm/"), lines(t, store, "rejected/")
			require.Equal(t, records, count(events)+count(rejected))
			require.Empty(t, rejected)
			for key, objects := range events {
				for _, line := range objects {
					require.False(t, udm.NewValidator(nil).Validate([]byte(line)).HasErrors(), "%s: %s", key, line)
				}
			}
			again := collecting.Call(t, []byte(`{}`), 5*time.Minute)
			require.Empty(t, again.Error)
			require.Equal(t, records, count(lines(t, store, vendor.prefix)), "a second run wrote records again")
		})
	}
}

// TestAWindowAndEventsInOneRun collects a window into raw and UDM objects.
func TestAWindowAndEventsInOneRun(t *testing.T) {
	t.Parallel()
	until := time.Now().Add(-time.Hour)
	from := until.AddDate(0, 0, -4)
	api, err := mockzoom.New(mock.Options{Seed: 7, Records: 120, From: from, Until: until})
	require.NoError(t, err)
	web := httptest.NewServer(api)
	t.Cleanup(web.Close)
	server := s3test.Start(t)
	bucket := server.NewBucket(t)
	store := objectstore.NewS3(server.Client(), bucket, "")
	environment := append(s3test.Environment(server.Endpoint), mockzoom.Environment(web.URL)...)
	program := runtimetest.Build(t, ".", runtime.GOARCH)
	collecting := runtimetest.Start(t, program, append(environment, "SOURCE=zoom", "S3_BUCKET="+bucket, "NORMALIZE=true")...)

	first, last := from.UTC().AddDate(0, 0, 1).Format(time.DateOnly), from.UTC().AddDate(0, 0, 3).Format(time.DateOnly)
	answer := collecting.Call(t, []byte(`{"since":"`+first+`"}`), time.Minute)
	require.Contains(t, answer.Error, "both ends")
	answer = collecting.Call(t, []byte(`{"since":"`+first+`","until":"`+last+`"}`), 5*time.Minute)
	require.Empty(t, answer.Error, collecting.Output())

	raw, events := lines(t, store, "zoom/operationlogs/"), lines(t, store, "udm/")
	require.Positive(t, count(raw))
	require.Equal(t, count(raw), count(events))
	for _, objects := range raw {
		for _, line := range objects {
			var record struct{ Time string }
			require.NoError(t, json.Unmarshal([]byte(line), &record))
			require.GreaterOrEqual(t, record.Time, first)
			require.Less(t, record.Time, last)
		}
	}

	answer = collecting.Call(t, []byte(`{"source":"aws.scheduler"}`), time.Minute)
	require.Empty(t, answer.Error, collecting.Output())
	answer = collecting.Call(t, []byte(`{"since":"`+last+`","until":"`+time.Now().UTC().AddDate(0, 0, 1).Format(time.DateOnly)+`"}`), time.Minute)
	require.Regexp(t, `operation_logs is collected from \S+T00:00:00Z on: end the window there`, answer.Error)
}

func TestAllSettingsThatAreWrongAreToldAtTheStart(t *testing.T) {
	t.Parallel()
	function := runtimetest.Start(t, runtimetest.Build(t, ".", runtime.GOARCH), "SOURCE=zoom", "PAGE_SIZE=301", "ZOOM_CLIENT_SECRET=canary-secret")
	refusal := function.Refusal(t)
	for _, want := range []string{"S3_BUCKET", "ZOOM_ACCOUNT_ID", "PAGE_SIZE is \"301\""} {
		require.Contains(t, refusal, want)
	}
	require.NotContains(t, refusal+function.Output(), "canary-secret")
}

// TestASecretMayBeKeptByAWS collects with a secret that only Secrets Manager has,
// of which an imitation stands in: without the secret, the vendor refuses.
func TestASecretMayBeKeptByAWS(t *testing.T) {
	t.Parallel()
	until := time.Now().Add(-time.Hour)
	api, err := mockzoom.New(mock.Options{Seed: 7, Records: 20, From: until.AddDate(0, 0, -2), Until: until})
	require.NoError(t, err)
	web := httptest.NewServer(api)
	t.Cleanup(web.Close)
	const variable, arn = "ZOOM_CLIENT_SECRET", "arn:aws:secretsmanager:eu-west-1:123456789012:secret:zoom-a1b2c3:client_secret::"
	var kept string
	environment := slices.DeleteFunc(mockzoom.Environment(web.URL), func(setting string) bool {
		value, found := strings.CutPrefix(setting, variable+"=")
		if found {
			kept = value
		}
		return found
	})
	require.NotEmpty(t, kept)
	asked := make(chan *http.Request, 10)
	keeper := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		asked <- r
		_, _ = io.WriteString(w, `{"SecretString":"{\"client_secret\":\"`+kept+`\"}"}`) // without it, the call fails
	}))
	t.Cleanup(keeper.Close)
	server := s3test.Start(t)
	environment = append(append(environment, s3test.Environment(server.Endpoint)...), "SOURCE=zoom", "S3_BUCKET="+server.NewBucket(t),
		variable+"_ARN="+arn, "AWS_ENDPOINT_URL_SECRETS_MANAGER="+keeper.URL)
	collecting := runtimetest.Start(t, runtimetest.Build(t, ".", runtime.GOARCH), environment...)
	answer := collecting.Call(t, []byte(`{}`), time.Minute)
	require.Empty(t, answer.Error, collecting.Output())
	require.NotContains(t, collecting.Output()+string(answer.Payload), kept)
	require.Len(t, asked, 2, "at the start, and with the call")
	for range 2 {
		header := (<-asked).Header
		require.Equal(t, "secretsmanager.GetSecretValue", header.Get("X-Amz-Target"))
		require.Contains(t, header.Get("Authorization"), "/eu-west-1/secretsmanager/aws4_request")
	}
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

// TestACallFailsOnlyIfNothingSucceeded is about the answer to Lambda.
func TestACallFailsOnlyIfNothingSucceeded(t *testing.T) {
	t.Parallel()
	failed := collector.ResourceSummary{Outcome: collector.Refused, Error: "403"}
	fine := collector.ResourceSummary{Outcome: collector.CaughtUp}
	require.NoError(t, failure(collector.Summary{Resources: map[string]collector.ResourceSummary{"a": failed, "b": fine}}))
	err := failure(collector.Summary{Resources: map[string]collector.ResourceSummary{"a": failed, "b": failed}})
	require.ErrorContains(t, err, "a: 403")
	require.ErrorContains(t, err, "b: 403")
}
