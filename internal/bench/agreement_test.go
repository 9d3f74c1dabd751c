package main

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/udmap/udmap/internal/bench/corpus"
	"github.com/udmap/udmap/internal/bench/rivals"
	"github.com/udmap/udmap/parser"
	"github.com/udmap/udmap/udm"
)

// A rival that made other events would be no rival. Where it may leave
// something out, the record is not compared.
func TestRivalsAgreeWithTheEngine(t *testing.T) {
	catalog, diagnostics := parser.BuiltIn(parser.Options{FieldNames: udm.SnakeCase})
	require.False(t, diagnostics.HasErrors(), "%v", diagnostics)
	engine := catalog.NewMapper()
	rival := rivals.NewMaps()
	compared, withArray := 0, 0
	for _, record := range corpus.Records(corpus.Options{}, 5000) {
		if !rivalsLeaveNothingOut(t, record) {
			continue
		}
		ours, err := engine.Append(nil, record)
		require.NoError(t, err)
		theirs, err := rival.Append(nil, record)
		require.NoError(t, err)
		require.JSONEq(t, string(ours), string(theirs))
		compared++
		if strings.Contains(string(ours), `"assistant"`) {
			withArray++
		}
	}

	require.Greater(t, compared, 1000)
	require.Greater(t, withArray, 100)
}

// rivalsLeaveNothingOut tells a record whose event is the same by the rules
// and by the rivals: no change from one value to another, no e-mail address
// in the subject that no pair repeats, no two labels whose order could differ.
func rivalsLeaveNothingOut(t *testing.T, record []byte) bool {
	t.Helper()
	var raw struct {
		Detail string `json:"operation_detail"`
	}
	require.NoError(t, json.Unmarshal(record, &raw))
	pairs, array, hasArray := strings.Cut(raw.Detail, "[{")
	require.Equal(t, hasArray, array != "")
	return !strings.Contains(pairs, ": from ") &&
		(!strings.Contains(pairs, "@") || strings.Contains(pairs, "Email Address: ")) &&
		(!strings.Contains(pairs, "Room Name: ") || !strings.Contains(pairs, "User Type: "))
}
