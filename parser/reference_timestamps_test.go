package parser_test

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"
)

// The forms that a time is read in. Section "Conversions", `timestamp`.
const (
	dateTimeForm = `^(\d{4}-\d{2}-\d{2})[Tt ](\d{2}:\d{2}:\d{2})(?:\.(\d+))?([Zz]|[+-]\d{2}:\d{2})?$`
	epochForm    = `^(\d+)(?:\.(\d+))?$`
)

// firstMillisecond is the epoch number from which on it counts milliseconds.
const firstMillisecond = 100_000_000_000

// timestamp gives a time as RFC 3339 in UTC.
func timestamp(written string) (text string, ok bool) {
	read, ok := moment(written)
	if !ok {
		return "", false
	}
	return read.Format("2006-01-02T15:04:05") + fraction(read.Nanosecond()) + "Z", true
}

// moment reads a time, in UTC.
func moment(written string) (read time.Time, ok bool) {
	read, ok = dateTime(written)
	if !ok {
		read, ok = epoch(written)
	}
	read = read.UTC()
	return read, ok && read.Year() >= 1 && read.Year() <= 9999
}

// dateTime reads RFC 3339 and its near relatives.
func dateTime(text string) (moment time.Time, ok bool) {
	parts := regexp.MustCompile(dateTimeForm).FindStringSubmatch(text)
	if parts == nil {
		return time.Time{}, false
	}
	date, clock, digits, zone := parts[1], parts[2], parts[3], strings.ToUpper(parts[4])
	if zone == "" {
		zone = "Z"
	}
	if len(zone) == len("+00:00") && (zone[1:3] > "23" || zone[4:6] > "59") {
		return time.Time{}, false
	}
	moment, err := time.Parse(time.RFC3339, date+"T"+clock+zone)
	return moment.Add(nanoseconds(digits)), err == nil
}

// epoch reads seconds, also with a fraction, or whole milliseconds.
func epoch(text string) (moment time.Time, ok bool) {
	parts := regexp.MustCompile(epochForm).FindStringSubmatch(text)
	if parts == nil {
		return time.Time{}, false
	}
	number, err := strconv.ParseInt(parts[1], 10, 64)
	if err != nil {
		return time.Time{}, false
	}
	if number < firstMillisecond {
		return time.Unix(number, 0).Add(nanoseconds(parts[2])), true
	}
	return time.UnixMilli(number), parts[2] == ""
}

// nanoseconds reads the digits behind the point, cut after the ninth.
func nanoseconds(digits string) time.Duration {
	return time.Duration(must(strconv.Atoi((digits + strings.Repeat("0", 9))[:9])))
}

// fraction writes 0, 3, 6 or 9 digits, as few as hold the value.
func fraction(nanoseconds int) string {
	switch {
	case nanoseconds == 0:
		return ""
	case nanoseconds%1_000_000 == 0:
		return fmt.Sprintf(".%03d", nanoseconds/1_000_000)
	case nanoseconds%1000 == 0:
		return fmt.Sprintf(".%06d", nanoseconds/1000)
	}
	return fmt.Sprintf(".%09d", nanoseconds)
}
