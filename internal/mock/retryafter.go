package mock

import (
	"net/http"
	"time"
)

// retryAhead is how far ahead the times lie that faults put into Retry-After.
const retryAhead = 5 * time.Second

// RetryAfter returns the value of Retry-After with which a fault answers 429,
// empty for none. Without such a fault, ok is false. [TooManyDaily] is none of
// them: the vendor knows when the day ends.
func (s Strikes) RetryAfter(now time.Time) (value string, ok bool) {
	switch {
	case s.Has(TooManySeconds):
		return "2", true
	case s.Has(TooManyDate):
		return WholeSecond(now.Add(retryAhead)).Format(http.TimeFormat), true
	case s.Has(TooManyISO):
		return WholeSecond(now.Add(retryAhead)).Format(time.RFC3339), true
	}
	return "", s.Has(TooManyBare)
}

// WholeSecond is the time in UTC, rounded up to a second, so that who waits for
// it has waited long enough.
func WholeSecond(t time.Time) time.Time {
	return t.UTC().Add(time.Second - 1).Truncate(time.Second)
}
