package zendesk

import (
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/tidwall/gjson"

	"github.com/udmap/udmap/collector"
)

// ticketBucket is the header of the rate limit that incremental exports share.
const ticketBucket = "Zendesk-Ratelimit-Incremental-Exports"

// judge reads what Zendesk answers.
type judge struct{}

// Limits implements collector.Judge. An endpoint may have a bucket of its own,
// of which the limit of the account says nothing.
func (judge) Limits(header http.Header, now time.Time) collector.Limits {
	if bucket, found := readBucket(header.Get(ticketBucket), now); found {
		return bucket
	}
	limit, err := strconv.ParseFloat(header.Get("X-Rate-Limit"), 64)
	if err != nil || limit <= 0 {
		return collector.Limits{}
	}
	reset := collector.ReadReset(header.Get("Ratelimit-Reset"), now)
	if reset.IsZero() {
		reset = now.Add(time.Minute)
	}
	return collector.Limits{PerMinute: limit, Exhausted: header.Get("X-Rate-Limit-Remaining") == "0", Reset: reset}
}

// readBucket reads "total=10; remaining=9; resets=5".
func readBucket(text string, now time.Time) (collector.Limits, bool) {
	values := map[string]float64{}
	for part := range strings.SplitSeq(text, ";") {
		name, value, _ := strings.Cut(strings.TrimSpace(part), "=")
		if number, err := strconv.ParseFloat(value, 64); err == nil && number >= 0 {
			values[name] = number
		}
	}
	if values["total"] == 0 {
		return collector.Limits{}, false
	}
	remaining, isKnown := values["remaining"]
	return collector.Limits{
		PerMinute: values["total"],
		Exhausted: isKnown && remaining == 0,
		Reset:     collector.ReadReset(strconv.FormatFloat(values["resets"], 'f', -1, 64), now),
	}, true
}

// Refuse implements collector.Judge.
func (j judge) Refuse(status int, header http.Header, body []byte, now time.Time) *collector.Refusal {
	refusal := &collector.Refusal{RequestID: header.Get("X-Request-Id"), RetryAt: collector.RetryAfter(header, now)}
	refusal.Code, refusal.Message = explain(body)
	switch {
	case status == http.StatusTooManyRequests:
		refusal.Transient = true
		if refusal.RetryAt.IsZero() {
			refusal.RetryAt = j.reset(header, now)
		}
	case status >= 500, status == http.StatusRequestTimeout, status == http.StatusConflict:
		refusal.Transient = true
	case status == http.StatusBadRequest && refusal.Code == "InvalidPaginationParameter":
		return refusal.AsCursor()
	case status == http.StatusUnauthorized:
		refusal.Advice = "check the credentials; API tokens that were not used for 30 days are deactivated, and all stop on 2027-04-30: use AUTH_MODE=oauth"
	case status == http.StatusForbidden && strings.Contains(refusal.Message, "scope"):
		refusal.Advice = "give the OAuth client the scope read, or auditlogs:read and tickets:read"
	case status == http.StatusForbidden:
		refusal.Advice = "audit logs need an Enterprise plan, and both resources an administrator; leave out of RESOURCES what is not there"
	}
	return refusal
}

// reset is when the limit that was hit resets, if the answer says so.
func (j judge) reset(header http.Header, now time.Time) time.Time {
	if limits := j.Limits(header, now); limits.Exhausted {
		return limits.Reset
	}
	return collector.ReadReset(header.Get("Ratelimit-Reset"), now)
}

// explain reads an error in any of the forms that Zendesk's services have.
func explain(body []byte) (code, message string) {
	if !gjson.ValidBytes(body) {
		return "", string(body[:min(len(body), 1000)])
	}
	wrong := gjson.ParseBytes(body)
	first := wrong.Get("errors.0")
	switch {
	case wrong.Get("error").IsObject():
		return wrong.Get("error.title").String(), wrong.Get("error.message").String()
	case first.Exists():
		return first.Get("code").String(), strings.TrimSpace(first.Get("title").String() + " " + first.Get("detail").String())
	case wrong.Get("description").Exists():
		return wrong.Get("error").String(), wrong.Get("description").String()
	case wrong.Get("error_description").Exists():
		return wrong.Get("error").String(), wrong.Get("error_description").String()
	}
	return "", wrong.Get("error").String()
}
