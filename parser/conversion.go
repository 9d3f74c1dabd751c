package parser

import (
	"bytes"
	"strconv"
	"unicode/utf8"

	"github.com/udmap/udmap/udm"
)

// appendConverted appends a text in the form that the leaf's field takes. It
// reports false for a text that has no such form.
func (l *leaf) appendConverted(dst, content []byte) ([]byte, bool) {
	switch l.kind {
	case timestampLeaf:
		return appendTimestamp(dst, content)
	case integerLeaf:
		return l.appendInteger(dst, content)
	case booleanLeaf:
		return append(dst, content...), string(content) == "true" || string(content) == "false"
	case enumLeaf:
		name, found := l.names.find(content)
		return append(dst, name...), found
	case addressLeaf:
		return append(dst, content...), isIP(content)
	default:
		return udm.AppendEscaped(dst, content), true
	}
}

// appendInteger appends a whole decimal number within the leaf's bounds.
func (l *leaf) appendInteger(dst, content []byte) ([]byte, bool) {
	digits, negative := bytes.CutPrefix(content, []byte("-"))
	if len(digits) == 0 || len(digits) > 20 || digitCount(digits) != len(digits) {
		return dst, false
	}
	if negative {
		n, err := strconv.ParseInt(string(content), 10, 64)
		return strconv.AppendInt(dst, n, 10), err == nil && n >= l.low
	}
	n, err := strconv.ParseUint(string(digits), 10, 64)
	return strconv.AppendUint(dst, n, 10), err == nil && n <= l.high
}

// appendJSON appends a value as JSON without white space between its tokens,
// itself as the text of a JSON string.
func (m *Mapper) appendJSON(dst []byte, v value) []byte {
	content := m.bytes(&v)
	if v.kind == text {
		at := len(m.buffers[decoded])
		m.buffers[decoded] = udm.AppendString(m.buffers[decoded], content)
		return udm.AppendEscaped(dst, m.buffers[decoded][at:])
	}
	for at := 0; at < len(content); {
		start := at
		at = tokensEnd(content, at)
		dst = udm.AppendEscaped(dst, content[start:at])
		at = skipSpace(content, at)
	}
	return dst
}

// tokensEnd returns where the string that starts at an offset ends, or the
// tokens up to the next string or white space.
func tokensEnd(content []byte, at int) int {
	if content[at] == '"' {
		end, _, _ := scanString(content, at+1)
		return end + 1
	}
	for at < len(content) && content[at] != '"' && content[at] > ' ' {
		at++
	}
	return at
}

// compact returns the text that an array or object is as JSON without white
// space between its tokens.
func (m *Mapper) compact(v value) value {
	content, start := m.bytes(&v), len(m.buffers[decoded])
	for at := 0; at < len(content); {
		from := at
		at = tokensEnd(content, at)
		m.buffers[decoded] = append(m.buffers[decoded], content[from:at]...)
		at = skipSpace(content, at)
	}
	return value{start: uint32(start), end: uint32(len(m.buffers[decoded])), kind: text, in: decoded}
}

// limit deals with a text that may be longer than its field may be: it
// counts it, and returns how much of it to write.
func (m *Mapper) limit(l *leaf, content []byte) (length int) {
	if l.cut != 0 && len(content) > l.cut {
		content = firstBytes(content, l.cut)
		m.warn(l.row, truncated)
	}
	kept := content
	if l.maxChars != 0 {
		kept = firstRunes(kept, l.maxChars)
	}
	if l.maxBytes != 0 && len(kept) > l.maxBytes {
		kept = firstBytes(kept, l.maxBytes)
	}
	switch {
	case len(kept) == len(content):
	case m.plan.options.TruncateLimits:
		m.warn(l.row, truncated)
		return len(kept)
	default:
		m.warn(l.row, overLength)
	}
	return len(content)
}

// firstBytes returns at most so many bytes of a text, which has more, up to the
// end of a character.
func firstBytes(content []byte, most int) []byte {
	for most > 0 && !utf8.RuneStart(content[most]) {
		most--
	}
	return content[:most]
}

// firstRunes returns the first so many characters of a text.
func firstRunes(content []byte, count int) []byte {
	at := 0
	for ; count > 0 && at < len(content); count-- {
		_, size := utf8.DecodeRune(content[at:])
		at += size
	}
	return content[:at]
}
