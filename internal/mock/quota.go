package mock

import "time"

// Quota is a limit of requests in windows of a fixed length that begin at
// multiples of it, as those of a minute or a day do. Neither vendor documents
// where its windows begin.
type Quota struct {
	Limit  int // 0 for no limit
	Window time.Duration

	begun time.Time
	used  int
}

// Take counts one request, and tells whether it is within the limit. One that
// is not takes nothing.
func (q *Quota) Take(now time.Time) bool {
	if q.Limit == 0 {
		return true
	}
	if q.Remaining(now) == 0 {
		return false
	}
	q.used++
	return true
}

// Remaining is how many requests are left in the window.
func (q *Quota) Remaining(now time.Time) int {
	if begun := now.Truncate(q.Window); !begun.Equal(q.begun) {
		q.begun, q.used = begun, 0
	}
	return max(0, q.Limit-q.used)
}

// Resets is when the window ends.
func (q *Quota) Resets(now time.Time) time.Time { return now.Truncate(q.Window).Add(q.Window) }

// SecondsLeft is how long the window lasts, in whole seconds from 1 on.
func (q *Quota) SecondsLeft(now time.Time) int {
	return int((q.Resets(now).Sub(now) + time.Second - 1) / time.Second)
}
