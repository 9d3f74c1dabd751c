package golden

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/udmap/udmap/mappings"
	"github.com/udmap/udmap/parser"
	"github.com/udmap/udmap/udm"
)

// An event of a built-in table claims a type only if it has what the
// documentation requires of that type, or its table waives the finding, as the
// tables that Google published have to. A case whose validator section expects
// such a finding would otherwise pass.
func TestExpectedEventsHaveWhatTheirTypesRequire(t *testing.T) {
	tables, findings := parser.LoadFS(mappings.Files())
	require.False(t, findings.HasErrors(), findings)
	waived := map[string][]string{} // by log type
	for _, table := range tables {
		waived[table.LogType] = append(waived[table.LogType], table.WaivedFindings()...)
	}
	ruleGroups := map[string]udm.RuleGroup{}
	for _, rule := range udm.ValidatorRules() {
		ruleGroups[rule.ID] = rule.Group
	}

	validator := udm.NewValidator(nil)
	judged := 0
	for _, c := range repositoryCases(t) {
		if c.hasOwnTables() {
			continue // it shows the language, and not how a log type is mapped
		}
		for _, event := range expectedEvents(t, c) {
			for _, finding := range validator.Validate(event) {
				lacks := ruleGroups[finding.ID] == udm.GroupRequired && isHeld(finding) &&
					!slices.Contains(waived[logType(t, event)], finding.ID)
				require.False(t, lacks || finding.Severity == udm.SeverityError, "%s: %v\n%s", c.File, finding, event)
			}
			judged++
		}
	}
	require.Greater(t, judged, 100)
}

func expectedEvents(t *testing.T, c Case) []json.RawMessage {
	t.Helper()
	written, _ := c.section(c.form(sectionEvents, sectionEventLines))
	var events []json.RawMessage
	for decoder := json.NewDecoder(strings.NewReader(written)); decoder.More(); {
		var event json.RawMessage
		require.NoError(t, decoder.Decode(&event))
		events = append(events, event)
	}
	return events
}

func logType(t *testing.T, event json.RawMessage) string {
	t.Helper()
	var parts struct {
		Metadata struct {
			Camel string `json:"logType"`
			Snake string `json:"log_type"`
		} `json:"metadata"`
	}
	require.NoError(t, json.Unmarshal(event, &parts))
	return parts.Metadata.Camel + parts.Metadata.Snake
}
