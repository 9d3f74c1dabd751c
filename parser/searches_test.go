package parser

import (
	"bytes"
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

// Wherever a piece of a list of addresses ends.
func TestPiecesEndAtCommasAndWhiteSpace(t *testing.T) {
	t.Parallel()
	for length := range 20 {
		for _, end := range []string{",", " ", "\t", "\n", "\u00a0", "\u3000"} {
			piece := strings.Repeat("2001:db8::1-+", 2)[:length]
			for _, behind := range []string{"", "192.0.2.1", ",", "é"} {
				text := []byte("é" + piece + end + behind)
				got, next := nextPiece(text, 0)
				require.Equal(t, span{0, length + len("é")}, got, "%q", text)
				require.Equal(t, length+len("é")+len(end), next, "%q", text)
			}
			text := []byte(piece)
			got, next := nextPiece(text, 0)
			require.Equal(t, span{0, length}, got, "%q", text)
			require.Equal(t, length, next, "%q", text)
		}
	}
}

// An address after one with nearly the same domain is read as if it were the first.
func TestDomainsThatAreRememberedChangeNothing(t *testing.T) {
	t.Parallel()
	for length := 3; length < 24; length++ {
		domain := strings.Repeat("example.", 3)[:length-2] + "-c" // no label is empty, and none ends with a hyphen
		for at := range domain {
			for _, c := range []string{"z", ".", "@", "-"} {
				other := domain[:at] + c + domain[at+1:]
				var used, fresh addresses
				used.isAddress([]byte("a@" + domain))
				for _, text := range []string{"a@" + other, "a@" + domain, "a@" + domain + "m", "a@" + domain[:length-1]} {
					fresh = addresses{}
					require.Equal(t, fresh.isAddress([]byte(text)), used.isAddress([]byte(text)), "%s after %s", text, domain)
				}
			}
		}
	}
}

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
