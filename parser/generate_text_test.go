package parser_test

import (
	"fmt"
	"math/bits"
	"strings"
	"unicode/utf16"

	"pgregory.net/rapid"
)

// Generators of texts and of the JSON that spells them. They favour what the
// grammars of the extractors turn on.

// below draws a number from 0 up to a bound, each as often as any other: what
// rapid draws itself favours small numbers and the largest. Shrinking leads
// to 0.
func below(t *rapid.T, what string, bound int) int {
	return rapid.Custom(func(t *rapid.T) int {
		number := 0
		for range bits.Len(uint(bound)) + 3 {
			number <<= 1
			if rapid.Bool().Draw(t, "bit") {
				number++
			}
		}
		return number % bound
	}).Draw(t, what)
}

// pick draws one of the options; shrinking leads to the first.
func pick[V any](t *rapid.T, what string, options ...V) V {
	return options[below(t, what, len(options))]
}

// chance draws true in that many of a hundred cases; shrinking leads to false.
func chance(t *rapid.T, what string, percent int) bool {
	return below(t, what, 100) >= 100-percent
}

// times draws something between least and most times, and lists it.
func times[V any](t *rapid.T, what string, least, most int, draw func() V) []V {
	var drawn []V
	for range least + below(t, what, most-least+1) {
		drawn = append(drawn, draw())
	}
	return drawn
}

// word draws a value as a record might hold it.
func word(t *rapid.T) string {
	return pick(t, "word",
		"x", "Licensed", "Help Desk", "Co-Owner", "R&D", "-", "", " ", "\u00a0", "\t\n", "0", "On", "null",
		"user1@example.com", "USER1@Example.com", " user2@example.com ", "o'neil+tag%1@sub.example.com", "user1@example",
		"a/b@example.com", "#c@example.com", "\u2003d@example.com\u3000", "-.a@example.com",
		"192.0.2.1", "2001:db8::1", "192.0.2.256", "https://example.com/a:b?c=d - e", "10:30", "SSO",
		"inbound", "Storage-Bucket", "LOW", "Low ", "allow", "BLOCK", "USER_LOGIN", "user_login", "GENERIC_EVENT",
		"EVENTTYPE_UNSPECIFIED", "operation_log", "true", "False", "443", "-0", "007", "99999999999999999999",
		"2020-01-02T03:04:05Z", "1700000000", "Zürich", "日本", "😀", "a\x00b", "\u2028", "\ufeffx", "</script>", "\\ud800",
		"  padded  ", "from A to B", "set to C", "HTTPS://user@Example.com:8443/p?q#f", "192.0.2.1, 2001:db8::1 x", "aa:b - c to d", "xx", "Xx@EXAMPLE.COM",
	)
}

// valueText draws what may stand behind a pair's colon.
func valueText(t *rapid.T) string {
	return pick(t, "form", word,
		func(t *rapid.T) string { return "from " + word(t) + " to " + word(t) },
		func(t *rapid.T) string { return "set to " + word(t) },
		func(t *rapid.T) string { return "from " + word(t) + " to " + word(t) + " to " + word(t) },
		func(t *rapid.T) string { return word(t) + " - " + word(t) },
		func(t *rapid.T) string { return "from " + word(t) },
		func(t *rapid.T) string {
			return pick(t, "edge", "from to x", "from  to x", "from x to", "from x to ", "set to", "set tox", "From x to y")
		},
	)(t)
}

// embeddedText draws JSON to stand inside a text, or something that looks like
// it.
func embeddedText(t *rapid.T) string {
	if chance(t, "broken", 20) {
		return pick(t, "brackets", "[", "{", "[x]", "{]", `["a`, "[1,]", "[01]", strings.Repeat("[", 64), strings.Repeat("{", 70)+"[1]", "\\[")
	}
	elements := times(t, "elements", 0, 4, func() string {
		if chance(t, "odd element", 20) {
			return jsonText(t, 2)
		}
		return embeddedObject(t)
	})
	if len(elements) == 1 && chance(t, "alone", 50) {
		return elements[0]
	}
	return "[" + space(t) + strings.Join(elements, ","+space(t)) + "]"
}

// embeddedObject draws an element as the tables expect it.
func embeddedObject(t *rapid.T) string {
	var members []string
	for _, key := range []string{"userId", "assistant", "options", "deep"} {
		if chance(t, "leave out", 20) {
			continue
		}
		member := literal(t, word(t))
		if chance(t, "odd member", 40) {
			member = jsonText(t, 2)
		}
		if key == "deep" {
			member = `{"er":` + member + `}`
		}
		members = append(members, literal(t, key)+":"+member)
		if chance(t, "twice", 5) {
			members = append(members, literal(t, key)+":"+jsonText(t, 2))
		}
	}
	return braces(t, members)
}

// jsonText draws any JSON value.
func jsonText(t *rapid.T, depth int) string {
	kind := below(t, "kind", 7)
	switch {
	case kind == 0:
		return pick(t, "constant", "null", "true", "false")
	case kind <= 2:
		return numberText(t)
	case kind <= 4 || depth == 0:
		return literal(t, pick(t, "text", word, valueText)(t))
	case kind == 5:
		elements := times(t, "array", 0, 4, func() string { return jsonText(t, depth-1) })
		return "[" + space(t) + strings.Join(elements, space(t)+","+space(t)) + space(t) + "]"
	}
	return braces(t, times(t, "object", 0, 3, func() string {
		return literal(t, pick(t, "member", "userId", "a", "b", "")) + ":" + jsonText(t, depth-1)
	}))
}

// numberText draws a JSON number as somebody might write it.
func numberText(t *rapid.T) string {
	return pick(t, "number", "0", "-0", "1", "-1", "443", "1.50", "-1E+2", "1e-7", "0.1", "9007199254740993123", "18446744073709551615",
		"18446744073709551616", "-9223372036854775808", "2147483648", "1700000000", "1700000000123", "1700000000.25", "99999999999", "100000000000",
		"253402300799", "253402300800000", "1.7e9")
}

// literal spells a text as a JSON string: plainly, or with escapes where none
// is needed, or with surrogates that have no partner.
func literal(t *rapid.T, text string) string {
	style := pick(t, "style", "plain", "plain", "plain", "escaped", "separators", "mixed", "surrogate")
	units := utf16.Encode([]rune(text))
	var spelled strings.Builder
	for _, unit := range units {
		switch {
		case style == "escaped", style == "separators" && strings.ContainsRune(" -:@[{", rune(unit)), style == "mixed" && chance(t, "escape", 30):
			fmt.Fprintf(&spelled, pick(t, "hex", `\u%04x`, `\u%04X`), unit)
		case unit == '"' || unit == '\\':
			spelled.WriteString(`\` + string(rune(unit)))
		case unit == '/' && style == "mixed":
			spelled.WriteString(`\/`)
		case unit == '\n':
			spelled.WriteString(`\n`)
		case unit < ' ' || utf16.IsSurrogate(rune(unit)):
			fmt.Fprintf(&spelled, `\u%04x`, unit)
		default:
			spelled.WriteRune(rune(unit))
		}
		if style == "surrogate" && chance(t, "lone", 20) {
			spelled.WriteString(pick(t, "half", `\ud83d`, `\uDE00`, `\ud800\ud83d`))
		}
	}
	return `"` + spelled.String() + `"`
}

// braces writes an object.
func braces(t *rapid.T, members []string) string {
	return "{" + space(t) + strings.Join(members, space(t)+","+space(t)) + space(t) + "}"
}

// space draws the white space between two tokens.
func space(t *rapid.T) string { return pick(t, "space", "", "", "", "", " ", "\r\n\t", "  ") }
