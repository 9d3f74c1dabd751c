package normalizer

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/udmap/udmap/internal/outputname"
)

// Settings say which objects are raw, and where their outputs go.
type Settings struct {
	// RawPrefixes are what the keys of raw objects start with.
	RawPrefixes []string
	// UDMPrefix and RejectedPrefix are put in front of the keys of outputs.
	UDMPrefix, RejectedPrefix string
	// SameBucket says that outputs go to the bucket of the raw objects.
	SameBucket bool
	// StateKeys are the keys of objects that are no logs.
	StateKeys []string

	MaxRecordBytes int   // as parser.ConverterOptions has it
	MaxObjectBytes int64 // as parser.ConverterOptions has it
}

// Check tells all that is wrong with the settings, by the names of variables.
func (s Settings) Check() error {
	var problems []error
	report := func(format string, arguments ...any) {
		problems = append(problems, fmt.Errorf(format, arguments...))
	}
	if len(s.RawPrefixes) == 0 {
		report("RAW_PREFIX is empty: name the prefixes of the raw objects, such as zoom/operationlogs/,zendesk/crm/")
	}
	for _, prefix := range s.RawPrefixes {
		if prefix == "" {
			report("RAW_PREFIX has an empty prefix between two commas: it would take every object of the bucket for a raw one")
		}
	}
	if s.SameBucket {
		problems = append(problems, s.checkLoop("UDM_PREFIX", s.UDMPrefix), s.checkLoop("REJECTED_PREFIX", s.RejectedPrefix))
	}
	if strings.HasPrefix(s.RejectedPrefix, s.UDMPrefix) {
		report("REJECTED_PREFIX is %q, which lies under UDM_PREFIX, %q: whoever reads the events from there would read rejected records, too", s.RejectedPrefix, s.UDMPrefix)
	}
	return errors.Join(problems...)
}

// checkLoop finds an output that would be taken for a raw object, whose output
// would be, too, and so on for ever.
func (s Settings) checkLoop(variable, prefix string) error {
	for _, raw := range s.RawPrefixes {
		for _, other := range s.RawPrefixes {
			if raw != "" && other != "" && overlap(prefix+raw, other) {
				return fmt.Errorf("%s is %q: outputs of %s would lie under the raw prefix %s and be normalized again, for ever: choose another prefix, such as udm/, or another bucket with UDM_BUCKET",
					variable, prefix, raw, other)
			}
		}
	}
	return nil
}

// overlap tells whether a key can start with both prefixes.
func overlap(a, b string) bool { return strings.HasPrefix(a, b) || strings.HasPrefix(b, a) }

// publishedState is the name under which the scripts on Google's page keep
// their state, amid the logs.
const publishedState = "state.json"

// Ignores tells why an object is none to be normalized; empty if it is one.
func (s Settings) Ignores(key string) string {
	prefix := slices.IndexFunc(s.RawPrefixes, func(prefix string) bool { return strings.HasPrefix(key, prefix) })
	switch {
	case prefix < 0:
		return "it lies under none of the raw prefixes " + strings.Join(s.RawPrefixes, ", ")
	case strings.HasSuffix(key, "/"):
		return "it marks a folder"
	case outputname.IsOutput(key):
		return "it is an output of udmap"
	case slices.Contains(s.StateKeys, key), key == s.RawPrefixes[prefix]+publishedState:
		return "it is the state of a collector"
	}
	return ""
}
