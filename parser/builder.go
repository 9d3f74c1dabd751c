package parser

import (
	"slices"
	"strings"

	"github.com/udmap/udmap/udm"
)

// builder builds one program, row by row.
type builder struct {
	compiler *compiler
	root     int // how many steps of a row's path lead to the object that the program writes
	sources  *sources
	placed   []*placed
	waiting  []waiting
}

// waiting is what a leaf waits for before it may be written.
type waiting struct {
	*placed
	when   *condition // nil for none
	reason Reason     // of a required row, else ""
}

func (c *compiler) newBuilder(extracts []Extract) *builder {
	return &builder{compiler: c, sources: newSources(extracts, c.extracts)}
}

// addRow adds a leaf for each source of a row, or one for its constant. Steps
// lead to its field from the event.
func (b *builder) addRow(index int, row *Row, steps []udm.Step) {
	if row.HasValue {
		b.add(index, row, steps, none, "")
		return
	}
	if slices.Contains(row.From, sourceRest) {
		b.add(index, row, steps, none, "")
		b.placed[len(b.placed)-1].leaf.kind = restLeaf
		return
	}
	how := asTrimmed
	switch {
	case row.Take == takePrevious:
		how = asPrevious
	case row.Verbatim:
		how = asVerbatim
	}
	for _, source := range row.From {
		b.add(index, row, steps, b.sources.slot(source, how), b.rawName(source))
	}
}

func (b *builder) add(index int, row *Row, steps []udm.Step, slot int, rawName string) {
	p := &placed{
		leaf:     b.leaf(index, row, steps[len(steps)-1], slot),
		steps:    steps[b.root:],
		key:      row.Key,
		numbered: row.Numbered,
		entry:    row.Entry,
		rank:     b.compiler.ranks[row.ID],
	}
	if p.key == "" {
		p.key = rawName
	}
	w := waiting{placed: p}
	if !row.When.isEmpty() {
		when := b.sources.condition(row.When)
		w.when = &when
	}
	if row.Required {
		w.reason = Reason(row.From[0])
	}
	b.placed = append(b.placed, p)
	b.waiting = append(b.waiting, w)
}

// addEach adds one leaf that writes an entry for each object of a list, and
// builds the program of the entries.
func (b *builder) addEach(group *eachGroup) {
	c := b.compiler
	slot, further := b.sources.listSlot(group.list)
	inner := c.newBuilder(nil)
	inner.root = len(group.root)
	each := &eachPlan{id: c.plan.frames, further: further, raw: !c.table.isExtract(group.list), element: none}
	for _, i := range group.rows {
		row := &c.table.Rows[i]
		inner.addRow(i, row, c.path(row.To).Steps())
		each.most = max(each.most, row.Most)
	}
	if b.sources.isChanges(group.list) {
		each.changes = inner.sources.changeSlots()
	}
	each.element = inner.sources.find(sourceElement)
	each.program = inner.build(false)
	root := slices.Clone(group.root)
	root[len(root)-1].Key = "" // which is each object's own
	p := &placed{steps: root, rank: c.ranks[c.table.Rows[group.rows[0]].ID]}
	p.leaf = leaf{row: int32(group.rows[0]), slot: int32(slot), kind: eachLeaf, bare: true, each: each}
	c.plan.frames++
	b.placed = append(b.placed, p)
	b.waiting = append(b.waiting, waiting{placed: p})
}

// addEventType adds the leaf of metadata.event_type, which the table's event
// type lines decide.
func (b *builder) addEventType() {
	lines := b.compiler.table.EventTypes
	p := &placed{
		leaf:  leaf{row: int32(len(b.compiler.table.Rows)), slot: none, kind: eventTypeLeaf},
		steps: b.compiler.path("metadata.event_type").Steps(),
		rank:  len(lines),
	}
	b.placed = append(b.placed, p)
	b.waiting = append(b.waiting, waiting{placed: p})
}

// rawName is what a label is called unless its row says otherwise: the last
// part of the source.
func (b *builder) rawName(source string) string {
	name, part, found := strings.Cut(source, ".")
	if extract, isExtract := b.sources.extracts[name]; isExtract && found {
		if extract.Using != usingEmbeddedJSON {
			return part
		}
		source = part
	}
	path := splitPath(source)
	return path[len(path)-1]
}

// build lays the leaves out and notes what each waits for. Fixed tells that
// the object is always written, and with it all its constants.
func (b *builder) build(fixed bool) *program {
	b.sources.finish()
	leaves, shared := arrange(b.placed, b.compiler.plan.options.FieldNames)
	p := &program{
		fragment: b.isFragment(),
		paths:    b.sources.paths,
		root:     newKeyNode(b.sources.paths),
		sources:  b.sources.names,
		steps:    b.sources.steps,
		shared:   shared,
	}
	p.degraded = b.sources.find(sourceDegradedFrom)
	for _, w := range b.waiting {
		p.await(w)
	}
	for _, l := range leaves {
		l.leaf.landing = l.landing(p)
		l.leaf.landing.order = l.index
		l.leaf.fixed = fixed && p.always.has(l.index) && l.leaf.kind == constantLeaf && l.leaf.list == 0 && l.leaf.group == 0
		if l.leaf.kind == constantLeaf {
			p.constants.add(l.index)
		}
		if l.leaf.mapped != nil || l.leaf.blank != nil {
			p.choosy = append(p.choosy, l.index)
		}
		if known := b.sources.vocabularies[int(l.leaf.slot)]; known != nil && l.leaf.mapped != nil {
			l.leaf.mapped.learn(known)
		}
		p.writesRest = p.writesRest || l.leaf.kind == restLeaf
		p.leaves = append(p.leaves, l.leaf)
	}
	findSame(p.guarded)
	p.dropFixed()
	p.shareLists()
	p.findAlone()
	p.findRivals()
	p.findAwaited()
	p.findMembers()
	p.numberResults()
	p.additional = newKeySet(b.additionalKeys())
	return p
}

// shareLists tells the labels that are written for each object of a list that
// they stand in a list of this program, and which of them are distinct from all others.
func (p *program) shareLists() {
	lists := map[int32][]*leaf{}
	for i := range p.leaves {
		l := &p.leaves[i]
		if l.list == 0 {
			continue
		}
		if !l.makesLabels() {
			lists[l.list] = append(lists[l.list], l)
			continue
		}
		for k := range l.each.program.leaves {
			label := &l.each.program.leaves[k]
			label.list = l.list
			lists[l.list] = append(lists[l.list], label)
		}
	}
	for i := range p.leaves {
		if l := &p.leaves[i]; l.list != 0 && l.makesLabels() {
			l.each.program.findDistinct(lists[l.list])
		}
	}
}

// findDistinct finds the numbered labels that no other leaf of their list can write,
// since its keys begin differently.
func (p *program) findDistinct(list []*leaf) {
	for i := range p.leaves {
		l := &p.leaves[i]
		l.distinct = l.numbered != "" && !slices.ContainsFunc(list, func(other *leaf) bool {
			return other != l && (strings.HasPrefix(other.again, l.again) || strings.HasPrefix(l.again, other.again))
		})
		p.numbered = p.numbered || l.distinct
	}
}

// findAlone finds the leaves whose text needs no comparison with others of its
// list: those begin differently, or there are none.
func (p *program) findAlone() {
	for i := range p.leaves {
		l := &p.leaves[i]
		l.alone = l.plain && l.test == nil && !p.fragment && l.numbered == ""
		for k := range p.leaves {
			other := &p.leaves[k]
			if l.list != 0 && k != i && other.list == l.list && (other.again == l.again || other.makesLabels() || other.numbered != "") {
				l.alone = false
			}
		}
	}
}

// isFragment tells of a program whose rows write right into the list or object
// that the path of an `each` leads to.
func (b *builder) isFragment() bool {
	return b.root > 0 && len(b.placed) > 0 && len(b.placed[0].steps) == 0
}

// additionalKeys returns the keys of additional that rows write by name.
func (b *builder) additionalKeys() []string {
	var keys keyList
	for _, p := range b.placed {
		if len(p.steps) == 1 && p.steps[0].Field.Kind == udm.KindStruct && p.steps[0].Key != "" {
			escaped := udm.AppendEscaped(nil, []byte(p.steps[0].Key))
			keys.add(string(escaped))
		}
	}
	return keys
}

// leavesOf returns, by slot, the leaf that waits for nothing but its value.
func (p *program) leavesOf(slots int) []int32 {
	leaves := make([]int32, slots)
	for i := range leaves {
		leaves[i] = none
	}
	for _, d := range p.direct {
		leaves[d.slot] = int32(d.leaf)
	}
	return leaves
}

// dropFixed takes the fixed leaves from those that are written one by one.
func (p *program) dropFixed() {
	for i := range p.leaves {
		if p.leaves[i].fixed {
			p.always.remove(i)
		}
	}
}

// landing says where in the event the leaf's values land, for explanations.
func (p *placed) landing(program *program) *landing {
	at := &landing{program: program}
	if len(p.steps) == 0 {
		return at
	}
	dot := ""
	for _, step := range p.steps {
		at.rest += dot + step.Field.Name
		dot = "."
		if step.Key != "" {
			at.rest += dot + step.Key
		}
		if step.Field.Repeated && at.list == "" {
			at.list, at.rest = at.rest, ""
			if p.entry != "" {
				at.list, at.rest = "", at.list+"["+p.entry+"]"
			}
		}
	}
	if at.list != "" && at.rest == "" && p.steps[len(p.steps)-1].Field.Kind == udm.KindMessage && p.leaf.kind != eachLeaf {
		at.rest = ".value" // of a label
	}
	return at
}

// await notes when a leaf is to be written.
func (p *program) await(w waiting) {
	l := &w.leaf
	switch {
	case l.kind == restLeaf && w.when == nil:
		p.rest = append(p.rest, w.index)
	case w.when != nil:
		p.guarded = append(p.guarded, guarded{leaf: w.index, slot: int(l.slot), when: *w.when})
	case l.slot == none:
		p.always.add(w.index)
	case l.test != nil:
		p.awaitTest(w)
	default:
		p.awaitValue(slotLeaf{int(l.slot), w.index})
	}
	if known := len(p.required); w.reason != "" && (known == 0 || p.required[known-1].row != int(l.row)) {
		p.required = append(p.required, required{row: int(l.row), reason: w.reason, detail: string(w.reason) + " is missing, empty or unreadable"})
	}
}

// awaitValue lets a leaf wait for nothing but its value.
func (p *program) awaitValue(d slotLeaf) {
	if slices.ContainsFunc(p.direct, func(other slotLeaf) bool { return other.slot == d.slot }) {
		p.shadowed = append(p.shadowed, d)
		return
	}
	p.direct = append(p.direct, d)
}

// awaitTest lets leaves that ask the same of the same slot wait together.
func (p *program) awaitTest(w waiting) {
	l := &w.leaf
	at := -1
	for i := range p.tested {
		if p.tested[i].slot == int(l.slot) && p.tested[i].name == l.testName {
			at = i
		}
	}
	if at < 0 {
		at = len(p.tested)
		p.tested = append(p.tested, tested{slot: int(l.slot), name: l.testName, test: l.test})
	}
	if l.fails {
		p.tested[at].failed = append(p.tested[at].failed, uint16(w.index))
	} else {
		p.tested[at].passed = append(p.tested[at].passed, uint16(w.index))
	}
}
