// Package rawrecord hands out the records of a raw object, split exactly as a
// conversion splits it.
package rawrecord

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"

	"github.com/udmap/udmap/parser"
)

// Record is a record and its place in the object.
type Record struct {
	Number int64  `json:"record_number"` // counts from 1
	Line   int64  `json:"line"`          // counts from 1
	Offset int64  `json:"offset"`        // counts from 0, in the inflated object
	Text   string `json:"record"`
	Base64 []byte `json:"record_base64"` // in place of Text, where that is not UTF-8
	// Reason and Detail tell why no table can make an event of the record: it is
	// cut off, or too long. Both are "" of a record that tables may judge.
	Reason parser.Reason `json:"reason"`
	Detail string        `json:"detail"`
}

// Bytes returns the record as it stands in the object.
func (r Record) Bytes() []byte {
	if r.Base64 != nil {
		return r.Base64
	}
	return []byte(r.Text)
}

// NotFoundError says that an object has fewer records.
type NotFoundError struct {
	Number  int64 // that was asked for
	Records int64 // that there are
}

// Error says how many records there are.
func (e *NotFoundError) Error() string {
	if e.Records == 0 {
		return "there is no record"
	}
	return fmt.Sprintf("there is no record %d: the last is record %d", e.Number, e.Records)
}

// Find returns the record of a number, as a conversion with the catalog
// counts. The error is a *NotFoundError, or says that source cannot be read.
func Find(ctx context.Context, catalog *parser.Catalog, object string, source io.Reader, number int64) (Record, error) {
	var found Record
	records, err := Each(ctx, catalog, object, source, func(record Record) error {
		if record.Number != number {
			return nil
		}
		found = record
		return errFound
	})
	switch {
	case errors.Is(err, errFound):
		return found, nil
	case err != nil:
		return Record{}, err
	}
	return Record{}, &NotFoundError{Number: number, Records: records}
}

// Each visits every record, as a conversion with the catalog counts them, and
// returns how many there are. It ends with the first error of visit, or says
// that source cannot be read.
func Each(ctx context.Context, catalog *parser.Catalog, object string, source io.Reader, visit func(Record) error) (records int64, err error) {
	splitter, err := NewSplitter(catalog)
	if err != nil {
		return 0, err
	}
	return splitter.Each(ctx, object, source, visit)
}

// Splitter splits one raw object after the other into records.
//
// The engine hands out the bytes of what it rejects, and no others. So a
// splitter has a table that rejects every record.
type Splitter struct{ converter *parser.Converter }

// NewSplitter returns a splitter that finds records where a table of any of
// the catalogs looks for them.
func NewSplitter(catalogs ...*parser.Catalog) (*Splitter, error) {
	plan, err := rejectAll(catalogs)
	if err != nil {
		return nil, err
	}
	return &Splitter{parser.NewConverter(parser.Only(plan), parser.ConverterOptions{})}, nil
}

// Each visits every record of an object, as the function of that name does.
func (s *Splitter) Each(ctx context.Context, object string, source io.Reader, visit func(Record) error) (records int64, err error) {
	ledger, err := s.converter.Convert(ctx, object, source, io.Discard, &lineReader{visit: visit})
	return ledger.Records, err
}

// unread is the field that the table of a splitter requires, and so its reason
// to reject what is a record.
const unread = "unused"

// rejectAll returns a plan that rejects every record, as no e-mail address is
// a timestamp. It knows the keys under which the catalogs' tables look for
// records in an API page.
func rejectAll(catalogs []*parser.Catalog) (*parser.Plan, error) {
	const table = `
table: reject_all
version: 1
log_type: NONE
description: Rejects every record
claims: {has: [%[1]s]}
%[2]s
rows:
  - {id: R1, from: %[1]s, to: metadata.event_timestamp, if: email, required: true}
event_type:
  - {id: R2, value: GENERIC_EVENT}
`
	keys, err := recordKeys(catalogs)
	if err != nil {
		return nil, err
	}
	loaded, findings := parser.Load("reject_all.yaml", fmt.Appendf(nil, table, unread, keys))
	if findings.HasErrors() {
		return nil, findings.Errors()
	}
	plan, findings := parser.Compile(loaded, parser.Options{})
	if plan == nil {
		return nil, findings.Errors()
	}
	return plan, nil
}

// recordKeys returns the line of a table that names the keys of all tables of
// the catalogs, "" if they have none.
func recordKeys(catalogs []*parser.Catalog) (string, error) {
	var keys []string
	for _, catalog := range catalogs {
		for _, plan := range catalog.Plans() {
			keys = append(keys, plan.Table().Records...)
		}
	}
	if len(keys) == 0 {
		return "", nil
	}
	slices.Sort(keys)
	list, err := json.Marshal(slices.Compact(keys)) // JSON is YAML
	return "records: " + string(list), err
}

// errFound ends a conversion that has given what was looked for.
var errFound = errors.New("found")

// lineReader reads the lines of rejected records.
type lineReader struct {
	line  []byte // that is not yet complete
	visit func(Record) error
}

// Write implements io.Writer.
func (r *lineReader) Write(text []byte) (int, error) {
	for rest := text; len(rest) > 0; {
		part, behind, complete := bytes.Cut(rest, []byte("\n"))
		r.line, rest = append(r.line, part...), behind
		if !complete {
			break
		}
		if err := r.read(r.line); err != nil {
			return 0, err
		}
		r.line = r.line[:0]
	}
	return len(text), nil
}

func (r *lineReader) read(line []byte) error {
	var record Record
	if err := json.Unmarshal(line, &record); err != nil {
		return err
	}
	if record.Reason == unread {
		record.Reason, record.Detail = "", ""
	}
	return r.visit(record)
}
