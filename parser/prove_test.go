package parser_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"github.com/tidwall/gjson"
	"pgregory.net/rapid"

	"github.com/udmap/udmap/parser"
	"github.com/udmap/udmap/udm"
)

// TestProofsHold draws tables and records, maps the records with the reference
// and lets the validator judge the events: what was proved to be there always
// is never found missing, and what was proved to be there never always is.
func TestProofsHold(t *testing.T) {
	validator := udm.NewValidator(udm.Default())
	rapid.Check(t, func(t *rapid.T) {
		source := eventTypesWithDemands(t, tableSource(t))
		t.Logf("table:\n%s", source)
		table := load(t, "drawn.yaml", source)
		proofs := parser.Prove(table, udm.Default())
		for range rapid.IntRange(1, 6).Draw(t, "records") {
			record := recordFor(t, table)
			line, event := mapped(table, record)
			if event == nil {
				continue
			}
			t.Logf("record: %s\nevent: %s", record, event)
			proof := proofOf(t, proofs, table.EventTypes[line], event)
			require.False(t, proof.Unreachable, "line %s", proof.Line)
			requireProof(t, proof, validator.Validate(event))
		}
	})
}

// proofOf finds the proof of the branch that an event came through: a line, and
// of its event types the one that was given.
func proofOf(t *rapid.T, proofs []parser.BranchProof, line parser.EventTypeLine, event []byte) parser.BranchProof {
	eventType := gjson.GetBytes(event, "metadata.eventType").String()
	for _, proof := range proofs {
		if proof.Line == line.ID && (line.From != "" || proof.EventType == eventType) {
			return proof
		}
	}
	require.Fail(t, "no proof", "line %s, %s", line.ID, eventType)
	return parser.BranchProof{}
}

// eventTypesWithDemands puts other event types into a drawn table, and takes
// the machine that every one has away from some.
func eventTypesWithDemands(t *rapid.T, source []byte) []byte {
	text := string(source)
	for strings.Contains(text, `"STATUS_UPDATE"`) {
		text = strings.Replace(text, `"STATUS_UPDATE"`, `"`+pick(t, "demanding event type", "USER_LOGIN", "USER_CREATION",
			"USER_RESOURCE_ACCESS", "USER_CHANGE_PASSWORD", "GROUP_CREATION", "NETWORK_HTTP", "EMAIL_TRANSACTION")+`"`, 1)
	}
	if chance(t, "no machine", 50) {
		text = strings.Replace(text, `"principal.hostname"`, `"observer.hostname"`, 1)
	}
	return []byte(text)
}

// mapped maps a record with the reference, and tells which event-type line
// gave the type. The event is nil where the record is rejected.
func mapped(table *parser.Table, record []byte) (line int, event []byte) {
	if referenceUnfit(nil, record) != "" {
		return 0, nil
	}
	event, reject := referenceMap(table, udm.Default(), record)
	if reject != "" {
		return 0, nil
	}
	for i := range table.EventTypes {
		one := *table
		one.EventTypes = table.EventTypes[i : i+1]
		if given, _ := (reading{table: &one, record: gjson.ParseBytes(record)}).eventType(udm.Default()); given != "" {
			return i, event
		}
	}
	return 0, nil
}

// requireProof holds the findings of an event against the proof of its branch.
// Findings have an id, and requirements may share one.
func requireProof(t *rapid.T, proof parser.BranchProof, found udm.Diagnostics) {
	missing := map[string]bool{}
	for _, finding := range found {
		missing[finding.ID] = true
	}
	always := map[string]bool{}
	for _, r := range proof.Requirements {
		others, seen := always[r.Finding]
		always[r.Finding] = r.Verdict == parser.Always && (others || !seen)
		if r.Verdict == parser.Never {
			require.True(t, missing[r.Finding], "line %s: %s is never there, and not missed", proof.Line, r.Rule)
		}
	}
	for id, there := range always {
		require.False(t, there && missing[id], "line %s: %s is proved and yet found", proof.Line, id)
	}
}
