package parser

import (
	"testing"

	"github.com/stretchr/testify/require"
)

// TestWarningsAreNotKept: what a mapper notes of a record's warnings is gone
// with the next record, however many there are.
func TestWarningsAreNotKept(t *testing.T) {
	catalog, diagnostics := BuiltIn(Options{})
	require.False(t, diagnostics.HasErrors(), "%v", diagnostics)
	mapper := catalog.NewMapper()
	odd := []byte(`{"time":"2026-03-12T06:14:27Z","operation_detail":"x","action":{"a":1}}`)
	for range 100 {
		_, err := mapper.Append(nil, odd)
		require.NoError(t, err)
		require.Len(t, mapper.warned, 1)
	}
}

// TestWarningsAreOfTheRecordsOwnTable: a record warns once, under the table
// that claims it, whichever table the mapper took the record before for, and
// not at all if it is cut off or nobody's.
func TestWarningsAreOfTheRecordsOwnTable(t *testing.T) {
	catalog, diagnostics := BuiltIn(Options{})
	require.False(t, diagnostics.HasErrors(), "%v", diagnostics)
	mapper := catalog.NewMapper()
	for _, record := range []string{
		`{"time":"2026-03-12T06:14:27Z","operation_detail":"\ud800"}`,
		`{"time":"2026-03-12T06:14:27Z","type":"\ud800","email":"a@example.com"}`,
		`{"time":"2026-03-12T06:14:27Z","operation_detail":"\ud800"}`,
		`{"time":"\ud800","nobody":"knows"}`,
		`{"time":"\ud800","operation_detail":"x`,
	} {
		_, _ = mapper.Append(nil, []byte(record))
	}
	counted := map[string]int64{}
	for i, plan := range catalog.Plans() {
		for _, kinds := range mapper.tally.plans[i].warnings {
			if count := kinds[replacedSurrogate]; count > 0 {
				counted[plan.Table().Name] += count
			}
		}
	}
	require.Equal(t, map[string]int64{"zoom_activities": 1, "zoom_operation_logs": 2}, counted)
}
