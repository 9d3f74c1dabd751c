package udm

import "unicode/utf16"

// tree is one JSON text as a flat list of its values in the order in which
// they start: the first is the whole, and the members of an object or array
// follow it. Values are offsets into the text, nothing is copied.
type tree struct {
	text  []byte
	nodes []node
}

// node is one JSON value. The offsets are 32 bits wide to keep hostile input
// cheap: a text of commas has nearly as many values as bytes.
type node struct {
	kind nodeKind
	// keyEscaped and escaped tell that the key, or the string that the value
	// is, holds backslashes.
	keyEscaped, escaped bool
	// keyStart and keyEnd span the key without its quotes; a value that is no
	// member of an object has neither.
	keyStart, keyEnd int32
	// start and end span the value, quotes and brackets included.
	start, end int32
	// next is the index of the node after this one and all it holds.
	next int32
}

type nodeKind uint8

const (
	nullNode nodeKind = iota
	boolNode
	numberNode
	stringNode
	arrayNode
	objectNode
)

// String names the kind for people, with its article.
func (k nodeKind) String() string {
	return [...]string{"null", "a boolean", "a number", "a string", "a list", "an object"}[k]
}

// children yields the indexes of the members of an object or array.
func (t *tree) children(parent int32) func(yield func(int32) bool) {
	return func(yield func(int32) bool) {
		for i := parent + 1; i < t.nodes[parent].next; i = t.nodes[i].next {
			if !yield(i) {
				return
			}
		}
	}
}

// isEmpty reports whether an object or array has no members.
func (t *tree) isEmpty(i int32) bool { return t.nodes[i].next == i+1 }

// raw returns the text of a value as it stands in the input.
func (t *tree) raw(i int32) []byte { return t.text[t.nodes[i].start:t.nodes[i].end] }

// str returns the content of a string value, unescaped.
func (t *tree) str(i int32) []byte {
	n := &t.nodes[i]
	return content(t.text[n.start+1:n.end-1], n.escaped)
}

// key returns the key of an object's member, unescaped.
func (t *tree) key(i int32) []byte {
	n := &t.nodes[i]
	return content(t.text[n.keyStart:n.keyEnd], n.keyEscaped)
}

// content unescapes what stands between the quotes of a string that the
// parser has accepted.
func content(quoted []byte, escaped bool) []byte {
	if !escaped {
		return quoted
	}
	plain := make([]byte, 0, len(quoted))
	for i := 0; i < len(quoted); i++ {
		if quoted[i] != '\\' {
			plain = append(plain, quoted[i])
			continue
		}
		i++
		switch c := quoted[i]; c {
		case 'b':
			plain = append(plain, '\b')
		case 'f':
			plain = append(plain, '\f')
		case 'n':
			plain = append(plain, '\n')
		case 'r':
			plain = append(plain, '\r')
		case 't':
			plain = append(plain, '\t')
		case 'u':
			r, size := unicodeEscape(quoted[i-1:])
			plain = append(plain, string(r)...)
			i += size - 2
		default: // quotation mark, backslash, slash
			plain = append(plain, c)
		}
	}
	return plain
}

// unicodeEscape decodes the \uXXXX at the start of text, or the pair of them
// that a character beyond U+FFFF takes, and returns its length; 0 if it is
// none, or half a pair.
func unicodeEscape(text []byte) (r rune, size int) {
	first, ok := hexEscape(text)
	if !ok {
		return 0, 0
	}
	if !utf16.IsSurrogate(first) {
		return first, 6
	}
	second, ok := hexEscape(text[6:])
	if !ok {
		return 0, 0
	}
	r = utf16.DecodeRune(first, second)
	if r == '\uFFFD' {
		return 0, 0
	}
	return r, 12
}

// hexEscape decodes one \uXXXX.
func hexEscape(text []byte) (rune, bool) {
	if len(text) < 6 || text[0] != '\\' || text[1] != 'u' {
		return 0, false
	}
	var r rune
	for _, c := range text[2:6] {
		switch {
		case '0' <= c && c <= '9':
			c -= '0'
		case 'a' <= c && c <= 'f':
			c -= 'a' - 10
		case 'A' <= c && c <= 'F':
			c -= 'A' - 10
		default:
			return 0, false
		}
		r = r<<4 | rune(c)
	}
	return r, true
}
