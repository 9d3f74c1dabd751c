// Package yaml reads a YAML document into nodes that know where they stand in
// the text. It wraps the YAML library, so that no other package depends on
// which one that is.
package yaml

// Kind is the shape of a [Node].
type Kind uint8

// The shapes. The zero value is invalid.
const (
	KindInvalid Kind = iota
	Mapping
	Sequence
	Text    // a quoted scalar, or a plain one that reads as nothing else
	Integer // a plain scalar that reads as a whole number
	Float   // a plain scalar that reads as any other number
	Boolean // true or false
	Null    // null, ~ or nothing at all
	Binary  // a scalar tagged as binary
)

// String returns the shape in words, as a message may print it after "not".
func (k Kind) String() string {
	switch k {
	case Mapping:
		return "a mapping"
	case Sequence:
		return "a list"
	case Text:
		return "text"
	case Integer:
		return "a whole number"
	case Float:
		return "a number"
	case Boolean:
		return "true or false"
	case Null:
		return "nothing"
	case Binary:
		return "binary data"
	case KindInvalid:
	}
	return "nothing known"
}

// Node is one value of a document. An alias is the very node that it names.
type Node struct {
	Kind Kind
	// Value is the text of a scalar: unquoted and unescaped, otherwise as
	// written ("0x10", "1_000").
	Value string
	// Entries are what a mapping holds, in the order of the text, with keys
	// that stand twice.
	Entries []Entry
	// Items are what a sequence holds.
	Items []*Node
	Mark  Mark
}

// Entry is one key of a mapping with its value.
type Entry struct {
	Key, Value *Node
}

// Mark is a place in the text.
type Mark struct {
	// Line and Column count from 1, Column in Unicode code points.
	Line, Column int
	// Offset counts bytes from 0.
	Offset int
}
