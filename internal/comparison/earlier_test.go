package comparison_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/udmap/udmap/internal/comparison"
)

const (
	eventA = `{"metadata":{"event_type":"GENERIC_EVENT"},"target":{"hostname":"a"}}` + "\n"
	eventB = `{"metadata":{"eventType":"GENERIC_EVENT"},"target":{"hostname":"b"}}` + "\n"
	second = `{"object":"old/place/a.jsonl","record_number":2,"line":2,"reason":"time","detail":"no time"}` + "\n"
)

// outcomes reads what was made of records of which the new table makes after:
// the host names, or the reasons.
func outcomes(t *testing.T, earlier *comparison.Earlier, after ...comparison.Outcome) ([]string, error) {
	t.Helper()
	var found []string
	for i, now := range after {
		place := comparison.Place{Object: "a.jsonl", Number: int64(i + 1), Line: int64(i + 1)}
		was, err := earlier.Outcome(place, now)
		if err != nil {
			return found, err
		}
		if was.Reason != "" {
			found = append(found, string(was.Reason))
			continue
		}
		_, rest, _ := strings.Cut(string(was.Event), `{"hostname":"`)
		found = append(found, rest[:1])
	}
	return found, earlier.End()
}

func TestEventsAreFoundByTheNumbersOfTheRejected(t *testing.T) {
	some := event("GENERIC_EVENT", "")
	earlier, err := comparison.NewEarlier("e.jsonl", strings.NewReader(eventA+eventB), strings.NewReader(second))
	require.NoError(t, err)
	found, err := outcomes(t, earlier, some, some, some)
	require.NoError(t, err)
	require.Equal(t, []string{"a", "time", "b"}, found, "whatever the new table makes of the second")
}

func TestWithoutNumbersTheNewRejectsCount(t *testing.T) {
	some := event("GENERIC_EVENT", "")
	earlier, err := comparison.NewEarlier("e.jsonl", strings.NewReader(eventA+eventB), nil)
	require.NoError(t, err)
	found, err := outcomes(t, earlier, some, rejected("action"), some)
	require.NoError(t, err)
	require.Equal(t, []string{"a", "action", "b"}, found)
}

func TestEventsThatDoNotFitAreRefused(t *testing.T) {
	some := event("GENERIC_EVENT", "")
	for name, test := range map[string]struct {
		events, rejected string
		after            []comparison.Outcome
		want             string
	}{
		"too few":              {eventA, "", []comparison.Outcome{some, some}, "e.jsonl does not fit the records: it ends behind event 1, and there is none for a.jsonl:2: record 2"},
		"too many":             {eventA + eventB, "", []comparison.Outcome{some}, "e.jsonl does not fit the records: event 2, at line 2, is behind the last of them"},
		"a reject is left":     {eventA, second, []comparison.Outcome{some}, "e.jsonl does not fit the records: record 2 of old/place/a.jsonl, which was rejected, is not among them"},
		"no UDM":               {`{"a":1}`, "", []comparison.Outcome{some}, "event 1, at line 1, is no UDM event"},
		"no line of ours":      {eventA, "{}\n", nil, "has a line that udmap convert --rejected does not write"},
		"says what would help": {eventA, "", []comparison.Outcome{some, some}, "--against-rejected"},
	} {
		t.Run(name, func(t *testing.T) {
			var numbers *strings.Reader
			earlier, err := comparison.NewEarlier("e.jsonl", strings.NewReader(test.events), nil)
			if test.rejected != "" {
				numbers = strings.NewReader(test.rejected)
				earlier, err = comparison.NewEarlier("e.jsonl", strings.NewReader(test.events), numbers)
			}
			if err == nil {
				_, err = outcomes(t, earlier, test.after...)
			}
			_, mismatch := errors.AsType[*comparison.MismatchError](err)
			require.True(t, mismatch, "%v", err)
			require.ErrorContains(t, err, test.want)
		})
	}
}
