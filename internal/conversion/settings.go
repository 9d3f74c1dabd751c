package conversion

import (
	"errors"

	"github.com/udmap/udmap/parser"
)

// Settings say how objects are converted.
type Settings struct {
	Catalog *parser.Catalog
	// Options holds the bounds and Strict; the conversion sets the others.
	Options parser.ConverterOptions
	// Workers is the number of goroutines that map records; at least 1.
	Workers int
	// Meter is told of all that is done.
	Meter *Meter
}

// Result is what became of one input.
type Result struct {
	Input  Input
	Ledger parser.Ledger // of what was converted, even where Err is set
	Err    error         // names the input
}

// ErrNotBegun is the error of an input that the end of the run came before.
var ErrNotBegun = errors.New("not begun: the run ended before")

// converter returns a converter that maps with so many workers; it is to be
// used again, as it keeps its buffers.
func (s Settings) converter(workers int, compressed bool) *parser.Converter {
	options := s.Options
	options.Workers = workers
	options.Gzip = compressed
	options.Progress = s.Meter.report
	return parser.NewConverter(s.Catalog, options)
}

// pair is the two converters that a folder needs, for objects whose events are
// compressed and for others.
type pair struct{ plain, compressed *parser.Converter }

func (s Settings) pair(workers int) pair {
	return pair{s.converter(workers, false), s.converter(workers, true)}
}

func (p pair) of(input Input) *parser.Converter {
	if input.Compressed {
		return p.compressed
	}
	return p.plain
}
