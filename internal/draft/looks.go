package draft

import (
	"net/mail"
	"net/netip"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"time"
)

// lookOf is a form that all values of a field may have.
type lookOf int

// The looks.
const (
	aTime lookOf = iota
	anAddress
	aMailAddress
	aLink
	aHostName
	aText
	looks
)

// fits tells whether a value has the look.
func (l lookOf) fits(text string) bool {
	switch l {
	case aTime:
		return isTime(text)
	case anAddress:
		_, err := netip.ParseAddr(text)
		return err == nil
	case aMailAddress:
		address, err := mail.ParseAddress(text)
		return err == nil && address.Address == text
	case aLink:
		link, err := url.Parse(text)
		return err == nil && (link.Scheme == "https" || link.Scheme == "http") && link.Host != ""
	case aHostName:
		return hostName.MatchString(text)
	case aText, looks:
	}
	return true
}

// hostName is the name of a machine, of which one letter at least tells it from an
// address.
var hostName = regexp.MustCompile(`^[A-Za-z0-9-]*[A-Za-z][A-Za-z0-9-]*(\.[A-Za-z0-9-]+)*$`)

// epoch is digits, perhaps with a fraction, as a count of seconds or milliseconds
// since 1970 is written.
var epoch = regexp.MustCompile(`^[0-9]{9,13}(\.[0-9]+)?$`)

// The years in which a number is taken for a time.
const (
	firstYear = 2000
	lastYear  = 2100
)

// isTime tells of what the conversion timestamp reads, and that is likely meant as
// a time.
func isTime(text string) bool {
	if epoch.MatchString(text) {
		seconds, err := strconv.ParseFloat(text, 64)
		if seconds >= 1e11 { // as the conversion takes it
			seconds /= 1000
		}
		year := time.Unix(int64(seconds), 0).UTC().Year()
		return err == nil && year >= firstYear && year < lastYear
	}
	text = strings.ToUpper(text)
	for _, layout := range []string{time.RFC3339Nano, "2006-01-02 15:04:05.999999999Z07:00", "2006-01-02T15:04:05.999999999", "2006-01-02 15:04:05.999999999"} {
		if _, err := time.Parse(layout, text); err == nil {
			return true
		}
	}
	return false
}
