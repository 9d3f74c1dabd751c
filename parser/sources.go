package parser

import (
	"slices"
	"strings"
)

// sources gives every source that a program reads its slot, and plans the
// steps that fill the slots.
type sources struct {
	extracts map[string]Extract
	rows     map[string]int // of extracts, for the ledger
	slots    map[string]int // by sourceKey
	names    []string       // by slot
	paths    []rawPath
	steps    []step
	texts    map[int]*textBuilder // by the slot of the text
	elements map[int]*elementBuilder
}

// textBuilder collects what is read of a text.
type textBuilder struct {
	plan *textPlan
	keys keyList
}

// elementBuilder collects what is read of a list's first object.
type elementBuilder struct {
	plan  *elementPlan
	paths []rawPath
}

func newSources(extracts []Extract, rows map[string]int) *sources {
	s := &sources{
		extracts: map[string]Extract{},
		rows:     rows,
		slots:    map[string]int{},
		texts:    map[int]*textBuilder{},
		elements: map[int]*elementBuilder{},
	}
	for _, e := range extracts {
		s.extracts[e.Name] = e
	}
	return s
}

// reading is how a source is read.
type reading uint8

const (
	asTrimmed reading = iota
	asVerbatim
	asPrevious // OLD of a pair
)

// slot returns the slot of a source as it is read, planning what fills it.
func (s *sources) slot(source string, how reading) int {
	name, part, _ := strings.Cut(source, ".")
	extract, found := s.extracts[name]
	switch {
	case !found:
		return s.rawSlot(source, how)
	case extract.First != nil:
		return s.choiceSlot(extract, how)
	case extract.Using == usingDashPairs:
		return s.pairSlot(extract, part, how)
	}
	return s.elementSlot(extract, part, how)
}

// slotOf returns the slot of a key, and whether it is new.
func (s *sources) slotOf(key, name string) (slot int, isNew bool) {
	if slot, found := s.slots[key]; found {
		return slot, false
	}
	slot = len(s.names)
	s.names = append(s.names, name)
	s.slots[key] = slot
	return slot, true
}

func (s *sources) rawSlot(source string, how reading) int {
	path := splitPath(source)
	for above := 1; above < len(path); above++ {
		// The objects on the way have slots too, so that a second one under
		// the same key is noticed.
		s.pathSlot(path[:above], strings.Join(path[:above], "."), asTrimmed)
	}
	return s.pathSlot(path, source, how)
}

func (s *sources) pathSlot(path []string, source string, how reading) int {
	key := "raw " + strings.Join(path, "\x00")
	if how == asVerbatim {
		key = "verbatim " + key
	}
	slot, isNew := s.slotOf(key, source)
	if isNew {
		s.paths = append(s.paths, rawPath{path, slot, how == asVerbatim})
	}
	return slot
}

func (s *sources) choiceSlot(extract Extract, how reading) int {
	slot, isNew := s.slotOf("choice "+extract.Name+string('0'+how), extract.Name)
	if isNew {
		c := &choice{slot: slot}
		for _, source := range extract.First {
			c.from = append(c.from, s.slot(source, how))
		}
		s.steps = append(s.steps, step{choice: c})
	}
	return slot
}

// text returns the builder of the text that an extract reads.
func (s *sources) text(extract Extract) *textBuilder {
	slot := s.slot(extract.From, asVerbatim)
	builder, found := s.texts[slot]
	if !found {
		builder = &textBuilder{plan: &textPlan{row: int32(s.rows[extract.Name]), slot: slot, json: none}}
		s.texts[slot] = builder
		s.steps = append(s.steps, step{text: builder.plan})
	}
	return builder
}

func (s *sources) pairSlot(extract Extract, part string, how reading) int {
	builder := s.text(extract)
	if builder.plan.pairs == nil {
		builder.plan.row = int32(s.rows[extract.Name])
		builder.plan.pairs = &pairs{addressKey: pairSlots{none, none}, subject: none, firstAddress: none, secondAddress: none}
	}
	p := builder.plan.pairs
	name := extract.Name + "." + part
	key := "pair " + name
	if how == asPrevious {
		key = "previous " + name
	}
	slot, isNew := s.slotOf(key, name)
	if !isNew {
		return slot
	}
	switch part {
	case partSubject:
		p.subject = slot
	case partFirstAddress:
		p.firstAddress = slot
	case partSecondAddress:
		p.secondAddress = slot
	case partAddressKey:
		p.addressKey.put(slot, how)
	default:
		i := builder.keys.add(part)
		if i == len(p.slots) {
			p.slots = append(p.slots, pairSlots{none, none})
		}
		p.slots[i].put(slot, how)
	}
	return slot
}

func (p *pairSlots) put(slot int, how reading) {
	if how == asPrevious {
		p.previous = slot
	} else {
		p.value = slot
	}
}

// listSlot returns the slot of a list, named by an extract or a raw path, and
// whether its first element is left out.
func (s *sources) listSlot(source string) (slot int, further bool) {
	name, part, _ := strings.Cut(source, ".")
	if extract, found := s.extracts[name]; found && extract.Using == usingEmbeddedJSON {
		return s.jsonSlot(extract), part == partRest
	}
	return s.slot(source, asTrimmed), false
}

func (s *sources) jsonSlot(extract Extract) int {
	builder := s.text(extract)
	slot, isNew := s.slotOf("json "+extract.From, extract.Name)
	if isNew {
		builder.plan.json = slot
	}
	return slot
}

// elementSlot returns the slot of a field of a list's first object.
func (s *sources) elementSlot(extract Extract, part string, how reading) int {
	list := s.jsonSlot(extract)
	builder, found := s.elements[list]
	if !found {
		builder = &elementBuilder{plan: &elementPlan{id: len(s.elements), list: list}}
		s.elements[list] = builder
		s.steps = append(s.steps, step{first: builder.plan})
	}
	path := splitPath(strings.TrimPrefix(part, partFirst+"."))
	for above := 1; above < len(path); above++ {
		s.elementPath(builder, extract, path[:above], asTrimmed)
	}
	return s.elementPath(builder, extract, path, how)
}

// elementPath returns the slot of a path inside a list's first object.
func (s *sources) elementPath(builder *elementBuilder, extract Extract, path []string, how reading) int {
	name := extract.Name + "." + partFirst + "." + strings.Join(path, ".")
	key := "first " + extract.Name + " " + strings.Join(path, "\x00")
	if how == asVerbatim {
		key = "verbatim " + key
	}
	slot, isNew := s.slotOf(key, name)
	if isNew {
		builder.paths = append(builder.paths, rawPath{path, slot, how == asVerbatim})
	}
	return slot
}

// finish makes the key sets, once all sources are known.
func (s *sources) finish() {
	for _, builder := range s.texts {
		if builder.plan.pairs != nil {
			builder.plan.pairs.keys = newPairKeys(builder.keys)
			builder.plan.pairs.addressed = strings.Contains(strings.Join(builder.keys, ""), "@")
		}
	}
	for _, builder := range s.elements {
		builder.plan.root = newKeyNode(builder.paths, nil)
	}
}

// splitPath splits a raw path at its dots; `\.` is a dot within a key.
func splitPath(path string) []string {
	keys := strings.Split(strings.ReplaceAll(path, `\.`, "\x00"), ".")
	for i, key := range keys {
		keys[i] = strings.ReplaceAll(key, "\x00", ".")
	}
	return keys
}

// newKeyNode makes the tree of keys that the paths name. Pages are the keys
// of the first level that hold an API page's records.
func newKeyNode(paths []rawPath, pages []string) *keyNode {
	var keys keyList
	children := map[int][]rawPath{}
	node := &keyNode{}
	at := func(key string) *member {
		i := keys.add(key)
		if i == len(node.members) {
			node.members = append(node.members, member{slot: none, verbatim: none})
		}
		return &node.members[i]
	}
	for _, p := range paths {
		m := at(p.path[0])
		switch {
		case len(p.path) > 1:
			i := slices.Index(keys, p.path[0])
			children[i] = append(children[i], rawPath{p.path[1:], p.slot, p.verbatim})
		case p.verbatim:
			m.verbatim = p.slot
		default:
			m.slot = p.slot
		}
	}
	for _, key := range pages {
		at(key).page = true
	}
	for i, below := range children {
		node.members[i].child = newKeyNode(below, nil)
	}
	node.keys = newKeySet(keys)
	return node
}
