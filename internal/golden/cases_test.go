package golden

import (
	"bytes"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/stretchr/testify/require"

	"github.com/udmap/udmap/internal/protojudge"
	"github.com/udmap/udmap/mappings"
	"github.com/udmap/udmap/parser"
)

// builtInRunner runs cases with the built-in tables.
func builtInRunner(t *testing.T) *Runner {
	t.Helper()
	tables, findings := parser.LoadFS(mappings.Files())
	require.False(t, findings.HasErrors(), findings)
	runner, findings := NewRunner(tables)
	require.False(t, findings.HasErrors(), findings)
	return runner
}

// repositoryCases are the golden cases of this repository.
func repositoryCases(t *testing.T) []Case {
	t.Helper()
	cases, err := Load("../../testdata/golden")
	require.NoError(t, err)
	require.NotEmpty(t, cases)
	return cases
}

func TestEveryCasePassesAndEveryRowIsExercised(t *testing.T) {
	runner := builtInRunner(t)
	var results []Result
	for _, c := range repositoryCases(t) {
		t.Run(caseName(c), func(t *testing.T) {
			result, err := runner.Run(t.Context(), c)
			require.NoError(t, err)
			for _, difference := range result.Differences() {
				t.Errorf("%s:%d: %s\n%s", difference.File, difference.Line, c.Title, difference.Diff)
			}
			results = append(results, result)
		})
	}
	require.Empty(t, runner.Uncovered(results), "rows that no case exercises")
}

// An object gives the same bytes in pieces of any size and with any number of
// workers, and whether rows are counted or not.
func TestCasesGiveTheSameBytesHoweverTheyAreRead(t *testing.T) {
	runner := builtInRunner(t)
	for _, c := range repositoryCases(t) {
		chosen, err := runner.choose(c)
		require.NoError(t, err)
		if chosen.catalog == nil || c.input == "" {
			continue
		}
		t.Run(caseName(c), func(t *testing.T) {
			whole := convert(t, c, chosen.catalog, 1, bytes.NewReader(c.object))
			require.Equal(t, whole, convert(t, c, chosen.catalog, 1, iotest.OneByteReader(bytes.NewReader(c.object))))
			require.Equal(t, whole, convert(t, c, chosen.catalog, 4, iotest.HalfReader(bytes.NewReader(c.object))))
			var counted, rejected bytes.Buffer
			_, err := c.convert(t.Context(), chosen.catalog, true, &counted, &rejected)
			require.Equal(t, whole.err != "", err != nil)
			require.Equal(t, whole.events, counted.String())
			require.Equal(t, whole.rejected, rejected.String())
		})
	}
}

// conversion is everything that comes out of a conversion.
type conversion struct {
	events, rejected, err string
	ledger                parser.Ledger
}

// convert converts the object of a case as the reader gives it.
func convert(t *testing.T, c Case, catalog *parser.Catalog, workers int, object io.Reader) conversion {
	t.Helper()
	options := c.options.Converter
	options.Workers = workers
	var events, rejected bytes.Buffer
	ledger, err := parser.NewConverter(catalog, options).Convert(t.Context(), c.input, object, &events, &rejected)
	out := conversion{events: events.String(), rejected: rejected.String(), ledger: ledger}
	if err != nil {
		out.err = err.Error()
	}
	return out
}

// Strict protojson, which shares no code with this project, takes every event
// that a case expects.
func TestProtojsonTakesEveryExpectedEvent(t *testing.T) {
	judged := 0
	for _, c := range repositoryCases(t) {
		for _, event := range expectedEvents(t, c) {
			require.NoError(t, protojudge.Judge(event), "%s: %s", c.File, event)
			judged++
		}
	}
	require.Greater(t, judged, 200)
}

func TestEverySampleIsInACase(t *testing.T) {
	var inputs strings.Builder
	for _, c := range repositoryCases(t) {
		inputs.Write(c.object)
	}
	files, err := filepath.Glob("../../testdata/samples/*.jsonl")
	require.NoError(t, err)
	require.NotEmpty(t, files)
	for _, file := range files {
		samples, err := os.ReadFile(file)
		require.NoError(t, err)
		for sample := range strings.Lines(string(samples)) {
			require.Contains(t, inputs.String(), sample, file)
		}
	}
}

func caseName(c Case) string { return strings.TrimPrefix(c.Name(), "../../testdata/golden/") }
