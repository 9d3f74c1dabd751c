package main

import (
	"bytes"
	"context"
	"fmt"
	"io"

	"github.com/klauspost/compress/gzip"

	"github.com/udmap/udmap/internal/bench/corpus"
	"github.com/udmap/udmap/parser"
)

// measureGzip compares converting a compressed file into a compressed file
// with only inflating the one and deflating the other.
func measureGzip(ctx context.Context, work workload) ([]finding, error) {
	catalog, err := newEngine()
	if err != nil {
		return nil, err
	}
	raw, err := zipped(corpus.Lines(corpus.Options{}, work.records))
	if err != nil {
		return nil, err
	}
	var events bytes.Buffer
	plain := parser.NewConverter(catalog, parser.ConverterOptions{Workers: 1})
	if err := convert(ctx, plain, raw, &events); err != nil {
		return nil, err
	}
	zipping := parser.NewConverter(catalog, parser.ConverterOptions{Workers: 1, Gzip: true})
	timings, err := compete(ctx, work.rounds, []contender{
		{"udmap", work.records, onOneCore(func(ctx context.Context) error {
			return convert(ctx, zipping, raw, io.Discard)
		})},
		{"gunzip and gzip alone", work.records, onOneCore(func(context.Context) error {
			return gunzipAndGzip(raw, events.Bytes())
		})},
	})
	if err != nil {
		return nil, err
	}
	return []finding{
		timesAsLong("gzip to gzip, times as long as gunzip and gzip alone", timings[0], timings[1], limit{atMost, 1.4, "×"}),
	}, nil
}

func convert(ctx context.Context, converter *parser.Converter, raw []byte, events io.Writer) error {
	ledger, err := converter.Convert(ctx, "corpus", bytes.NewReader(raw), events, io.Discard)
	if err != nil {
		return fmt.Errorf("convert the corpus: %w", err)
	}
	if ledger.Events != ledger.Records {
		return fmt.Errorf("convert the corpus: %d records became %d events", ledger.Records, ledger.Events)
	}
	return nil
}

// gunzipAndGzip reads and writes what the conversion does, with the same
// library and level, and nothing between.
func gunzipAndGzip(raw, events []byte) error {
	reader, err := gzip.NewReader(bytes.NewReader(raw))
	if err != nil {
		return fmt.Errorf("inflate the corpus: %w", err)
	}
	if _, err := io.Copy(io.Discard, reader); err != nil {
		return fmt.Errorf("inflate the corpus: %w", err)
	}
	writer, err := gzip.NewWriterLevel(io.Discard, gzip.BestSpeed)
	if err != nil {
		return fmt.Errorf("deflate the events: %w", err)
	}
	if _, err := writer.Write(events); err != nil {
		return fmt.Errorf("deflate the events: %w", err)
	}
	if err := writer.Close(); err != nil {
		return fmt.Errorf("deflate the events: %w", err)
	}
	return nil
}

func zipped(plain []byte) ([]byte, error) {
	var out bytes.Buffer
	writer := gzip.NewWriter(&out)
	if _, err := writer.Write(plain); err != nil {
		return nil, fmt.Errorf("compress the corpus: %w", err)
	}
	if err := writer.Close(); err != nil {
		return nil, fmt.Errorf("compress the corpus: %w", err)
	}
	return out.Bytes(), nil
}
