// Package trial tries a mapping table on samples, again and again while its
// author works on it: does it compile, what becomes of the records, what does
// the validator say, which golden cases differ, and what has changed since the
// table last compiled.
package trial

import (
	"context"
	"errors"
	"fmt"
	"os"
	"sync"

	"github.com/udmap/udmap/internal/comparison"
	"github.com/udmap/udmap/internal/conversion"
	"github.com/udmap/udmap/internal/eventcheck"
	"github.com/udmap/udmap/internal/rawrecord"
	"github.com/udmap/udmap/internal/tablefile"
	"github.com/udmap/udmap/parser"
	"github.com/udmap/udmap/udm"
)

// Settings say what is tried on what.
type Settings struct {
	Table   string   // the file
	Samples []string // files and folders
	Golden  string   // a folder or file of golden cases; "" is none
	// Options chooses for options of the table, by name.
	Options map[string]string
	// Since is compared with; where it is nil, that is the table as it last
	// compiled.
	Since     *parser.Catalog
	SinceName string
}

// Trial tries a table. It is not safe for concurrent use.
type Trial struct {
	settings Settings
	cases    *cases
	last     *tablefile.Compiled // the last that compiled
}

// New returns a trial that has tried nothing yet.
func New(settings Settings) *Trial {
	return &Trial{settings: settings, cases: newCases(settings.Golden)}
}

// Result is what came of one try.
type Result struct {
	File     tablefile.File
	Table    string // the table's name
	Compiles bool
	Findings udm.Diagnostics // but for those that take a proof
	Sums     Sums
	Verdict  []eventcheck.Finding
	Refused  int64 // events that the validator finds an error in
	Golden   Golden
	// Changes is what differs from the table before, nil where there is none, or
	// where the table is the same.
	Changes *comparison.Report
}

// Sums counts the records of the samples.
type Sums struct {
	Files    int              `json:"files"`
	Records  int64            `json:"records"`
	Events   int64            `json:"events"`
	Rejected int64            `json:"rejected"`
	Reasons  map[string]int64 `json:"reasons,omitempty"`
}

// Try reads everything anew. A table that does not compile is a result; an
// error tells what cannot be read, or that ctx ended.
func (t *Trial) Try(ctx context.Context) (Result, error) {
	file, err := readTable(t.settings.Table)
	if err != nil {
		return Result{}, err
	}
	// The proofs take longer than all the rest: Prove has them.
	compiled := file.Compile(parser.Options{Trusted: true, TableOptions: t.settings.Options})
	result := Result{File: file, Findings: compiled.Findings, Compiles: compiled.Plan != nil}
	if compiled.Plan == nil {
		return result, nil
	}
	result.Table = compiled.Table.Name
	var running sync.WaitGroup
	var goldenErr error
	running.Go(func() { result.Golden, goldenErr = t.cases.run(ctx, compiled.Table) })
	err = t.trySamples(ctx, compiled, &result)
	running.Wait()
	if err := errors.Join(err, goldenErr); err != nil {
		return Result{}, err
	}
	t.last = &compiled
	return result, nil
}

// readTable reads the file as it is now.
func readTable(path string) (tablefile.File, error) {
	text, err := os.ReadFile(path)
	return tablefile.File{Path: path, Text: text}, err
}

// Prove returns the findings of a table that take a proof to find, which may
// take longer than everything else. It is safe for concurrent use.
func (r Result) Prove() udm.Diagnostics {
	var proved udm.Diagnostics
	known := map[string]bool{}
	for _, finding := range r.Findings {
		known[finding.String()] = true
	}
	for _, finding := range r.File.Compile(parser.Options{}).Findings {
		if !known[finding.String()] {
			proved = append(proved, finding)
		}
	}
	return proved
}

// trySamples converts the samples, has the events judged, and compares them
// with those of the table before.
func (t *Trial) trySamples(ctx context.Context, compiled tablefile.Compiled, result *Result) error {
	inputs, err := conversion.FindInputs(t.settings.Samples, []string{t.settings.Table})
	if err != nil {
		return err
	}
	catalog := parser.Only(compiled.Plan)
	samples := samples{
		mapping: comparison.NewMapping(catalog),
		tally:   eventcheck.New(compiled.Table.WaivedFindings()),
		sums:    Sums{Files: len(inputs.Inputs), Reasons: map[string]int64{}},
	}
	catalogs := []*parser.Catalog{catalog}
	if before, name := t.before(result.File); before != nil {
		samples.before = comparison.NewMapping(before)
		samples.comparison = comparison.New(comparison.Options{Examples: examples})
		catalogs = append(catalogs, before)
		defer func() { result.Changes = samples.report(name, t.settings.Table) }()
	}
	if samples.splitter, err = rawrecord.NewSplitter(catalogs...); err != nil {
		return err
	}
	for _, input := range inputs.Inputs {
		if err := samples.read(ctx, input.Path); err != nil {
			return err
		}
	}
	result.Sums, result.Verdict, result.Refused = samples.sums, samples.tally.Findings(), samples.tally.Refused()
	return nil
}

// examples is how many examples of each difference are kept.
const examples = 1

// before is the table to compare with, nil for none.
func (t *Trial) before(file tablefile.File) (*parser.Catalog, string) {
	switch {
	case t.settings.Since != nil:
		return t.settings.Since, t.settings.SinceName
	case t.last == nil || string(t.last.File.Text) == string(file.Text):
		return nil, ""
	}
	return parser.Only(t.last.Plan), "the last version that compiled"
}

// samples are converted record by record.
type samples struct {
	splitter   *rawrecord.Splitter
	mapping    *comparison.Mapping
	before     *comparison.Mapping    // nil where there is nothing to compare with
	comparison *comparison.Comparison // likewise
	tally      *eventcheck.Tally
	sums       Sums
}

func (s *samples) read(ctx context.Context, path string) error {
	file, err := os.Open(path)
	if err != nil {
		return err
	}
	defer func() { _ = file.Close() }() // it was only read
	_, err = s.splitter.Each(ctx, path, file, func(record rawrecord.Record) error {
		s.add(comparison.Place{Object: path, Number: record.Number, Line: record.Line}, record)
		return nil
	})
	if err != nil {
		return fmt.Errorf("%s: %w", path, err)
	}
	return nil
}

func (s *samples) add(place comparison.Place, record rawrecord.Record) {
	outcome := s.mapping.Outcome(record)
	s.sums.Records++
	if outcome.Reason == "" {
		s.sums.Events++
		s.tally.Add(outcome.Event, place.String)
	} else {
		s.sums.Rejected++
		s.sums.Reasons[string(outcome.Reason)]++
	}
	if s.before != nil {
		s.comparison.Add(place, s.before.Outcome(record), outcome)
	}
}

// report is what differs, nil for no comparison.
func (s *samples) report(before, after string) *comparison.Report {
	report := s.comparison.Report()
	report.Before.Name, report.After.Name = before, after
	return &report
}

// Failed tells of a result that an author does not want: a golden case
// differs, the validator finds an error, or an event lost what it needs.
func (r Result) Failed() bool {
	return r.Refused > 0 || len(r.Golden.Differing) > 0 || r.Changes != nil && r.Changes.LosesRequired()
}
