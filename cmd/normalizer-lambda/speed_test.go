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

// The most that the function may take of what the bare handler takes.
const (
	maxColdRatio = 2.0  // from the start of the process to the first answer
	maxWarmRatio = 1.25 // for an object of 300 records, once it runs
)

// BenchmarkAgainstABareHandler holds the function against a rival with the same
// SDK that only gets and puts an object. Medians of interleaved calls.
func BenchmarkAgainstABareHandler(b *testing.B) {
	for b.Loop() {
		cold, warm := measureSpeed(b)
		b.ReportMetric(cold, "cold-start-ratio")
		b.ReportMetric(warm, "300-records-ratio")
		if cold > maxColdRatio {
			b.Errorf("a cold start takes %.2f times that of a bare handler: the limit is %.2f", cold, maxColdRatio)
		}
		if warm > maxWarmRatio {
			b.Errorf("300 records take %.2f times as long as a bare get and put: the limit is %.2f", warm, maxWarmRatio)
		}
	}
}

// measureSpeed returns both ratios.
func measureSpeed(tb testing.TB) (coldRatio, warmRatio float64) {
	tb.Helper()
	server := s3test.Start(tb)
	bucket := server.NewBucket(tb)
	store := objectstore.NewS3(server.Client(), bucket, "")
	programs := []string{runtimetest.Build(tb, ".", runtime.GOARCH), runtimetest.Build(tb, "./testdata/bare", runtime.GOARCH)}
	environment := append(s3test.Environment(server.Endpoint), "RAW_PREFIX=zoom/")

	var cold, warm [2][]time.Duration
	var functions [2]*runtimetest.Function
	content := compress(tb, strings.Repeat(record, 300))
	call := func(which, number int, fresh bool) time.Duration {
		key := fmt.Sprintf("zoom/%d-%d-%t.json.gz", which, number, fresh)
		put(tb, store, key, bytes.NewReader(content))
		payload := queued(tb, bucket, []string{key})
		begun := time.Now()
		if fresh {
			functions[which] = runtimetest.Start(tb, programs[which], environment...)
		}
		answer := functions[which].Call(tb, payload, time.Minute)
		taken := time.Since(begun)
		require.JSONEq(tb, `{"batchItemFailures":[]}`, string(answer.Payload), answer.Error)
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
	return ratio(cold), ratio(warm)
}

func median(times []time.Duration) time.Duration {
	return slices.Sorted(slices.Values(times))[len(times)/2]
}

func ratio(times [2][]time.Duration) float64 {
	return float64(median(times[0])) / float64(median(times[1]))
}
