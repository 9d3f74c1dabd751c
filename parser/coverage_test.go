package parser_test

import (
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/require"

	"github.com/udmap/udmap/parser"
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
		"name":             `dropped "Jo"`,
		"fields[].id":      `unwritten 6`,
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
	require.Len(t, coverage.Tables(), 3)
	for _, table := range coverage.Tables() {
		for _, field := range table.Fields {
			require.False(t, field.Use.IsLost(), "%s: %s of %s", field.Use, field.Path, table.Table)
		}
	}
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
	require.Equal(t, map[parser.FieldUse]int64{parser.FieldUnnamed: 6}, coverage.Tables()[0].Untracked)
	require.Equal(t, map[parser.FieldUse]int64{parser.FieldUnnamed: parser.MaxCoveredFields + 5, parser.FieldMapped: 1}, coverage.Tables()[0].Values)
}

// TestCoverageKeepsNothingOfLargeRecords: what it remembers is short, and keeps
// no record from being collected.
func TestCoverageKeepsNothingOfLargeRecords(t *testing.T) {
	coverage := compiled(t, coveredTable).NewCoverage()
	long := strings.Repeat("\u00fc", 1<<19)
	inUse := func() uint64 {
		runtime.GC()
		var stats runtime.MemStats
		runtime.ReadMemStats(&stats)
		return stats.HeapAlloc
	}
	add := func(from, to int) {
		for i := range to - from {
			coverage.Add(fmt.Appendf(nil, `{"at":1773296067,"key%d":"%s","%s%d":{"%[3]s":%[4]d}}`, from+i, long, long, from+i))
		}
	}
	add(0, 5)
	before := inUse()
	add(5, 55)
	require.Less(t, inUse(), before+4<<20, "of 150 MB")
	for _, field := range coverage.Tables()[0].Fields {
		require.LessOrEqual(t, len(field.Example), 203)
		require.LessOrEqual(t, len(field.Path), 500)
		require.True(t, utf8.ValidString(field.Example+field.Path))
	}
}

// compiled returns a catalog of one table.
func compiled(t *testing.T, source string) *parser.Catalog {
	t.Helper()
	plan, findings := parser.Compile(load(t, "table.yaml", []byte(source)), parser.Options{})
	require.NotNil(t, plan, "%v", findings)
	return parser.Only(plan)
}
