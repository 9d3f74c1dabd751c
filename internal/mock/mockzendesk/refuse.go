package mockzendesk

import (
	"fmt"
	"net/http"
	"strconv"
	"time"

	"github.com/udmap/udmap/internal/mock"
)

// Requests a minute that the endpoints with a bucket of their own allow.
const (
	exportsPerMinute         = 10
	exportsPerMinuteHighPlan = 30 // with the High Volume add-on
	accessLogsPerMinute      = 50
)

// setQuotas sets the quotas of the plan. The default is Enterprise, the least
// that has audit logs.
func (z *zendesk) setQuotas() error {
	var perMinute int
	exports := exportsPerMinute
	switch plan := z.Options().Plan; plan {
	case PlanTeam:
		perMinute = 200
	case PlanProfessional:
		perMinute = 400
	case "", PlanEnterprise:
		perMinute = 700
	case PlanEnterprisePlus:
		perMinute, exports = 2_500, exportsPerMinuteHighPlan
	default:
		return planError(plan)
	}
	access := accessLogsPerMinute
	if z.Options().Unlimited {
		perMinute, exports, access = 0, 0, 0
	}
	z.account = &mock.Quota{Limit: perMinute, Window: time.Minute}
	z.exports = &mock.Quota{Limit: exports, Window: time.Minute}
	z.access = &mock.Quota{Limit: access, Window: time.Minute}
	return nil
}

// hasAuditLogs tells whether the plan has audit logs.
func (z *zendesk) hasAuditLogs() bool {
	plan := z.Options().Plan
	return plan != PlanTeam && plan != PlanProfessional
}

// refuse answers a request that goes no further: without good credentials, over
// a quota, outside the plan, or because of a fault.
func (z *zendesk) refuse(resource string, call mock.Call) (mock.Answer, bool) {
	if answer, isBad := z.checkCredentials(call); isBad {
		return answer, true
	}
	if value, isStruck := call.Strikes.RetryAfter(call.Now); isStruck {
		return tooMany(value), true
	}
	if answer, isOver := z.count(resource, call.Now); isOver {
		return answer, true
	}
	switch {
	case call.Strikes.Has(mock.MissingScope):
		return described(http.StatusForbidden, "Forbidden", "Missing the following required scopes: read"), true
	case resource == AuditLogs && (call.Strikes.Has(mock.ForbiddenAudit) || !z.hasAuditLogs()):
		return titled(http.StatusForbidden, "Forbidden", "You do not have access to this page. "+
			"Please contact the account owner of this help desk for further help."), true
	case call.Strikes.Has(mock.PageTokenExpired):
		return badCursor(call), true
	}
	return mock.Answer{}, false
}

// tooMany answers 429, as plain text, with a Retry-After if there is one.
func tooMany(retryAfter string) mock.Answer {
	answer := mock.Text(http.StatusTooManyRequests, "text/plain",
		"Number of allowed API requests per minute exceeded")
	if retryAfter != "" {
		answer.Header.Set("Retry-After", retryAfter)
	}
	return answer
}

// count counts a request, and answers 429 if it is one too many.
func (z *zendesk) count(resource string, now time.Time) (answer mock.Answer, isOver bool) {
	bucket := z.bucketOf(resource)
	switch {
	case bucket != nil && !bucket.Take(now):
		answer = tooMany(strconv.Itoa(bucket.SecondsLeft(now)))
		if resource == AccessLogs {
			answer.Header.Del("Retry-After") // documented to be missing
		}
	case !z.account.Take(now):
		answer = tooMany(strconv.Itoa(z.account.SecondsLeft(now)))
	default:
		return answer, false
	}
	z.describeQuotas(resource, now, answer.Header)
	return answer, true
}

// bucketOf is the quota of an endpoint beside that of the account, nil if it has
// none.
func (z *zendesk) bucketOf(resource string) *mock.Quota {
	switch resource {
	case Tickets:
		return z.exports
	case AccessLogs:
		return z.access
	}
	return nil
}

// describeQuotas says in the headers what is left.
func (z *zendesk) describeQuotas(resource string, now time.Time, header http.Header) {
	if z.Options().Unlimited {
		return
	}
	limit, remaining := strconv.Itoa(z.account.Limit), strconv.Itoa(z.account.Remaining(now))
	if resource == AccessLogs {
		limit, remaining = strconv.Itoa(z.access.Limit), strconv.Itoa(z.access.Remaining(now))
	}
	header.Set("X-Rate-Limit", limit)
	header.Set("X-Rate-Limit-Remaining", remaining)
	header.Set("ratelimit-limit", limit)
	header.Set("ratelimit-remaining", remaining)
	header.Set("ratelimit-reset", strconv.Itoa(z.account.SecondsLeft(now)))
	switch resource {
	case AccessLogs: // documented to be a time
		header.Set("ratelimit-reset", z.access.Resets(now).UTC().Format(time.RFC3339))
	case Tickets:
		header.Set("zendesk-ratelimit-incremental-exports", fmt.Sprintf("total=%d; remaining=%d; resets=%d",
			z.exports.Limit, z.exports.Remaining(now), z.exports.SecondsLeft(now)))
	}
}
