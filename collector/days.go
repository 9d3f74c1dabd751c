package collector

import (
	"cmp"
	"slices"
	"time"
)

const day = 24 * time.Hour

// dayOf is the beginning of the day in UTC.
func dayOf(at time.Time) time.Time { return at.UTC().Truncate(day) }

func dayLabel(at time.Time) string { return at.UTC().Format(time.DateOnly) }

// patience is how long after a day's end it is listed again.
func patience(r *Resource, overlap time.Duration) time.Duration {
	return max(overlap, r.Lag) + r.Slack
}

// next returns the window that is to be listed next in a run that reads up to a
// time: first the day that was left open, then those that were never listed from
// end to end, the oldest first, then the one whose last listing is the oldest.
// Thus days that take long never keep others from being read. Days in given are
// passed over.
func (p *Progress) next(upTo time.Time, wait time.Duration, given map[string]bool) (Window, bool) {
	if p.Open != nil && !given[dayLabel(p.Open.From)] {
		return Window{p.Open.From, p.Open.Until}, true
	}
	var windows []Window
	for begin := dayOf(p.Settled); begin.Before(upTo); begin = begin.Add(day) {
		if p.isSettled(begin, wait) || !p.listed(begin).Before(upTo) || given[dayLabel(begin)] {
			continue
		}
		windows = append(windows, Window{
			From:  maxTime(begin, p.Start.UTC()),
			Until: minTime(begin.Add(day), upTo),
		})
	}
	if len(windows) == 0 {
		return Window{}, false
	}
	return slices.MinFunc(windows, func(a, b Window) int {
		return cmp.Or(p.listed(a.From).Compare(p.listed(b.From)), a.From.Compare(b.From))
	}), true
}

// listed is when the last listing of a day from end to end began.
func (p *Progress) listed(at time.Time) time.Time { return p.Listed[dayLabel(at)] }

// isSettled tells that the last listing of a day began when nothing could be
// late any more.
func (p *Progress) isSettled(begin time.Time, wait time.Duration) bool {
	return !p.listed(begin).Before(begin.Add(day).Add(wait))
}

// finish takes note that a window was listed from end to end, and moves Settled
// past the days that are done. A day of which only a part was asked for counts
// as listed at the end of that part.
func (p *Progress) finish(w Window, begun time.Time, wait time.Duration) {
	begin := dayOf(w.From)
	if w.Until.Before(begin.Add(day)) {
		begun = minTime(begun, w.Until)
	}
	if p.Listed == nil {
		p.Listed = map[string]time.Time{}
	}
	if p.Listed[dayLabel(begin)].Before(begun) {
		p.Listed[dayLabel(begin)] = begun.UTC()
	}
	p.Open = nil
	p.settle(wait)
}

func (p *Progress) settle(wait time.Duration) {
	for p.isSettled(dayOf(p.Settled), wait) {
		delete(p.Listed, dayLabel(p.Settled))
		p.Settled = dayOf(p.Settled).Add(day)
	}
}

// isPast tells whether the fingerprints of a day can be forgotten. Where days of
// the API are not those of UTC, a listing of a day may show records of the day
// before.
func (p *Progress) isPast(label string, r *Resource) bool {
	first := dayOf(p.Settled)
	if r.Slack > 0 {
		first = first.Add(-day)
	}
	return label < dayLabel(first)
}

// labelFor is the bucket of a record that a window showed: that of its day if it
// is plausible, else that of the window.
func labelFor(at time.Time, w Window) (label string, on time.Time) {
	begin := dayOf(w.From)
	if at.IsZero() || at.Before(begin.Add(-day)) || !at.Before(begin.Add(2*day)) {
		return dayLabel(begin), begin
	}
	return dayLabel(at), dayOf(at)
}

// giveUp settles the oldest day that is to be listed again, before its time. It
// reports false if there is none that was listed.
func (p *Progress) giveUp() bool {
	if p.listed(p.Settled).IsZero() {
		return false
	}
	delete(p.Listed, dayLabel(p.Settled))
	p.Settled = dayOf(p.Settled).Add(day)
	return true
}
