package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/udmap/udmap/collector"
	"github.com/udmap/udmap/internal/objectstore"
	"github.com/udmap/udmap/internal/objectstore/locate"
)

// collection is the verb collect whose settings are read.
type collection struct {
	*app
	request   collectRequest
	collector *collector.Collector
	outputs   *outputs // nil without --normalize
}

// open connects the collector to where it writes.
func (c *collection) open(ctx context.Context, places collector.Places) error {
	raw, err := locate.Open(ctx, places.Raw)
	if err != nil {
		return usageError{err}
	}
	state, key, err := openObject(ctx, places.State)
	if err != nil {
		return usageError{err}
	}
	c.collector.Raw = raw
	c.collector.State, c.collector.StateKey = state, key
	if places.OldState != "" {
		if c.collector.OldState, c.collector.OldStateKey, err = openObject(ctx, places.OldState); err != nil {
			return usageError{err}
		}
	}
	c.collector.Report = c.progress()
	if !places.Normalize {
		return nil
	}
	if c.outputs, err = c.newOutputs(ctx, raw, places); err != nil {
		return err
	}
	c.collector.Written = c.outputs.write
	return nil
}

// openObject opens the store that holds one object, and returns the key of it.
func openObject(ctx context.Context, place string) (store objectstore.Store, key string, err error) {
	if rest, isBucket := strings.CutPrefix(place, "s3://"); isBucket {
		bucket, key, _ := strings.Cut(rest, "/")
		if key == "" || strings.HasSuffix(key, "/") {
			return nil, "", fmt.Errorf("%s names no object: give s3://bucket/key", place)
		}
		store, err := locate.Open(ctx, "s3://"+bucket)
		return store, key, err
	}
	store, err = locate.Open(ctx, filepath.Dir(place))
	return store, filepath.Base(place), err
}

// repeat runs once, or again and again until ctx ends.
func (c *collection) repeat(ctx context.Context) error {
	for {
		begun := time.Now()
		err := c.once(ctx)
		if c.request.every == 0 {
			return err
		}
		if ctx.Err() != nil {
			return ctx.Err()
		}
		if err != nil && !isPrinted(err) {
			fmt.Fprintf(c.stderr, "udmap: %s\n", describeError(err))
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(time.Until(begun.Add(c.request.every))):
		}
	}
}

// once is one run, and what it came to.
func (c *collection) once(ctx context.Context) error {
	if c.request.budget > 0 {
		var cancel context.CancelFunc
		ctx, cancel = context.WithTimeout(ctx, c.request.budget)
		defer cancel()
	}
	summary, err := c.collector.Run(ctx)
	c.endProgress()
	if printErr := c.print(summary); printErr != nil {
		return printErr
	}
	if err != nil {
		return err
	}
	return c.conclude(summary)
}

// conclude returns the error for the exit code.
func (c *collection) conclude(summary collector.Summary) error {
	var failures []error
	for _, name := range slices.Sorted(maps.Keys(summary.Resources)) {
		if resource := summary.Resources[name]; resource.Outcome.IsFailure() {
			failures = append(failures, fmt.Errorf("%s: %s", name, resource.Error))
		}
	}
	switch {
	case len(failures) > 0 && len(failures) < len(summary.Resources):
		for _, failure := range failures {
			fmt.Fprintf(c.stderr, "udmap: %s\n", describeError(failure))
		}
		return errFindings
	case len(failures) > 0:
		return errors.Join(failures...)
	case c.outputs != nil && c.outputs.ledger.Rejected > 0:
		return errFindings
	}
	return nil
}

// print prints the summary: for programs a line of JSON.
func (c *collection) print(summary collector.Summary) error {
	if c.format == formatJSON {
		return printLine(c.stdout, summary)
	}
	for _, warning := range summary.Warnings {
		fmt.Fprintf(c.stderr, "udmap: warning: %s\n", warning)
	}
	for _, name := range slices.Sorted(maps.Keys(summary.Resources)) {
		if _, err := fmt.Fprintf(c.stdout, "%s: %s\n", name, describeResource(summary.Resources[name])); err != nil {
			return err
		}
	}
	if c.outputs == nil {
		return nil
	}
	ledger := c.outputs.ledger
	_, err := fmt.Fprintf(c.stdout, "normalized: %s\n", describeTotal(ledger, summary.Objects))
	return err
}

// printLine prints a value as one line of JSON.
func printLine(w io.Writer, value any) error {
	encoder := json.NewEncoder(w)
	encoder.SetEscapeHTML(false)
	return encoder.Encode(value)
}

// describeResource is what became of a resource, for people.
func describeResource(resource collector.ResourceSummary) string {
	text := strings.ReplaceAll(string(resource.Outcome), "_", " ")
	text += fmt.Sprintf(": %s, %s known, from %s into %s", count(resource.New, "new record"), thousands(resource.Duplicates),
		count(resource.Pages, "page"), count(resource.Objects, "object"))
	if resource.LagSeconds != nil {
		lag := time.Duration(*resource.LagSeconds) * time.Second
		text += fmt.Sprintf("; the youngest is %s old", lag)
	}
	if resource.GapFrom != nil {
		text += fmt.Sprintf("; the API no longer lists what happened from %s to %s",
			resource.GapFrom.Format(time.DateOnly), resource.GapUntil.Format(time.DateOnly))
	}
	return text
}

// printPlan prints what a run would ask.
func (c *collection) printPlan(ctx context.Context) error {
	plan, err := c.collector.Plan(ctx)
	if err != nil {
		return err
	}
	if c.format == formatJSON {
		return printLine(c.stdout, plan)
	}
	for _, warning := range plan.Warnings {
		fmt.Fprintf(c.stderr, "udmap: warning: %s\n", warning)
	}
	if plan.FirstRun {
		fmt.Fprintln(c.stdout, "there is no state, so this would be the first run")
	}
	if plan.Pending != "" {
		fmt.Fprintf(c.stdout, "would first write %s, which the last run had no time for\n", plan.Pending)
	}
	for _, name := range slices.Sorted(maps.Keys(plan.Resources)) {
		fmt.Fprintf(c.stdout, "%s: %s\n", name, describePlan(plan.Resources[name]))
	}
	return nil
}

func describePlan(resource collector.ResourcePlan) string {
	switch {
	case resource.ResumeAt != nil:
		return "would ask nothing: a quota is used up until " + resource.ResumeAt.Format(time.RFC3339)
	case len(resource.Days) == 1:
		return "would list " + resource.Days[0]
	case len(resource.Days) > 1:
		return fmt.Sprintf("would list %s, of which %s first", count(len(resource.Days), "day"), resource.Days[0])
	}
	return "would go on from " + resource.Cursor
}
