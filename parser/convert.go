package parser

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"sync"

	"github.com/klauspost/compress/gzip"
)

// The bounds unless [ConverterOptions] say otherwise.
const (
	DefaultMaxRecordBytes = 4 << 20
	DefaultMaxObjectBytes = 16 << 30
)

// maxMaxRecordBytes is what a mapper can hold.
const maxMaxRecordBytes = 1 << 30

// ConverterOptions say how a [Converter] reads and writes. What it writes
// depends on none of them but Gzip, the bounds and Strict.
type ConverterOptions struct {
	// Workers is how many goroutines map and compress, beside one that reads
	// and inflates. With one, which 0 means too, all happens in the caller's
	// goroutine.
	Workers int
	// Gzip compresses the events, at level 1. The stream has several members.
	Gzip bool
	// MaxRecordBytes bounds a record, in bytes; a longer one is rejected as
	// too large. 0 means DefaultMaxRecordBytes; the most is 1 GiB.
	MaxRecordBytes int
	// MaxObjectBytes bounds an object, in bytes after inflation; a longer one
	// is refused with an [ObjectTooLargeError]. 0 means
	// DefaultMaxObjectBytes.
	MaxObjectBytes int64
	// Strict ends a conversion at the first reject with an error that wraps
	// the [Rejection]. The events before it and the reject are written.
	Strict bool
	// CountRows has the ledger count how often each row set something, which
	// takes a little time.
	CountRows bool
	// Progress is called now and then while an object is converted, always in
	// the goroutine that called Convert. It may be nil.
	Progress func(Progress)

	blockBytes int // 0 means blockSize; smaller ones put seams everywhere
}

// Progress is how far the conversion of an object has come.
type Progress struct {
	Object    string
	BytesRead int64 // of the object as it is stored
	Records   int64
	Rejected  int64
}

// ObjectTooLargeError refuses an object that is longer, inflated, than
// [ConverterOptions] allow.
type ObjectTooLargeError struct {
	Limit int64 // in bytes
}

// Error says what the limit is.
func (e *ObjectTooLargeError) Error() string {
	return fmt.Sprintf("the object holds more than %d bytes after inflation: raise the bound or split it", e.Limit)
}

// Converter applies a catalog to whole raw objects. It is safe for concurrent
// use, and reuses its buffers from one conversion to the next.
type Converter struct {
	catalog     *Catalog
	options     ConverterOptions
	readers     sync.Pool // of *blockReader
	splitters   sync.Pool // of *splitter
	blocks      sync.Pool // of *block
	tallies     sync.Pool // of *tally
	compressors sync.Pool // of *gzip.Writer
}

// NewConverter returns a converter for the catalog's log types.
func NewConverter(c *Catalog, o ConverterOptions) *Converter {
	if o.MaxRecordBytes <= 0 {
		o.MaxRecordBytes = DefaultMaxRecordBytes
	}
	o.MaxRecordBytes = min(o.MaxRecordBytes, maxMaxRecordBytes)
	if o.MaxObjectBytes <= 0 {
		o.MaxObjectBytes = DefaultMaxObjectBytes
	}
	if o.blockBytes == 0 {
		o.blockBytes = blockSize
	}
	converter := &Converter{catalog: c, options: o}
	converter.readers.New = func() any { return newBlockReader(o.blockBytes, o.MaxObjectBytes) }
	converter.splitters.New = func() any { return newSplitter(c, o) }
	converter.tallies.New = func() any { return newTally(c) }
	converter.blocks.New = func() any {
		b := &block{buffer: make([]byte, 0, o.blockBytes)}
		b.events = make([]byte, 0, eventsPerRaw*o.blockBytes)
		return b
	}
	converter.compressors.New = func() any {
		w, _ := gzip.NewWriterLevel(nil, gzip.BestSpeed) // fails for unknown levels only
		return w
	}
	return converter
}

// Convert reads a raw object of any shape (docs/inputs.md), gzip, zstd or
// plain by its first bytes, and writes an event a line, and a line for each
// record that gives none:
//
//	{"object":"…","record_number":7,"line":7,"offset":2310,"reason":"time",
//	 "detail":"…","row":"ZO17","table":"…","record":"the raw bytes"}
//
// with "record_base64" in place of "record" where the bytes are not UTF-8 or
// longer than a record may be. Record numbers and lines count from 1, offsets
// from 0, in the inflated object. Rejects are never compressed.
//
// A damaged object is no error: what can be read of it is converted and the
// rest is rejected. An error tells that source cannot be read or the writers
// cannot be written, that ctx ended (which is noticed between two blocks; a
// pending read is waited for), that the object is too large
// ([ObjectTooLargeError]), that Strict found a reject ([Rejection]), or that
// the ledger does not balance, which would be a fault of this package. The
// ledger then holds what was written up to there.
func (c *Converter) Convert(ctx context.Context, object string, source io.Reader, events, rejected io.Writer) (Ledger, error) {
	reader := c.readers.Get().(*blockReader)
	defer c.readers.Put(reader)
	reader.open(source)
	defer reader.inflater.close()

	conversion := &conversion{
		converter: c,
		reader:    reader,
		output:    newOutput(c, object, events, rejected),
	}
	convert := conversion.inOrder
	if c.options.Workers > 1 {
		convert = conversion.inParallel
	}
	err := convert(ctx)
	ledger := conversion.output.close()
	if err == nil && !ledger.Balanced() {
		err = fmt.Errorf("the ledger does not balance, please report this: %+v", ledger)
	}
	if err != nil {
		return ledger, fmt.Errorf("%s: %w", object, err)
	}
	return ledger, nil
}

// conversion is one call of Convert.
type conversion struct {
	converter *Converter
	reader    *blockReader
	output    *output
}

// start is the seam before the first block.
func (c *conversion) start() seam {
	return seam{at: position{offset: c.reader.start}}
}

// inOrder converts block by block in the caller's goroutine.
func (c *conversion) inOrder(ctx context.Context) error {
	s := c.converter.splitters.Get().(*splitter)
	defer c.converter.splitters.Put(s)
	b := c.converter.blocks.Get().(*block)
	defer c.converter.blocks.Put(b)
	for before := c.start(); ; {
		if err := ctx.Err(); err != nil {
			return err
		}
		c.reader.next(b)
		s.split(b, &before)
		b.at = before.at
		before = s.after(&before)
		c.finish(b)
		if err := c.output.write(b); err != nil || b.last {
			return err
		}
	}
}

// finish makes of what a block gave what is to be written.
func (c *conversion) finish(b *block) {
	b.rejected = b.rejects.appendTo(b.rejected[:0], c.output.head, b.at)
	if c.converter.options.Gzip {
		b.compressed.Reset()
		if len(b.events) > 0 {
			c.converter.compress(&b.compressed, b.events)
		}
	}
}

// compress writes a gzip member. One is made of each block, so that workers
// need not wait for each other and the bytes never depend on them.
func (c *Converter) compress(to *bytes.Buffer, events []byte) {
	w := c.compressors.Get().(*gzip.Writer)
	w.Reset(to)
	_, _ = w.Write(events) // a buffer takes everything
	_ = w.Close()
	c.compressors.Put(w)
}
