package mockzoom

import (
	"net/http"
	"strconv"
	"time"

	"github.com/udmap/udmap/internal/mock"
)

// quotas are the limits of heavy APIs, to which the reports belong. All
// applications of an account share them.
type quotas struct {
	second, day *mock.Quota
}

// quotasOf returns the quotas of the plan in the options. The default is Pro,
// the least that has reports.
func quotasOf(options mock.Options) (quotas, error) {
	var perSecond, perDay int
	switch options.Plan {
	case PlanFree:
		perSecond, perDay = 1, 1_000
	case "", PlanPro:
		perSecond, perDay = 10, 30_000
	case PlanBusiness:
		perSecond, perDay = 40, 60_000
	default:
		return quotas{}, planError(options.Plan)
	}
	if options.Unlimited {
		perSecond, perDay = 0, 0
	}
	return quotas{
		second: &mock.Quota{Limit: perSecond, Window: time.Second},
		day:    &mock.Quota{Limit: perDay, Window: 24 * time.Hour},
	}, nil
}

// The texts of 429, as Zoom documents them.
const (
	tooManyASecond = "You have reached the maximum per-second rate limit for this API. Try again later."
	tooManyADay    = "You have reached the maximum daily rate limit for this API. " +
		"Refer to the response header for details on when you can make another request."
)

// struck answers 429 if a fault says so.
func (q quotas) struck(call mock.Call) (mock.Answer, bool) {
	if call.Strikes.Has(mock.TooManyBare) {
		return mock.Text(http.StatusTooManyRequests, "text/plain", "Too Many Requests\n"), true
	}
	if call.Strikes.Has(mock.TooManyDaily) {
		return q.tooManyToday(call.Now), true
	}
	if value, ok := call.Strikes.RetryAfter(call.Now); ok {
		return q.tooMany(tooManyASecond, value), true
	}
	return mock.Answer{}, false
}

// refuse counts a request, and answers 429 if it is one too many.
func (q quotas) refuse(now time.Time) (mock.Answer, bool) {
	switch {
	case !q.day.Take(now):
		return q.tooManyToday(now), true
	case !q.second.Take(now):
		return q.tooMany(tooManyASecond, ""), true
	}
	return mock.Answer{}, false
}

// tooManyToday answers 429 for the quota of the day. Its Retry-After is a time
// in ISO 8601.
func (q quotas) tooManyToday(now time.Time) mock.Answer {
	return q.tooMany(tooManyADay, q.day.Resets(now).UTC().Format(time.RFC3339))
}

// tooMany answers 429. Zoom documents Retry-After for the daily limit only.
func (q quotas) tooMany(text, retryAfter string) mock.Answer {
	answer := failure(http.StatusTooManyRequests, http.StatusTooManyRequests, text)
	kind, limit := "QPS", q.second.Limit
	if text == tooManyADay {
		kind, limit = "Daily-limit", q.day.Limit
	}
	label(answer.Header, kind, limit, 0)
	if retryAfter != "" {
		answer.Header.Set("Retry-After", retryAfter)
	}
	return answer
}

// describe adds to an answer what is left of the quota of a second.
func (q quotas) describe(answer mock.Answer, now time.Time) mock.Answer {
	if q.second.Limit > 0 {
		label(answer.Header, "QPS", q.second.Limit, q.second.Remaining(now))
	}
	return answer
}

func label(header http.Header, kind string, limit, remaining int) {
	header.Set("X-RateLimit-Category", "Heavy")
	header.Set("X-RateLimit-Type", kind)
	header.Set("X-RateLimit-Limit", strconv.Itoa(limit))
	header.Set("X-RateLimit-Remaining", strconv.Itoa(remaining))
}
