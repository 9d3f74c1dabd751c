package main

import (
	"bytes"
	"context"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/klauspost/compress/gzip"
	"github.com/stretchr/testify/require"
)

// The quick run says nothing of speed, but every measure has to come out with
// a figure that can be one.
func TestQuickRunMeasuresEverything(t *testing.T) {
	var report, progress bytes.Buffer
	code := run(t.Context(), []string{"-quick", "-report-only"}, &report, &progress)
	require.Equal(t, exitKept, code, "%s", progress.String())

	lines := strings.Split(strings.TrimSpace(report.String()), "\n")
	require.Len(t, lines, 1+16, "%s", report.String())
	figure := regexp.MustCompile(`   ([0-9.]+)(×| MB|   )`)
	for _, line := range lines[1:] {
		if strings.Contains(line, "NOT MEASURED") {
			require.Regexp(t, `jq not found|no /proc`, line)
			continue
		}
		found := figure.FindStringSubmatch(line)
		require.NotNil(t, found, line)
		value, err := strconv.ParseFloat(found[1], 64)
		require.NoError(t, err)
		if strings.Contains(line, "allocations") {
			require.Zero(t, value, "allocations do not depend on how much is measured")
		} else {
			require.Positive(t, value, line)
		}
	}
}

func TestProfileTellsOfMapping(t *testing.T) {
	path := filepath.Join(t.TempDir(), "default.pgo")
	var report, complaint bytes.Buffer
	require.Equal(t, exitKept, run(t.Context(), []string{"-quick", "-profile", path}, &report, &complaint), "%s", complaint.String())
	require.Empty(t, report.String())

	compressed, err := os.Open(path)
	require.NoError(t, err)
	defer func() { require.NoError(t, compressed.Close()) }()
	reader, err := gzip.NewReader(compressed)
	require.NoError(t, err)
	profile, err := io.ReadAll(reader)
	require.NoError(t, err)
	require.Contains(t, string(profile), "github.com/udmap/udmap/parser.(*Mapper).Append")
}

func TestProfileThatCannotBeWrittenIsAFailure(t *testing.T) {
	var report, complaint bytes.Buffer
	path := filepath.Join(t.TempDir(), "none", "default.pgo")
	require.Equal(t, exitFailed, run(t.Context(), []string{"-quick", "-profile", path}, &report, &complaint))
	require.Contains(t, complaint.String(), path)
}

func TestWrongUsage(t *testing.T) {
	for _, args := range [][]string{{"-unknown"}, {"-only", "("}, {"-rounds", "many"}} {
		var report, complaint bytes.Buffer
		require.Equal(t, exitUsage, run(t.Context(), args, &report, &complaint), args)
		require.Empty(t, report.String())
		require.NotEmpty(t, complaint.String())
	}
}

func TestNothingMeasuredIsAFailure(t *testing.T) {
	var report, complaint bytes.Buffer
	require.Equal(t, exitFailed, run(t.Context(), []string{"-only", "velocity"}, &report, &complaint))
	require.Contains(t, complaint.String(), "velocity")
}

func TestInterruptedRunEnds(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	var report, complaint bytes.Buffer
	require.Equal(t, exitFailed, run(ctx, []string{"-quick"}, &report, &complaint))
	require.Contains(t, complaint.String(), context.Canceled.Error())
}
