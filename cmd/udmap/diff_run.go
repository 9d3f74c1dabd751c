package main

import (
	"context"
	"errors"
	"slices"
	"strings"

	"github.com/udmap/udmap/internal/comparison"
	"github.com/udmap/udmap/internal/conversion"
	"github.com/udmap/udmap/internal/rawrecord"
	"github.com/udmap/udmap/internal/tablefile"
	"github.com/udmap/udmap/parser"
)

// comparisonRun is a comparison under way.
type comparisonRun struct {
	reading
	earlier    earlierEvents
	old        *comparison.Mapping // nil with events made earlier
	new        *comparison.Mapping
	comparison *comparison.Comparison
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
	run := &comparisonRun{reading: reading{app: a, inputs: found.Inputs}, new: comparison.NewMapping(newer)}
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
	defer r.earlier.close()
	err := r.each(ctx, r.earlier.begin, func(place comparison.Place, record rawrecord.Record) error {
		after := r.new.Outcome(record)
		before, err := r.before(place, record, after)
		if err == nil {
			r.comparison.Add(place, before, after)
		}
		return err
	})
	if err == nil {
		err = r.earlier.end()
	}
	if _, ok := errors.AsType[*comparison.MismatchError](err); ok {
		return usageError{err}
	}
	return err
}

// before is what the old table makes of a record, or what was made earlier.
func (r *comparisonRun) before(place comparison.Place, record rawrecord.Record, after comparison.Outcome) (comparison.Outcome, error) {
	if r.old != nil {
		return r.old.Outcome(record), nil
	}
	return r.earlier.current.Outcome(place, after)
}
