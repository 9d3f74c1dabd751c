package main

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/udmap/udmap/internal/conversion"
)

// meteredCorpus is a corpus whose events all differ. It measures the heap while
// it is read, once early and once late.
type meteredCorpus struct {
	records, read int
	early, late   uint64
	pending       []byte
}

// Read implements io.Reader.
func (c *meteredCorpus) Read(p []byte) (int, error) {
	if len(c.pending) == 0 {
		switch c.read {
		case c.records / 5:
			c.early = heapInUse()
		case c.records - 1:
			c.late = heapInUse()
		case c.records:
			return 0, io.EOF
		}
		c.pending = fmt.Appendf(c.pending[:0], `{"time":"2026-03-12T06:14:27Z","operator":"user%d@example.com","action":"Update","category_type":"User","operation_detail":"%0200d"}`+"\n", c.read, c.read)
		c.read++
	}
	count := copy(p, c.pending)
	c.pending = c.pending[count:]
	return count, nil
}

func heapInUse() uint64 {
	runtime.GC()
	var stats runtime.MemStats
	runtime.ReadMemStats(&stats)
	return stats.HeapAlloc
}

func TestDiffNeedsNoMoreMemoryForALongerCorpus(t *testing.T) {
	folder := exampleFolder(t)
	table := filepath.Join(folder, "my_table.yaml")
	text, err := os.ReadFile(table)
	require.NoError(t, err)
	changed := strings.Replace(string(text), "to: principal.user.email_addresses", "to: about.user.email_addresses", 1)
	require.NotEqual(t, string(text), changed)
	require.NoError(t, os.WriteFile(table, []byte(changed), 0o600))
	corpus := &meteredCorpus{records: 30_000}
	var stdout, stderr bytes.Buffer
	code := run(t.Context(), []string{"diff", "zoom_operation_logs", table, "-", "--examples", "5", "--fail-on", "nothing"}, corpus, &stdout, &stderr, noEnvironment)
	require.Equal(t, exitFine, code, stderr.String())
	require.Contains(t, stdout.String(), "30,000 different.")
	require.Less(t, int64(corpus.late)-int64(corpus.early), int64(1<<20), "the corpus has 8 MB") //nolint:gosec // no heap has 2^63 bytes
}

func TestDiffEndsWhenInterrupted(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	source := &endless{cancel: cancel}
	var stderr bytes.Buffer
	code := run(ctx, []string{"diff", "zoom_operation_logs", "zoom_operation_logs", "-"}, source, io.Discard, &stderr, noEnvironment)
	require.Equal(t, exitInterrupted, code, stderr.String())
}

func TestTheReadingOfACorpusSaysHowFarItIs(t *testing.T) {
	r := reading{inputs: []conversion.Input{{Path: "a", Size: 3_000_000}, {Path: "b", Size: 1_000_000}}}
	r.bytes.Store(1_000_000)
	r.records.Store(1234)
	require.Equal(t, "1,234 records · 2 MB/s · 25 %", r.progressLine(500*time.Millisecond))

	pipe := reading{inputs: []conversion.Input{{Path: standardInput}}}
	require.Equal(t, "0 records · 0 MB/s", pipe.progressLine(time.Second), "nobody knows how much is to come")
}
