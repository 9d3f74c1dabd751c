package parser_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/udmap/udmap/parser"
)

// bigTable returns a table with so many rows that read a field each.
func bigTable(rows int) []byte {
	var table strings.Builder
	table.WriteString("table: door_log\nlog_type: DOOR_LOG\ndescription: Doors\nclaims: {has: [at]}\nrows:\n" +
		"  - {id: D0, from: at, to: metadata.event_timestamp, required: true}\n")
	for i := range rows {
		fmt.Fprintf(&table, "  - {id: R%d, from: f%d, to: additional.f%d}\n", i, i, i)
	}
	table.WriteString("event_type:\n  - {id: T, value: GENERIC_EVENT}\n")
	return []byte(table.String())
}

func TestCompileRefusesWhatItHasNoRoomFor(t *testing.T) {
	table, found := parser.Load("door_log.yaml", bigTable(300))
	require.False(t, found.HasErrors(), "%v", found)
	plan, found := parser.Compile(table, parser.Options{})
	require.Nil(t, plan)
	ids := make([]string, 0, len(found))
	for _, d := range found.Errors() {
		ids = append(ids, d.ID)
	}
	require.Equal(t, []string{"MAP093"}, ids)
}

func TestEveryRowOfALargeTableIsWritten(t *testing.T) {
	const rows = 240
	table, _ := parser.Load("door_log.yaml", bigTable(rows))
	plan, found := parser.Compile(table, parser.Options{})
	require.NotNil(t, plan, "%v", found)
	record := `{"at":"2026-03-12T06:14:27Z"`
	want := `{"metadata":{"eventTimestamp":"2026-03-12T06:14:27Z","eventType":"GENERIC_EVENT"},"additional":{`
	for i := range rows {
		record += fmt.Sprintf(`,"f%d":"v%d"`, i, i)
		want += fmt.Sprintf(`"f%d":"v%d",`, i, i)
	}
	event, err := parser.Only(plan).NewMapper().Append(nil, []byte(record+"}"))
	require.NoError(t, err)
	require.Equal(t, strings.TrimSuffix(want, ",")+"}}", string(event))
}
