package parser

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// Wherever a separator stands among what nearly is one, and from wherever it is
// looked for.
func TestSeparatorFromFindsTheFirst(t *testing.T) {
	t.Parallel()
	for _, around := range []string{"a", " -", " ,", "!-", "- ", " -a", "a- ", " a "} {
		for length := range 28 {
			for at := range length {
				text := strings.Repeat(around, length)[:at] + separator + strings.Repeat(around, length)[:length-at]
				for from := range len(text) + 1 {
					want := len(text)
					if behind := strings.Index(text[from:], separator); behind >= 0 {
						want = from + behind
					}
					require.Equal(t, want, separatorFrom([]byte(text), from), "in %q from %d", text, from)
				}
			}
		}
	}
}
