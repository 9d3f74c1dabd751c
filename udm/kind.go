package udm

import "strconv"

// Kind is what a field's value is made of.
type Kind uint8

// The kinds. The zero value is invalid. In proto JSON, 64-bit integers are
// written as decimal strings, bytes as base64, timestamps as RFC 3339 text
// and durations as decimal seconds followed by "s".
const (
	KindInvalid Kind = iota
	KindString
	KindBytes
	KindBool
	KindInt32
	KindInt64
	KindUint32
	KindUint64
	KindFloat
	KindDouble
	KindMessage
	KindEnum
	KindTimestamp
	KindDuration
	KindStruct // a free-form JSON object, such as UDM.additional
	KindMap    // a JSON object whose values are all of Field.MapValue's type
)

// String returns the name of the kind as the schema writes it: "string",
// "int64", "message", "timestamp" and so on.
func (k Kind) String() string {
	switch k {
	case KindString:
		return "string"
	case KindBytes:
		return "bytes"
	case KindBool:
		return "bool"
	case KindInt32:
		return "int32"
	case KindInt64:
		return "int64"
	case KindUint32:
		return "uint32"
	case KindUint64:
		return "uint64"
	case KindFloat:
		return "float"
	case KindDouble:
		return "double"
	case KindMessage:
		return "message"
	case KindEnum:
		return "enum"
	case KindTimestamp:
		return "timestamp"
	case KindDuration:
		return "duration"
	case KindStruct:
		return "struct"
	case KindMap:
		return "map"
	case KindInvalid:
	}
	return "Kind(" + strconv.Itoa(int(k)) + ")"
}

// kindOf maps the schema file's kind and type to a Kind, KindInvalid when it
// knows none.
func kindOf(kind, scalar string) Kind {
	if kind != "scalar" {
		for k := KindMessage; k <= KindMap; k++ {
			if k.String() == kind {
				return k
			}
		}
		return KindInvalid
	}
	for k := KindString; k < KindMessage; k++ {
		if k.String() == scalar {
			return k
		}
	}
	return KindInvalid
}
