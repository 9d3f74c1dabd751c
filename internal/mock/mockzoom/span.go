package mockzoom

import (
	"net/http"
	"net/url"
	"strconv"
	"time"

	"github.com/udmap/udmap/internal/mock"
)

// span is the days that a report is asked for, both included. Zoom documents
// neither that the last one is, nor the time zone: the mock has UTC, which every
// collector assumes.
type span struct{ from, to time.Time }

// readSpan reads from and to. Times within days are taken, as documented, and
// ignored, as collectors have seen.
func readSpan(report report, query url.Values, now time.Time) (span, mock.Answer, bool) {
	today := now.UTC().Truncate(24 * time.Hour)
	days := span{from: today, to: today} // not documented for reports that do not demand a span
	for _, parameter := range []struct {
		name string
		day  *time.Time
	}{{"from", &days.from}, {"to", &days.to}} {
		text := query.Get(parameter.name)
		day, ok := readDay(text)
		switch {
		case text == "" && !report.mustSpan:
		case !ok:
			return span{}, invalidField(parameter.name, "Invalid field."), false
		default:
			*parameter.day = day
		}
	}
	switch {
	case days.to.Before(days.from):
		return span{}, invalidField("from", "The start date must not be after the end date."), false // text not documented
	case days.to.After(days.from.AddDate(0, 1, 0)):
		return span{}, failure(http.StatusBadRequest, 300, "The date range must not exceed one month."), false // text not documented
	case days.from.Before(today.AddDate(0, -historyMonths, 0)):
		return span{}, failure(http.StatusBadRequest, 300,
			"Daily report can only be provided within 6 months prior to the current date."), false
	}
	return days, mock.Answer{}, true
}

// readDay reads a date in one of the two documented forms.
func readDay(text string) (time.Time, bool) {
	for _, form := range []string{time.DateOnly, "2006-01-02 15:04"} {
		if day, err := time.Parse(form, text); err == nil {
			return day.Truncate(24 * time.Hour), true
		}
	}
	return time.Time{}, false
}

// readPageSize reads page_size. What Zoom says to one above the maximum is not
// documented.
func readPageSize(query url.Values) (int, mock.Answer, bool) {
	text := query.Get("page_size")
	if text == "" {
		return defaultPageSize, mock.Answer{}, true
	}
	size, err := strconv.Atoi(text)
	if err != nil || size < 1 || size > maxPageSize {
		return 0, invalidField("page_size", "Invalid field."), false
	}
	return size, mock.Answer{}, true
}
