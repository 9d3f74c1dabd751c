package udm_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/udmap/udmap/udm"
)

func TestDefaultSchemaHoldsTheWholeModel(t *testing.T) {
	schema := udm.Default()
	require.Len(t, schema.Messages(), 127)
	require.Len(t, schema.Enums(), 63)
	require.Len(t, schema.EventTypes(), 105)
	require.Equal(t, "google.backstory.UDM", schema.Root().FullName)
	require.Same(t, schema.Root(), schema.Messages()[0])
	require.Regexp(t, "^[0-9a-f]{40}$", schema.Commit())
}
