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
	perSecond, perDay := 0, 0
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

// How far ahead the times in Retry-After lie that faults make.
const retryAhead = 5 * time.Second

// refuse counts a request, and answers 429 if it is one too many, or if a fault
// says so.
func (q quotas) refuse(call mock.Call) (mock.Answer, bool) {
	switch {
	case call.Strikes.Has(mock.TooManySeconds):
		return q.tooMany(false, "2"), true
	case call.Strikes.Has(mock.TooManyDate):
		return q.tooMany(false, call.Now.Add(retryAhead).UTC().Format(http.TimeFormat)), true
	case call.Strikes.Has(mock.TooManyISO):
		return q.tooMany(false, isoTime(call.Now.Add(retryAhead))), true
	case call.Strikes.Has(mock.TooManyBare):
		return mock.Text(http.StatusTooManyRequests, "text/plain", "Too Many Requests\n"), true
	case call.Strikes.Has(mock.TooManyDaily), !q.day.Take(call.Now):
		midnight := call.Now.UTC().Truncate(24 * time.Hour).Add(24 * time.Hour)
		return q.tooMany(true, isoTime(midnight)), true
	case !q.second.Take(call.Now):
		return q.tooMany(false, ""), true
	}
	return mock.Answer{}, false
}

// tooMany answers 429. Zoom documents Retry-After for the daily limit only.
func (q quotas) tooMany(daily bool, retryAfter string) mock.Answer {
	text := tooManyASecond
	if daily {
		text = tooManyADay
	}
	answer := failure(http.StatusTooManyRequests, http.StatusTooManyRequests, text)
	q.label(answer.Header, daily)
	answer.Header.Set("X-RateLimit-Remaining", "0")
	if retryAfter != "" {
		answer.Header.Set("Retry-After", retryAfter)
	}
	return answer
}

// describe adds to an answer what is left of the quota of a second.
func (q quotas) describe(answer mock.Answer) mock.Answer {
	q.label(answer.Header, false)
	answer.Header.Set("X-RateLimit-Remaining", strconv.Itoa(q.second.Remaining()))
	return answer
}

func (q quotas) label(header http.Header, daily bool) {
	kind, limit := "QPS", q.second.Limit
	if daily {
		kind, limit = "Daily-limit", q.day.Limit
	}
	header.Set("X-RateLimit-Category", "Heavy")
	header.Set("X-RateLimit-Type", kind)
	header.Set("X-RateLimit-Limit", strconv.Itoa(limit))
}

// isoTime writes a time as Zoom's Retry-After does, in whole seconds, rounded up.
func isoTime(t time.Time) string {
	return t.Add(time.Second - 1).UTC().Truncate(time.Second).Format(time.RFC3339)
}
