package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"

	"github.com/udmap/udmap/internal/conversion"
	"github.com/udmap/udmap/internal/jsonlayout"
	"github.com/udmap/udmap/parser"
)

// conversionRun is one run of convert whose inputs are found and whose tables
// are compiled.
type conversionRun struct {
	*app
	request  convertRequest
	inputs   conversion.Inputs
	settings conversion.Settings
}

// intoFolder converts every input into files of its own.
func (r *conversionRun) intoFolder(ctx context.Context) (err error) {
	jobs, err := conversion.Plan(r.inputs.Inputs, r.request.folder)
	if err != nil {
		return usageError{err}
	}
	if err := os.MkdirAll(r.request.folder, 0o777); err != nil {
		return err // the ledger may stand in it
	}
	ledger, err := createLedger(r.request.ledger)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, ledger.Discard()) }()
	stop := r.startProgress()
	results := r.settings.IntoFolder(ctx, jobs)
	stop()
	if err := ended(ctx, results); err != nil {
		return err
	}
	if err := ledger.write(results); err != nil {
		return err
	}
	return r.conclude(results)
}

// intoStreams converts every input to standard output.
func (r *conversionRun) intoStreams(ctx context.Context) (err error) {
	ledger, err := createLedger(r.request.ledger)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, ledger.Discard()) }()
	rejected, err := r.createRejected()
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, rejected.Discard()) }()
	stop := r.startProgress()
	results := r.settings.IntoStreams(ctx, r.inputs.Inputs, conversion.Streams{
		Input:    interruptible(ctx, r.stdin),
		Events:   r.eventsOutput(),
		Rejected: rejected,
	})
	stop()
	if err := errors.Join(ended(ctx, results), firstFailure(results)); err != nil {
		return err
	}
	if err := errors.Join(rejected.Commit(), ledger.write(results)); err != nil {
		return err
	}
	return r.conclude(results)
}

// eventsOutput is standard output, as it is or laid out for people.
func (r *conversionRun) eventsOutput() io.Writer {
	if r.request.pretty {
		return jsonlayout.NewWriter(r.stdout)
	}
	return r.stdout
}

// ended returns why the run ended before its work was done and nothing more is
// to be said: it was interrupted, or nobody reads its output any more.
func ended(ctx context.Context, results []conversion.Result) error {
	for _, result := range results {
		if isClosedPipe(result.Err) {
			return result.Err
		}
	}
	return ctx.Err()
}

// firstFailure returns the first error that is no rejected record.
func firstFailure(results []conversion.Result) error {
	for _, result := range results {
		if result.Err != nil && !isRejection(result.Err) {
			return result.Err
		}
	}
	return nil
}

// isRejection reports whether a strict run ended at a rejected record.
func isRejection(err error) bool {
	_, ok := errors.AsType[*parser.Rejection](err)
	return ok
}

// maxErrors bounds how many inputs that failed are named.
const maxErrors = 20

// conclude prints what the run came to, and returns the error for its exit
// code.
func (r *conversionRun) conclude(results []conversion.Result) error {
	total := sum(results)
	r.printSummary(total, len(results))
	var failures []error
	for _, result := range results {
		switch {
		case isRejection(result.Err):
			fmt.Fprintf(r.stderr, "udmap: stopped at a rejected record, as --strict asks: %v\n", result.Err)
			return errFindings
		case result.Err != nil && !errors.Is(result.Err, context.Canceled) && !errors.Is(result.Err, conversion.ErrNotBegun):
			failures = append(failures, result.Err)
		}
	}
	switch {
	case len(failures) > maxErrors:
		rest := fmt.Errorf("and %s more", count(len(failures)-maxErrors, "input"))
		return errors.Join(append(failures[:maxErrors:maxErrors], rest)...)
	case len(failures) > 0:
		return errors.Join(failures...)
	case total.Rejected > 0:
		return errFindings
	}
	return nil
}

// sum adds the ledgers up.
func sum(results []conversion.Result) parser.Ledger {
	var total parser.Ledger
	for _, result := range results {
		total.Add(result.Ledger)
	}
	return total
}
