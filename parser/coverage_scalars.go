package parser

import "strings"

// pathStep is a key on the way to a value, or the step into the elements of a
// list.
type pathStep struct {
	key  string
	list bool
}

// scalarReader visits the values of a record that are neither arrays nor
// objects and not empty, in their order.
type scalarReader struct {
	record []byte
	path   []pathStep
	text   []byte // the path as it is shown
	visit  func(start, end int)
}

// Names that strangers chose may be of any length: what is shown of a key, and
// of a path, is bounded, in bytes.
const (
	maxShownKey  = 200
	maxShownPath = 1_000
)

// read reads the value at an offset, which the engine has found right, and
// returns where it ends.
func (r *scalarReader) read(at int) (end int) {
	switch r.record[at] {
	case '{':
		return r.members(at)
	case '[':
		return r.elements(at)
	}
	end, _ = skipValue(r.record, at, 1)
	if !isEmptyScalar(r.record[at:end]) {
		r.visit(at, end)
	}
	return end
}

func (r *scalarReader) members(at int) (end int) {
	at = skipSpace(r.record, at+1)
	if r.record[at] == '}' {
		return at + 1
	}
	for more := true; more; {
		key, escaped, value, _ := scanKey(r.record, at)
		if escaped {
			key, _ = appendDecoded(nil, key)
		}
		at = r.step(pathStep{key: string(key)}, value)
		at, more, _ = scanMemberEnd(r.record, at)
	}
	return at
}

func (r *scalarReader) elements(at int) (end int) {
	at = skipSpace(r.record, at+1)
	if r.record[at] == ']' {
		return at + 1
	}
	for more := true; more; {
		at = r.step(pathStep{list: true}, at)
		at, more, _ = scanElementEnd(r.record, at)
	}
	return at
}

// step reads the value that a step leads to.
func (r *scalarReader) step(step pathStep, at int) (end int) {
	steps, shown := len(r.path), len(r.text)
	r.path = append(r.path, step)
	if shown <= maxShownPath {
		r.text = appendStep(r.text, step)
	}
	end = r.read(at)
	r.path, r.text = r.path[:steps], r.text[:shown]
	return end
}

// appendStep appends a step as the table language writes paths, with [] behind
// a list.
func appendStep(text []byte, step pathStep) []byte {
	if step.list {
		return append(text, "[]"...)
	}
	if len(text) > 0 {
		text = append(text, '.')
	}
	return append(text, strings.ReplaceAll(shortened(step.key, maxShownKey), ".", `\.`)...)
}

// shortened cuts a text that is longer than so many bytes.
func shortened(text string, most int) string {
	if len(text) <= most {
		return strings.Clone(text)
	}
	return string(firstBytes([]byte(text[:most+1]), most)) + "…"
}

// isEmptyScalar tells of null, and of a string of white space.
func isEmptyScalar(scalar []byte) bool {
	switch {
	case scalar[0] != '"':
		return scalar[0] == 'n'
	case isPlain(scalar[1]) && scalar[1] != '"' && scalar[1] != '\\':
		return false
	}
	return scalarText(scalar) == ""
}

// scalarText returns the text of a string, decoded and trimmed, or what else a
// scalar is as it is written.
func scalarText(scalar []byte) string {
	if scalar[0] != '"' {
		return string(scalar)
	}
	content, _ := appendDecoded(nil, scalar[1:len(scalar)-1])
	from, to := trimmed(content)
	return string(content[from:to])
}
