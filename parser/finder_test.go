package parser

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

func TestFinderFindsTheFirstPlace(t *testing.T) {
	wanted := rapid.StringOfN(rapid.SampledFrom([]rune("ab")), 1, 6, -1)
	rapid.Check(t, func(t *rapid.T) {
		text, part := rapid.StringOfN(rapid.SampledFrom([]rune("aabc")), 0, 30, -1).Draw(t, "text"), wanted.Draw(t, "part")
		f := newFinder(part)
		require.Equal(t, strings.Index(text, part), f.find([]byte(text)), "%q in %q", part, text)
	})
	long := strings.Repeat("ab", 127) + "c"
	f := newFinder(long)
	require.Equal(t, 300, f.find([]byte(strings.Repeat("b", 300)+long)))
}
