package corpus

import "strconv"

// members are the fields of a JSON object, in their order. A value is nil, a
// bool, an int64, a string, members, or a slice of values, texts or numbers.
type members []member

type member struct {
	name  string
	value any
}

// appendValue writes a value as Python's json.dumps does.
func appendValue(dst []byte, value any) []byte {
	switch value := value.(type) {
	case bool:
		return strconv.AppendBool(dst, value)
	case int64:
		return strconv.AppendInt(dst, value, 10)
	case string:
		return appendText(dst, value)
	case []any:
		return appendList(dst, value)
	case []string:
		return appendList(dst, value)
	case []int64:
		return appendList(dst, value)
	case []members:
		return appendList(dst, value)
	case members:
		return appendMembers(dst, value)
	default:
		return append(dst, "null"...)
	}
}

func appendList[E any](dst []byte, elements []E) []byte {
	dst = append(dst, '[')
	for i, element := range elements {
		if i > 0 {
			dst = append(dst, ", "...)
		}
		dst = appendValue(dst, element)
	}
	return append(dst, ']')
}

func appendMembers(dst []byte, object members) []byte {
	dst = append(dst, '{')
	for i, each := range object {
		if i > 0 {
			dst = append(dst, ", "...)
		}
		dst = appendText(dst, each.name)
		dst = append(dst, ": "...)
		dst = appendValue(dst, each.value)
	}
	return append(dst, '}')
}
