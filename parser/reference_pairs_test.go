package parser_test

import (
	"strings"

	"github.com/tidwall/gjson"
)

// dashPairs is a text of the form "subject  - Key: value - Key: value", taken
// apart. Section "dash-pairs".
type dashPairs struct {
	subject  string    // not trimmed
	segments []segment // in text order
}

// segment is what stands between two dashes: a pair, or bare text.
type segment struct {
	key  string // "" for a bare segment
	text string // the pair's whole value, or the bare text
}

// splitDashPairs takes a text apart, its embedded JSON left out.
func splitDashPairs(text string) dashPairs {
	_, before, after := cutEmbeddedJSON(text)
	text = before + after
	subject, rest, found := strings.Cut(text, "  - ")
	if !found {
		subject, rest, found = strings.Cut(text, " - ")
	}
	pairs := dashPairs{subject: subject}
	if !found {
		return pairs
	}
	for text := range strings.SplitSeq(rest, " - ") {
		pairs.add(text)
	}
	return pairs
}

// add puts the next piece of text where rules 3 and 4 say.
func (p *dashPairs) add(text string) {
	if key, value, ok := cutKey(text); ok {
		p.segments = append(p.segments, segment{key: key, text: value})
		return
	}
	last := len(p.segments) - 1
	if last < 0 || p.segments[last].isBare() || isAddress(strings.TrimSpace(text)) {
		p.segments = append(p.segments, segment{text: text})
		return
	}
	p.segments[last].text += " - " + text
}

// isBare tells a bare segment from a pair.
func (s segment) isBare() bool { return s.key == "" }

// cutKey splits a segment at the first colon that is followed by a space or
// ends it. Rule 3.
func cutKey(segment string) (key, value string, ok bool) {
	at := strings.Index(segment+" ", ": ")
	if at < 0 {
		return "", "", false
	}
	key = strings.TrimSpace(segment[:at])
	return key, segment[at+1:], key != ""
}

// change reads the value of a pair: `from OLD to NEW`, `set to NEW` or text.
// Rule 5. The space that is added lets a value end in an empty NEW.
func change(text string) (value, previous string) {
	text = strings.TrimSpace(text)
	if after, ok := strings.CutPrefix(text+" ", "set to "); ok {
		return strings.TrimSpace(after), ""
	}
	if after, ok := strings.CutPrefix(text, "from "); ok {
		before, after, ok := strings.Cut(after+" ", " to ")
		after = strings.TrimSuffix(after, " ")
		if ambiguous := strings.Contains(after, " to "); ok && !ambiguous {
			return strings.TrimSpace(after), strings.TrimSpace(before)
		}
	}
	return text, ""
}

// part gives what a table may ask for. Section "dash-pairs", the second table.
func (p dashPairs) part(name string) []value {
	switch name {
	case "<subject>":
		return []value{textValue(strings.TrimSpace(p.subject))}
	case "<first address>":
		return p.address(0)
	case "<second address>":
		return p.address(1)
	case "<address key>":
		return p.valuesWhere(isAddress)
	}
	return p.valuesWhere(func(key string) bool { return key == name })
}

// valuesWhere gives the value of each pair whose key is wanted.
func (p dashPairs) valuesWhere(wanted func(key string) bool) []value {
	var values []value
	for _, segment := range p.segments {
		if segment.isBare() || !wanted(segment.key) {
			continue
		}
		text, previous := change(segment.text)
		values = append(values, value{kind: gjson.String, text: text, previous: previous})
	}
	return values
}

// address gives the nth different address of the subject, the bare segments
// and the keys, in text order. Values of pairs do not count.
func (p dashPairs) address(n int) []value {
	var different []string
	for _, address := range p.addresses() {
		if !containsFold(different, address) {
			different = append(different, address)
		}
	}
	if n >= len(different) {
		return nil
	}
	return []value{textValue(different[n])}
}

// addresses lists what counts as an address. A bare segment or key that is
// exactly one counts whole, whatever atoms it is made of.
func (p dashPairs) addresses() []string {
	addresses := addressesIn(p.subject)
	for _, segment := range p.segments {
		text := segment.key
		if segment.isBare() {
			text = strings.TrimSpace(segment.text)
		}
		if isAddress(text) {
			addresses = append(addresses, text)
		} else {
			addresses = append(addresses, addressesIn(text)...)
		}
	}
	return addresses
}

// containsFold reports whether a text is in the list, letter case aside.
func containsFold(list []string, text string) bool {
	for _, other := range list {
		if strings.EqualFold(other, text) {
			return true
		}
	}
	return false
}
