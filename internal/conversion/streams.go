package conversion

import (
	"context"
	"io"
	"os"

	"github.com/udmap/udmap/parser"
)

// Streams are where all inputs are converted to, one after the other.
type Streams struct {
	Input    io.Reader // what StandardInput stands for
	Events   io.Writer
	Rejected io.Writer
}

// IntoStreams converts inputs one after the other, and returns one result for
// each that was begun. The first error ends the run.
func (s Settings) IntoStreams(ctx context.Context, inputs []Input, streams Streams) []Result {
	var results []Result
	converter := s.converter(s.Workers, false)
	for _, input := range inputs {
		ledger, err := convertInput(ctx, input, streams, converter)
		s.Meter.finish(input.Path)
		results = append(results, Result{Input: input, Ledger: ledger, Err: err})
		if err != nil {
			break
		}
	}
	return results
}

func convertInput(ctx context.Context, input Input, streams Streams, converter *parser.Converter) (parser.Ledger, error) {
	if input.Path == StandardInput {
		return converter.Convert(ctx, input.Path, streams.Input, streams.Events, streams.Rejected)
	}
	return convertFile(ctx, input.Path, streams, converter)
}

func convertFile(ctx context.Context, path string, streams Streams, converter *parser.Converter) (parser.Ledger, error) {
	file, err := os.Open(path)
	if err != nil {
		return parser.Ledger{}, err
	}
	defer func() { _ = file.Close() }() // it was only read
	return converter.Convert(ctx, path, file, streams.Events, streams.Rejected)
}
