package main

import (
	"bytes"
	"fmt"
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

// TestSpeedAgainstABareHandler shows what the function takes beside a rival with
// the same SDK that only gets and puts an object: from the start of the process
// to the first answer, and for an object of 300 records once it runs. Medians of
// interleaved calls. It sets no limit, since other tests run at the same time;
// run it alone to read its figures:
//
//	go test -count=1 ./cmd/normalizer-lambda -run Speed -v
func TestSpeedAgainstABareHandler(t *testing.T) {
	if testing.Short() {
		t.Skip("it measures")
	}
	server := s3test.Start(t)
	bucket := server.NewBucket(t)
	store := objectstore.NewS3(server.Client(), bucket, "")
	programs := []string{runtimetest.Build(t, ".", runtime.GOARCH), runtimetest.Build(t, "./testdata/bare", runtime.GOARCH)}
	environment := append(s3test.Environment(server.Endpoint), "RAW_PREFIX=zoom/")

	var cold, warm [2][]time.Duration
	var functions [2]*runtimetest.Function
	content := compress(t, strings.Repeat(record, 300))
	call := func(which, number int, fresh bool) time.Duration {
		key := fmt.Sprintf("zoom/%d-%d-%t.json.gz", which, number, fresh)
		put(t, store, key, bytes.NewReader(content))
		payload := queued(t, bucket, []string{key})
		begun := time.Now()
		if fresh {
			functions[which] = runtimetest.Start(t, programs[which], environment...)
		}
		answer := functions[which].Call(t, payload, time.Minute)
		taken := time.Since(begun)
		require.JSONEq(t, `{"batchItemFailures":[]}`, string(answer.Payload), answer.Error)
		return taken
	}
	for number := range 15 {
		for which := range programs {
			cold[which] = append(cold[which], call(which, number, true))
		}
	}
	for number := range 100 {
		for which := range programs {
			warm[which] = append(warm[which], call(which, number, false))
		}
	}
	t.Logf("cold start: %s, bare %s, ratio %.2f", median(cold[0]), median(cold[1]), ratio(cold))
	t.Logf("300 records: %s, bare %s, ratio %.2f", median(warm[0]), median(warm[1]), ratio(warm))
}

func median(times []time.Duration) time.Duration {
	return slices.Sorted(slices.Values(times))[len(times)/2]
}

func ratio(times [2][]time.Duration) float64 {
	return float64(median(times[0])) / float64(median(times[1]))
}
