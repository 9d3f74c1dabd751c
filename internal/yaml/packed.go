package yaml

import (
	"encoding/binary"
	"errors"
	"hash/fnv"
	"slices"
)

// A packed document is what [Parse] found in a text, in a form that is read in a
// twentieth of the time. Programs that are started for one record, and know their
// documents beforehand, carry it beside the text:
//
//	packed   = the text's fingerprint, number of nodes, node
//	node     = kind, lines since the node before, column, offset since the node before, content
//	content  = length and bytes of a scalar, or number and nodes of a list, or of keys with their values
//
// where a fingerprint is eight bytes and any other number a varint.

// errNotPacked tells of bytes that Pack did not write.
var errNotPacked = errors.New("not a packed document")

// ErrOtherText tells of a document that was packed from another text.
var ErrOtherText = errors.New("packed from another text")

// Pack parses a text and packs what it holds. An error is that of [Parse].
func Pack(source []byte) ([]byte, error) {
	root, err := Parse(source)
	if err != nil {
		return nil, err
	}
	p := &packer{}
	p.node(root)
	packed := binary.BigEndian.AppendUint64(nil, fingerprint(source))
	packed = binary.AppendUvarint(packed, uint64(p.nodes))
	return append(packed, p.packed...), nil
}

// Unpack returns what Parse returns for the source that Pack was given. The error
// is [ErrOtherText] if that was another one.
func Unpack(packed, source []byte) (*Node, error) {
	if len(packed) < fingerprintBytes {
		return nil, errNotPacked
	}
	if binary.BigEndian.Uint64(packed) != fingerprint(source) {
		return nil, ErrOtherText
	}
	u := &unpacker{packed: packed, text: string(packed), at: fingerprintBytes}
	u.nodes = make([]Node, u.count())
	root := u.node()
	if u.failed || u.at != len(packed) {
		return nil, errNotPacked
	}
	return root, nil
}

const fingerprintBytes = 8

func fingerprint(source []byte) uint64 {
	hash := fnv.New64a()
	_, _ = hash.Write(source) // which never fails
	return hash.Sum64()
}

// packer writes nodes. One that an alias repeats is written each time.
type packer struct {
	packed []byte
	nodes  int
	before Mark
}

func (p *packer) node(node *Node) {
	p.nodes++
	p.packed = binary.AppendUvarint(p.packed, uint64(node.Kind))
	p.packed = binary.AppendVarint(p.packed, int64(node.Mark.Line-p.before.Line))
	p.packed = binary.AppendUvarint(p.packed, uint64(node.Mark.Column))
	p.packed = binary.AppendVarint(p.packed, int64(node.Mark.Offset-p.before.Offset))
	p.before = node.Mark
	switch node.Kind {
	case Mapping:
		p.count(len(node.Entries))
		for _, entry := range node.Entries {
			p.node(entry.Key)
			p.node(entry.Value)
		}
	case Sequence:
		p.count(len(node.Items))
		for _, item := range node.Items {
			p.node(item)
		}
	default:
		p.count(len(node.Value))
		p.packed = append(p.packed, node.Value...)
	}
}

func (p *packer) count(n int) { p.packed = binary.AppendUvarint(p.packed, uint64(n)) }

// unpacker reads nodes. What is missing reads as zero.
type unpacker struct {
	packed []byte
	text   string // the same: the scalars are parts of it
	at     int
	nodes  []Node // those that are still unused
	before Mark
	failed bool
}

func (u *unpacker) node() *Node {
	if len(u.nodes) == 0 {
		u.failed = true
		return &Node{}
	}
	node := &u.nodes[0]
	u.nodes = u.nodes[1:]
	node.Kind = Kind(u.number())
	node.Mark = Mark{Line: u.before.Line + u.delta(), Column: int(u.number()), Offset: u.before.Offset + u.delta()}
	u.before = node.Mark
	switch size := u.count(); node.Kind {
	case Mapping:
		node.Entries = slices.Grow(node.Entries, size) // nil for none, as Parse has it
		for range size {
			key := u.node()
			node.Entries = append(node.Entries, Entry{Key: key, Value: u.node()})
		}
	case Sequence:
		node.Items = make([]*Node, size)
		for i := range node.Items {
			node.Items[i] = u.node()
		}
	default:
		node.Value = u.text[u.at : u.at+size]
		u.at += size
	}
	return node
}

func (u *unpacker) number() uint64 {
	n, size := binary.Uvarint(u.packed[u.at:])
	u.advance(size)
	return n
}

func (u *unpacker) delta() int {
	n, size := binary.Varint(u.packed[u.at:])
	u.advance(size)
	return int(n)
}

// advance passes a number of so many bytes, none of which means that there is no
// number.
func (u *unpacker) advance(size int) {
	u.failed = u.failed || size <= 0
	u.at += max(size, 0)
}

// count reads how many bytes or nodes follow, which are at least as many bytes.
func (u *unpacker) count() int {
	n := u.number()
	if n > uint64(len(u.packed)-u.at) {
		u.failed = true
		return 0
	}
	return int(n)
}
