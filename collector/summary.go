package collector

import (
	"errors"
	"fmt"
	"time"
)

// Outcome is how a resource, or a whole run, ended.
type Outcome string

// The outcomes.
const (
	CaughtUp    Outcome = "caught_up"     // there is no more for now
	OutOfTime   Outcome = "out_of_time"   // the next run goes on
	PageLimit   Outcome = "page_limit"    // as many pages as allowed; the next run goes on
	QuotaUsedUp Outcome = "quota_used_up" // until resume_at
	Refused     Outcome = "refused"       // the API does not allow it
	Failed      Outcome = "failed"        // something went wrong
	NoProgress  Outcome = "no_progress"   // the time is too short for what is to be read at once
	Conflict    Outcome = "conflict"      // another run has written the state
	Partly      Outcome = "partly"        // of a run: some resources failed
)

// Totals count what was done.
type Totals struct {
	Pages      int     `json:"pages"`
	Records    int     `json:"records"` // listed: new and duplicates
	New        int     `json:"new"`
	Duplicates int     `json:"duplicates"` // collected before
	Objects    int     `json:"objects"`
	Requests   int     `json:"requests"`
	Retries    int     `json:"retries"`
	Limited    int     `json:"rate_limited"` // answers that a request was one too many
	WaitSecs   float64 `json:"wait_seconds"` // for rate limits and between attempts
	StateBytes int     `json:"state_bytes"`
}

func (t *Totals) addTraffic(traffic Traffic) {
	t.Requests += traffic.Requests
	t.Retries += traffic.Retries
	t.Limited += traffic.Limited
	t.WaitSecs += traffic.Waited.Seconds()
}

func (t *Totals) add(other Totals) {
	t.Pages += other.Pages
	t.Records += other.Records
	t.New += other.New
	t.Duplicates += other.Duplicates
	t.Objects += other.Objects
	t.Requests += other.Requests
	t.Retries += other.Retries
	t.Limited += other.Limited
	t.WaitSecs += other.WaitSecs
	t.StateBytes = max(t.StateBytes, other.StateBytes)
}

// Summary is what a run came to: one line of JSON.
type Summary struct {
	Collector string                     `json:"collector"`
	Run       string                     `json:"run"`
	Begun     time.Time                  `json:"begun"`
	Seconds   float64                    `json:"seconds"`
	Outcome   Outcome                    `json:"outcome"`
	Error     string                     `json:"error,omitempty"`
	Warnings  []string                   `json:"warnings,omitempty"`
	Resources map[string]ResourceSummary `json:"resources"`
	Totals
}

// ResourceSummary is what became of one resource.
type ResourceSummary struct {
	Outcome  Outcome `json:"outcome"`
	Error    string  `json:"error,omitempty"`
	Restarts int     `json:"restarts,omitempty"` // listings that began again
	// CursorBefore and CursorAfter are the place in the state: a day from which
	// on days are listed again, or the cursor of a stream.
	CursorBefore string `json:"cursor_before"`
	CursorAfter  string `json:"cursor_after"`
	// LagSeconds is how old the youngest new record is, if there is one.
	LagSeconds *float64 `json:"lag_seconds,omitempty"`
	// ResumeAt is when a quota resets that was used up.
	ResumeAt *time.Time `json:"resume_at,omitempty"`
	// GapFrom and GapUntil bound what the API no longer lists and is lost.
	GapFrom  *time.Time `json:"gap_from,omitempty"`
	GapUntil *time.Time `json:"gap_until,omitempty"`
	Totals
}

// result is what became of a resource so far.
type result struct {
	resource *Resource
	totals   Totals
	outcome  Outcome
	failure  error
	restarts int
	windows  int // that were listed from end to end
	before   string
	gap      *Window
	newest   time.Time
	warnings []string
}

func (r *result) warn(format string, arguments ...any) {
	r.warnings = append(r.warnings, fmt.Sprintf(format, arguments...))
}

// conclude takes note of how reading ended.
func (r *reader) conclude(err error) {
	r.result.failure = err
	refusal, refused := errors.AsType[*Refusal](err)
	switch {
	case err == nil:
		r.result.outcome = CaughtUp
	case errors.Is(err, errPages):
		r.result.outcome, r.result.failure = PageLimit, nil
	case errors.Is(err, ErrOutOfTime) && r.result.windows == 0 && r.result.totals.New == 0 && r.result.totals.Pages > 0 && !r.moved:
		r.result.outcome = NoProgress
		r.result.failure = fmt.Errorf("a listing that cannot be resumed takes longer than a run: give the run more time, or allow more requests a minute: %w", err)
	case errors.Is(err, ErrOutOfTime):
		r.result.outcome = OutOfTime
		if !refused {
			r.result.failure = nil
		}
	case refused && (refusal.Daily || time.Until(refusal.RetryAt) > maxPause):
		r.result.outcome = QuotaUsedUp
		r.progress.ResumeAt = refusal.RetryAt.UTC()
		r.moved = true
	case refused && !refusal.Transient:
		r.result.outcome = Refused
	default:
		r.result.outcome = Failed
	}
}

// position is the place that a summary shows.
func (p *Progress) position(r *Resource) string {
	switch {
	case !r.Stream:
		return dayLabel(p.Settled)
	case p.Cursor != "":
		return p.Cursor
	}
	return p.Start.UTC().Format(time.RFC3339)
}

// summarize sums the run up.
func (r *run) summarize(err error) Summary {
	now := time.Now()
	s := Summary{
		Collector: r.Name, Run: r.journal.run, Begun: r.now, Seconds: now.Sub(r.now).Seconds(),
		Warnings: r.journal.warnings, Resources: map[string]ResourceSummary{},
	}
	for _, result := range r.results {
		s.Resources[result.resource.Name] = r.summarizeResource(result, now)
		s.Totals.add(s.Resources[result.resource.Name].Totals)
		s.Warnings = append(s.Warnings, result.warnings...)
	}
	s.Outcome = r.outcome(err)
	if err != nil {
		s.Error = err.Error()
	}
	return s
}

func (r *run) summarizeResource(result *result, now time.Time) ResourceSummary {
	progress := r.journal.state.Resources[result.resource.Name]
	s := ResourceSummary{
		Outcome: result.outcome, Restarts: result.restarts, Totals: result.totals,
		CursorBefore: result.before, CursorAfter: progress.position(result.resource),
	}
	s.addTraffic(result.resource.Client.Traffic())
	if result.failure != nil {
		s.Error = result.failure.Error()
	}
	if !result.newest.IsZero() {
		lag := now.Sub(result.newest).Seconds()
		s.LagSeconds = &lag
	}
	if !progress.ResumeAt.IsZero() {
		s.ResumeAt = &progress.ResumeAt
	}
	if result.gap != nil {
		s.GapFrom, s.GapUntil = &result.gap.From, &result.gap.Until
	}
	return s
}

// outcome is that of the worst resource; of some that failed, it says so.
func (r *run) outcome(err error) Outcome {
	switch {
	case errors.Is(err, ErrConflict):
		return Conflict
	case err != nil:
		return Failed
	}
	outcomes := map[Outcome]int{}
	failed := 0
	for _, result := range r.results {
		outcomes[result.outcome]++
		if result.outcome.IsFailure() {
			failed++
		}
	}
	switch {
	case failed > 0 && failed < len(r.results):
		return Partly
	case failed > 0:
		return r.results[0].outcome
	}
	for _, outcome := range []Outcome{OutOfTime, PageLimit} {
		if outcomes[outcome] > 0 {
			return outcome
		}
	}
	return CaughtUp
}

// IsFailure tells whether somebody has to look after it.
func (o Outcome) IsFailure() bool {
	switch o {
	case CaughtUp, OutOfTime, PageLimit:
		return false
	default:
		return true
	}
}
