package parser

import (
	"encoding/base64"
	"strconv"
	"unicode/utf8"

	"github.com/udmap/udmap/udm"
)

// rejects are the lines of the rejected stream that a block gave. Where the
// block stands in the object may not be known yet, so each line lacks its
// start, which tells the record's place.
type rejects struct {
	lines   []rejectedLine
	text    []byte // first what continues the line of an earlier block
	reasons map[Reason]int64
	count   int64     // of the lines that end here
	first   Rejection // of those, with its place
	firstAt position
}

// rejectedLine is a line that starts in this block.
type rejectedLine struct {
	at   position // of the record, from where the block starts
	text int      // where the line goes on
}

func (r *rejects) reset() {
	r.lines, r.text, r.count = r.lines[:0], r.text[:0], 0
	clear(r.reasons)
}

// add writes a whole line: the record as a string, so that it reads well, or
// in base64, where it is not UTF-8.
func (r *rejects) add(at position, rejection *Rejection, record []byte) {
	if !utf8.Valid(record) {
		r.open(at, rejection)
		r.appendBase64(record)
		r.close(rejection.Reason)
		return
	}
	r.start(at, rejection)
	r.text = append(r.text, `,"record":`...)
	r.text = udm.AppendString(r.text, record)
	r.end(rejection.Reason)
}

// open starts a line whose record follows in base64.
func (r *rejects) open(at position, rejection *Rejection) {
	r.start(at, rejection)
	r.text = append(r.text, `,"record_base64":"`...)
}

// appendBase64 continues the record of a line. All but its last part must
// have a length that three divides.
func (r *rejects) appendBase64(part []byte) {
	r.text = base64.StdEncoding.AppendEncode(r.text, part)
}

// close ends a line that was opened.
func (r *rejects) close(reason Reason) {
	r.text = append(r.text, '"')
	r.end(reason)
}

// start writes all that stands between a record's place and the record.
func (r *rejects) start(at position, rejection *Rejection) {
	if len(r.lines) == 0 {
		r.first, r.firstAt = *rejection, at
	}
	r.lines = append(r.lines, rejectedLine{at, len(r.text)})
	r.text = append(r.text, `,"reason":`...)
	r.text = udm.AppendString(r.text, rejection.Reason)
	r.text = append(r.text, `,"detail":"`...)
	r.text = udm.AppendEscaped(r.text, []byte(rejection.Detail))
	if rejection.Offset >= 0 {
		r.text = append(r.text, " (at byte "...)
		r.text = strconv.AppendInt(r.text, int64(rejection.Offset), 10)
		r.text = append(r.text, " of the record)"...)
	}
	r.text = append(r.text, '"')
	r.text = appendNamed(r.text, `,"row":`, rejection.Row)
	r.text = appendNamed(r.text, `,"table":`, rejection.Table)
}

// appendNamed writes a member that is left out if it is empty.
func appendNamed(dst []byte, name, value string) []byte {
	if value == "" {
		return dst
	}
	return udm.AppendString(append(dst, name...), value)
}

func (r *rejects) end(reason Reason) {
	r.text = append(r.text, "}\n"...)
	if r.reasons == nil {
		r.reasons = map[Reason]int64{}
	}
	r.reasons[reason]++
	r.count++
}

// appendTo writes the lines with their starts: head, which names the object,
// and the place of each record in an object in which the block stands at
// base.
func (r *rejects) appendTo(dst, head []byte, base position) []byte {
	from := 0
	for _, line := range r.lines {
		dst = append(dst, r.text[from:line.text]...)
		from = line.text
		at := base.plus(line.at)
		dst = append(dst, head...)
		dst = strconv.AppendInt(dst, at.records+1, 10)
		dst = append(dst, `,"line":`...)
		dst = strconv.AppendInt(dst, at.lines+1, 10)
		dst = append(dst, `,"offset":`...)
		dst = strconv.AppendInt(dst, at.offset, 10)
	}
	return append(dst, r.text[from:]...)
}
