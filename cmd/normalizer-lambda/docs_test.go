package main

import (
	"cmp"
	"fmt"
	"os"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/udmap/udmap/internal/function"
)

// TestTheReferenceListsWhatTheCodeReads holds docs/functions.md to the variables
// and the metrics of the code.
func TestTheReferenceListsWhatTheCodeReads(t *testing.T) {
	t.Parallel()
	page, err := os.ReadFile("../../docs/functions.md")
	require.NoError(t, err)
	for _, variable := range variables() {
		require.Contains(t, string(page), function.VariableRow(variable))
	}
	for metric, unit := range function.Units() {
		require.Contains(t, string(page), fmt.Sprintf("| `%s` | %s | ", metric, cmp.Or(unit, "?")))
	}
}

// TestNoVariableIsReadThatIsNotListed asks for settings with each variable.
func TestNoVariableIsReadThatIsNotListed(t *testing.T) {
	t.Parallel()
	listed := map[string]bool{}
	for _, variable := range variables() {
		listed[variable.Name] = true
	}
	_, err := readSettings(func(name string) string {
		require.True(t, listed[name], name)
		return map[string]string{"RAW_PREFIX": "zoom/"}[name]
	})
	require.NoError(t, err)
}
