// Package jsonlayout lays JSON out as people read and diff it: more compact than
// one member a line, more readable than one value a line.
package jsonlayout

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"
)

// width is the number of columns that a JSON value may take to stand in
// one line.
const width = 100

// Text writes JSON values one after another as people read and diff them: a
// value that fits in a line stands in one line, any other has a line for each
// member. Only white space changes: keys keep their order, numbers and escapes
// their spelling. It returns an error that names the line which is no JSON.
func Text(text []byte) (string, error) {
	var laidOut strings.Builder
	decoder := json.NewDecoder(bytes.NewReader(text))
	for {
		var raw json.RawMessage
		switch err := decoder.Decode(&raw); {
		case errors.Is(err, io.EOF):
			return laidOut.String(), nil
		case err != nil:
			before := len(text) - len(bytes.TrimLeft(text[decoder.InputOffset():], " \t\r\n"))
			line := 1 + bytes.Count(text[:before], []byte("\n"))
			return "", fmt.Errorf("the value at line %d of the text is not valid JSON: %w", line, err)
		}
		readLayout(raw).write(&laidOut, 0, 0)
		laidOut.WriteByte('\n')
	}
}

// layout is a JSON value: a scalar, or an object or array with its members.
type layout struct {
	inline      string // the whole value in one line
	open, close string // the brackets, "" for a scalar
	members     []layoutMember
}

// layoutMember is a member of an object, or an element of an array.
type layoutMember struct {
	key   string // with quotes, colon and space, "" in an array
	value layout
}

// readLayout takes a value apart. The value is valid JSON, as the decoder that
// cut it out has checked, so nothing here fails.
func readLayout(raw []byte) layout {
	raw = bytes.TrimSpace(raw)
	decoder := json.NewDecoder(bytes.NewReader(raw))
	delimiter, isDelimiter := nextToken(decoder).(json.Delim)
	if !isDelimiter {
		return layout{inline: string(raw)}
	}
	whole := layout{open: delimiter.String(), close: "]"}
	if delimiter == '{' {
		whole.close = "}"
	}
	var inline []string
	for decoder.More() {
		member := readMember(decoder, raw, delimiter == '{')
		whole.members = append(whole.members, member)
		inline = append(inline, member.key+member.value.inline)
	}
	whole.inline = whole.open + strings.Join(inline, ", ") + whole.close
	return whole
}

// readMember reads the next member. The key is copied as it is written, which
// the decoder alone would not tell.
func readMember(decoder *json.Decoder, raw []byte, named bool) layoutMember {
	var member layoutMember
	if named {
		start := decoder.InputOffset()
		nextToken(decoder)
		key := bytes.TrimLeft(raw[start:decoder.InputOffset()], ", \t\r\n")
		member.key = string(key) + ": "
	}
	var value json.RawMessage
	if decoder.Decode(&value) == nil {
		member.value = readLayout(value)
	}
	return member
}

// nextToken is the decoder's next token, nil at the end.
func nextToken(decoder *json.Decoder) json.Token {
	token, err := decoder.Token()
	if err != nil {
		return nil
	}
	return token
}

// write writes the value from a column on, its further lines indented.
func (l layout) write(to *strings.Builder, column, indent int) {
	const comma = 1
	if l.open == "" || column+utf8.RuneCountInString(l.inline)+comma <= width {
		to.WriteString(l.inline)
		return
	}
	to.WriteString(l.open)
	for i, member := range l.members {
		if i > 0 {
			to.WriteByte(',')
		}
		to.WriteString("\n" + strings.Repeat(" ", indent+2) + member.key)
		member.value.write(to, indent+2+utf8.RuneCountInString(member.key), indent+2)
	}
	to.WriteString("\n" + strings.Repeat(" ", indent) + l.close)
}
