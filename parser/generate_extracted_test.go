package parser_test

import (
	"slices"
	"strings"

	"pgregory.net/rapid"

	"github.com/udmap/udmap/parser"
)

// Generators of the texts that extractors read, in which every rule of their
// grammars is kept and broken.

// extractorText gives the generator of texts for an extract.
func extractorText(table *parser.Table, extract parser.Extract) func(*rapid.T) string {
	switch extract.Using {
	case "change-lines":
		fields := partsOf(table, "change-lines")
		return func(t *rapid.T) string { return changeText(t, fields) }
	case "ip-addresses":
		return addressesText
	case "url":
		return urlText
	case "halves":
		return func(t *rapid.T) string { return halvesText(t, extract.At) }
	}
	keys := partsOf(table, "dash-pairs")
	return func(t *rapid.T) string { return detailText(t, keys) }
}

// partsOf lists the keys that a table looks for in the texts of an extractor.
func partsOf(table *parser.Table, using string) []string {
	var keys []string
	for _, source := range sourcesOf(table) {
		extract, part, ok := extractNamed(table, source)
		if ok && extract.Using == using && !strings.HasPrefix(part, "<") && part != "all" {
			keys = append(keys, part)
		}
	}
	return keys
}

// changeText draws lines, of which some are changes.
func changeText(t *rapid.T, fields []string) string {
	text := ""
	for range below(t, "lines", 6) {
		text += changeLineText(t, fields) + pick(t, "line end", "\n", "\n", "\n", "\r\n", "\r", "\n\r", "\n\n", "\u2028", "\v", "")
	}
	return text
}

// changeLineText draws a line.
func changeLineText(t *rapid.T, fields []string) string {
	if chance(t, "soup", 15) {
		return strings.Join(times(t, "pieces", 0, 9, func() string {
			return pick(t, "piece", " changed from ", " to ", " to", "to ", "changed from", " ", "State", "x", "\u00a0", " Changed from ", " from ")
		}), "")
	}
	if chance(t, "no change", 15) {
		return word(t)
	}
	field := pick(t, "field", append(slices.Clone(fields), "State", "Two Words", " State ", "state", "", "\u00a0")...)
	end := pick(t, "end", "", "", "", "", " ", " to ", " to x", " to", "\u00a0", "\t")
	return field + " changed from " + word(t) + pick(t, "between", " to ", " to ", " to ", " to ", "  to  ", " To ", "\u00a0to ", " ") + word(t) + end
}

// addressesText draws a list of addresses.
func addressesText(t *rapid.T) string {
	return strings.Join(times(t, "pieces", 0, 8, func() string {
		return pick(t, "piece", "192.0.2.1", "192.0.2.2", "2001:db8::1", "2001:DB8::2", "::ffff:192.0.2.3", "fe80::1%eth0", "192.0.2.256", "192.0.2.1:80", "[2001:db8::1]",
			"192.0.2.0/24", "x", "-", "::", "1", "192.0.2.01", "é", ".") +
			pick(t, "separator", ",", ", ", " ", "\n", "\t", ",,", " , ", "\u00a0", "\u3000", ";", "")
	}), "")
}

// urlText draws a URL, or nearly one.
func urlText(t *rapid.T) string {
	return pick(t, "before", "", "", "", "", " ", "\u00a0", "see ") +
		pick(t, "scheme", "https://", "https://", "HTTPS://", "a+b-.1://", "1a://", "://", "//", "https:/", "https:", "mailto:", "") +
		pick(t, "user", "", "", "", "user@", "user:pass@", "a@b@", "@", "u:p:q@") +
		pick(t, "host", "example.com", "EXAMPLE.com", "192.0.2.1", "[2001:DB8::1]", "[2001:db8::1", "2001:db8::1", "[]", "", "é.example.com", "exa mple.com", "example.com.", "x[y]", "[a]b") +
		pick(t, "port", "", "", "", ":443", ":", ":x", ":1:2", ":-1") +
		pick(t, "path", "", "/", "/a/B", "/a b", "/a@b:c", "//", "/%2f\nx", `\a`) +
		pick(t, "rest", "", "", "?q=/x#y", "#f?g", "?", "#", "?://@") +
		pick(t, "behind", "", "", "", " ")
}

// halvesText draws a text that is split at a certain text.
func halvesText(t *rapid.T, at string) string {
	return strings.Join(times(t, "pieces", 0, 5, func() string {
		return pick(t, "piece", at, at, strings.ToUpper(at), string([]rune(at)[:1]), " ", word(t), "x", "\u00a0")
	}), "")
}
