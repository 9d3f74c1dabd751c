package corpus

import (
	"fmt"
	"time"
	"unicode/utf16"
)

// record is one operation-log record before it is written.
type record struct {
	time     time.Time
	operator string
	category string
	action   string
	detail   []byte
}

type field struct{ name, value string }

// fields are the record's, in the order in which the collector writes them.
func (r record) fields() []field {
	return []field{
		{"time", r.time.Format(time.RFC3339)},
		{"operator", r.operator},
		{"category_type", r.category},
		{"action", r.action},
		{"operation_detail", string(r.detail)},
	}
}

func appendObject(dst []byte, fields []field) []byte {
	dst = append(dst, '{')
	for i, each := range fields {
		if i > 0 {
			dst = append(dst, ", "...)
		}
		dst = appendText(dst, each.name)
		dst = append(dst, ": "...)
		dst = appendText(dst, each.value)
	}
	return append(dst, '}')
}

// appendText writes a JSON string as Python's json.dumps does.
func appendText(dst []byte, text string) []byte {
	dst = append(dst, '"')
	for _, char := range text {
		switch {
		case char == '"' || char == '\\':
			dst = append(dst, '\\', byte(char))
		case char == '\n':
			dst = append(dst, `\n`...)
		case char >= ' ' && char <= '~':
			dst = append(dst, byte(char))
		case char > 0xffff:
			high, low := utf16.EncodeRune(char)
			dst = fmt.Appendf(dst, `\u%04x\u%04x`, high, low)
		default:
			dst = fmt.Appendf(dst, `\u%04x`, char)
		}
	}
	return append(dst, '"')
}
