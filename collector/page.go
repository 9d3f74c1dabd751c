package collector

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/tidwall/gjson"
)

// ReadRecords returns the records of a page, the list under a key, each with the
// bytes that the API sent; white space goes where it would break a line. An
// answer that is no JSON object with such a list wraps ErrPage.
func ReadRecords(body []byte, key string) ([][]byte, error) {
	if !gjson.ValidBytes(body) {
		return nil, fmt.Errorf("%w: it is no JSON, but begins with %q", ErrPage, shown(string(beginning(body))))
	}
	page := gjson.ParseBytes(body)
	list := page.Get(key)
	if !page.IsObject() || !list.IsArray() {
		return nil, fmt.Errorf("%w: it has no list %q", ErrPage, key)
	}
	var records [][]byte
	var wrong error
	list.ForEach(func(_, record gjson.Result) bool {
		if !record.IsObject() {
			wrong = fmt.Errorf("%w: a record of %q is no object", ErrPage, key)
			return false
		}
		records = append(records, oneLine([]byte(record.Raw)))
		return true
	})
	return records, wrong
}

// maxBeginning bounds what is shown of an answer that is no page, in bytes.
const maxBeginning = 60

// beginning returns the first words of an answer. It ends with a whole one: where
// a server echoes a secret, half of it would not be known for one and shown.
func beginning(body []byte) []byte {
	if len(body) <= maxBeginning {
		return body
	}
	return body[:bytes.LastIndexAny(body[:maxBeginning], " \t\r\n<>")+1]
}

// oneLine returns the record itself if it has no line breaks.
func oneLine(record []byte) []byte {
	if bytes.IndexByte(record, '\n') < 0 && bytes.IndexByte(record, '\r') < 0 {
		return record
	}
	var line bytes.Buffer
	if err := json.Compact(&line, record); err != nil {
		return record // it was valid a moment ago
	}
	return line.Bytes()
}

// Canonical appends the fields of a record in the order of their names, without
// regard to how strings are escaped: equal for records that say the same, even
// if an API begins to write them otherwise.
func Canonical(dst, record []byte) []byte {
	type field struct{ name, value string }
	fields := make([]field, 0, 8)
	gjson.ParseBytes(record).ForEach(func(name, value gjson.Result) bool {
		text := value.Raw
		if value.Type == gjson.String {
			text = `"` + value.Str
		}
		fields = append(fields, field{name.Str, text})
		return true
	})
	slices.SortStableFunc(fields, func(a, b field) int { return strings.Compare(a.name, b.name) })
	for _, field := range fields {
		dst = appendCounted(appendCounted(dst, field.name), field.value)
	}
	return dst
}

// appendCounted appends a text behind its length, so that no two lists of texts
// come out the same.
func appendCounted(dst []byte, text string) []byte {
	dst = strconv.AppendInt(dst, int64(len(text)), 10)
	dst = append(dst, ':')
	return append(dst, text...)
}
