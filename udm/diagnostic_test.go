package udm_test

import (
	"encoding/json"
	"errors"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/udmap/udmap/udm"
)

func TestDiagnosticsAreAnError(t *testing.T) {
	found := udm.Diagnostics{
		{
			ID: "X001", Severity: udm.SeverityError, Summary: "unknown field", Detail: `no field "usr" in Noun`,
			Hint: `did you mean "user"?`, Position: udm.Position{File: "a.yaml", Line: 3, Column: 7},
		},
		{ID: "X002", Severity: udm.SeverityNote, Summary: "deprecated field"},
	}
	var err error = found
	require.EqualError(t, err, `a.yaml:3:7: error X001: unknown field: no field "usr" in Noun (did you mean "user"?)`+
		"\nnote X002: deprecated field")
	back, ok := errors.AsType[udm.Diagnostics](err)
	require.True(t, ok)
	require.True(t, back.HasErrors())
	require.Equal(t, found[:1], back.Errors())
	require.Equal(t, 1, back.Count(udm.SeverityNote))
	require.False(t, found[1:].HasErrors())
}

func TestDiagnosticsSortByPlace(t *testing.T) {
	at := func(file string, line int, severity udm.Severity, id string) udm.Diagnostic {
		return udm.Diagnostic{ID: id, Severity: severity, Position: udm.Position{File: file, Line: line}}
	}
	found := udm.Diagnostics{
		at("b", 1, udm.SeverityError, "X1"),
		at("a", 2, udm.SeverityNote, "X1"),
		at("a", 2, udm.SeverityError, "X3"),
		at("a", 2, udm.SeverityError, "X2"),
		at("a", 1, udm.SeverityNote, "X9"),
	}
	require.Equal(t, udm.Diagnostics{
		at("a", 1, udm.SeverityNote, "X9"),
		at("a", 2, udm.SeverityError, "X2"),
		at("a", 2, udm.SeverityError, "X3"),
		at("a", 2, udm.SeverityNote, "X1"),
		at("b", 1, udm.SeverityError, "X1"),
	}, found.Sort())
}

func TestPositionWithin(t *testing.T) {
	start := udm.Position{File: "events.jsonl", Line: 10, Column: 3, Offset: 500}
	require.Equal(t, udm.Position{File: "events.jsonl", Line: 10, Column: 9, Offset: 506},
		udm.Position{Line: 1, Column: 7, Offset: 6}.Within(start))
	require.Equal(t, udm.Position{File: "events.jsonl", Line: 12, Column: 7, Offset: 540},
		udm.Position{Line: 3, Column: 7, Offset: 40}.Within(start))
	require.Equal(t, start, udm.Position{}.Within(start))

	found := udm.Diagnostics{{Position: udm.Position{Line: 1, Column: 1}}}
	require.Equal(t, start, found.Within(start)[0].Position)
}

func TestDiagnosticJSONNamesTheSeverity(t *testing.T) {
	text, err := json.Marshal(udm.Diagnostic{ID: "UDM010", Severity: udm.SeverityWarning, Summary: "s"})
	require.NoError(t, err)
	require.JSONEq(t, `{"id":"UDM010","severity":"warning","summary":"s"}`, string(text))
}
