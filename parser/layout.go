package parser

import (
	"cmp"
	"slices"
	"strings"

	"github.com/udmap/udmap/udm"
)

// placed is a leaf on its way to a place in the output.
type placed struct {
	leaf     leaf
	steps    []udm.Step // its path, from the object that the program writes
	key      string     // of a label
	numbered bool       // that has the number of its object behind it
	entry    string
	rank     int // its row's place among the rows, `after` considered

	containers []*container // once laid out
	index      int
}

// container is an object or a list in the output, and what lies in it: in
// schema order, then by rank.
type container struct {
	order, rank int
	name        string // tells containers of one parent apart
	open        string // `"target":{`
	end         string
	list        int // the number of a list; 0 is none
	children    []*container
	leaf        *placed // in place of all of the above but order and rank
}

// layout arranges leaves in the order of the output.
type layout struct {
	names  udm.FieldNames
	lists  int
	groups int
	root   container
}

// arrange returns the leaves in output order, with all the literal text that
// stands around their values, and the program's matrix of shared containers.
func arrange(all []*placed, names udm.FieldNames) (leaves []*placed, shared []uint8) {
	l := &layout{names: names}
	for _, p := range all {
		l.place(p)
	}
	leaves = l.root.flatten(nil, nil)
	for i, p := range leaves {
		p.index = i
		p.surround()
		for _, q := range leaves {
			shared = append(shared, uint8(sharedContainers(p, q)))
		}
	}
	return leaves, shared
}

// place puts a leaf into the container its path leads to, making containers
// on the way.
func (l *layout) place(p *placed) {
	in := &l.root
	if len(p.steps) == 0 {
		l.placeFragment(p)
		return
	}
	for i, at := range p.steps {
		f := at.Field
		name := quoted(f.Key(l.names)) + ":"
		last := i == len(p.steps)-1
		switch {
		case f.Kind == udm.KindStruct || f.Kind == udm.KindMap:
			in = in.child(f, p, f.Name, name+"{", "}")
			if p.leaf.kind == eachLeaf || p.leaf.kind == restLeaf {
				in.add(p, p.rank, "", "") // it writes whole members
				return
			}
			l.single(in, p, at.Key, p.rank, quoted(at.Key)+":")
			return
		case f.Repeated && f.Kind == udm.KindMessage && !last && p.entry != "":
			in = l.listIn(in, f, p, name)
			in = in.child(nil, p, p.entry, "{", "}")
		case f.Repeated && f.Kind == udm.KindMessage:
			in = l.listIn(in, f, p, name)
			before, behind := l.entry(p, p.steps[i+1:])
			in.add(p, p.rank, before, behind)
			p.leaf.list = int32(in.list)
			return
		case f.Kind == udm.KindMessage:
			in = in.child(f, p, f.Name, name+"{", "}")
		case f.Repeated:
			in = l.listIn(in, f, p, name)
			in.add(p, p.rank, p.leaf.quote(), p.leaf.quote())
			p.leaf.list = int32(in.list)
			return
		default:
			l.single(in, p, f.Name, f.Index, name)
			return
		}
	}
}

// placeFragment places a leaf that makes entries or members of its own in the
// list or object that an `each` writes to.
func (l *layout) placeFragment(p *placed) {
	if p.leaf.memberKey != nil {
		l.root.add(p, p.rank, `"`, `"`)
		return
	}
	if l.root.list == 0 {
		l.lists++
		l.root.list = l.lists
	}
	before, behind := l.entry(p, nil)
	l.root.add(p, p.rank, before, behind)
	p.leaf.list = int32(l.root.list)
}

// single places a leaf that is the only value under its name. Further leaves
// with that name make a group, of which one is written.
func (l *layout) single(in *container, p *placed, name string, order int, literal string) {
	for _, c := range in.children {
		if c.leaf == nil || c.name != name {
			continue
		}
		if c.leaf.leaf.group == 0 {
			l.groups++
			c.leaf.leaf.group = int32(l.groups)
		}
		p.leaf.group = c.leaf.leaf.group
		order = c.order
		break
	}
	c := in.add(p, order, literal+p.leaf.quote(), p.leaf.quote())
	c.name = name
}

// entry returns what stands around a value that makes a list entry of its
// own, at the end of steps below the list.
func (l *layout) entry(p *placed, steps []udm.Step) (before, behind string) {
	quote := p.leaf.quote()
	switch {
	case p.leaf.kind == eachLeaf:
		return "", "" // its program writes the braces of every entry
	case len(steps) == 0 && p.numbered:
		key := quoted(p.key)
		p.leaf.numbered = `",` + quoted("value") + ":" + quote
		return "{" + quoted("key") + ":" + key[:len(key)-1], quote + "}"
	case len(steps) == 0: // a label
		return "{" + quoted("key") + ":" + quoted(p.key) + "," + quoted("value") + ":" + quote, quote + "}"
	}
	f := steps[0].Field
	switch {
	case f.Kind == udm.KindStruct || f.Kind == udm.KindMap:
		before, behind = "{"+quoted(steps[0].Key)+":"+quote, quote+"}"
	case f.Kind == udm.KindMessage:
		before, behind = l.entry(p, steps[1:])
	default:
		before, behind = quote, quote
	}
	if f.Repeated {
		before, behind = "["+before, behind+"]"
	}
	return "{" + quoted(f.Key(l.names)) + ":" + before, behind + "}"
}

// listIn returns the list of a field in a container.
func (l *layout) listIn(in *container, f *udm.Field, p *placed, name string) *container {
	list := in.child(f, p, f.Name, name+"[", "]")
	if list.list == 0 {
		l.lists++
		list.list = l.lists
	}
	return list
}

// child returns the container of that name, making it where there is none.
// Fields stand in schema order, entries of a list (no field) by rank.
func (c *container) child(f *udm.Field, p *placed, name, open, end string) *container {
	for _, child := range c.children {
		if child.leaf == nil && child.name == name {
			return child
		}
	}
	child := &container{order: p.rank, rank: p.rank, name: name, open: open, end: end}
	if f != nil {
		child.order = f.Index
	}
	c.children = append(c.children, child)
	return child
}

// add puts a leaf into the container.
func (c *container) add(p *placed, order int, before, behind string) *container {
	p.leaf.open = []string{before}
	p.leaf.tail = behind
	p.leaf.prefix = int32(len(before))
	p.leaf.ending = len(behind)
	p.leaf.again = "," + before
	child := &container{order: order, rank: p.rank, leaf: p}
	c.children = append(c.children, child)
	return child
}

// flatten returns the leaves below the container in output order, and tells
// each the containers it lies in.
func (c *container) flatten(above []*container, leaves []*placed) []*placed {
	slices.SortStableFunc(c.children, func(a, b *container) int {
		return cmp.Or(cmp.Compare(a.order, b.order), cmp.Compare(a.rank, b.rank))
	})
	for _, child := range c.children {
		if child.leaf != nil {
			child.leaf.containers = slices.Clone(above)
			leaves = append(leaves, child.leaf)
			continue
		}
		leaves = child.flatten(append(above, child), leaves)
	}
	return leaves
}

// surround writes out what stands before and behind the leaf's value, for
// every number of containers that the leaf before it may share.
func (p *placed) surround() {
	literal := p.leaf.open[0]
	var opens []string
	var ends strings.Builder
	for depth := range len(p.containers) + 1 {
		var open strings.Builder
		open.WriteByte(',')
		for _, c := range p.containers[depth:] {
			open.WriteString(c.open)
		}
		opens = append(opens, open.String()+literal)
	}
	for _, c := range slices.Backward(p.containers) {
		ends.WriteString(c.end)
	}
	p.leaf.open = opens
	p.leaf.tail += ends.String()
}

func sharedContainers(p, q *placed) int {
	n := 0
	for n < len(p.containers) && n < len(q.containers) && p.containers[n] == q.containers[n] {
		n++
	}
	return n
}

// quote returns the quotation mark, unless the leaf's values stand without.
func (l *leaf) quote() string {
	if l.bare {
		return ""
	}
	return `"`
}

// quoted returns text as a JSON string.
func quoted(text string) string {
	return string(udm.AppendString(nil, text))
}
