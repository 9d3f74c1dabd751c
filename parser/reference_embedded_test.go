package parser_test

import (
	"bytes"
	"encoding/json"
	"strings"
)

// maxBrackets is how many places are tried. Section "embedded-json".
const maxBrackets = 64

// cutEmbeddedJSON finds the first `[` or `{` that starts a valid JSON value,
// and the text around that value. Without one, before is the whole text.
func cutEmbeddedJSON(text string) (embedded, before, after string) {
	at := 0
	for range maxBrackets {
		next := strings.IndexAny(text[at:], "[{")
		if next < 0 {
			break
		}
		at += next
		if value := leadingJSON(text[at:]); value != "" {
			return value, text[:at], text[at+len(value):]
		}
		at++
	}
	return "", text, ""
}

// leadingJSON gives the JSON value that a text starts with, "" if there is
// none.
func leadingJSON(text string) string {
	var value json.RawMessage
	if json.NewDecoder(strings.NewReader(text)).Decode(&value) != nil {
		return ""
	}
	return string(value)
}

// compactJSON is a JSON value without the white space between its tokens.
func compactJSON(value string) string {
	var compact bytes.Buffer
	err := json.Compact(&compact, []byte(value))
	return must(compact.String(), err)
}
