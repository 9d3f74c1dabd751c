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
