package eventcheck_test

import (
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/udmap/udmap/internal/eventcheck"
	"github.com/udmap/udmap/udm"
)

const metadata = `{"metadata":{"eventTimestamp":"2026-03-12T06:14:27Z","eventType":"GENERIC_EVENT","vendorName":"ACME","productName":"Door"}`

func at(place string) func() string { return func() string { return place } }

func TestFindingsThatAreAlikeAreCountedByEvent(t *testing.T) {
	tally := eventcheck.New(nil)
	tally.Add([]byte(metadata+`,"principal":{"user":{"emailAddresses":["a","b"]}}}`), at("first"))
	tally.Add([]byte(metadata+`,"principal":{"user":{"emailAddresses":["x@example.com","c"]}}}`), at("second"))
	findings := tally.Findings()
	require.Len(t, findings, 1)
	require.Equal(t, []any{"UDM055", "principal.user.email_addresses", int64(2), "first"},
		[]any{findings[0].ID, findings[0].Field, findings[0].Events, findings[0].First})
	require.Zero(t, tally.Refused())
}

func TestAnErrorIsRefusedAndComesFirst(t *testing.T) {
	tally := eventcheck.New(nil)
	for range 3 {
		tally.Add([]byte(metadata+`,"principal":{"user":{"emailAddresses":["a"]}}}`), at("x"))
	}
	tally.Add([]byte(metadata+`,"nonsense":1}`), at("y"))
	require.Equal(t, udm.SeverityError, tally.Findings()[0].Severity)
	require.Equal(t, int64(1), tally.Refused())
}

func TestWhatATableWaivesIsLeftOutUnlessItIsAnError(t *testing.T) {
	tally := eventcheck.New([]string{"UDM055", "UDM010"})
	tally.Add([]byte(metadata+`,"principal":{"user":{"emailAddresses":["a"]}},"nonsense":1}`), at("x"))
	require.Len(t, tally.Findings(), 1)
	require.Equal(t, "UDM010", tally.Findings()[0].ID)
}

func TestNotesAreLeftOut(t *testing.T) {
	wrapped := []byte(`{"udm":` + metadata + `}}`)
	notes := udm.NewValidator(nil).Validate(wrapped)
	require.Equal(t, udm.SeverityNote, notes[0].Severity)
	tally := eventcheck.New(nil)
	tally.Add(wrapped, at("x"))
	require.Empty(t, tally.Findings())
}

func TestKindsAreBounded(t *testing.T) {
	tally := eventcheck.New(nil)
	for i := range eventcheck.MaxKinds + 500 {
		tally.Add([]byte(metadata+`,"unknown`+strings.Repeat("x", 500)+`":1,"n`+strconv.Itoa(i)+`":1}`), at("x"))
	}
	require.Len(t, tally.Findings(), eventcheck.MaxKinds)
	require.Positive(t, tally.Beyond())
	for _, finding := range tally.Findings() {
		require.LessOrEqual(t, len(finding.Field), 200)
	}
}
