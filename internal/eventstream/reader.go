// Package eventstream reads UDM events as people and programs keep them: one a
// line, pretty-printed, in an array, or in the requests of the ingestion API,
// and tells where each begins. It never fails on what is no JSON: such text is
// an event too, for the validator to refuse.
package eventstream

import (
	"bytes"
	"errors"
	"fmt"
	"io"

	"github.com/udmap/udmap/udm"
)

// MaxValueBytes bounds the memory for one event, or for one request of the
// ingestion API.
const MaxValueBytes = 64 << 20

// Event is the text of one event.
type Event struct {
	// Text is the event's bytes as they stand in the input. It is valid until
	// the next call.
	Text []byte
	// Start is where it begins.
	Start udm.Position
}

// Reader reads events one by one. It is not safe for concurrent use.
type Reader struct {
	scanner scanner
	pending []Event // of a request that held several
}

// NewReader returns a reader of the events in source; file names it in
// positions.
func NewReader(file string, source io.Reader) *Reader {
	return &Reader{scanner: newScanner(file, source)}
}

// Next returns the next event, and io.EOF behind the last. Any other error is
// that of the source, or says that a value is larger than MaxValueBytes.
func (r *Reader) Next() (Event, error) {
	if len(r.pending) == 0 {
		value, err := r.scanner.next()
		if err != nil {
			return Event{}, err
		}
		r.pending = unwrap(value)
	}
	event := r.pending[0]
	r.pending = r.pending[1:]
	return event, nil
}

// scanner splits a text into its top-level values, and a top-level array into
// its elements.
type scanner struct {
	source source
	list   *udm.Position // where the array begins that the scanner is in
	value  []byte
}

func newScanner(file string, reader io.Reader) scanner {
	return scanner{source: newSource(file, reader)}
}

// next returns the next value.
func (s *scanner) next() (Event, error) {
	for {
		first, err := s.source.skipSpace()
		switch {
		case errors.Is(err, io.EOF) && s.list != nil:
			unclosed := Event{Text: []byte("["), Start: *s.list}
			s.list = nil
			return unclosed, nil
		case err != nil:
			return Event{}, err
		case first == '[' && s.list == nil:
			start := s.source.position
			s.list = &start
		case first == ']' && s.list != nil:
			s.list = nil
		case first == ',' && s.list != nil:
		default:
			return s.read()
		}
		if _, err := s.source.take(); err != nil {
			return Event{}, err
		}
	}
}

// read reads the value that begins at the next byte.
func (s *scanner) read() (Event, error) {
	start := s.source.position
	s.value = s.value[:0]
	var syntax shape
	for {
		c, err := s.source.peek()
		switch {
		case errors.Is(err, io.EOF):
			return Event{Text: s.value, Start: start}, nil
		case err != nil:
			return Event{}, err
		case syntax.endsBefore(c, s.list != nil):
			return Event{Text: bytes.TrimRight(s.value, " \t\r\n"), Start: start}, nil
		case len(s.value) == MaxValueBytes:
			return Event{}, fmt.Errorf("%s: the value that begins here is larger than %d MiB", start, MaxValueBytes>>20)
		}
		if _, err := s.source.take(); err != nil {
			return Event{}, err
		}
		s.value = append(s.value, c)
		syntax.read(c)
	}
}
