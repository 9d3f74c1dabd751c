package parser

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// Whatever the length of a text, and whatever its letter case.
func TestKeysAreFoundInAnyLetterCase(t *testing.T) {
	t.Parallel()
	for _, lengths := range [][]int{{}, {1}, {7, 8}, {2, 9, 16, 17}, {16}, {40, 64}} {
		var keys []string
		for _, length := range lengths {
			keys = append(keys, strings.Repeat("key-", 16)[:length])
		}
		set := newKeySet(keys)
		for length := range 70 {
			text := strings.Repeat("kEy-", 18)[:length]
			want := -1
			for i, key := range keys {
				if key == strings.ToLower(text) {
					want = i
				}
			}
			require.Equal(t, want, set.findLower([]byte(text)), "%q among %q", text, keys)
		}
	}
}
