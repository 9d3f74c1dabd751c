package parser

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

// Few characters make parts stand at many places, and nearly stand at more; @
// and ` differ by the bit that tells A from a.
var drawnText = rapid.StringOfN(rapid.SampledFrom([]rune("aaAbBcC@` -\x00")), 0, 40, -1)

func TestIndexLikeFindsTheFirstPlace(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := drawnText.Draw(t, "text")
		part := strings.ToLower(rapid.StringOfN(rapid.SampledFrom([]rune("abc@` -\x00")), 0, 4, -1).Draw(t, "part"))
		if rapid.Bool().Draw(t, "at the end") {
			text += strings.ToUpper(part)
		}
		want := strings.Index(strings.ToLower(text), part)
		if got := indexLike([]byte(text), []byte(part)); got != want {
			t.Fatalf("%q in %q at %d, want %d", part, text, got, want)
		}
	})
}

func TestPatternsTellWhatATextBeginsWith(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := drawnText.Draw(t, "text")
		first := drawnText.Draw(t, "first")
		if length := rapid.IntRange(0, len(text)).Draw(t, "length"); rapid.Bool().Draw(t, "begins") {
			first = strings.ToUpper(text[:length])
		}
		p := newPattern(first + "*")
		want := strings.HasPrefix(strings.ToLower(text), strings.ToLower(first))
		if got := p.matches([]byte(text)); got != want {
			t.Fatalf("%q like %q* is %t, want %t", text, first, got, want)
		}
	})
}

func TestHasUpperSeesEveryByte(t *testing.T) {
	for length := range 20 {
		name := []byte(strings.Repeat("z-9a", 5)[:length])
		if hasUpper(name) {
			t.Errorf("%q has a capital", name)
		}
		for at := range name {
			for _, capital := range "AZ" {
				changed := []byte(string(name))
				changed[at] = byte(capital)
				if !hasUpper(changed) {
					t.Errorf("%q has no capital", changed)
				}
			}
		}
	}
}

// A text that a line is like, whatever stands at its ends.
func TestPatternsAgreeWithTheirDefinition(t *testing.T) {
	part := rapid.StringOfN(rapid.SampledFrom([]rune("aAb@` ")), 0, 10, -1)
	rapid.Check(t, func(t *rapid.T) {
		parts := rapid.SliceOfN(part, 1, 4).Draw(t, "parts")
		text := part.Draw(t, "text")
		if rapid.Bool().Draw(t, "made of the parts") {
			text = strings.ToUpper(strings.Join(parts, part.Draw(t, "between")))
		}
		p := newPattern(strings.Join(parts, "*"))
		want := isLikeByDefinition(strings.ToLower(text), strings.ToLower(strings.Join(parts, "*")))
		require.Equal(t, want, p.matches([]byte(text)), "%q like %q", text, strings.Join(parts, "*"))
	})
}

// isLikeByDefinition tries every text that an asterisk may stand for.
func isLikeByDefinition(text, pattern string) bool {
	first, rest, found := strings.Cut(pattern, "*")
	if !found {
		return text == pattern
	}
	text, found = strings.CutPrefix(text, first)
	for found {
		if isLikeByDefinition(text, rest) {
			return true
		}
		if text == "" {
			return false
		}
		text = text[1:]
	}
	return false
}
