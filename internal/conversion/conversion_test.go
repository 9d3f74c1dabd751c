package conversion_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/udmap/udmap/internal/conversion"
	"github.com/udmap/udmap/parser"
)

const (
	good = `{"time":"2026-03-12T06:14:27Z","operator":"admin@example.com","category_type":"User","action":"Update","operation_detail":"Add Group %d"}` + "\n"
	bad  = `{"operator":"admin@example.com","category_type":"User","action":"Update","operation_detail":"without a time"}` + "\n"
)

// lines are so many good records.
func lines(count int) string {
	var text strings.Builder
	for i := range count {
		fmt.Fprintf(&text, good, i)
	}
	return text.String()
}

func settings(t *testing.T, workers int) conversion.Settings {
	t.Helper()
	catalog, findings := parser.BuiltIn(parser.Options{})
	require.False(t, findings.HasErrors())
	return conversion.Settings{Catalog: catalog, Workers: workers, Meter: new(conversion.Meter)}
}

// write writes files below a folder, by their paths.
func write(t *testing.T, folder string, texts map[string]string) {
	t.Helper()
	for name, text := range texts {
		path := filepath.Join(folder, name)
		require.NoError(t, os.MkdirAll(filepath.Dir(path), 0o700))
		require.NoError(t, os.WriteFile(path, []byte(text), 0o600))
	}
}

// read returns the texts of all files below a folder, by their paths.
func read(t *testing.T, folder string) map[string]string {
	t.Helper()
	texts := map[string]string{}
	require.NoError(t, fs.WalkDir(os.DirFS(folder), ".", func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		text, err := os.ReadFile(filepath.Join(folder, path))
		texts[path] = string(text)
		return err
	}))
	return texts
}

// plan finds the inputs below a folder and gives them outputs below another.
func plan(t *testing.T, raw, out string) []conversion.Job {
	t.Helper()
	inputs, err := conversion.FindInputs([]string{raw}, nil)
	require.NoError(t, err)
	jobs, err := conversion.Plan(inputs.Inputs, out)
	require.NoError(t, err)
	return jobs
}

func TestAnyNumberOfWorkersWritesTheSame(t *testing.T) {
	raw := t.TempDir()
	texts := map[string]string{"large.jsonl": lines(40_000), "mixed.jsonl": lines(3) + bad + lines(2)}
	for i := range 50 {
		texts[fmt.Sprintf("small/%d.jsonl", i)] = lines(i)
	}
	write(t, raw, texts)

	var first map[string]string
	for _, workers := range []int{1, 2, 8} {
		out := t.TempDir()
		settings := settings(t, workers)
		var total parser.Ledger
		for _, result := range settings.IntoFolder(t.Context(), plan(t, raw, out)) {
			require.NoError(t, result.Err)
			require.True(t, result.Ledger.Balanced())
			total.Add(result.Ledger)
		}
		require.Equal(t, int64(40_000+6+50*49/2), total.Records)
		require.Equal(t, int64(1), total.Rejected)
		done := settings.Meter.Totals()
		require.Equal(t, conversion.Totals{Objects: 52, Bytes: done.Bytes, Records: total.Records, Rejected: 1}, done)
		require.Equal(t, total.BytesIn, done.Bytes, "nothing here is compressed")

		written := read(t, out)
		require.Len(t, written, 53, "52 files of events, one of rejected records")
		if first == nil {
			first = written
		}
		require.Equal(t, first, written)
	}
}

func TestACancelledRunBeginsNothing(t *testing.T) {
	raw, out := t.TempDir(), t.TempDir()
	write(t, raw, map[string]string{"a.jsonl": lines(1), "b.jsonl": lines(1)})
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	for _, result := range settings(t, 2).IntoFolder(ctx, plan(t, raw, out)) {
		require.ErrorIs(t, result.Err, conversion.ErrNotBegun)
	}
	require.Empty(t, read(t, out))
}

func TestAnInputThatFailsLeavesWhatWasThere(t *testing.T) {
	raw, out := t.TempDir(), t.TempDir()
	write(t, raw, map[string]string{"a.jsonl": lines(10), "b.jsonl": lines(1)})
	write(t, out, map[string]string{"a.udm.jsonl": "of an earlier run", "a.rejected.jsonl": "too"})
	settings := settings(t, 1)
	settings.Options.MaxObjectBytes = 500
	results := settings.IntoFolder(t.Context(), plan(t, raw, out))
	tooLarge, ok := errors.AsType[*parser.ObjectTooLargeError](results[0].Err)
	require.True(t, ok)
	require.Equal(t, int64(500), tooLarge.Limit)
	require.NoError(t, results[1].Err)

	written := read(t, out)
	require.Len(t, written, 3)
	require.Equal(t, "of an earlier run", written["a.udm.jsonl"])
	require.Equal(t, "too", written["a.rejected.jsonl"])
}

func TestStreamsEndAtTheFirstError(t *testing.T) {
	raw := t.TempDir()
	write(t, raw, map[string]string{"a.jsonl": lines(1), "b.jsonl": lines(10), "c.jsonl": lines(1)})
	inputs, err := conversion.FindInputs([]string{raw}, nil)
	require.NoError(t, err)
	settings := settings(t, 1)
	settings.Options.MaxObjectBytes = 500
	var events, rejected bytes.Buffer
	results := settings.IntoStreams(t.Context(), inputs.Inputs, conversion.Streams{Events: &events, Rejected: &rejected})
	require.Len(t, results, 2)
	require.NoError(t, results[0].Err)
	require.Error(t, results[1].Err)
}

func TestWhatIsReadInAFolder(t *testing.T) {
	folder := t.TempDir()
	write(t, folder, map[string]string{
		"b.json": "{}", "a/a.log": "{}", "a/.hidden": "{}", ".git/config": "{}", "no_suffix": "{}",
		"b.udm.jsonl": "{}", "a/a.rejected.jsonl.gz": "{}", "ledger.jsonl": "{}",
		"packed.json": "\x1f\x8b\x08", "packed.zst": "\x28\xb5\x2f\xfd", "b.json.gz": "not compressed",
	})
	require.NoError(t, os.Symlink("b.json", filepath.Join(folder, "link.json")))
	require.NoError(t, os.Symlink("nowhere", filepath.Join(folder, "broken.json")))
	require.NoError(t, os.Symlink(".", filepath.Join(folder, "circle")))

	found, err := conversion.FindInputs([]string{folder}, []string{filepath.Join(folder, "ledger.jsonl"), ""})
	require.NoError(t, err)
	var names, compressed []string
	for _, input := range found.Inputs {
		names = append(names, input.Relative)
		if input.Compressed {
			compressed = append(compressed, input.Relative)
		}
	}
	require.Equal(t, []string{"a/a.log", "b.json", "b.json.gz", "link.json", "no_suffix", "packed.json", "packed.zst"}, names)
	require.Equal(t, []string{"packed.json", "packed.zst"}, compressed)
	require.Len(t, found.Skipped, 3)
}

func TestEachOfManyFilesIsLookedInto(t *testing.T) {
	folder := t.TempDir()
	texts := map[string]string{}
	for i := range 200 {
		texts[fmt.Sprintf("%03d", i)] = []string{"\x1f\x8b", "{}", ""}[i%3]
	}
	write(t, folder, texts)
	found, err := conversion.FindInputs([]string{folder}, nil)
	require.NoError(t, err)
	require.Len(t, found.Inputs, 200)
	for i, input := range found.Inputs {
		require.Equal(t, fmt.Sprintf("%03d", i), input.Relative)
		require.Equal(t, i%3 == 0, input.Compressed, input.Relative)
	}
}

func TestTheFirstFileThatCannotBeReadIsNamed(t *testing.T) {
	folder := t.TempDir()
	for _, name := range []string{"5", "6", "7"} {
		// Whose first bytes nobody can read, root included.
		require.NoError(t, os.Symlink("/proc/self/mem", filepath.Join(folder, name)))
	}
	if _, err := os.Stat(filepath.Join(folder, "5")); err != nil {
		t.Skip("there is no /proc")
	}
	write(t, folder, map[string]string{"4": "{}"})

	_, err := conversion.FindInputs([]string{folder}, nil)

	require.ErrorContains(t, err, filepath.Join(folder, "5"))
}

func TestInputsMayNotClash(t *testing.T) {
	for name, test := range map[string]struct {
		inputs []conversion.Input
		want   string
	}{
		"two formats":    {[]conversion.Input{{Path: "x/a.json", Relative: "a.json"}, {Path: "x/a.log", Relative: "a.log"}}, "x/a.json and x/a.log would both become out/a.udm.jsonl"},
		"two folders":    {[]conversion.Input{{Path: "x/a.json", Relative: "a.json"}, {Path: "y/a.json", Relative: "a.json"}}, "x/a.json and y/a.json would both"},
		"the same twice": {[]conversion.Input{{Path: "a.json", Relative: "a.json"}, {Path: "a.json", Relative: "a.json"}}, "a.json and a.json would both"},
		"an input":       {[]conversion.Input{{Path: "x/a.json", Relative: "a.json"}, {Path: "out/a.udm.jsonl", Relative: "a.udm.jsonl"}}, "the events of x/a.json would overwrite out/a.udm.jsonl"},
		"standard input": {[]conversion.Input{{Path: "-"}}, "name a file"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := conversion.Plan(test.inputs, "out")
			require.ErrorContains(t, err, test.want)
		})
	}
	_, err := conversion.Plan([]conversion.Input{{Path: "a.json", Relative: "a.json"}, {Path: "a.json.gz", Relative: "a.json.gz", Compressed: true}}, "out")
	require.NoError(t, err, "a compressed output has a name of its own")
}
