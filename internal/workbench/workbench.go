// Package workbench shows in a local web page what a mapping table makes of raw
// logs. Workbench.Answer is all that it does, and is pure; Handler carries it
// over HTTP to the page, whose files are plain HTML, CSS and ES modules.
package workbench

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"

	"github.com/udmap/udmap/internal/inflate"
	"github.com/udmap/udmap/internal/rawrecord"
	"github.com/udmap/udmap/internal/tablefile"
	"github.com/udmap/udmap/parser"
	"github.com/udmap/udmap/udm"
)

// The bounds of a question and of what an answer shows.
const (
	MaxRawBytes   = 32 << 20   // of the raw logs, inflated or not
	MaxTableBytes = 1 << 20    // of a table that was edited
	listLength    = 200        // records in the list
	maxTextBytes  = 64 << 10   // of a record
	maxValueBytes = 2 << 10    // of a value
	maxFields     = 2_000      // of an event, and as many parts that are unused
	rawName       = "in.jsonl" // what messages call the raw logs
)

// Workbench answers questions with the built-in tables. It is safe for
// concurrent use.
type Workbench struct {
	tables    []*parser.Table
	plans     []*parser.Plan            // of the tables
	files     map[string]tablefile.File // by the name of the table
	validator *udm.Validator
}

// New returns a workbench. The error is that a built-in table does not compile,
// which the tests rule out.
func New() (*Workbench, error) {
	files, err := tablefile.Find(tablefile.Names()...)
	if err != nil {
		return nil, err
	}
	w := &Workbench{files: map[string]tablefile.File{}, validator: udm.NewValidator(nil)}
	for _, file := range files {
		table, findings := parser.Load(file.Path, file.Text)
		if table == nil {
			return nil, findings
		}
		plan, findings := parser.Compile(table, parser.Options{Trusted: true})
		if plan == nil {
			return nil, findings
		}
		w.tables, w.plans = append(w.tables, table), append(w.plans, plan)
		w.files[table.Name] = file
	}
	return w, nil
}

// Answer tells what the raw logs of a question become. The error is that of
// ctx, or that there is no such table; all else that is wrong with the logs or
// the table is part of the answer.
func (w *Workbench) Answer(ctx context.Context, q Question) (Answer, error) {
	choice, err := w.choose(q)
	if err != nil {
		return Answer{}, err
	}
	answer := Answer{Compiled: choice.catalog != nil, Findings: choice.findings}
	if !answer.Compiled {
		return answer, nil
	}
	text, problem := inflated(q.Raw)
	run := &run{choice: choice, validator: w.validator, wanted: max(q.Record, 1), answer: &answer, rejections: map[int64]rejected{}}
	if err := run.convert(ctx, text); err != nil {
		return Answer{}, err
	}
	if answer.Problem == "" {
		answer.Problem = problem
	}
	if err := run.list(ctx, text); err != nil {
		return Answer{}, err
	}
	if answer.Table == nil && answer.Record == nil {
		answer.Table = run.table("") // to look at before there are logs
	}
	return answer, nil
}

// inflated returns the raw logs, inflated as far as they are sound, and what
// keeps the rest from being read.
func inflated(object []byte) (text []byte, problem string) {
	source, err := inflate.NewReader(bytes.NewReader(object))
	if err != nil {
		return nil, err.Error()
	}
	text, err = io.ReadAll(io.LimitReader(source, MaxRawBytes+1))
	switch {
	case len(text) > MaxRawBytes:
		return text[:MaxRawBytes], fmt.Sprintf("the logs are more than %d MiB once inflated; the rest is left out", MaxRawBytes>>20)
	case err != nil:
		return text, err.Error()
	}
	return text, ""
}

// run is one conversion of raw logs.
type run struct {
	choice
	validator  *udm.Validator
	wanted     int64 // the number of the record to explain
	answer     *Answer
	rejections map[int64]rejected // of the records that the list shows
}

// rejected is why a record was rejected.
type rejected struct {
	Number int64         `json:"record_number"`
	Reason parser.Reason `json:"reason"`
	Detail string        `json:"detail"`
}

// isListed tells of a record whose number is in the list: the list is a page,
// so that it does not move when another record of it is chosen.
func (r *run) isListed(number int64) bool {
	return (number-1)/listLength == (r.wanted-1)/listLength
}

// convert counts what the conversion makes of all records, and keeps why those
// of the list are rejected.
func (r *run) convert(ctx context.Context, text []byte) error {
	converter := parser.NewConverter(r.catalog, parser.ConverterOptions{})
	rejections := &lines{visit: func(line []byte) error {
		var why rejected
		if err := json.Unmarshal(line, &why); err != nil {
			return err
		}
		if r.isListed(why.Number) {
			r.rejections[why.Number] = why
		}
		return nil
	}}
	ledger, err := converter.Convert(ctx, rawName, bytes.NewReader(text), io.Discard, rejections)
	if ctx.Err() != nil {
		return ctx.Err()
	}
	if err != nil {
		r.answer.Problem = err.Error()
	}
	a := r.answer
	a.Records, a.Events, a.Rejected, a.Skipped = ledger.Records, ledger.Events, ledger.Rejected, ledger.Skipped
	a.Bytes, a.Reasons = ledger.BytesIn, ledger.Reasons
	r.wanted = max(1, min(r.wanted, a.Records))
	return nil
}

// errListed ends the reading of records behind the last one of the list.
var errListed = errors.New("all records of the list are read")

// list lists records, and explains the one that is wanted.
func (r *run) list(ctx context.Context, text []byte) error {
	mapper := r.catalog.NewMapper()
	_, err := rawrecord.Each(ctx, r.catalog, rawName, bytes.NewReader(text), func(record rawrecord.Record) error {
		switch {
		case r.isListed(record.Number):
			if err := ctx.Err(); err != nil {
				return err
			}
			return r.add(mapper, record)
		case record.Number > r.wanted:
			return errListed
		}
		return nil
	})
	if errors.Is(err, errListed) || err != nil && ctx.Err() == nil && r.answer.Problem != "" {
		return nil
	}
	return err
}

// add adds a record to the list.
func (r *run) add(mapper *parser.Mapper, record rawrecord.Record) error {
	listed := Listed{Number: record.Number, Line: record.Line}
	why, isRejected := r.rejections[record.Number]
	event, err := mapper.Append(nil, record.Bytes())
	switch rejection, _ := errors.AsType[*parser.Rejection](err); {
	case isRejected:
		listed.Reason = string(why.Reason)
	case rejection != nil:
		listed.Reason = string(rejection.Reason)
	default:
		listed.Table, listed.EventType = mapper.Table().Name, eventType(event)
		for _, finding := range r.judge(event, mapper.Table()) {
			listed.count(finding)
		}
	}
	r.answer.List = append(r.answer.List, listed)
	if record.Number == r.wanted {
		return r.explain(record, why)
	}
	return nil
}

// count counts a finding of the validator.
func (l *Listed) count(finding Judgment) {
	switch {
	case finding.Waived != "":
	case finding.Severity == udm.SeverityError:
		l.Errors++
	case finding.Severity == udm.SeverityWarning:
		l.Warnings++
	}
}

// lines hands out what is written to it, line by line.
type lines struct {
	unfinished []byte
	visit      func(line []byte) error
}

// Write implements io.Writer.
func (l *lines) Write(text []byte) (int, error) {
	for rest := text; len(rest) > 0; {
		part, behind, isWhole := bytes.Cut(rest, []byte("\n"))
		l.unfinished, rest = append(l.unfinished, part...), behind
		if isWhole {
			if err := l.visit(l.unfinished); err != nil {
				return 0, err
			}
			l.unfinished = l.unfinished[:0]
		}
	}
	return len(text), nil
}
