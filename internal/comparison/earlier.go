package comparison

import (
	"bufio"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"path/filepath"

	"github.com/udmap/udmap/internal/eventstream"
	"github.com/udmap/udmap/parser"
	"github.com/udmap/udmap/udm"
)

// MismatchError says that events made earlier are not those of the records
// that they are compared with.
type MismatchError struct {
	File string // with the events
	Why  string
}

// Error names the file and the way out.
func (e *MismatchError) Error() string {
	return e.File + " does not fit the records: " + e.Why
}

// Earlier reads what was made of records earlier: the events, and if they were
// kept the rejected records, each in the order of the records. No event says
// which record it is of; so the n-th event is that of the n-th record that was
// not rejected. Which were is told by the rejected records, by their numbers.
// Without them, a record is taken as rejected earlier if it is now, which is
// right as long as the numbers fit.
type Earlier struct {
	file     string
	events   *eventstream.Reader
	rejected *bufio.Reader // nil if nothing is known of them
	next     *rejectedRecord
	encoder  udm.Encoder
	event    []byte
	count    int64
}

// rejectedRecord is a line as a conversion writes it.
type rejectedRecord struct {
	Object string        `json:"object"`
	Number int64         `json:"record_number"`
	Reason parser.Reason `json:"reason"`
	Detail string        `json:"detail"`
}

// NewEarlier returns what the events of a file, and the rejected records if
// they are not nil, tell of the records that they were made from.
func NewEarlier(file string, events, rejected io.Reader) (*Earlier, error) {
	e := &Earlier{file: file, events: eventstream.NewReader(file, events)}
	if rejected == nil {
		return e, nil
	}
	e.rejected = bufio.NewReader(rejected)
	return e, e.readRejected()
}

// readRejected reads the next rejected record, nil behind the last.
func (e *Earlier) readRejected() error {
	e.next = nil
	line, err := e.rejected.ReadBytes('\n')
	if errors.Is(err, io.EOF) {
		err = nil
	}
	if err != nil || len(line) == 0 {
		return err
	}
	e.next = new(rejectedRecord)
	if json.Unmarshal(line, e.next) != nil || e.next.Number == 0 {
		return e.mismatch("the file of its rejected records has a line that udmap convert --rejected does not write: %q", shorten(string(line)))
	}
	return nil
}

// Outcome returns what was made of the record at a place, of which the other
// side now makes after. What it returns is valid until the next call. The error
// is a *MismatchError, or tells that the events cannot be read.
func (e *Earlier) Outcome(place Place, after Outcome) (Outcome, error) {
	switch {
	case e.rejected == nil && !after.isEvent():
		return after, nil
	case e.next != nil && e.next.isOf(place):
		outcome := Outcome{Reason: cmp.Or(e.next.Reason, "no reason given"), Detail: e.next.Detail}
		return outcome, e.readRejected()
	}
	event, err := e.events.Next()
	if errors.Is(err, io.EOF) {
		return Outcome{}, e.mismatch("it ends behind event %d, and there is none for %s%s", e.count, place, e.advice())
	}
	if err != nil {
		return Outcome{}, err
	}
	e.count++
	if e.event, err = e.encoder.Append(e.event[:0], event.Text); err != nil {
		return Outcome{}, e.mismatch("event %d, at line %d, is no UDM event: %w; udmap validate says more", e.count, event.Start.Line, err)
	}
	return Outcome{Event: e.event}, nil
}

// isOf tells whether it is the record at a place. The earlier run may have
// named the object from another folder.
func (r *rejectedRecord) isOf(place Place) bool {
	return r.Number == place.Number && filepath.Base(r.Object) == filepath.Base(place.Object)
}

// End checks that nothing is left that belongs to no record.
func (e *Earlier) End() error {
	if e.next != nil {
		return e.mismatch("record %d of %s, which was rejected, is not among them", e.next.Number, e.next.Object)
	}
	event, err := e.events.Next()
	switch {
	case errors.Is(err, io.EOF):
		return nil
	case err != nil:
		return err
	}
	return e.mismatch("event %d, at line %d, is behind the last of them%s", e.count+1, event.Start.Line, e.advice())
}

// advice is how to say which records were rejected, where nobody has.
func (e *Earlier) advice() string {
	if e.rejected != nil {
		return ""
	}
	return "; if the earlier run rejected other records than this one, name the file that it kept them in with --against-rejected"
}

func (e *Earlier) mismatch(format string, arguments ...any) error {
	return &MismatchError{e.file, fmt.Errorf(format, arguments...).Error()}
}
