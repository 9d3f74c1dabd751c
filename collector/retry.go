package collector

import (
	"math/rand/v2"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// The waits between attempts when the API does not name one: twice as long each
// time, of which a random part keeps collectors from coming back together.
const (
	firstWait   = time.Second
	longestWait = time.Minute
)

// maxRetryAfter bounds what a header can ask for: a quota of a day resets within
// one.
const maxRetryAfter = 25 * time.Hour

// backOff is the wait before an attempt, counted from 1.
func backOff(attempt int) time.Duration {
	wait := min(firstWait<<min(attempt-1, 16), longestWait)
	return wait/2 + rand.N(wait/2+1)
}

// RetryAfter reads the header of that name, in each form that APIs use: seconds
// with or without a fraction, an HTTP date, and a time of ISO 8601. It returns
// the zero time if there is none, and no time further ahead than 25 hours.
func RetryAfter(header http.Header, now time.Time) time.Time {
	return ReadReset(header.Get("Retry-After"), now)
}

// ReadReset reads when a limit resets: seconds from now, Unix seconds, an HTTP
// date, or a time of ISO 8601.
func ReadReset(text string, now time.Time) time.Time {
	text = strings.TrimSpace(text)
	at := readTime(text, now)
	switch {
	case at.IsZero():
		return at
	case at.Before(now):
		return now
	}
	return minTime(at, now.Add(maxRetryAfter))
}

func readTime(text string, now time.Time) time.Time {
	const earliestUnix = 1e9 // 2001: no wait is that long
	if seconds, err := strconv.ParseFloat(text, 64); err == nil {
		switch {
		case seconds != seconds: // not a number, which has a text, too
			return time.Time{}
		case seconds >= earliestUnix:
			return time.Unix(int64(min(seconds, 1e11)), 0)
		}
		return now.Add(time.Duration(max(0, min(seconds, maxRetryAfter.Seconds())) * float64(time.Second)))
	}
	if at, err := http.ParseTime(text); err == nil {
		return at
	}
	for _, layout := range []string{time.RFC3339, "2006-01-02T15:04:05", "2006-01-02 15:04:05Z07:00", "2006-01-02 15:04:05"} {
		if at, err := time.Parse(layout, text); err == nil {
			return at
		}
	}
	return time.Time{}
}

func minTime(a, b time.Time) time.Time {
	if a.Before(b) {
		return a
	}
	return b
}

func maxTime(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}
