package main

import (
	"context"
	"fmt"
	"io"
	"sync/atomic"
	"time"

	"github.com/udmap/udmap/internal/comparison"
	"github.com/udmap/udmap/internal/conversion"
	"github.com/udmap/udmap/internal/rawrecord"
)

// reading is the reading of a corpus, record by record, and how far it has
// come.
type reading struct {
	*app
	inputs   []conversion.Input
	splitter *rawrecord.Splitter

	bytes, records atomic.Int64 // that are done
}

// each visits every input and every record in it, and shows on a terminal how
// far it is. It ends with the first error.
func (r *reading) each(ctx context.Context, begin func(conversion.Input) error, visit func(comparison.Place, rawrecord.Record) error) error {
	stop := r.showWhile(r.progressLine)
	defer stop()
	for _, input := range r.inputs {
		if err := begin(input); err != nil {
			return err
		}
		if err := r.readInput(ctx, input, visit); err != nil {
			return err
		}
	}
	return nil
}

func (r *reading) readInput(ctx context.Context, input conversion.Input, visit func(comparison.Place, rawrecord.Record) error) error {
	_, source, err := r.open(ctx, input.Path)
	if err != nil {
		return err
	}
	defer func() { _ = source.Close() }() // it was only read
	_, err = r.splitter.Each(ctx, input.Path, &countingReader{source, &r.bytes}, func(record rawrecord.Record) error {
		r.records.Add(1)
		return visit(comparison.Place{Object: input.Path, Number: record.Number, Line: record.Line}, record)
	})
	return err
}

// progressLine says what is done so far.
func (r *reading) progressLine(elapsed time.Duration) string {
	done := r.bytes.Load()
	text := fmt.Sprintf("%s · %.0f MB/s", count(r.records.Load(), "record"), float64(done)/1e6/elapsed.Seconds())
	if size := totalSize(r.inputs); size > 0 {
		text += fmt.Sprintf(" · %d %%", min(100, 100*done/size))
	}
	return text
}

// countingReader counts the bytes that are read through it.
type countingReader struct {
	io.Reader
	count *atomic.Int64
}

// Read implements io.Reader.
func (r *countingReader) Read(p []byte) (int, error) {
	read, err := r.Reader.Read(p)
	r.count.Add(int64(read))
	return read, err
}
