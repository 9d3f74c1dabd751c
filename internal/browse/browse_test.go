package browse_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/udmap/udmap/internal/browse"
	"github.com/udmap/udmap/udm"
)

func TestEveryFieldThatSearchFindsCanBeLookedUp(t *testing.T) {
	schema := udm.Default()
	found := browse.Search(schema, "")
	total := 0
	for _, message := range schema.Messages() {
		total += len(message.Fields)
	}
	// Messages that no event reaches are the difference; there are few.
	require.Greater(t, len(found.Fields), total*9/10)
	for _, field := range found.Fields {
		page, err := browse.Look(schema, field.Path)
		require.NoError(t, err)
		require.Equal(t, field, *page.Field)
		page, err = browse.Look(schema, field.JSONPath)
		require.NoError(t, err)
		require.Equal(t, field, *page.Field)
	}
}

func TestEveryNameCanBeLookedUp(t *testing.T) {
	for _, name := range browse.Names(udm.Default()) {
		page, err := browse.Look(udm.Default(), name)
		require.NoError(t, err)
		require.Equal(t, name, page.Name)
	}
}

func TestAMissSaysWhatWasMeant(t *testing.T) {
	for name, want := range map[string]string{
		"target.user.usrid": `did you mean "userid"`,
		"traget":            `did you mean "target"`,
		"Nuon":              "did you mean Noun?",
		"target.user.":      "missing after the last dot",
		"qqqqqqqqqqqqqq":    "try udmap schema --search qqqq",
	} {
		_, err := browse.Look(udm.Default(), name)
		require.ErrorContains(t, err, want)
	}
}

func TestSearchTakesBothSpellings(t *testing.T) {
	snake, camel := browse.Search(udm.Default(), "email_addr"), browse.Search(udm.Default(), "emailAddr")
	require.NotEmpty(t, snake.Fields)
	require.Equal(t, snake.Fields, camel.Fields)
	require.True(t, browse.Search(udm.Default(), "no such thing").Empty())
}

func TestPathsContinueWhatIsTyped(t *testing.T) {
	var paths []string
	for _, field := range browse.Paths(udm.Default(), "metadata.prod") {
		paths = append(paths, field.Path)
	}
	require.Equal(t, []string{
		"metadata.product_deployment_id", "metadata.product_event_type", "metadata.product_log_id",
		"metadata.product_name", "metadata.product_version",
	}, paths)
	require.Empty(t, browse.Paths(udm.Default(), "nothing.here"))
}
