package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"sync/atomic"
	"time"

	"github.com/udmap/udmap/internal/comparison"
	"github.com/udmap/udmap/internal/conversion"
	"github.com/udmap/udmap/internal/rawrecord"
	"github.com/udmap/udmap/internal/tablefile"
	"github.com/udmap/udmap/parser"
)

// comparisonRun is a comparison under way.
type comparisonRun struct {
	*app
	inputs     []conversion.Input
	splitter   *rawrecord.Splitter
	earlier    earlierEvents
	old        *comparison.Mapping // nil with events made earlier
	new        *comparison.Mapping
	comparison *comparison.Comparison

	bytes, records atomic.Int64 // that are done
}

// compare converts the corpus with both sides.
func (a *app) compare(ctx context.Context, request diffRequest) (comparison.Report, error) {
	newer, err := a.compileSide(ctx, request, request.new)
	if err != nil {
		return comparison.Report{}, err
	}
	found, err := conversion.FindInputs(request.corpus, []string{request.against, request.rejected})
	if err != nil {
		return comparison.Report{}, err
	}
	if len(found.Inputs) == 0 {
		return comparison.Report{}, usagef("found nothing to read in %s", strings.Join(request.corpus, ", "))
	}
	run := &comparisonRun{app: a, inputs: found.Inputs, new: comparison.NewMapping(newer)}
	catalogs := []*parser.Catalog{newer}
	options := comparison.Options{Examples: request.examples}
	oldName := request.against
	if request.against == "" {
		older, err := a.compileSide(ctx, request, request.old)
		if err != nil {
			return comparison.Report{}, err
		}
		run.old, oldName = comparison.NewMapping(older), request.old
		catalogs, options.Required = append(catalogs, older), requiredFields(older)
	} else if run.earlier, err = openEarlier(request.against, request.rejected, found.Inputs); err != nil {
		return comparison.Report{}, err
	}
	if run.splitter, err = rawrecord.NewSplitter(catalogs...); err != nil {
		return comparison.Report{}, err
	}
	run.comparison = comparison.New(options)
	if err := run.read(ctx); err != nil {
		return comparison.Report{}, err
	}
	report := run.comparison.Report()
	report.Before.Name, report.After.Name = oldName, request.new
	return report, nil
}

// compileSide compiles the tables that an argument names.
func (a *app) compileSide(ctx context.Context, request diffRequest, name string) (*parser.Catalog, error) {
	files, err := findTablesIn(ctx, name, request.new)
	if err != nil {
		return nil, err
	}
	return a.compileFiles(files, request.options, parser.Options{})
}

// findTablesIn finds tables by name, path or git revision. A revision without
// a path is of the file or folder beside.
func findTablesIn(ctx context.Context, name, beside string) ([]tablefile.File, error) {
	revision, path, isRevision := tablefile.Revision(name)
	var files []tablefile.File
	var err error
	switch {
	case name == autoTable:
		return findTables(tablefile.Names()...)
	case !isRevision:
		return findTables(name)
	case path != "":
		files, err = tablefile.FindRevision(ctx, revision, path)
	default:
		files, err = tablefile.FindEarlier(ctx, revision, beside)
	}
	if _, ok := errors.AsType[*tablefile.RevisionError](err); ok {
		return nil, usageError{err}
	}
	return files, err
}

// requiredFields lists what the rows of the tables require, by log type. One
// table alone takes every record, whatever log type its events have.
func requiredFields(catalog *parser.Catalog) map[string][]string {
	required := map[string][]string{}
	for _, plan := range catalog.Plans() {
		logType := plan.Table().LogType
		if len(catalog.Plans()) == 1 {
			logType = ""
		}
		for _, row := range plan.Table().Rows {
			if row.Required && !slices.Contains(required[logType], row.To) {
				required[logType] = append(required[logType], row.To)
			}
		}
	}
	return required
}

// read compares all records.
func (r *comparisonRun) read(ctx context.Context) error {
	stop := r.showWhile(r.progressLine)
	defer stop()
	for _, input := range r.inputs {
		if err := r.readInput(ctx, input); err != nil {
			if _, ok := errors.AsType[*comparison.MismatchError](err); ok {
				return errors.Join(usageError{err}, r.earlier.Close())
			}
			return errors.Join(err, r.earlier.Close())
		}
	}
	err := r.earlier.end()
	if _, ok := errors.AsType[*comparison.MismatchError](err); ok {
		err = usageError{err}
	}
	return errors.Join(err, r.earlier.Close())
}

func (r *comparisonRun) readInput(ctx context.Context, input conversion.Input) error {
	_, source, err := r.open(ctx, input.Path)
	if err != nil {
		return err
	}
	defer func() { _ = source.Close() }() // it was only read
	if err := r.earlier.begin(input); err != nil {
		return err
	}
	_, err = r.splitter.Each(ctx, input.Path, &countingReader{source, &r.bytes}, func(record rawrecord.Record) error {
		defer r.records.Add(1)
		place := comparison.Place{Object: input.Path, Number: record.Number, Line: record.Line}
		after := r.new.Outcome(record)
		before, err := r.before(place, record, after)
		if err != nil {
			return err
		}
		r.comparison.Add(place, before, after)
		return nil
	})
	return err
}

// before is what the old table makes of a record, or what was made earlier.
func (r *comparisonRun) before(place comparison.Place, record rawrecord.Record, after comparison.Outcome) (comparison.Outcome, error) {
	if r.old != nil {
		return r.old.Outcome(record), nil
	}
	return r.earlier.current.Outcome(place, after)
}

// progressLine says what is done so far.
func (r *comparisonRun) progressLine(elapsed time.Duration) string {
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
