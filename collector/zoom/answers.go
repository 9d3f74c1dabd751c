package zoom

import (
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/tidwall/gjson"

	"github.com/udmap/udmap/collector"
)

// The codes of Zoom's errors that matter. Zoom uses codes for several things, so
// that each is read with the status.
const (
	codeNoPermission = "200"
	codeInvalid      = "300"
)

// judge reads what Zoom answers.
type judge struct{}

// Limits implements collector.Judge. Zoom labels its answers with the limit that
// applies: of a second, or of the day.
func (judge) Limits(header http.Header, now time.Time) collector.Limits {
	limit, err := strconv.ParseFloat(header.Get("X-RateLimit-Limit"), 64)
	if err != nil || limit <= 0 {
		return collector.Limits{}
	}
	exhausted := header.Get("X-RateLimit-Remaining") == "0"
	if isDaily(header) {
		return collector.Limits{Exhausted: exhausted, Daily: true, Reset: collector.RetryAfter(header, now)}
	}
	if header.Get("X-RateLimit-Type") != "QPS" {
		return collector.Limits{}
	}
	return collector.Limits{PerMinute: 60 * limit, Exhausted: exhausted, Reset: now.Truncate(time.Second).Add(time.Second)}
}

func isDaily(header http.Header) bool {
	return strings.Contains(strings.ToLower(header.Get("X-RateLimit-Type")), "daily")
}

// Refuse implements collector.Judge.
func (judge) Refuse(status int, header http.Header, body []byte, now time.Time) *collector.Refusal {
	refusal := &collector.Refusal{
		Code:      gjson.GetBytes(body, "code").String(),
		Message:   gjson.GetBytes(body, "message").String(),
		RequestID: header.Get("X-Zm-Trackingid"),
		RetryAt:   collector.RetryAfter(header, now),
	}
	if refusal.Message == "" {
		refusal.Message = string(body[:min(len(body), 1000)])
	}
	text := strings.ToLower(refusal.Message)
	switch {
	case status == http.StatusTooManyRequests:
		refusal.Transient = true
		refusal.Daily = isDaily(header) || strings.Contains(text, "daily")
		if refusal.Daily && refusal.RetryAt.IsZero() {
			refusal.RetryAt = now.UTC().Truncate(24 * time.Hour).Add(24 * time.Hour)
		}
	case status >= 500, status == http.StatusRequestTimeout:
		refusal.Transient = true
	case status == http.StatusBadRequest && refusal.Code == codeInvalid && strings.Contains(text, "page token"):
		return refusal.AsCursor()
	case strings.Contains(text, "scope"):
		refusal.Advice = "add the scope report:read:operation_logs:admin (for sign-in records report:read:user_activities:admin) to the app, and activate it again"
	case status == http.StatusBadRequest && refusal.Code == codeNoPermission, status == http.StatusForbidden:
		refusal.Advice = "reports need a Pro plan or higher, and an app whose creator's role may view usage reports and admin activity logs"
	case status == http.StatusUnauthorized:
		refusal.Advice = "a new access token was refused, too: is the app activated, and does nobody else ask for tokens of it?"
	}
	return refusal
}
