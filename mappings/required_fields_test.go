package mappings_test

import (
	"bytes"
	"fmt"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/udmap/udmap/parser"
	"github.com/udmap/udmap/udm"
)

// An event claims a type only if it has what the documentation requires of
// that type. Whatever a record lacks, its event is one of a type that it can
// have, or the record is rejected.
func TestEventsHaveWhatTheirTypesRequire(t *testing.T) {
	const parts, recordsInPart = 4, 25_000
	catalog, diagnostics := parser.BuiltIn(parser.Options{})
	require.False(t, diagnostics.HasErrors(), "%v", diagnostics)
	var total parser.Ledger
	degraded := 0
	var adding sync.Mutex
	t.Run("parts", func(t *testing.T) {
		for part := range parts {
			t.Run(fmt.Sprint(part), func(t *testing.T) {
				t.Parallel()
				ledger, events := convertWildRecords(t, catalog, part, recordsInPart)
				requireFields(t, events)
				adding.Lock()
				defer adding.Unlock()
				total.Add(ledger)
				degraded += bytes.Count(events, []byte(`"event_type_degraded_from":`))
			})
		}
	})

	require.Equal(t, int64(parts*recordsInPart), total.Records)
	require.Equal(t, total.Records, total.Events+total.Rejected)
	require.Greater(t, total.Events, total.Records*8/10, "%v", total.Reasons)
	require.Greater(t, total.Rejected, total.Records/100)
	require.Greater(t, degraded, 10_000)
	for _, eventType := range []string{
		"GENERIC_EVENT", "USER_LOGIN", "USER_UNCATEGORIZED", "USER_CREATION", "USER_DELETION", "USER_CHANGE_PERMISSIONS",
		"USER_CHANGE_PASSWORD", "USER_RESOURCE_ACCESS", "USER_RESOURCE_CREATION", "USER_RESOURCE_UPDATE_CONTENT",
		"USER_RESOURCE_UPDATE_PERMISSIONS", "USER_RESOURCE_DELETION", "SETTING_MODIFICATION", "SETTING_DELETION",
		"GROUP_CREATION", "GROUP_MODIFICATION", "GROUP_DELETION", "NETWORK_HTTP",
	} {
		require.Greater(t, total.EventTypes[eventType], int64(50), eventType)
	}
	for table, least := range map[string]int64{"zendesk_audit_logs": 50_000, "zendesk_tickets": 15_000, "zendesk_access_logs": 5_000} {
		require.Greater(t, total.Tables[table], least, table)
	}
}

// convertWildRecords makes records and returns the lines of their events.
func convertWildRecords(t *testing.T, catalog *parser.Catalog, part, count int) (parser.Ledger, []byte) {
	t.Helper()
	var records strings.Builder
	wild := newWildRecords(part, count)
	for range count {
		records.WriteString(wild.next() + "\n")
	}
	var events, rejected bytes.Buffer
	converter := parser.NewConverter(catalog, parser.ConverterOptions{})
	ledger, err := converter.Convert(t.Context(), "wild", strings.NewReader(records.String()), &events, &rejected)
	require.NoError(t, err)
	require.Equal(t, ledger.Events, int64(bytes.Count(events.Bytes(), []byte("\n"))))
	require.Equal(t, ledger.Rejected, int64(bytes.Count(rejected.Bytes(), []byte("\n"))))
	return ledger, events.Bytes()
}

// requireFields fails for an event that has an error or lacks a field.
func requireFields(t *testing.T, events []byte) {
	t.Helper()
	groups := map[string]udm.RuleGroup{}
	for _, rule := range udm.ValidatorRules() {
		groups[rule.ID] = rule.Group
	}
	validator := udm.NewValidator(nil)
	for event := range bytes.Lines(events) {
		for _, finding := range validator.Validate(event) {
			isNote := finding.Severity == udm.SeverityNote
			if finding.Severity == udm.SeverityError || groups[finding.ID] == udm.GroupRequired && !isNote {
				t.Fatalf("%v\n%s", finding, event)
			}
		}
	}
}
