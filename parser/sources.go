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
	texts    map[textKey]*textBuilder
	elements map[int]*elementBuilder
	parts    map[string]parts // by extract

	vocabularies map[int]*vocabulary // by slot
	compared     keyList             // the slots and patterns of `like`
}

// textKey tells texts apart that are read for themselves.
type textKey struct {
	slot    int    // of the text
	extract string // with a condition of its own, else ""
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
		texts:    map[textKey]*textBuilder{},
		elements: map[int]*elementBuilder{},
		parts:    map[string]parts{},

		vocabularies: map[int]*vocabulary{},
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
	case source == sourceElement || source == sourceDegradedFrom:
		slot, _ := s.slotOf(source, source)
		return slot
	case !found:
		return s.rawSlot(source, how)
	case extract.When.never:
		return s.emptySlot(source)
	case extract.First != nil:
		return s.choiceSlot(extract, how)
	case extract.Text != "":
		return s.madeSlot(extract)
	case extract.Using == usingDashPairs:
		return s.pairSlot(extract, part, how)
	case extract.Using == usingEmbeddedJSON:
		return s.elementSlot(extract, part, how)
	}
	return s.partSlot(extract, part, how)
}

// emptySlot returns the slot of a source that an option has switched off.
func (s *sources) emptySlot(source string) int {
	slot, _ := s.slotOf("empty "+source, source)
	return slot
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
	slot := s.pathSlot(path, source, how)
	for i := range s.paths {
		if slices.Equal(s.paths[i].path, path) {
			s.paths[i].named = true
		}
	}
	return slot
}

func (s *sources) pathSlot(path []string, source string, how reading) int {
	key := "raw " + strings.Join(path, "\x00")
	if how == asVerbatim {
		key = "verbatim " + key
	}
	slot, isNew := s.slotOf(key, source)
	if isNew {
		s.paths = append(s.paths, rawPath{path: path, slot: slot, verbatim: how == asVerbatim})
	}
	return slot
}

func (s *sources) choiceSlot(extract Extract, how reading) int {
	slot, isNew := s.slotOf("choice "+extract.Name+string('0'+how), extract.Name)
	if isNew {
		c := &choice{slot: slot}
		for _, source := range extract.First {
			from := s.slot(source, how)
			c.from = append(c.from, from)
			c.set.add(from)
		}
		s.steps = append(s.steps, step{name: extract.Name, when: s.guard(extract), choice: c})
	}
	return slot
}

func (s *sources) madeSlot(extract Extract) int {
	slot, isNew := s.slotOf("made "+extract.Name, extract.Name)
	if isNew {
		made := s.planText(extract, slot)
		s.steps = append(s.steps, step{name: extract.Name, when: s.guard(extract), made: made})
	}
	return slot
}

// guard compiles the condition of an extract, before the step that waits for
// it.
func (s *sources) guard(extract Extract) *condition {
	if extract.When.isEmpty() {
		return nil
	}
	when := s.condition(extract.When)
	return &when
}

// partSlot returns the slot of a part of a text that is taken apart.
func (s *sources) partSlot(extract Extract, part string, how reading) int {
	p, found := s.parts[extract.Name]
	if !found {
		p = s.newParts(extract)
		s.parts[extract.Name] = p
		s.steps = append(s.steps, step{name: extract.Name, when: s.guard(extract), parts: p})
	}
	key := "part " + extract.Name + "." + part
	if how == asPrevious {
		key = "previous " + key
	}
	slot, isNew := s.slotOf(key, extract.Name+"."+part)
	if isNew {
		p.put(part, slot, how)
	}
	return slot
}

func (s *sources) newParts(extract Extract) parts {
	switch extract.Using {
	case usingChangeLines:
		return newChangeLines(int32(s.rows[extract.Name]), s.slot(extract.From, asVerbatim))
	case usingIPAddresses:
		return newIPAddresses(s.slot(extract.From, asTrimmed))
	case usingURL:
		return newURLSlots(s.slot(extract.From, asTrimmed))
	}
	return newHalves(extract.At, s.slot(extract.From, asVerbatim))
}

// text returns the builder of the text that an extract reads.
func (s *sources) text(extract Extract) *textBuilder {
	slot := s.slot(extract.From, asVerbatim)
	guard := s.guard(extract)
	key := textKey{slot: slot}
	if guard != nil {
		key.extract = extract.Name // the others read the text whatever this condition says
	}
	builder, found := s.texts[key]
	if !found {
		builder = &textBuilder{plan: &textPlan{row: int32(s.rows[extract.Name]), slot: slot, json: none}}
		s.texts[key] = builder
		s.steps = append(s.steps, step{name: extract.Name, when: guard, text: builder.plan})
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
		if extract.When.never {
			return s.emptySlot(source), false
		}
		return s.jsonSlot(extract), part == partRest
	}
	return s.slot(source, asTrimmed), false
}

// find returns the slot of a source that something reads by its name alone, or
// none.
func (s *sources) find(source string) int {
	if slot, found := s.slots[source]; found {
		return slot
	}
	return none
}

// changeSlots returns where the fields of a change go that a list's rows read.
func (s *sources) changeSlots() *changeSlots {
	slot := func(field string) int { return s.find("raw " + field) }
	return &changeSlots{field: slot(changeField), previous: slot(changeOld), next: slot(changeNew), line: slot(changeLine)}
}

// isChanges tells of a list that is the changes of a text.
func (s *sources) isChanges(list string) bool {
	name, _, _ := strings.Cut(list, ".")
	return s.extracts[name].Using == usingChangeLines
}

func (s *sources) jsonSlot(extract Extract) int {
	builder := s.text(extract)
	key := "json " + extract.From
	if !extract.When.isEmpty() {
		key = "json of " + extract.Name
	}
	slot, isNew := s.slotOf(key, extract.Name)
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
		builder.paths = append(builder.paths, rawPath{path: path, slot: slot, verbatim: how == asVerbatim})
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
		builder.plan.root = newKeyNode(builder.paths)
	}
	for _, p := range s.parts {
		if lines, ok := p.(*changeLines); ok {
			lines.finish()
		}
	}
	for _, v := range s.vocabularies {
		v.finish()
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
