package parser

import (
	"fmt"
	"io"
	"strings"

	"github.com/udmap/udmap/udm"
)

// output writes what blocks gave, in their order, and adds up the ledger.
type output struct {
	converter *Converter
	head      []byte // how each line of the rejected stream starts
	events    io.Writer
	rejected  io.Writer

	empty  bool // no event is written yet
	ledger Ledger
	tally  *tally

	reject   Rejection // the last that was begun
	rejectAt position
}

func newOutput(c *Converter, object string, events, rejected io.Writer) *output {
	head := append([]byte(nil), `{"object":`...)
	head = udm.AppendString(head, strings.ToValidUTF8(object, "\uFFFD"))
	return &output{
		converter: c,
		head:      append(head, `,"record_number":`...),
		events:    events,
		rejected:  rejected,
		empty:     true,
		ledger:    Ledger{Object: object, Reasons: map[string]int64{}},
		tally:     c.tallies.Get().(*tally),
	}
}

// write writes a block. Its error is the one that the object could not be
// read with, that of a writer, or, if that is what Strict asks for, the
// block's reject.
func (o *output) write(b *block) error {
	if b.err != nil {
		return b.err
	}
	if err := o.writeEvents(b); err != nil {
		return fmt.Errorf("write events: %w", err)
	}
	if len(b.rejected) > 0 {
		if _, err := o.rejected.Write(b.rejected); err != nil {
			return fmt.Errorf("write rejected records: %w", err)
		}
	}
	o.add(b)
	if report := o.converter.options.Progress; report != nil {
		report(Progress{o.ledger.Object, b.source, o.ledger.Records, o.ledger.Rejected})
	}
	if o.converter.options.Strict && o.ledger.Rejected > 0 {
		return fmt.Errorf("line %d, record %d: %w", o.rejectAt.lines+1, o.rejectAt.records+1, &o.reject)
	}
	return nil
}

// writeEvents writes the events, compressed if they are to be. Without any,
// that is a gzip stream too, of one empty member.
func (o *output) writeEvents(b *block) error {
	text := b.events
	if o.converter.options.Gzip {
		if b.last && o.empty && len(b.events) == 0 {
			o.converter.compress(&b.compressed, nil)
		}
		text = b.compressed.Bytes()
	}
	if len(text) == 0 {
		return nil
	}
	o.empty = false
	_, err := o.events.Write(text)
	return err
}

// add adds a block to the ledger.
func (o *output) add(b *block) {
	l := &o.ledger
	l.Records += b.size.records
	l.Events += b.mapped
	l.Rejected += b.rejects.count
	l.Skipped += b.skipped
	l.BytesIn = b.at.plus(b.size).offset
	l.BytesOut += int64(len(b.events))
	for reason, n := range b.rejects.reasons {
		l.Reasons[string(reason)] += n
	}
	o.tally.add(b.tally)
	if len(b.rejects.lines) > 0 {
		o.reject, o.rejectAt = b.rejects.first, b.at.plus(b.rejects.firstAt)
	}
}

// close returns the ledger. The tally, which is large, is used again.
func (o *output) close() Ledger {
	o.ledger.addTally(o.tally, o.converter.catalog)
	o.tally.reset()
	o.converter.tallies.Put(o.tally)
	return o.ledger
}
