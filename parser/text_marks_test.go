package parser

import (
	"bytes"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

func TestTextMarksFindWhatSearchingFinds(t *testing.T) {
	piece := rapid.SampledFrom([]string{" ", "-", " - ", "  - ", " -", "- ", "@", "[", "{", "x", "Name: ", "a@example.com", "words of a longer value", "]}", "\x80", strings.Repeat("y", 61)})
	rapid.Check(t, func(t *rapid.T) {
		before := strings.Join(rapid.SliceOfN(piece, 0, 12).Draw(t, "before"), "")
		text := strings.Join(rapid.SliceOfN(piece, 1, 60).Draw(t, "text"), "")
		buffer := []byte(before + text + strings.Join(rapid.SliceOfN(piece, 0, 3).Draw(t, "behind"), ""))
		requireSameMarks(t, buffer, len(before), len(before)+len(text))
	})
}

// Wherever in a word of marks a text and its separators end.
func TestTextMarksOfEveryLength(t *testing.T) {
	t.Parallel()
	for length := 1; length < 64*textWords+3; length++ {
		for _, end := range []string{"x", " - ", "  - ", " -", " - x", "@", "[", "{"} {
			if len(end) <= length {
				text := strings.Repeat("x", length-len(end)) + end
				requireSameMarks(t, []byte("  - @[{"+strings.Repeat("  - ", 20)+text+" - @[{"), 87, 87+length)
			}
		}
	}
}

// requireSameMarks compares what marks of a text tell with the functions that
// they are used in place of.
func requireSameMarks(t require.TestingT, buffer []byte, start, end int) {
	var kept textMarks
	text := buffer[start:end]
	marks := kept.mark(buffer, start, end)
	require.Equal(t, canMark && start >= 3 && end >= 67 && len(text) <= 1024, marks != nil)
	if marks == nil {
		return
	}
	if nextBracket(text, 0) != none {
		require.True(t, marks.brackets, "%q", text)
	} else if nextBracket(buffer[min(start, max(end-64, 0)):end], 0) == none {
		require.False(t, marks.brackets, "%q", text)
	}
	subject, rest := splitSubject(text)
	markedSubject, markedRest := marks.splitSubject()
	require.Equal(t, subject, markedSubject, "%q", text)
	require.Equal(t, rest, markedRest, "%q", text)
	for from := range len(text) + 1 {
		if want, at := separatorFrom(text, from), marks.separatorFrom(from); want != at {
			require.Equal(t, want, at, "%q from %d", text, from)
		}
		for _, to := range []int{from, from + 1, (from + len(text)) / 2, len(text)} {
			to = max(min(to, len(text)), from)
			if want, has := bytes.IndexByte(text[from:to], '@') >= 0, marks.hasSign(from, to); want != has {
				require.Equal(t, want, has, "%q from %d to %d", text, from, to)
			}
		}
	}
}
