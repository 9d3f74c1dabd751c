package main

import (
	"os"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/udmap/udmap/collector/vendors"
	"github.com/udmap/udmap/internal/function"
)

// TestTheReferenceListsWhatTheCodeReads holds docs/functions.md, and docs/cli.md
// to which it points, to the variables of the code.
func TestTheReferenceListsWhatTheCodeReads(t *testing.T) {
	t.Parallel()
	page, err := os.ReadFile("../../docs/functions.md")
	require.NoError(t, err)
	reference, err := os.ReadFile("../../docs/cli.md")
	require.NoError(t, err)
	for _, source := range vendors.All() {
		for _, variable := range variables(source) {
			switch variable.Name {
			case "SOURCE", "LOG_LEVEL", "AWS_ENDPOINT_URL_S3", "S3_BUCKET", "UDM_PREFIX", "REJECTED_PREFIX":
				require.Contains(t, string(page), function.VariableRow(variable))
			default:
				require.Contains(t, string(reference), variable.Name)
			}
		}
	}
}
