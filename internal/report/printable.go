package report

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Printable makes text that strangers wrote safe for a terminal: control
// characters, marks that change the direction of writing and bytes that are
// no UTF-8 are written as escapes, so that no log can move the cursor, hide
// text or forge a line of ours.
func Printable(text string) string {
	if isPrintable(text) {
		return text
	}
	var safe strings.Builder
	for i, r := range text {
		switch {
		case r == utf8.RuneError && !strings.HasPrefix(text[i:], "\uFFFD"):
			fmt.Fprintf(&safe, `\x%02x`, text[i])
		case isHarmless(r):
			safe.WriteRune(r)
		default:
			safe.WriteString(escape(r))
		}
	}
	return safe.String()
}

func isPrintable(text string) bool {
	return utf8.ValidString(text) && !strings.ContainsFunc(text, func(r rune) bool { return !isHarmless(r) })
}

func isHarmless(r rune) bool { return r == ' ' || unicode.IsGraphic(r) && !unicode.Is(unicode.Zl, r) }

func escape(r rune) string {
	switch r {
	case '\t':
		return `\t`
	case '\n':
		return `\n`
	case '\r':
		return `\r`
	}
	if r > 0xFFFF {
		return fmt.Sprintf(`\U%08x`, r)
	}
	return fmt.Sprintf(`\u%04x`, r)
}
