package parser_test

import (
	"slices"
	"strings"
	"unicode/utf8"

	"pgregory.net/rapid"
)

// Generators of texts of dash-pairs: dashes, colons, addresses, white space.

// detailText draws a text for the extractors. keys are those that the table
// looks for.
func detailText(t *rapid.T, keys []string) string {
	if chance(t, "soup", 15) {
		return strings.Join(times(t, "fragments", 0, 14, func() string { return fragment(t, keys) }), "")
	}
	text := pick(t, "subject", "Update User ", "Add User user1@example.com ", "Quality Settings - Audio ", "Change Role ", "", " ",
		"Assign to Alex Example(user1@example.com) ", "delete user", "Add Flows: [inbox-voicemail]", "a@example.com b@example.com ",
		"Add\u00a0a@example.com\u3000to é@example.com ", "Edit a/b@example.com ")
	for i := range below(t, "segments", 6) {
		separator := " - "
		if i == 0 || chance(t, "odd separator", 10) {
			separator = pick(t, "separator", " - ", "  - ", "  -  ", " -", "- ", "\u00a0- ")
		}
		text += separator + segmentText(t, keys)
	}
	if chance(t, "embed", 25) {
		at := below(t, "where", len(text)+1)
		for at < len(text) && !utf8.RuneStart(text[at]) {
			at++
		}
		text = text[:at] + embeddedText(t) + text[at:]
	}
	return text
}

// segmentText draws a pair, mostly, or a segment without a key.
func segmentText(t *rapid.T, keys []string) string {
	if chance(t, "bare", 20) {
		return word(t)
	}
	key := pick(t, "key", append(slices.Clone(keys), "Name", "role", "user1@example.com", "b@example.com", "see c@example.com", "#c@example.com", "a/b@example.com", "see\u00a0d@example.com", "", "\u00a0")...)
	return key + pick(t, "colon", ": ", ": ", ": ", ":", " : ", ":\u00a0", "： ") + valueText(t)
}

// fragment draws one of the pieces that decide how a text is taken apart.
func fragment(t *rapid.T, keys []string) string {
	return pick(t, "fragment", append(slices.Clone(keys),
		"  - ", " - ", " ", "-", ": ", ":", "from ", " to ", "set to ", "@", "a@example.com", ".", "_", "'", "%", "[", "]", "{", "}", `[{"userId":"u"}]`, `"`, `\`,
		"é", "\u00a0", "\n", "x", "1")...)
}
