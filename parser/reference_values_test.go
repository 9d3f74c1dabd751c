package parser_test

import (
	"encoding/json"
	"net/netip"
	"strconv"
	"strings"

	"github.com/tidwall/gjson"

	"github.com/udmap/udmap/udm"
)

// value is what a source gives: a JSON value of the record, or a text found
// inside a field.
type value struct {
	kind     gjson.Type
	text     string // a string decoded, a number or boolean as written
	raw      string // the JSON as written; "" for a text found inside a field
	previous string // OLD of a `from OLD to NEW` pair
}

// textValue is a text found inside a field.
func textValue(text string) value { return value{kind: gjson.String, text: text} }

// valuesOf gives the value of a field, nothing if it is missing.
func valuesOf(field gjson.Result) []value {
	if !field.Exists() {
		return nil
	}
	found := value{kind: field.Type, raw: field.Raw}
	switch field.Type {
	case gjson.String:
		found.text = decodeString(field.Raw)
	case gjson.Number, gjson.True, gjson.False:
		found.text = field.Raw
	case gjson.Null, gjson.JSON:
	}
	return []value{found}
}

// decodeString decodes a JSON string. The standard library does it because
// gjson swallows what follows a lone surrogate.
func decodeString(literal string) string {
	var text string
	err := json.Unmarshal([]byte(literal), &text)
	return must(text, err)
}

// quoted is a text as JSON.
func quoted(text string) string { return string(udm.AppendString(nil, text)) }

// trimmed is the value without the white space around its text.
func (v value) trimmed() value {
	v.text = strings.TrimSpace(v.text)
	return v
}

// isEmpty tells whether a value, trimmed or verbatim, sets nothing.
// Section "Sources".
func (v value) isEmpty() bool {
	switch v.kind {
	case gjson.Null:
		return true
	case gjson.JSON:
		return compactJSON(v.raw) == "[]" || compactJSON(v.raw) == "{}"
	case gjson.String, gjson.Number, gjson.True, gjson.False:
	}
	return v.text == ""
}

// passes tells whether a value passes a row's own test. Section "rows", keys
// `if` and `unless`.
func (v value) passes(test string) bool {
	if test == "email" {
		return isAddress(v.text)
	}
	return isIP(v.text)
}

// converted gives the JSON to write for a value. Section "Conversions".
func (v value) converted(as string, field *udm.Field) (literal string, ok bool) {
	switch as {
	case "timestamp":
		text, ok := timestamp(v.text)
		return quoted(text), ok
	case "integer":
		return integer(v.text, field)
	case "boolean":
		return v.text, v.text == "true" || v.text == "false"
	case "enum":
		name, ok := enumName(v.text, field.Enum)
		return quoted(name), ok
	case "ip":
		return quoted(v.text), isIP(v.text)
	case "json":
		return quoted(v.asJSON()), true
	}
	return quoted(v.text), true
}

// fittingConversion is the conversion of a row that names none.
func fittingConversion(field *udm.Field) string {
	switch field.Kind {
	case udm.KindTimestamp:
		return "timestamp"
	case udm.KindInt32, udm.KindInt64, udm.KindUint32, udm.KindUint64:
		return "integer"
	case udm.KindBool:
		return "boolean"
	case udm.KindEnum:
		return "enum"
	default:
		return "text"
	}
}

// asJSON is the value as compact JSON; a string is spelled anew, as it has been
// decoded and trimmed.
func (v value) asJSON() string {
	if v.kind == gjson.String {
		return quoted(v.text)
	}
	return compactJSON(v.raw)
}

// integer reads a whole decimal number within the field's range.
func integer(text string, field *udm.Field) (literal string, ok bool) {
	if strings.HasPrefix(text, "+") {
		return "", false
	}
	bits := map[udm.Kind]int{udm.KindInt32: 32, udm.KindInt64: 64, udm.KindUint32: 32, udm.KindUint64: 64}[field.Kind]
	if field.Kind == udm.KindUint32 || field.Kind == udm.KindUint64 {
		if strings.Trim(text, "0") == "-" { // minus nothing is nothing
			text = text[1:]
		}
		number, err := strconv.ParseUint(text, 10, bits)
		return strconv.FormatUint(number, 10), err == nil
	}
	number, err := strconv.ParseInt(text, 10, bits)
	return strconv.FormatInt(number, 10), err == nil
}

// enumName finds the enum value that a text names.
func enumName(text string, enum *udm.Enum) (name string, ok bool) {
	name = strings.Map(func(r rune) rune {
		switch {
		case 'a' <= r && r <= 'z':
			return r - 'a' + 'A'
		case r == ' ' || r == '-':
			return '_'
		}
		return r
	}, text)
	return name, enum.Has(name)
}

// isIP reports whether a text is an IPv4 or IPv6 address.
func isIP(text string) bool {
	address, err := netip.ParseAddr(text)
	return err == nil && address.Zone() == ""
}
