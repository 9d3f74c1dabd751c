package collector

import (
	"context"
	"errors"
	"fmt"
	"time"
)

// ErrCovered says that other runs collect what this one is asked for.
var ErrCovered = errors.New("other runs collect some of this already")

// leaveToOthers refuses what the runs of the state beside this one have begun to
// collect: it would be there twice. They collect all from their start on.
func (r *run) leaveToOthers(ctx context.Context) error {
	if r.BesideKey == "" {
		return nil
	}
	beside := newJournal(r.State, r.BesideKey)
	if err := beside.open(ctx, r.Name, r.Migrate, r.now); err != nil {
		return err
	}
	var refusals []error
	for _, resource := range r.Resources {
		others, known := beside.state.Resources[resource.Name]
		if !known {
			continue
		}
		from := others.Start.UTC()
		if resource.Slack > 0 {
			from = dayOf(from) // a part of a day cannot be told from the rest
		}
		switch {
		case resource.Stream:
			refusals = append(refusals, fmt.Errorf("%s has no end, and is collected from %s on: leave it out", resource.Name, from.Format(time.RFC3339)))
		case r.upTo(resource).After(from):
			refusals = append(refusals, fmt.Errorf("%s is collected from %s on: end the window there", resource.Name, from.Format(time.RFC3339)))
		}
	}
	if refusals == nil {
		return nil
	}
	return fmt.Errorf("%w, with the state %s; nothing was asked of the API: %w", ErrCovered, r.BesideKey, errors.Join(refusals...))
}
