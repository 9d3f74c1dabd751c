package parser_test

import (
	"regexp"
	"strings"
)

// isLike reports whether a text is like a pattern: equal but for the letter
// case of A to Z, `*` standing for any text. Section "Conditions".
func isLike(text, pattern string) bool {
	var pieces []string
	for piece := range strings.SplitSeq(lowerASCII(pattern), "*") {
		pieces = append(pieces, regexp.QuoteMeta(piece))
	}
	return regexp.MustCompile(`(?s)^` + strings.Join(pieces, `.*`) + `$`).MatchString(lowerASCII(text))
}

// lowerASCII lowers the letters A to Z and no others.
func lowerASCII(text string) string {
	return strings.Map(func(r rune) rune {
		if 'A' <= r && r <= 'Z' {
			return r - 'A' + 'a'
		}
		return r
	}, text)
}
