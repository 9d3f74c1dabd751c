package parser

import (
	"strings"

	"github.com/udmap/udmap/udm"
)

// zeroIsNothing tells of a field whose zero value proto JSON does not tell from
// an unset field. Such a value fills a single field, so that no later row does,
// and is left out of the event; in a list it stands, but says nothing.
func zeroIsNothing(field *udm.Field) bool {
	return hasZero(field) && (field.Repeated || !field.Optional && field.Oneof == "")
}

// hasZero tells of a field that a row can set to a zero value: texts are never
// empty.
func hasZero(field *udm.Field) bool {
	switch field.Kind {
	case udm.KindEnum, udm.KindBool, udm.KindInt32, udm.KindInt64, udm.KindUint32, udm.KindUint64:
		return true
	default:
		return false
	}
}

// isZeroConstant tells of a constant that is the zero value of its field.
func isZeroConstant(value string, field *udm.Field) bool {
	switch field.Kind {
	case udm.KindEnum:
		number, known := field.Enum.Number(value)
		return known && number == 0
	case udm.KindBool:
		return value == "false"
	default:
		return strings.Trim(value, "-0") == ""
	}
}
