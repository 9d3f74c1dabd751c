package parser

// newKeyNode makes the tree of keys that the paths name.
func newKeyNode(paths []rawPath) *keyNode {
	t := &keyTree{}
	return t.node(paths, "")
}

// keyTree is how a tree of keys is made.
type keyTree struct {
	pages []string // keys of the first level that hold an API page's records
	rest  bool     // fields that no path names are read, too
}

// node makes the node of an object that stands within a path, "" for the record.
func (t *keyTree) node(paths []rawPath, within string) *keyNode {
	var keys keyList
	children := map[int][]rawPath{}
	named, whole := map[int]bool{}, map[int]bool{}
	node := &keyNode{}
	at := func(key string) (i int, m *member) {
		if i = keys.add(key); i == len(node.members) {
			node.members = append(node.members, member{slot: none, verbatim: none})
		}
		return i, &node.members[i]
	}
	for _, p := range paths {
		i, m := at(p.path[0])
		switch {
		case len(p.path) > 1:
			p.path = p.path[1:]
			children[i] = append(children[i], p)
			continue
		case p.slot == none:
		case p.verbatim:
			m.verbatim = p.slot
		default:
			m.slot = p.slot
		}
		named[i] = named[i] || p.named
		whole[i] = whole[i] || p.dropped
	}
	if within == "" {
		for _, key := range t.pages {
			_, m := at(key)
			m.page = true
		}
	}
	for i := range node.members {
		m := &node.members[i]
		m.rest, m.within = t.rest && !named[i], within
		if len(children[i]) > 0 {
			inner := keyTree{rest: t.rest && !whole[i]}
			m.child = inner.node(children[i], within+keys[i]+".")
		}
	}
	if t.rest {
		node.unknown = &member{slot: none, verbatim: none, rest: true, within: within}
	}
	node.keys = newKeySet(keys)
	return node
}
