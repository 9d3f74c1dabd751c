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
	perMinute, exports := 0, exportsPerMinute
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
	if answer, isOver := z.tooMany(resource, call); isOver {
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

// tooMany counts a request, and answers 429 if it is one too many, or if a fault
// says so.
func (z *zendesk) tooMany(resource string, call mock.Call) (mock.Answer, bool) {
	const ahead = 5 * time.Second
	answer := mock.Text(http.StatusTooManyRequests, "text/plain",
		"Number of allowed API requests per minute exceeded")
	bucket := z.bucketOf(resource)
	switch {
	case call.Strikes.Has(mock.TooManyBare):
		return answer, true
	case call.Strikes.Has(mock.TooManySeconds):
		answer.Header.Set("Retry-After", "2")
	case call.Strikes.Has(mock.TooManyDate):
		answer.Header.Set("Retry-After", call.Now.Add(ahead).UTC().Format(http.TimeFormat))
	case call.Strikes.Has(mock.TooManyISO):
		answer.Header.Set("Retry-After", call.Now.Add(ahead).UTC().Format(time.RFC3339))
	case bucket != nil && !bucket.Take(call.Now):
		if resource != AccessLogs { // documented to answer without it
			answer.Header.Set("Retry-After", strconv.Itoa(bucket.SecondsLeft(call.Now)))
		}
	case !z.account.Take(call.Now):
		answer.Header.Set("Retry-After", strconv.Itoa(z.account.SecondsLeft(call.Now)))
	default:
		return mock.Answer{}, false
	}
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
	limit, remaining := strconv.Itoa(z.account.Limit), strconv.Itoa(z.account.Remaining())
	if resource == AccessLogs {
		limit, remaining = strconv.Itoa(z.access.Limit), strconv.Itoa(z.access.Remaining())
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
			z.exports.Limit, z.exports.Remaining(), z.exports.SecondsLeft(now)))
	}
}
