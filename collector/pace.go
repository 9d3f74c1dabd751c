package collector

import (
	"context"
	"time"

	"golang.org/x/time/rate"
)

// Limits is what an answer tells of the API's rate limits. The zero value tells
// nothing.
type Limits struct {
	PerMinute float64   // requests that are allowed
	Exhausted bool      // none is left until Reset
	Reset     time.Time // when there are some again
	Daily     bool      // what is exhausted is the quota of the day
}

// headroom is how much of an allowed rate is used: what is left covers clocks
// and networks that are not quite even.
const headroom = 0.96

// Pace spaces requests so that they stay below a rate, which answers can tell.
// Requests are spaced evenly: there are no bursts.
type Pace struct {
	limiter   *rate.Limiter
	notBefore time.Time
	allowed   float64 // per minute
	ceiling   float64 // per minute; 0 is none
}

// NewPace starts with so many requests a minute. If configured is not 0, it starts
// with that, and sends no more whatever the API allows.
func NewPace(perMinute, configured float64) *Pace {
	if configured > 0 {
		perMinute = configured
	}
	return &Pace{limiter: rate.NewLimiter(rate.Limit(perMinute/60), 1), allowed: perMinute, ceiling: configured}
}

// Wait returns when the next request may be sent, with the time that it took.
func (p *Pace) Wait(ctx context.Context) (time.Duration, error) {
	begun := time.Now()
	if err := sleep(ctx, time.Until(p.notBefore)); err != nil {
		return time.Since(begun), err
	}
	if err := p.limiter.Wait(ctx); err != nil {
		if ctx.Err() != nil {
			return time.Since(begun), context.Cause(ctx)
		}
		return time.Since(begun), ErrOutOfTime // its turn comes after the deadline
	}
	return time.Since(begun), nil
}

// Learn takes over what an answer tells.
func (p *Pace) Learn(l Limits) {
	if l.PerMinute > 0 {
		p.set(l.PerMinute * headroom)
	}
	if l.Exhausted && !l.Daily {
		p.Pause(l.Reset)
	}
}

// Pause lets no request be sent before a time.
func (p *Pace) Pause(until time.Time) {
	if until.After(p.notBefore) {
		p.notBefore = until
	}
}

// Slow halves the rate: the API has refused a request as one too many.
func (p *Pace) Slow() { p.set(p.allowed / 2) }

func (p *Pace) set(perMinute float64) {
	if p.ceiling > 0 {
		perMinute = min(perMinute, p.ceiling)
	}
	if perMinute != p.allowed {
		p.allowed = perMinute
		p.limiter.SetLimit(rate.Limit(perMinute / 60))
	}
}

// sleep waits, unless the context ends before: then it returns at once, with
// ErrOutOfTime if that is because of its deadline.
func sleep(ctx context.Context, wait time.Duration) error {
	if err := context.Cause(ctx); err != nil {
		return err
	}
	if wait <= 0 {
		return nil
	}
	if deadline, limited := ctx.Deadline(); limited && time.Until(deadline) < wait {
		return ErrOutOfTime
	}
	timer := time.NewTimer(wait)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return context.Cause(ctx)
	case <-timer.C:
		return nil
	}
}
