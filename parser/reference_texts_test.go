package parser_test

import (
	"strings"
	"unicode/utf8"

	"github.com/tidwall/gjson"
)

// written gives the JSON that a row writes for a value: mapped, converted and
// cut, in this order. Section "rows", keys `map` and `cut`.
func (d delivery) written(v value, as string) (literal string, ok bool) {
	if d.row.Map != nil {
		v = d.mapped(v)
	}
	if as == "joined" {
		v = v.joined(!d.row.Verbatim)
	}
	if v.isEmpty() {
		return "", false
	}
	literal, ok = v.converted(as, d.to.last())
	if d.row.Cut == 0 || !strings.HasPrefix(literal, `"`) {
		return literal, ok
	}
	text := cut(decodeString(literal), d.row.Cut)
	return quoted(text), ok && text != ""
}

// mapped gives the constant in place of a value, empty if there is none. An
// array or object has no text that a pattern could fit.
func (d delivery) mapped(v value) value {
	for _, entry := range d.row.Map {
		if v.kind != gjson.JSON && isLike(v.text, entry.Pattern) {
			return textValue(entry.Constant)
		}
	}
	return textValue(d.row.Otherwise)
}

// joined is the scalars of an array as one text, or JSON if there is more.
// Section "Conversions", `joined`.
func (v value) joined(trim bool) value {
	array := gjson.Parse(v.raw)
	if v.kind != gjson.JSON {
		return v
	}
	if holdsMore(array) {
		return v.compact()
	}
	var texts []string
	for _, element := range array.Array() {
		for _, scalar := range valuesOf(element) {
			if trim {
				scalar = scalar.trimmed()
			}
			if !scalar.isEmpty() {
				texts = append(texts, scalar.text)
			}
		}
	}
	return textValue(strings.Join(texts, ","))
}

// cut gives the beginning of a text, at most so many bytes of whole characters.
func cut(text string, most int) string {
	if len(text) <= most {
		return text
	}
	for !utf8.RuneStart(text[most]) {
		most--
	}
	return text[:most]
}
