// Package draft makes a first mapping table of samples: what their fields look
// like, and which fields of UDM their names and values suggest. A person decides
// what the table says in the end.
package draft

import (
	"bytes"
	"slices"
	"strings"

	"github.com/tidwall/gjson"
)

// The most that a survey keeps. Fields beyond are counted, and left to <rest>.
const (
	maxFields   = 1000
	maxExamples = 3
	maxDepth    = 32
	maxValues   = 200 // different values of a field that are told apart
	maxExample  = 48  // bytes of an example that are kept
)

// Field is one raw field of the samples.
type Field struct {
	Path     string   // as a table names it: keys with a dot between, and a backslash before a dot in a key
	Keys     []string // the same, decoded
	Kinds    []string // of its values: text, number, boolean, list, null; in order of appearance
	Records  int      // that have it
	Examples []string // the first different values, as text; long ones are cut
	List     bool     // it stands inside a list, or is one

	values map[string]int // how often each value appeared, as far as they are told apart
	every  [looks]bool    // which looks all of its values have
	filled int            // values that are not empty
}

// isUnique tells of a field that has another value in each record.
func (f *Field) isUnique() bool {
	return f.filled > 1 && (len(f.values) == f.filled || len(f.values) == maxValues)
}

// Survey looks at records, one after another. Its memory does not grow with their
// number.
type Survey struct {
	Records int // that are JSON objects
	Others  int // that are none
	Dropped int // fields beyond the most that are kept

	fields  []*Field
	byPath  map[string]*Field
	samples [][]byte        // a few records of different shapes
	shapes  map[string]bool // that were seen
	pages   map[string]bool // keys that hold the records of an API page
}

// NewSurvey returns a survey of no records yet.
func NewSurvey() *Survey {
	return &Survey{byPath: map[string]*Field{}, shapes: map[string]bool{}, pages: map[string]bool{}}
}

// Fields are all fields, in the order in which they appeared.
func (s *Survey) Fields() []*Field { return s.fields }

// Add looks at a record.
func (s *Survey) Add(record []byte) {
	record = bytes.TrimSpace(record)
	if !gjson.ValidBytes(record) || !gjson.ParseBytes(record).IsObject() {
		s.Others++
		return
	}
	if key, list := pageOf(gjson.ParseBytes(record)); key != "" {
		s.pages[key] = true
		list.ForEach(func(_, element gjson.Result) bool {
			s.addRecord([]byte(element.Raw))
			return true
		})
		return
	}
	s.addRecord(record)
}

func (s *Survey) addRecord(record []byte) {
	if !gjson.ParseBytes(record).IsObject() {
		s.Others++
		return
	}
	s.Records++
	seen := map[*Field]bool{}
	s.object(gjson.ParseBytes(record), nil, false, seen)
	s.keep(record, seen)
}

// pageOf finds the list of records in a page of an API: itself a page has no time,
// and the objects of its list have one.
func pageOf(object gjson.Result) (key string, list gjson.Result) {
	if hasTime(object) {
		return "", gjson.Result{}
	}
	object.ForEach(func(name, value gjson.Result) bool {
		if value.IsArray() && plainKey.MatchString(name.String()) && hasTime(value.Get("0")) {
			key, list = name.String(), value
			return false
		}
		return true
	})
	return key, list
}

// hasTime tells whether a member of an object looks like a time.
func hasTime(object gjson.Result) bool {
	found := false
	object.ForEach(func(_, value gjson.Result) bool {
		found = (value.Type == gjson.String || value.Type == gjson.Number) && isTime(value.String())
		return !found
	})
	return found && object.IsObject()
}

// maxSamples is how many records are kept, and maxSampleBytes how long each may be.
const (
	maxSamples     = 3
	maxSampleBytes = 16 << 10
)

// keep keeps the first record of each shape.
func (s *Survey) keep(record []byte, seen map[*Field]bool) {
	if len(s.samples) == maxSamples || len(record) > maxSampleBytes || bytes.ContainsAny(record, "\r\n") {
		return
	}
	var shape []string
	for field := range seen {
		shape = append(shape, field.Path)
	}
	slices.Sort(shape)
	if key := strings.Join(shape, "\x00"); !s.shapes[key] {
		s.shapes[key] = true
		s.samples = append(s.samples, bytes.Clone(record))
	}
}

func (s *Survey) object(object gjson.Result, keys []string, inList bool, seen map[*Field]bool) {
	if len(keys) == maxDepth {
		return
	}
	object.ForEach(func(key, value gjson.Result) bool {
		s.value(value, append(slices.Clip(keys), key.String()), inList, seen)
		return true
	})
}

func (s *Survey) value(value gjson.Result, keys []string, inList bool, seen map[*Field]bool) {
	switch {
	case value.IsObject():
		s.object(value, keys, inList, seen)
	case value.IsArray():
		s.list(value, keys, seen)
	default:
		s.note(keys, inList, value, seen)
	}
}

// list notes a list of texts as one field, and of objects their fields.
func (s *Survey) list(list gjson.Result, keys []string, seen map[*Field]bool) {
	if field := s.field(keys, true); field != nil && !seen[field] {
		seen[field] = true
		field.Records++
	}
	list.ForEach(func(_, element gjson.Result) bool {
		s.value(element, keys, true, seen)
		return true
	})
}

func (s *Survey) note(keys []string, inList bool, value gjson.Result, seen map[*Field]bool) {
	field := s.field(keys, inList)
	if field == nil {
		return
	}
	if !seen[field] {
		seen[field] = true
		field.Records++
	}
	if kind := kindOf(value); !slices.Contains(field.Kinds, kind) {
		field.Kinds = append(field.Kinds, kind)
	}
	text := strings.TrimSpace(value.String())
	if value.Type == gjson.Number {
		text = value.Raw // with all its digits
	}
	if text != "" {
		field.add(text)
	}
}

func kindOf(value gjson.Result) string {
	switch value.Type {
	case gjson.Number:
		return "number"
	case gjson.True, gjson.False:
		return "boolean"
	case gjson.Null:
		return "null"
	case gjson.String, gjson.JSON:
	}
	return "text"
}

// field finds a field, or makes it; nil where there are too many.
func (s *Survey) field(keys []string, inList bool) *Field {
	path := pathOf(keys)
	field, known := s.byPath[path]
	if !known {
		if len(s.fields) == maxFields {
			s.Dropped++
			return nil
		}
		field = &Field{Path: path, Keys: slices.Clone(keys), values: map[string]int{}}
		for look := range field.every {
			field.every[look] = true
		}
		s.fields = append(s.fields, field)
		s.byPath[path] = field
	}
	field.List = field.List || inList
	return field
}

// add adds a value that is not empty.
func (f *Field) add(text string) {
	f.filled++
	for look := range f.every {
		f.every[look] = f.every[look] && lookOf(look).fits(text)
	}
	short := shorten(text)
	if len(f.values) < maxValues {
		f.values[short]++
	}
	if len(f.Examples) < maxExamples && !slices.Contains(f.Examples, short) {
		f.Examples = append(f.Examples, short)
	}
}

// shorten cuts a text at the end of a character.
func shorten(text string) string {
	if len(text) <= maxExample {
		return text
	}
	return strings.ToValidUTF8(text[:maxExample], "") + "…"
}

// pathOf writes keys as a table names them.
func pathOf(keys []string) string {
	escaped := make([]string, len(keys))
	for i, key := range keys {
		escaped[i] = strings.ReplaceAll(key, ".", `\.`)
	}
	return strings.Join(escaped, ".")
}
