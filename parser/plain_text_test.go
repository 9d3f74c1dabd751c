package parser

import (
	"bytes"
	"testing"

	"github.com/stretchr/testify/require"
)

// Wherever a text holds a byte that has to be escaped, of whatever length it is.
func TestPlainTextsNeedNoEscapes(t *testing.T) {
	t.Parallel()
	for length := range 26 {
		text := bytes.Repeat([]byte("\x7f\xc3\xbcA"), 7)[:length]
		require.True(t, isPlainText(text), "%q", text)
		for at := range text {
			for _, special := range []byte("\"\\\x00\x1f\n") {
				odd := bytes.Clone(text)
				odd[at] = special
				require.False(t, isPlainText(odd), "%q", odd)
			}
		}
	}
}
