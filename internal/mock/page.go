package mock

import (
	"bytes"
	"strconv"
)

// JoinRecords writes the records of a page as a JSON list, each with the bytes
// that it has.
func (r *Resource) JoinRecords(numbers []int) []byte {
	var list bytes.Buffer
	list.WriteByte('[')
	for i, n := range numbers {
		if i > 0 {
			list.WriteByte(',')
		}
		list.Write(r.Record(n))
	}
	list.WriteByte(']')
	return list.Bytes()
}

// Object writes a JSON object of keys and values, two arguments a member, whose
// values are JSON already.
func Object(members ...string) []byte {
	var object bytes.Buffer
	object.WriteByte('{')
	for i := 0; i+1 < len(members); i += 2 {
		if i > 0 {
			object.WriteByte(',')
		}
		object.WriteString(strconv.Quote(members[i]))
		object.WriteByte(':')
		object.WriteString(members[i+1])
	}
	object.WriteByte('}')
	return object.Bytes()
}
