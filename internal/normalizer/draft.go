package normalizer

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"

	"github.com/klauspost/compress/gzip"

	"github.com/udmap/udmap/internal/objectstore"
	"github.com/udmap/udmap/parser"
)

// The metadata of an output holds the sums of its records, and metadata is what
// a store takes first. So an object is converted before anything is written. The
// outputs of most fit into memory; those of a larger one are thrown away, and it
// is converted once more, straight into the store.

// maxDraftBytes is how much of an output is kept until it is written, unless a
// test says otherwise.
const maxDraftBytes = 4 << 20

// draft is the outputs of an object as far as they fit into memory.
type draft struct {
	events, rejected *boundedBuffer
	ledger           parser.Ledger
	refusal          string // why there are no events; empty if there are
}

func (d draft) hasRejected() bool { return d.ledger.Rejected > 0 || d.refusal != "" }

// part is one of the two outputs.
type part int

const (
	eventsPart part = iota
	rejectedPart
)

// convert converts an object. An error is that of its source or of the context:
// what is wrong with the object itself is in the draft.
func (n *Normalizer) convert(ctx context.Context, object Object, content io.Reader) (draft, error) {
	d := draft{events: &boundedBuffer{limit: n.maxDraftBytes}, rejected: &boundedBuffer{limit: n.maxDraftBytes}}
	var err error
	d.ledger, err = n.convertInto(ctx, object, content, d.events, d.rejected)
	if tooLarge, ok := errors.AsType[*parser.ObjectTooLargeError](err); ok {
		return refuse(object, tooLarge)
	}
	return d, err
}

// convertInto writes both outputs, compressed.
func (n *Normalizer) convertInto(ctx context.Context, object Object, content io.Reader, events, rejected io.Writer) (parser.Ledger, error) {
	compressor := &lazyCompressor{w: rejected}
	ledger, err := n.converter.Convert(ctx, object.Name, content, events, compressor)
	return ledger, errors.Join(err, compressor.Close())
}

// lazyCompressor compresses what is written to it. It takes a megabyte of
// memory, which most objects, of which nothing is rejected, do without.
type lazyCompressor struct {
	w          io.Writer
	compressor *gzip.Writer // nil before the first Write
}

// Write implements io.Writer.
func (l *lazyCompressor) Write(text []byte) (int, error) {
	if l.compressor == nil {
		var err error
		if l.compressor, err = gzip.NewWriterLevel(l.w, gzip.BestSpeed); err != nil {
			return 0, err
		}
	}
	return l.compressor.Write(text)
}

// Close ends the stream, if it has begun.
func (l *lazyCompressor) Close() error {
	if l.compressor == nil {
		return nil
	}
	return l.compressor.Close()
}

// noLines is the rejected object of a raw object of which nothing is rejected.
func noLines() (*boundedBuffer, error) {
	buffer := &boundedBuffer{limit: maxDraftBytes}
	return buffer, gzip.NewWriter(buffer).Close()
}

// refuse is the draft of an object that is rejected as a whole: a line as that
// of a rejected record, without the record.
func refuse(object Object, reason error) (draft, error) {
	line, err := json.Marshal(struct {
		Object string `json:"object"`
		Reason string `json:"reason"`
		Detail string `json:"detail"`
	}{object.Name, string(parser.TooLarge), reason.Error()})
	if err != nil {
		return draft{}, err
	}
	d := draft{rejected: &boundedBuffer{limit: maxDraftBytes}, refusal: reason.Error()}
	compressor := &lazyCompressor{w: d.rejected}
	_, err = compressor.Write(append(line, '\n'))
	return d, errors.Join(err, compressor.Close())
}

// content gives what an output is to hold: the draft, or what a second conversion
// writes. Once the content is used, as a whole or not, wait lets that end.
func (n *Normalizer) content(ctx context.Context, object Object, source objectstore.Info, output output) (content io.Reader, wait func()) {
	if !output.draft.overflowed {
		return bytes.NewReader(output.draft.Bytes()), func() {}
	}
	reader, writer := io.Pipe()
	done := make(chan struct{})
	go func() {
		defer close(done)
		// Never nil for less than the whole: the reader fails with the error.
		_ = writer.CloseWithError(n.convertAgain(ctx, object, source, output.part, writer))
	}()
	return reader, func() {
		_ = reader.Close() // whoever still writes stops
		<-done
	}
}

// convertAgain writes one output of the object, which must be the one that was
// converted before.
func (n *Normalizer) convertAgain(ctx context.Context, object Object, source objectstore.Info, part part, w io.Writer) error {
	content, again, err := object.Source.Get(ctx, object.Key)
	if err != nil {
		return err
	}
	defer func() { _ = content.Close() }() // it was only read
	if again.Tag != source.Tag || again.VersionID != source.VersionID {
		return fmt.Errorf("%s: %w while it was read", object.Name, objectstore.ErrChanged)
	}
	events, rejected := w, io.Discard
	if part == rejectedPart {
		events, rejected = rejected, events
	}
	_, err = n.convertInto(ctx, object, content, events, rejected)
	return err
}

// boundedBuffer keeps what is written to it, or nothing once that is too much.
type boundedBuffer struct {
	bytes.Buffer
	limit      int
	overflowed bool
}

// Write implements io.Writer.
func (b *boundedBuffer) Write(text []byte) (int, error) {
	if b.overflowed || b.Len()+len(text) > b.limit {
		b.overflowed = true
		b.Buffer = bytes.Buffer{}
		return len(text), nil
	}
	return b.Buffer.Write(text)
}
