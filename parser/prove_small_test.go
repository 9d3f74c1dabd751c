package parser_test

import (
	"encoding/json"
	"strconv"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/udmap/udmap/parser"
	"github.com/udmap/udmap/udm"
)

// TestProofsHoldOnSmallTables draws tables over three sources, and tries every
// fifth of all records that tell their values apart.
func TestProofsHoldOnSmallTables(t *testing.T) {
	validator := udm.NewValidator(udm.Default())
	records := smallRecords(t)
	rapid.Check(t, func(t *rapid.T) {
		source := smallTable(t)
		t.Logf("table:\n%s", source)
		table := load(t, "small.yaml", source)
		proofs := parser.Prove(table, udm.Default())
		const stride = 5
		for i := rapid.IntRange(0, stride-1).Draw(t, "first record"); i < len(records); i += stride {
			record := records[i]
			line, event := mapped(table, record)
			if event == nil {
				continue
			}
			proof := proofs[line]
			require.False(t, proof.Unreachable, "line %s takes %s", proof.Line, record)
			requireProof(t, proof, validator.Validate(event))
		}
	})
}

// smallRecords lists the records of all values of two raw fields and of a pair
// that may stand twice. "" is a field that is missing.
func smallRecords(t require.TestingT) [][]byte {
	var records [][]byte
	for _, a := range []any{"", " ", "x", "-", "user1@example.com", "0", []string{"x"}, []any{[]any{}}} {
		for _, b := range []string{"", "x", "-", "user1@example.com"} {
			for _, one := range []string{"", "x", "-", "user1@example.com"} {
				for _, other := range []string{"", "x", "-", "user1@example.com"} {
					record := map[string]any{"time": "2026-03-12T06:14:27Z", "a": a, "b": b}
					if one+other != "" {
						record["text"] = "Subject  - K: " + one + " - K: " + other
					}
					for name, value := range record {
						if value == "" {
							delete(record, name)
						}
					}
					line, err := json.Marshal(record)
					require.NoError(t, err)
					records = append(records, line)
				}
			}
		}
	}
	return records
}

// smallTable draws a table whose every line asks for a user, and that has few
// ways to one.
func smallTable(t *rapid.T) []byte {
	rows := []row{
		{"id": "TIME", "from": "time", "to": "metadata.event_timestamp", "required": true},
		{"id": "VENDOR", "value": "ACME", "to": "metadata.vendor_name"},
		{"id": "PRODUCT", "value": "Door", "to": "metadata.product_name"},
		{"id": "HOST", "value": "door.example.com", "to": "observer.hostname"},
	}
	for i := range rapid.IntRange(1, 4).Draw(t, "rows") {
		rows = append(rows, smallRow(t, "R"+strconv.Itoa(i)))
	}
	var lines []row
	for i := range rapid.IntRange(1, 2).Draw(t, "lines") {
		lines = append(lines, row{
			"id": "E" + strconv.Itoa(i), "when": smallCondition(t),
			"value": pick(t, "event type", "USER_CHANGE_PERMISSIONS", "USER_RESOURCE_ACCESS", "SETTING_MODIFICATION"),
		})
	}
	document := map[string]any{
		"table": "small", "log_type": "SMALL",
		"extract": map[string]any{
			"detail": map[string]any{"from": "text", "using": "dash-pairs"},
			"either": map[string]any{"first": []string{"a", "detail.K", "b"}},
		},
		"rows":       rows,
		"event_type": append(lines, row{"id": "END", "value": "GENERIC_EVENT"}),
	}
	source, err := json.Marshal(document)
	require.NoError(t, err)
	return source
}

// smallRow draws a row that helps to meet a demand.
func smallRow(t *rapid.T, id string) row {
	drawn := row{"id": id, "from": smallSource(t), "to": pick(t, "to", "target.user.userid", "target.user.email_addresses",
		"principal.user.userid", "principal.user.email_addresses", "target.resource.name", "target.resource.resource_type",
		"principal.port", "network.sent_bytes", "principal.hostname")}
	if chance(t, "condition", 30) {
		drawn["when"] = smallCondition(t)
	}
	if drawn["to"] == "target.resource.resource_type" {
		delete(drawn, "from")
		drawn["value"] = pick(t, "resource type", "SETTING", "TASK", "UNSPECIFIED")
		return drawn
	}
	if chance(t, "test", 50) {
		drawn[pick(t, "sense", "if", "unless")] = "email"
	}
	if chance(t, "blank", 30) {
		drawn["blank"] = pick(t, "blanks", []string{"-"}, []string{"x", "-"})
	}
	if chance(t, "verbatim", 15) {
		drawn["trim"] = false
	}
	if chance(t, "required", 15) {
		drawn["required"] = true
	}
	return drawn
}

func smallSource(t *rapid.T) string { return pick(t, "source", "a", "b", "detail.K", "either") }

func smallCondition(t *rapid.T) map[string]any {
	drawn := map[string]any{}
	for range rapid.IntRange(1, 2).Draw(t, "lines") {
		switch line := pick(t, "line", "any", "all", "none", "is", "is_not"); line {
		case "is", "is_not":
			drawn[line] = map[string]any{smallSource(t): pick(t, "constants", []string{"x"}, []string{"x", "-"}, []string{"user1@example.com"})}
		default:
			drawn[line] = rapid.SliceOfNDistinct(rapid.Custom(smallSource), 1, 2, rapid.ID).Draw(t, line)
		}
	}
	return drawn
}
