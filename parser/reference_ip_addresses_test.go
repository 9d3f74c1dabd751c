package parser_test

import (
	"strings"
	"unicode"
)

// addressListPart gives a part of a text that lists IP addresses: the pieces
// that are addresses, or those that are none. Section "ip-addresses".
func addressListPart(text, part string) []value {
	var values []value
	for _, piece := range strings.FieldsFunc(text, func(r rune) bool { return r == ',' || unicode.IsSpace(r) }) {
		if isIP(piece) == (part == "<addresses>") {
			values = append(values, textValue(piece))
		}
	}
	return values
}
