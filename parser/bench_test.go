package parser_test

import (
	"errors"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/udmap/udmap/internal/bench/corpus"
	"github.com/udmap/udmap/parser"
)

// rejectedPercent of the records in the mixed corpus cannot become an event.
const rejectedPercent = 20

func TestNoAllocations(t *testing.T) {
	corpora := map[string]corpus.Options{
		"plain":    {},
		"shuffled": {ShuffleFields: true},
		"rejected": {RejectedPercent: rejectedPercent},
	}
	for name, options := range corpora {
		t.Run(name, func(t *testing.T) {
			records := corpus.Records(options, 2000)
			mapper := builtInCatalog(t).NewMapper()
			var event []byte
			rejected := 0
			allocations := testing.AllocsPerRun(5, func() {
				rejected = 0
				for _, record := range records {
					var err error
					if event, err = mapper.Append(event[:0], record); err != nil {
						rejected++
					}
				}
			})

			require.Zero(t, allocations)
			require.InDelta(t, options.RejectedPercent, 100*rejected/len(records), 3)
		})
	}
}

func BenchmarkAppend(b *testing.B)         { benchmarkAppend(b, corpus.Options{}) }
func BenchmarkAppendShuffled(b *testing.B) { benchmarkAppend(b, corpus.Options{ShuffleFields: true}) }

func BenchmarkRejected(b *testing.B) {
	benchmarkAppend(b, corpus.Options{RejectedPercent: 100})
}

// benchmarkAppend maps one record an iteration, of so many that neither a
// processor cache nor a branch predictor knows them.
func benchmarkAppend(b *testing.B, options corpus.Options) {
	records := corpus.Records(options, 100_000)
	size := 0
	for _, record := range records {
		size += len(record)
	}
	mapper := builtInCatalog(b).NewMapper()
	b.SetBytes(int64(size / len(records)))
	b.ReportAllocs()
	var event []byte
	i := 0
	for b.Loop() {
		var err error
		event, err = mapper.Append(event[:0], records[i])
		if rejected := isRejection(err); rejected != (options.RejectedPercent > 0) {
			b.Fatalf("%s: rejected: %v: %v", records[i], rejected, err)
		}
		if i++; i == len(records) {
			i = 0
		}
	}
}

func isRejection(err error) bool {
	_, rejected := errors.AsType[*parser.Rejection](err)
	return rejected
}

func builtInCatalog(tb testing.TB) *parser.Catalog {
	tb.Helper()
	catalog, diagnostics := parser.BuiltIn(parser.Options{})
	require.False(tb, diagnostics.HasErrors(), "%v", diagnostics)
	return catalog
}
