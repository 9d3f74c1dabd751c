package parser

import (
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/udmap/udmap/udm"
)

// Conversions returns the conversions whose result a field can hold, first the
// one that is used where a row names none; nil where no row can set the field.
func Conversions(field *udm.Field) []string { return fitting(field) }

// IsLabels tells of a list of {key, value}, which a row sets with its own "key"
// and not below it.
func IsLabels(field *udm.Field) bool { return isLabels(field) }

// fitting returns the conversions whose result the field can hold, first the
// one that is used where a row names none; nil where there is none.
func fitting(field *udm.Field) []string {
	switch field.Kind {
	case udm.KindString, udm.KindStruct:
		return []string{asText, asTimestamp, asIP, asJSON, asJoined}
	case udm.KindTimestamp:
		return []string{asTimestamp}
	case udm.KindInt32, udm.KindInt64, udm.KindUint32, udm.KindUint64:
		return []string{asInteger}
	case udm.KindBool:
		return []string{asBoolean}
	case udm.KindEnum:
		return []string{asEnum}
	case udm.KindMessage:
		if isLabels(field) {
			return []string{asText, asTimestamp, asIP, asJSON, asJoined}
		}
	case udm.KindInvalid, udm.KindBytes, udm.KindFloat, udm.KindDouble, udm.KindDuration, udm.KindMap:
	}
	return nil
}

// kindName is what a field holds, in words.
func kindName(field *udm.Field) string {
	switch {
	case isLabels(field):
		return "a list of labels"
	case field.Kind == udm.KindEnum:
		return "an enum (" + field.Enum.Name + ")"
	case field.Kind == udm.KindStruct:
		return "a free-form object"
	case field.Kind == udm.KindBytes:
		return "bytes"
	case slices.Contains([]udm.Kind{udm.KindInt32, udm.KindInt64}, field.Kind):
		return "an " + field.Kind.String()
	}
	return "a " + field.Kind.String()
}

// conversion reports a conversion or a constant that the field cannot hold.
func (c *checker) conversion(row *Row, t target) {
	if t.field == nil {
		return
	}
	as, fits := row.conversion(t.field), fitting(t.field)
	if !slices.Contains(fits, as) {
		hint := "it takes " + strings.Join(fits, ", ")
		c.add(mapConversion, hinted(c.at(row, "as"), hint), as, t.path.String(), kindName(t.field))
		return
	}
	if row.HasValue {
		c.constant(c.at(row, "value"), row.Value, t, as)
	}
	for i, entry := range row.Map {
		at := c.at(row, "map")
		at.Position = c.table.places.item(row.Position, "map", i)
		c.constant(at, entry.Constant, t, as)
	}
	if row.Otherwise != "" {
		c.constant(c.at(row, "otherwise"), row.Otherwise, t, as)
	}
}

// constant reports a constant that cannot be converted, or is too long.
func (c *checker) constant(at udm.Diagnostic, value string, t target, as string) {
	if strings.TrimFunc(value, unicode.IsSpace) == "" {
		c.add(mapEmptyConstant, at)
		return
	}
	if hint, ok := convertible(value, as, t.field); !ok {
		c.add(mapConstant, hinted(at, hint), value, t.path.String(), kindName(t.field))
		return
	}
	if zeroIsNothing(t.field) && isZeroConstant(value, t.field) {
		c.add(mapZeroConstant, at, value, t.path.String())
	}
	c.constantLength(at, value, t.field.Limit)
}

// constantLength reports a constant longer than documented, under the
// validator's ids.
func (c *checker) constantLength(at udm.Diagnostic, value string, limit *udm.Limit) {
	if limit == nil {
		return
	}
	bytes, chars := len(value), utf8.RuneCountInString(value)
	if !exceeds(bytes, limit.MaxBytes) && !exceeds(chars, limit.MaxChars) {
		return
	}
	id := udmTooLong
	if limit.Fatal {
		id = udmHostnameTooLong
	}
	at.URL = limit.Source
	c.add(id, detailed(at, strconv.Itoa(bytes)+" bytes, "+strconv.Itoa(chars)+" characters"))
}

// exceeds tells of a length beyond a limit; 0 is none.
func exceeds(length, limit int) bool { return limit != 0 && length > limit }

// convertible tells whether a constant is exactly what the conversion gives;
// if not, what to write.
func convertible(value, as string, field *udm.Field) (hint string, ok bool) {
	switch as {
	case asTimestamp:
		_, ok := appendTimestamp(nil, []byte(value))
		return "write RFC 3339, such as 2026-03-12T06:14:27Z", ok
	case asInteger:
		return "write a whole number within its range", fitsInteger(value, field.Kind)
	case asBoolean:
		return "write true or false", value == "true" || value == "false"
	case asEnum:
		if field.Enum.Has(value) {
			return "", true
		}
		return didYouMean(value, field.Enum.Names()), false
	case asIP:
		return "write one IPv4 or IPv6 address", isIP([]byte(value))
	}
	return "", true
}

func fitsInteger(value string, kind udm.Kind) bool {
	bits := 64
	if kind == udm.KindInt32 || kind == udm.KindUint32 {
		bits = 32
	}
	if kind == udm.KindUint32 || kind == udm.KindUint64 {
		_, err := strconv.ParseUint(value, 10, bits)
		return err == nil
	}
	_, err := strconv.ParseInt(value, 10, bits)
	return err == nil && !strings.HasPrefix(value, "+")
}
