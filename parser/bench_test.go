package parser_test

import (
	"bytes"
	"errors"
	"io"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/udmap/udmap/internal/bench/corpus"
	"github.com/udmap/udmap/parser"
)

// rejectedPercent of the records in the mixed corpus cannot become an event.
const rejectedPercent = 20

func TestNoAllocations(t *testing.T) {
	corpora := map[string]struct {
		records  [][]byte
		rejected int // percent
	}{
		"plain":      {corpus.Records(corpus.Options{}, 2000), 0},
		"shuffled":   {corpus.Records(corpus.Options{ShuffleFields: true}, 2000), 0},
		"rejected":   {corpus.Records(corpus.Options{RejectedPercent: rejectedPercent}, 2000), rejectedPercent},
		"audit logs": {corpus.AuditLogs(2000), 0},
		"tickets":    {corpus.Tickets(500), 0},
	}
	for name, each := range corpora {
		t.Run(name, func(t *testing.T) {
			mapper := builtInCatalog(t).NewMapper()
			var event []byte
			rejected := 0
			allocations := testing.AllocsPerRun(5, func() {
				rejected = 0
				for _, record := range each.records {
					var err error
					if event, err = mapper.Append(event[:0], record); err != nil {
						rejected++
					}
				}
			})

			require.Zero(t, allocations)
			require.InDelta(t, each.rejected, 100*rejected/len(each.records), 3)
		})
	}
}

func BenchmarkAppend(b *testing.B)         { benchmarkAppend(b, corpus.Options{}) }
func BenchmarkAppendShuffled(b *testing.B) { benchmarkAppend(b, corpus.Options{ShuffleFields: true}) }

func BenchmarkRejected(b *testing.B) {
	benchmarkAppend(b, corpus.Options{RejectedPercent: 100})
}

func BenchmarkAuditLogs(b *testing.B) { benchmarkRecords(b, corpus.AuditLogs(100_000), false) }
func BenchmarkTickets(b *testing.B)   { benchmarkRecords(b, corpus.Tickets(10_000), false) }

func benchmarkAppend(b *testing.B, options corpus.Options) {
	b.Helper()
	benchmarkRecords(b, corpus.Records(options, 100_000), options.RejectedPercent > 0)
}

// benchmarkRecords maps one record an iteration, of so many that neither a
// processor cache nor a branch predictor knows them.
func benchmarkRecords(b *testing.B, records [][]byte, wantRejected bool) {
	b.Helper()
	size := 0
	for _, record := range records {
		size += len(record)
	}
	mapper := builtInCatalog(b).NewMapper()
	b.SetBytes(int64(size / len(records)))
	b.ReportAllocs()
	event := make([]byte, 0, 4096) // a rejected record leaves it as it is
	i := 0
	for b.Loop() {
		var err error
		event, err = mapper.Append(event[:0], records[i])
		if rejected := isRejection(err); rejected != wantRejected {
			b.Fatalf("%s: rejected: %v: %v", records[i], rejected, err)
		}
		if i++; i == len(records) {
			i = 0
		}
	}
}

// BenchmarkConvert converts an object of 20,000 records, plain to plain.
func BenchmarkConvert(b *testing.B) {
	lines := corpus.Lines(corpus.Options{}, 20_000)
	converter := parser.NewConverter(builtInCatalog(b), parser.ConverterOptions{})
	b.SetBytes(int64(len(lines)))
	b.ReportAllocs()
	for b.Loop() {
		ledger, err := converter.Convert(b.Context(), "corpus", bytes.NewReader(lines), io.Discard, io.Discard)
		require.NoError(b, err)
		require.Equal(b, ledger.Records, ledger.Events)
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
