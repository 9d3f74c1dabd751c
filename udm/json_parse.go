package udm

import (
	"fmt"
	"math"
	"unicode/utf8"
)

// maxDepth bounds the nesting of objects and arrays in an event. Protobuf's
// JSON parsers for C++ and Java stop at 100 messages within one another.
const maxDepth = 100

// parseError tells why and where a text is no JSON value within the bounds.
type parseError struct {
	offset  int
	reason  string
	tooDeep bool
}

// parse reads one JSON value that fills the whole text. It accepts exactly
// RFC 8259, with strings that are valid UTF-8 and whose escapes are whole
// characters, as strict proto JSON wants them.
func parse(text []byte) (*tree, *parseError) {
	if len(text) > math.MaxInt32 {
		return nil, &parseError{reason: "longer than 2 GiB"}
	}
	p := parser{tree: tree{text: text, nodes: make([]node, 0, 64)}}
	p.space()
	if err := p.value(0, node{}); err != nil {
		return nil, err
	}
	p.space()
	if p.at < len(text) {
		return nil, p.fail("text after the end of the value")
	}
	return &p.tree, nil
}

// parser builds a tree; at is the offset of the next byte to read.
type parser struct {
	tree
	at int
}

func (p *parser) fail(reason string) *parseError { return &parseError{offset: p.at, reason: reason} }

// peek returns the next byte, 0 at the end of the text.
func (p *parser) peek() byte {
	if p.at < len(p.text) {
		return p.text[p.at]
	}
	return 0
}

func (p *parser) space() {
	for p.at < len(p.text) {
		switch p.text[p.at] {
		case ' ', '\t', '\n', '\r':
			p.at++
		default:
			return
		}
	}
}

// value reads one value into n, which holds its key, and appends it.
func (p *parser) value(depth int, n node) *parseError {
	n.start = int32(p.at)
	index := len(p.nodes)
	var err *parseError
	switch c := p.peek(); {
	case c == '{':
		n.kind = objectNode
		p.nodes = append(p.nodes, n)
		err = p.members(depth+1, '}', p.member)
	case c == '[':
		n.kind = arrayNode
		p.nodes = append(p.nodes, n)
		err = p.members(depth+1, ']', p.element)
	case c == '"':
		n.kind = stringNode
		n.escaped, err = p.string()
		p.nodes = append(p.nodes, n)
	case c == '-' || '0' <= c && c <= '9':
		n.kind = numberNode
		err = p.number()
		p.nodes = append(p.nodes, n)
	default:
		n.kind, err = p.literal()
		p.nodes = append(p.nodes, n)
	}
	p.nodes[index].end = int32(p.at)
	p.nodes[index].next = int32(len(p.nodes))
	return err
}

// members reads what stands between the brackets of an object or array.
func (p *parser) members(depth int, closing byte, read func(depth int) *parseError) *parseError {
	if depth > maxDepth {
		return &parseError{offset: p.at, tooDeep: true, reason: fmt.Sprintf("nested more than %d deep", maxDepth)}
	}
	p.at++
	p.space()
	if p.peek() == closing {
		p.at++
		return nil
	}
	for {
		if err := read(depth); err != nil {
			return err
		}
		p.space()
		switch p.peek() {
		case closing:
			p.at++
			return nil
		case ',':
			p.at++
			p.space()
		default:
			return p.unexpected("a comma or " + string(closing))
		}
	}
}

func (p *parser) element(depth int) *parseError { return p.value(depth, node{}) }

func (p *parser) member(depth int) *parseError {
	if p.peek() != '"' {
		return p.unexpected("a key in quotes")
	}
	n := node{keyStart: int32(p.at + 1)}
	var err *parseError
	if n.keyEscaped, err = p.string(); err != nil {
		return err
	}
	n.keyEnd = int32(p.at - 1)
	p.space()
	if p.peek() != ':' {
		return p.unexpected("a colon")
	}
	p.at++
	p.space()
	return p.value(depth, n)
}

func (p *parser) literal() (nodeKind, *parseError) {
	rest := p.text[p.at:]
	for _, literal := range []struct {
		word string
		kind nodeKind
	}{{"null", nullNode}, {"true", boolNode}, {"false", boolNode}} {
		if len(rest) >= len(literal.word) && string(rest[:len(literal.word)]) == literal.word {
			p.at += len(literal.word)
			return literal.kind, nil
		}
	}
	return nullNode, p.unexpected("a value")
}

// string reads a string from its opening to its closing quote.
func (p *parser) string() (escaped bool, err *parseError) {
	p.at++
	for p.at < len(p.text) {
		switch c := p.text[p.at]; {
		case c == '"':
			p.at++
			return escaped, nil
		case c == '\\':
			escaped = true
			if err := p.escape(); err != nil {
				return true, err
			}
		case c < ' ':
			return escaped, p.fail(fmt.Sprintf("control character %#U in a string must be escaped", c))
		case c < utf8.RuneSelf:
			p.at++
		default:
			r, size := utf8.DecodeRune(p.text[p.at:])
			if r == utf8.RuneError && size == 1 {
				return escaped, p.fail(fmt.Sprintf("byte 0x%02X in a string is not UTF-8", c))
			}
			p.at += size
		}
	}
	return escaped, p.fail("the text ends within a string")
}

// escape reads one escape sequence within a string.
func (p *parser) escape() *parseError {
	if p.at+1 == len(p.text) {
		return p.fail("the text ends within a string")
	}
	switch p.text[p.at+1] {
	case '"', '\\', '/', 'b', 'f', 'n', 'r', 't':
		p.at += 2
		return nil
	case 'u':
		if _, size := unicodeEscape(p.text[p.at:]); size > 0 {
			p.at += size
			return nil
		}
		return p.fail(`\u must be followed by four hexadecimal digits, and surrogates come in pairs`)
	}
	return p.fail("unknown escape sequence in a string")
}

func (p *parser) number() *parseError {
	size := numberLength(p.text[p.at:])
	if size == 0 {
		return p.fail("malformed number")
	}
	p.at += size
	return nil
}

// numberLength returns the length of the JSON number at the start of text, 0
// if there is none.
func numberLength(text []byte) int {
	at := 0
	digits := func() bool {
		from := at
		for at < len(text) && '0' <= text[at] && text[at] <= '9' {
			at++
		}
		return at > from
	}
	if at < len(text) && text[at] == '-' {
		at++
	}
	integer := at
	if !digits() || (text[integer] == '0' && at > integer+1) {
		return 0
	}
	if at < len(text) && text[at] == '.' {
		at++
		if !digits() {
			return 0
		}
	}
	if at < len(text) && (text[at] == 'e' || text[at] == 'E') {
		at++
		if at < len(text) && (text[at] == '+' || text[at] == '-') {
			at++
		}
		if !digits() {
			return 0
		}
	}
	return at
}

// unexpected reports what stands where something else was wanted.
func (p *parser) unexpected(wanted string) *parseError {
	if p.at >= len(p.text) {
		return p.fail("the text ends where " + wanted + " should be")
	}
	r, _ := utf8.DecodeRune(p.text[p.at:])
	return p.fail(fmt.Sprintf("%q where %s should be", r, wanted))
}
