package yaml

import (
	"bytes"
	"errors"
	"io"
	"strings"

	library "go.yaml.in/yaml/v4"
)

// MaxNodes bounds the values of a document, those that aliases repeat counted
// each time.
const MaxNodes = 200_000

// Parse reads the one document of source, which must be UTF-8. An empty
// document is a Null node. Every error is an [*Error]. Keys that stand twice
// are kept: what they mean is the caller's business.
func Parse(source []byte) (*Node, error) {
	reader := &reader{lines: newLines(source)}
	loader, err := library.NewLoader(bytes.NewReader(source), library.WithUniqueKeys(false))
	if err != nil {
		return nil, reader.syntaxError(err)
	}
	var document library.Node
	switch err := loader.Load(&document); {
	case errors.Is(err, io.EOF):
		return &Node{Kind: Null, Mark: reader.lines.mark(1, 1)}, nil
	case err != nil:
		return nil, reader.syntaxError(err)
	}
	if err := reader.noneAfter(loader); err != nil {
		return nil, err
	}
	return reader.document(&document)
}

// reader turns the library's nodes into ours.
type reader struct {
	lines *lines
	nodes int
	done  map[*library.Node]converted
}

// converted is a node that was seen before: an alias to it costs its size.
type converted struct {
	node *Node // nil while its content is being converted
	size int
}

// noneAfter makes an error of a second document.
func (r *reader) noneAfter(loader *library.Loader) error {
	var next library.Node
	switch err := loader.Load(&next); {
	case errors.Is(err, io.EOF):
		return nil
	case err != nil:
		return r.syntaxError(err)
	}
	return &Error{Problem: SeveralDocuments, Mark: r.lines.mark(next.Line, next.Column)}
}

func (r *reader) document(document *library.Node) (*Node, error) {
	if len(document.Content) == 0 {
		return &Node{Kind: Null, Mark: r.lines.mark(1, 1)}, nil
	}
	r.done = make(map[*library.Node]converted)
	return r.node(document.Content[0])
}

func (r *reader) node(from *library.Node) (*Node, error) {
	at := from
	if from.Kind == library.AliasNode {
		from = from.Alias
	}
	if seen, ok := r.done[from]; ok {
		if seen.node == nil {
			return nil, &Error{Problem: EndlessAlias, Mark: r.mark(at)}
		}
		return seen.node, r.count(seen.size, at)
	}
	r.done[from] = converted{}
	before := r.nodes
	node, err := r.convert(from)
	if err != nil {
		return nil, err
	}
	if err := r.count(1, at); err != nil {
		return nil, err
	}
	r.done[from] = converted{node: node, size: r.nodes - before}
	return node, nil
}

func (r *reader) convert(from *library.Node) (*Node, error) {
	node := &Node{Kind: kindOf(from), Value: from.Value, Mark: r.mark(from)}
	children := make([]*Node, len(from.Content))
	for i, content := range from.Content {
		child, err := r.node(content)
		if err != nil {
			return nil, err
		}
		children[i] = child
	}
	if node.Kind == Sequence {
		node.Items = children
		return node, nil
	}
	for i := 0; i+1 < len(children); i += 2 {
		node.Entries = append(node.Entries, Entry{Key: children[i], Value: children[i+1]})
	}
	return node, nil
}

func (r *reader) count(nodes int, at *library.Node) error {
	r.nodes += nodes
	if r.nodes > MaxNodes {
		return &Error{Problem: TooManyNodes, Mark: r.mark(at)}
	}
	return nil
}

func (r *reader) mark(node *library.Node) Mark { return r.lines.mark(node.Line, node.Column) }

// kindOf takes dates and unknown tags for text: they have no meaning here.
func kindOf(node *library.Node) Kind {
	switch {
	case node.Kind == library.MappingNode:
		return Mapping
	case node.Kind == library.SequenceNode:
		return Sequence
	}
	switch node.ShortTag() {
	case "!!int":
		return Integer
	case "!!float":
		return Float
	case "!!bool":
		return Boolean
	case "!!null":
		return Null
	case "!!binary":
		return Binary
	}
	return Text
}

// syntaxError turns the library's error into ours.
func (r *reader) syntaxError(err error) error {
	failure, ok := errors.AsType[*library.LoadError](err)
	if !ok {
		return &Error{Problem: Syntax, Message: err.Error(), Mark: r.lines.mark(1, 1)}
	}
	message := failure.Message
	if failure.ContextMsg != "" {
		message += ", " + failure.ContextMsg
	}
	mark := r.lines.mark(failure.Mark.Line, failure.Mark.Column)
	if failure.Mark.Line == 0 {
		// The library gives no place for a character it cannot read.
		mark = r.lines.markAt(max(0, strings.IndexFunc(r.lines.source, unreadable)))
	}
	return &Error{Problem: Syntax, Message: message, Mark: mark}
}

// unreadable reports whether YAML forbids the character anywhere in a text.
func unreadable(r rune) bool {
	switch {
	case r == '\t', r == '\n', r == '\r':
		return false
	case r < ' ', r == '\ufffe', r == '\uffff':
		return true
	}
	return false
}
