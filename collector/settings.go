package collector

import (
	"fmt"
	"net"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Setting is one thing that can be configured: a variable of the environment,
// and a flag unless it is a secret.
type Setting struct {
	Variable string
	Default  string // as a user would write it
	Help     string // of what it is, in a few words
	Flag     string // if its name is not that of the variable
	Secret   bool   // is not shown, and has no flag; NAME_FILE names a file that holds it, NAME_ARN where AWS keeps it
}

// FlagName is the name of the setting's flag: that of a secret names a file.
func (s Setting) FlagName() string {
	name := s.Flag
	if name == "" {
		name = strings.ToLower(strings.ReplaceAll(s.Variable, "_", "-"))
	}
	if s.Secret {
		name += "-file"
	}
	return name
}

// FlagVariable is the variable that the flag sets.
func (s Setting) FlagVariable() string {
	if s.Secret {
		return s.Variable + "_FILE"
	}
	return s.Variable
}

// ReferenceFlag is the name of the flag that names where AWS keeps a secret, and
// the variable that it sets.
func (s Setting) ReferenceFlag() (name, variable string) {
	return strings.TrimSuffix(s.FlagName(), "-file") + "-arn", s.Variable + "_ARN"
}

// Problem is a setting that cannot be used.
type Problem struct {
	Variable string
	Value    string // as it was given; of a secret, its length only
	Allowed  string
}

// SettingsError names every setting that cannot be used.
type SettingsError struct{ Problems []Problem }

// Error has a line for each.
func (e *SettingsError) Error() string {
	lines := make([]string, len(e.Problems))
	for i, problem := range e.Problems {
		lines[i] = fmt.Sprintf("%s is %s: %s", problem.Variable, problem.Value, problem.Allowed)
	}
	return strings.Join(lines, "\n")
}

// Settings reads settings, and gathers what is wrong with them, so that a user
// learns all of it at once.
type Settings struct {
	lookup   func(variable string) string
	known    []Setting
	fetch    FetchSecret // nil where secrets are not kept by AWS
	problems []Problem
}

// FetchSecret returns the secret that a reference of NAME_ARN names. Its error
// holds neither the secret nor the reference.
type FetchSecret func(reference string) (string, error)

// Option is a way to read settings.
type Option func(*Settings)

// WithSecretsFrom has settings take secrets that are given by reference.
func WithSecretsFrom(fetch FetchSecret) Option { return func(s *Settings) { s.fetch = fetch } }

// NewSettings reads known settings through lookup, which returns "" for a
// variable that is not set.
func NewSettings(known []Setting, lookup func(variable string) string, options ...Option) *Settings {
	s := &Settings{lookup: lookup, known: known}
	for _, option := range options {
		option(s)
	}
	return s
}

// Err returns a *SettingsError if there is a problem.
func (s *Settings) Err() error {
	if len(s.problems) == 0 {
		return nil
	}
	return &SettingsError{s.problems}
}

// Refuse takes note of a problem.
func (s *Settings) Refuse(variable, value, allowed string) {
	shown := strconv.Quote(value)
	if value == "" {
		shown = "not set"
	}
	s.problems = append(s.problems, Problem{variable, shown, allowed})
}

// Text returns a setting, or its default.
func (s *Settings) Text(variable string) string {
	if value := strings.TrimSpace(s.lookup(variable)); value != "" {
		return value
	}
	i := slices.IndexFunc(s.known, func(known Setting) bool { return known.Variable == variable })
	return s.known[i].Default
}

// Required is Text of a setting that must be there.
func (s *Settings) Required(variable, what string) string {
	value := s.Text(variable)
	if value == "" {
		s.Refuse(variable, "", "it is required: "+what)
	}
	return value
}

// Integer returns a whole number between two others.
func (s *Settings) Integer(variable string, least, most int) int {
	text := s.Text(variable)
	number, err := strconv.Atoi(text)
	if err != nil || number < least || number > most {
		s.Refuse(variable, text, fmt.Sprintf("it must be a whole number from %d to %d", least, most))
	}
	return number
}

// Seconds returns a duration: a number of seconds, or a text such as 30s or 2m.
func (s *Settings) Seconds(variable string, least, most time.Duration) time.Duration {
	text := s.Text(variable)
	duration, err := time.ParseDuration(text)
	if seconds, notNumber := strconv.ParseFloat(text, 64); notNumber == nil {
		duration, err = time.Duration(seconds*float64(time.Second)), nil
	}
	if err != nil || duration < least || duration > most {
		s.Refuse(variable, text, fmt.Sprintf("it must be a time from %s to %s, in seconds or such as 90s, 15m or 24h", least, most))
	}
	return duration
}

// Time returns a day or a time, the zero time if it is not set.
func (s *Settings) Time(variable string) time.Time {
	text := s.Text(variable)
	if text == "" {
		return time.Time{}
	}
	for _, layout := range []string{time.DateOnly, time.RFC3339} {
		if at, err := time.Parse(layout, text); err == nil {
			return at.UTC()
		}
	}
	s.Refuse(variable, text, "it must be a day such as 2026-03-12, or a time such as 2026-03-12T06:00:00Z")
	return time.Time{}
}

// Words returns a list of words parted by commas, each one of those allowed.
func (s *Settings) Words(variable string, allowed ...string) []string {
	text := s.Text(variable)
	var words []string
	for word := range strings.SplitSeq(text, ",") {
		word = strings.TrimSpace(word)
		switch {
		case word == "" || slices.Contains(words, word):
		case slices.Contains(allowed, word):
			words = append(words, word)
		default:
			s.Refuse(variable, text, fmt.Sprintf("%q is none of %s", word, strings.Join(allowed, ", ")))
		}
	}
	if len(words) == 0 && text != "" {
		s.Refuse(variable, text, "it names none of "+strings.Join(allowed, ", "))
	}
	return words
}

// Address returns the URL of an API: https, or http for a loopback address.
func (s *Settings) Address(variable, what string) *url.URL {
	text := s.Required(variable, what)
	if text == "" {
		return &url.URL{}
	}
	address, err := url.Parse(text)
	if err != nil || address.Host == "" || address.User != nil || address.RawQuery != "" || address.Fragment != "" ||
		address.Scheme != "https" && (address.Scheme != "http" || !isLoopback(address.Hostname())) {
		s.Refuse(variable, withoutUser(text), "it must be an https URL without user, query and fragment ("+what+"); http is for loopback addresses only")
		return &url.URL{}
	}
	return address
}

// withoutUser hides what may be a password.
func withoutUser(text string) string {
	if at := strings.LastIndex(text, "@"); at >= 0 {
		return "…" + text[at:]
	}
	return text
}

func isLoopback(host string) bool {
	address := net.ParseIP(host)
	return host == "localhost" || address != nil && address.IsLoopback()
}
