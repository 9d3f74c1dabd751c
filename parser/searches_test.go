package parser

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// What was found in a text is remembered, but never taken for what there is in
// another one: one that begins and ends alike, or that other patterns are looked
// for in.
func TestSearchesChangeNothing(t *testing.T) {
	t.Parallel()
	var sets [][]pattern
	for _, texts := range [][]string{{"*pass*"}, {"*word*"}, {"*pass*", "* word *", "x*"}, {"x*", "*z"}} {
		var set []pattern
		for _, text := range texts {
			set = append(set, newPattern(text))
		}
		sets = append(sets, set)
	}
	var texts [][]byte
	for _, begin := range []string{"", "a user ", strings.Repeat("long ", 12)} {
		for _, middle := range []string{"pass", "word", "PASS", "pasS", "p-ss", "none", " word ", ""} {
			for _, end := range []string{"", " signed in", strings.Repeat(" again", 12)} {
				texts = append(texts, []byte(begin+middle+end))
			}
		}
	}
	var used searches
	for range 3 {
		for _, text := range texts {
			for _, set := range sets {
				require.Equal(t, anyMatches(set, text), used.anyMatches(set, text), "%q", text)
			}
		}
		for _, set := range sets {
			for _, text := range texts {
				require.Equal(t, anyMatches(set, text), used.anyMatches(set, text), "%q", text)
			}
		}
	}
	require.NotNil(t, used.recent, "nothing was remembered")
}
