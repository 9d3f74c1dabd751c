package parser_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/udmap/udmap/parser"
)

// A member that was the first of its object had no comma before it, and one that
// was not had one. Neither is taken for usual where the other belongs: the object
// would be no JSON.
func TestHabitsKeepCommas(t *testing.T) {
	t.Parallel()
	const long = `"a_key_that_is_much_too_long_to_be_kept":1`
	for _, records := range [][2]string{
		{`{"operator":"jo@example.com"}`, `{"time":"2026-03-12T06:14:27Z""operator":"jo@example.com"}`},
		{`{"operator":"jo@example.com"}`, `{"category_type":1"operator":"jo@example.com"}`},
		{`{` + long + `,"operator":"jo@example.com"}`, `{,"operator":"jo@example.com"}`},
		{`{"time":"2026-03-12T06:14:27Z","operator":"jo@example.com"}`, `{,"operator":"jo@example.com"}`},
		{`{"time":"2026-03-12T06:14:27Z","operator":"jo@example.com"}`, `{"time":"2026-03-12T06:14:27Z""operator":"jo@example.com"}`},
	} {
		mapper := builtInCatalog(t).NewMapper()
		for range 3 {
			_, _ = mapper.Append(nil, []byte(records[0]))
			_, err := mapper.Append(nil, []byte(records[1]))
			var rejection *parser.Rejection
			require.ErrorAs(t, err, &rejection, "%s", records[1])
			require.Equal(t, parser.Malformed, rejection.Reason, "%s after %s", records[1], records[0])
		}
	}
}
