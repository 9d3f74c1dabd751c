package main

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/udmap/udmap/collector"
)

// collectRequest is what the command line asks for.
type collectRequest struct {
	vendor collectable
	to     string
	state  string
	until  string
	dryRun bool
	every  time.Duration
	lookup func(variable string) string // of a flag or the environment
}

// collect runs once, or again and again until ctx ends.
func (a *app) collect(ctx context.Context, request collectRequest) error {
	if request.every < 0 || request.every > 0 && request.every < time.Second {
		return usagef("--every must be a second or more, such as 15m, not %s", request.every)
	}
	if request.every > 0 && request.dryRun {
		return usagef("--dry-run tells of one run: leave out --every")
	}
	made, err := a.newCollector(ctx, request)
	if err != nil {
		return err
	}
	if request.dryRun {
		return a.plan(ctx, made)
	}
	for request.every > 0 {
		begun := time.Now()
		if err := a.collectOnce(ctx, made); stopsForGood(err) {
			return err
		} else if err != nil && !isPrinted(err) {
			fmt.Fprintf(a.stderr, "udmap: %s\n", describeError(err))
		}
		select {
		case <-ctx.Done():
			return nil // between runs, nothing is cut short
		case <-time.After(request.every - time.Since(begun)):
		}
		if made, err = a.newCollector(ctx, request); err != nil {
			return err
		}
	}
	return a.collectOnce(ctx, made)
}

// stopsForGood tells whether the next run would fare no better.
func stopsForGood(err error) bool {
	return errors.Is(err, collector.ErrState) || errors.Is(err, context.Canceled)
}

// newCollector makes a collector, and says all that is wrong with its settings.
func (a *app) newCollector(ctx context.Context, request collectRequest) (*collector.Collector, error) {
	until := collector.NewSettings([]collector.Setting{{Variable: "UNTIL"}}, func(string) string { return request.until })
	end := until.Time("UNTIL")
	made, warnings, err := request.vendor.read(request.lookup, time.Now(), "udmap/"+readBuild().Version)
	if problems := joinProblems(err, until.Err()); problems != nil {
		return nil, problems
	}
	if err != nil {
		return nil, err
	}
	place, err := request.place(ctx, a.env)
	if err != nil {
		return nil, err
	}
	for _, warning := range append(warnings, place.warnings...) {
		fmt.Fprintf(a.stderr, "udmap: %s\n", warning)
	}
	made.Until = end
	made.Raw, made.Prefix = place.raw, place.prefix
	made.State, made.StateKey = place.state, place.stateKey
	made.Report = a.collectProgress()
	return made, nil
}

// joinProblems makes a usage error of all settings that are wrong, each named
// by its variable and its flag.
func joinProblems(all ...error) error {
	var lines []error
	for _, err := range all {
		wrong, ok := errors.AsType[*collector.SettingsError](err)
		if !ok {
			continue
		}
		for _, problem := range wrong.Problems {
			lines = append(lines, fmt.Errorf("%s is %s: %s", problem.Variable, problem.Value, problem.Allowed))
		}
	}
	if len(lines) == 0 {
		return nil
	}
	return usageError{errors.Join(lines...)}
}

// collectOnce runs, and says what came of it.
func (a *app) collectOnce(ctx context.Context, made *collector.Collector) error {
	summary, err := made.Run(ctx)
	a.endCollectProgress()
	if printErr := a.printCollected(summary); printErr != nil {
		return printErr
	}
	switch {
	case errors.Is(err, collector.ErrConflict):
		return errFindings // the summary says it
	case err != nil:
		return err
	case summary.Outcome.IsFailure():
		return errFindings
	}
	return nil
}
