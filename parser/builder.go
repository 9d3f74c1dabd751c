package parser

import (
	"math"
	"slices"
	"strings"

	"github.com/udmap/udmap/udm"
)

// builder builds one program, row by row.
type builder struct {
	compiler *compiler
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
// lead to its field from the object that the program writes.
func (b *builder) addRow(index int, row *Row, steps []udm.Step) {
	if row.HasValue {
		b.add(index, row, steps, none, "")
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
	field := steps[len(steps)-1]
	p := &placed{
		leaf:  b.leaf(index, row, field, slot),
		steps: steps,
		key:   row.Key,
		entry: row.Entry,
		rank:  b.compiler.ranks[row.ID],
	}
	if p.key == "" {
		p.key = rawName
	}
	w := waiting{placed: p}
	if !row.When.isEmpty() {
		when := b.condition(row.When)
		w.when = &when
	}
	if row.Required {
		w.reason = Reason(row.From[0])
	}
	b.placed = append(b.placed, p)
	b.waiting = append(b.waiting, w)
}

// leaf makes the leaf of a row's source, or of its constant.
func (b *builder) leaf(index int, row *Row, to udm.Step, slot int) leaf {
	l := leaf{row: int32(index), slot: int32(slot), required: row.Required, blank: row.Blank}
	field := to.Field
	if field.Kind == udm.KindMap && to.Key != "" {
		field = field.MapValue
	}
	l.kind = leafKindOf(row.As, field.Kind)
	l.flexible = field.Kind == udm.KindStruct || field.Kind == udm.KindMessage
	switch field.Kind {
	case udm.KindInt32:
		l.low, l.high, l.bare = math.MinInt32, math.MaxInt32, true
	case udm.KindUint32:
		l.low, l.high, l.bare = 0, math.MaxUint32, true
	case udm.KindInt64:
		l.low, l.high = math.MinInt64, math.MaxInt64
	case udm.KindUint64:
		l.low, l.high = 0, math.MaxUint64
	case udm.KindBool:
		l.bare = true
	case udm.KindEnum:
		l.names = newEnumNames(field.Enum)
	default:
	}
	l.zero = zeroOf(field)
	l.limit = math.MaxUint32
	if field.Limit != nil && field.Limit.MaxBytes+field.Limit.MaxChars > 0 {
		l.maxBytes, l.maxChars = field.Limit.MaxBytes, field.Limit.MaxChars
		l.limit = uint32(max(l.maxBytes, l.maxChars)) + 1
	}
	if l.testName = row.If + row.Unless; l.testName != "" {
		l.test, l.fails = testNamed(l.testName), row.Unless != ""
	}
	if row.HasValue {
		l.constant = string(b.constant(&l, row.Value))
		l.kind = constantLeaf
	}
	l.plain = l.kind == textLeaf && l.slot != none && l.blank == nil && !l.required && (l.test == nil || row.When.isEmpty())
	return l
}

// zeroOf returns the value of a field that proto JSON does not tell from an
// unset one, or "".
func zeroOf(field *udm.Field) string {
	if field.Repeated || field.Optional || field.Oneof != "" {
		return ""
	}
	switch field.Kind {
	case udm.KindInt32, udm.KindInt64, udm.KindUint32, udm.KindUint64:
		return "0"
	case udm.KindBool:
		return "false"
	case udm.KindEnum:
		for _, v := range field.Enum.Values {
			if v.Number == 0 {
				return v.Name
			}
		}
	default:
	}
	return ""
}

// constant converts a row's constant once and for all.
func (b *builder) constant(l *leaf, value string) []byte {
	converted, _ := l.appendConverted(nil, []byte(value))
	return converted
}

// leafKindOf returns how values are written: by the row's conversion, or else
// by the field's kind.
func leafKindOf(as string, field udm.Kind) leafKind {
	switch as {
	case asTimestamp:
		return timestampLeaf
	case asInteger:
		return integerLeaf
	case asBoolean:
		return booleanLeaf
	case asEnum:
		return enumLeaf
	case asIP:
		return addressLeaf
	case asJSON:
		return jsonLeaf
	case asText:
		return textLeaf
	}
	switch field {
	case udm.KindTimestamp:
		return timestampLeaf
	case udm.KindInt32, udm.KindInt64, udm.KindUint32, udm.KindUint64:
		return integerLeaf
	case udm.KindBool:
		return booleanLeaf
	case udm.KindEnum:
		return enumLeaf
	default:
		return textLeaf
	}
}

// testNamed returns the test that `if` and `unless` name.
func testNamed(name string) test {
	if name == testIP {
		return func(_ *addresses, text []byte) bool { return isIP(text) }
	}
	return (*addresses).isAddress
}

// addEach adds one leaf that writes an entry for each object of a list, and
// builds the program of the entries.
func (b *builder) addEach(group *eachGroup) {
	c := b.compiler
	slot, further := b.sources.listSlot(group.list)
	inner := c.newBuilder(nil)
	for _, i := range group.rows {
		row := &c.plan.table.Rows[i]
		inner.addRow(i, row, c.path(row.To).Steps()[len(group.root):])
	}
	p := &placed{steps: group.root, rank: c.ranks[c.plan.table.Rows[group.rows[0]].ID]}
	p.leaf = leaf{
		row: int32(group.rows[0]), slot: int32(slot), kind: eachLeaf, bare: true,
		each: &eachPlan{id: c.plan.frames, further: further, program: inner.build(false)},
	}
	c.plan.frames++
	b.placed = append(b.placed, p)
	b.waiting = append(b.waiting, waiting{placed: p})
}

// addEventType adds the leaf of metadata.event_type, which the table's event
// type lines decide.
func (b *builder) addEventType() {
	lines := b.compiler.plan.table.EventTypes
	p := &placed{
		leaf:  leaf{row: int32(len(b.compiler.plan.table.Rows)), slot: none, kind: eventTypeLeaf},
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
		if extract.Using == usingDashPairs {
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
		paths:   b.sources.paths,
		root:    newKeyNode(b.sources.paths, nil),
		sources: b.sources.names,
		steps:   b.sources.steps,
		shared:  shared,
	}
	for _, w := range b.waiting {
		p.await(w)
	}
	for _, l := range leaves {
		l.leaf.landing = l.landing(p)
		l.leaf.landing.order = l.index
		l.leaf.fixed = fixed && p.always.has(l.index) && l.leaf.kind == constantLeaf && l.leaf.list == 0 && l.leaf.group == 0
		p.leaves = append(p.leaves, l.leaf)
	}
	p.dropFixed()
	return p
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

// condition compiles a condition.
func (b *builder) condition(c Condition) condition {
	set := func(sources []string) (set bitset) {
		for _, source := range sources {
			set.add(b.sources.slot(source, asTrimmed))
		}
		return set
	}
	comparisons := func(list []Equals) (out []equals) {
		for _, e := range list {
			out = append(out, equals{b.sources.slot(e.Source, asTrimmed), e.Values})
		}
		return out
	}
	return condition{c.isEmpty(), set(c.Any), set(c.All), set(c.None), comparisons(c.Is), comparisons(c.IsNot)}
}

// isEmpty tells of a condition that always holds.
func (c *Condition) isEmpty() bool {
	return len(c.Any)+len(c.All)+len(c.None)+len(c.Is)+len(c.IsNot) == 0
}
