package parser

import (
	"strings"

	"github.com/udmap/udmap/udm"
)

// zeroIsUnset tells of a field whose zero value proto JSON does not tell from
// an unset field: such a value sets nothing.
func zeroIsUnset(field *udm.Field) bool {
	return hasZero(field) && !field.Repeated && !field.Optional && field.Oneof == ""
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
