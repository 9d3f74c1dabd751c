package parser_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"github.com/tidwall/gjson"
	"pgregory.net/rapid"

	"github.com/udmap/udmap/parser"
	"github.com/udmap/udmap/udm"
)

const coveredTable = `
table: door_log
log_type: DOOR_LOG
options:
  names: {default: drop, choices: [keep, drop]}
extract:
  detail:  {from: message, using: dash-pairs}
  changes: {from: log, using: change-lines}
  kind:    {text: "{type}.{verb}"}
rows:
  - {id: D1, from: at, to: metadata.event_timestamp, required: true}
  - {id: D2, value: ACME, to: metadata.vendor_name}
  - {id: D3, value: Door, to: metadata.product_name}
  - {id: D4, from: kind, to: metadata.product_event_type}
  - {id: D5, from: badge, to: principal.user.userid}
  - {id: D6, from: ip, to: principal.ip, as: ip}
  - {id: D7, from: name, to: principal.user.user_display_name, when: {is: {$names: keep}}}
  - {id: D8, from: floor, to: additional.floor}
  - {id: D9, from: detail.Room, to: target.resource.name}
  - {id: E1, each: changes.all, from: new, to: target.resource.attribute.labels, key: new}
  - {id: E2, each: people, from: id, to: about.user.userid}
  - {id: E3, each: fields, from: value, to: "additional.field_{id}"}
  - {id: E4, from: color, to: additional.color, map: {red: R, green: G}}
dropped:
  icon: a picture
event_type:
  - {id: F1, value: USER_RESOURCE_ACCESS, else: GENERIC_EVENT, when: {is: {secret: "yes"}}}
  - {id: F2, value: GENERIC_EVENT}
needs:
  USER_RESOURCE_ACCESS: {all: [badge, detail.Room]}
`

// TestCoverageTellsWhatBecameOfEachField holds every use of a field to examples
// by hand.
func TestCoverageTellsWhatBecameOfEachField(t *testing.T) {
	table := load(t, "door_log.yaml", []byte(coveredTable))
	plan, findings := parser.Compile(table, parser.Options{})
	require.NotNil(t, plan, "%v", findings)
	coverage := parser.Only(plan).NewCoverage()
	coverage.Add([]byte(`{"at":1773296067,"type":"door","verb":"open","badge":7,"ip":"here","name":"Jo","floor":3,"message":"Open  - Room: North","log":"State changed from a to b",` +
		`"people":[{"id":1,"age":9},{"id":null,"age":""}],"fields":[{"id":5,"value":["x","y"]},{"id":6,"value":null}],"icon":{"png":"R0"},"secret":"yes","extra":{"deep":[1,null,[2]]},"empty":"","none":null,"color":"Red"}`))
	coverage.Add([]byte(`{"at":1773296067,"ip":"192.0.2.1","secret":"yes","color":"blue","a.b":1}`))
	coverage.Add([]byte(`{"at":"soon"}`))

	require.Equal(t, map[parser.Reason]int64{"at": 1}, coverage.Rejected())
	require.Len(t, coverage.Tables(), 1)
	covered := coverage.Tables()[0]
	require.EqualValues(t, 2, covered.Events)
	uses := map[string]string{}
	for _, field := range covered.Fields {
		uses[field.Path] = string(field.Use) + " " + field.Example
	}
	require.Equal(t, map[string]string{
		`a\.b`:             `unnamed 1`,
		"extra.deep[]":     `unnamed 1`,
		"extra.deep[][]":   `unnamed 2`,
		"people[].age":     `unnamed 9`,
		"color":            `unwritten "blue"`,
		"ip":               `unwritten "here"`,
		"name":             `unwritten "Jo"`,
		"fields[].id":      `additional 5`,
		"secret":           `decides "yes"`,
		"icon.png":         `dropped "R0"`,
		"fields[].value[]": `additional "x"`, "floor": `additional 3`,
		"at": `mapped 1773296067`, "badge": `mapped 7`, "log": `mapped "State changed from a to b"`, "message": `mapped "Open  - Room: North"`,
		"people[].id": `mapped 1`, "type": `mapped "door"`, "verb": `mapped "open"`,
	}, uses)
	counts := map[string]int64{}
	for _, row := range covered.Rows {
		counts[row.Row] = row.Count
	}
	require.Equal(t, map[string]int64{"D1": 2, "D2": 2, "D3": 2, "D4": 1, "D5": 1, "D6": 1, "D7": 0, "D8": 1, "D9": 1, "E1": 1, "E2": 1, "E3": 1, "E4": 1}, counts)
	branches := map[string]int64{}
	for _, b := range covered.EventTypes {
		branches[b.Line+" "+b.EventType] = b.Count
	}
	require.Equal(t, map[string]int64{"F1 USER_RESOURCE_ACCESS": 1, "F1 GENERIC_EVENT": 1, "F2 GENERIC_EVENT": 0}, branches)
	require.Equal(t, []parser.MapCoverage{
		{MapEntry: parser.MapEntry{Row: "E4", Pattern: "red"}, Count: 1}, {MapEntry: parser.MapEntry{Row: "E4", Pattern: "green"}},
	}, covered.Maps)
}

// TestSamplesLoseNothing: of the samples of tables that write all the rest, no
// field goes nowhere.
func TestSamplesLoseNothing(t *testing.T) {
	catalog, findings := parser.BuiltIn(parser.Options{})
	require.False(t, findings.HasErrors())
	samples, err := filepath.Glob("../testdata/samples/zendesk_*.jsonl")
	require.NoError(t, err)
	require.NotEmpty(t, samples)
	coverage := catalog.NewCoverage()
	for _, name := range samples {
		text, err := os.ReadFile(name)
		require.NoError(t, err)
		for line := range strings.Lines(string(text)) {
			coverage.Add([]byte(line))
		}
	}
	require.Empty(t, coverage.Rejected())
	for _, table := range coverage.Tables() {
		for _, field := range table.Fields {
			require.False(t, field.Use.IsLost(), "%s: %s of %s", field.Use, field.Path, table.Table)
		}
	}
}

// TestCoverageCountsEveryValue draws tables and records: each value that is not
// empty is counted once.
func TestCoverageCountsEveryValue(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		source := tableSource(t)
		table := load(t, "drawn.yaml", source)
		plan, _ := parser.Compile(table, parser.Options{})
		record := recordFor(t, table)
		coverage := parser.Only(plan).NewCoverage()
		coverage.Add(record)
		var values, counted int64
		if event, _ := referenceMap(table, udm.Default(), record); event != nil && len(coverage.Rejected()) == 0 {
			values = scalarsIn(gjson.ParseBytes(record))
		}
		for _, table := range coverage.Tables() {
			for _, field := range table.Fields {
				counted += field.Count
				sum := int64(0)
				for _, count := range field.Uses {
					sum += count
				}
				require.Equal(t, field.Count, sum)
				require.Positive(t, field.Uses[field.Use])
			}
		}
		require.Equal(t, values, counted, "%s", record)
	})
}

func scalarsIn(value gjson.Result) (count int64) {
	if !value.IsObject() && !value.IsArray() {
		if value.Type == gjson.Null || value.Type == gjson.String && strings.TrimSpace(value.String()) == "" {
			return 0
		}
		return 1
	}
	value.ForEach(func(_, member gjson.Result) bool {
		count += scalarsIn(member)
		return true
	})
	return count
}

// TestCoverageIsBounded floods it with names.
func TestCoverageIsBounded(t *testing.T) {
	table := load(t, "door_log.yaml", []byte(coveredTable))
	plan, _ := parser.Compile(table, parser.Options{})
	coverage := parser.Only(plan).NewCoverage()
	var record strings.Builder
	record.WriteString(`{"at":1773296067`)
	for i := range parser.MaxCoveredFields + 5 {
		fmt.Fprintf(&record, `,"key%d":1`, i)
	}
	record.WriteString("}")
	coverage.Add([]byte(record.String()))
	require.Len(t, coverage.Tables(), 1)
	require.Len(t, coverage.Tables()[0].Fields, parser.MaxCoveredFields)
	require.EqualValues(t, 6, coverage.Tables()[0].Untracked)
}
