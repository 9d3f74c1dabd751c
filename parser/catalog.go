package parser

import (
	"cmp"
	"errors"
	"fmt"
	"hash/maphash"
	"slices"
)

// Catalog is a set of plans that chooses among them by the shape of each
// record. It is immutable and safe for concurrent use.
type Catalog struct {
	plans []boundPlan // by the names of their tables
	pages []string    // keys that hold the records of an API page
}

// boundPlan is a plan within a catalog. Its key tree also holds what the
// claims of all plans ask for, so that whichever plan a record is scanned
// for, the same one claims it.
type boundPlan struct {
	plan   *Plan
	root   *keyNode
	slots  int
	claims [][]claim // by plan, one a shape; none where every record is the plan's
}

// claim is the compiled shape of one plan's records, in slots of another.
type claim struct{ has, hasAny, lacks bitset }

// NewCatalog returns a catalog of plans. Their tables must differ in name and,
// if there are several, say what records they claim; where several claim a
// record, the first by name gets it.
func NewCatalog(plans ...*Plan) (*Catalog, error) {
	if len(plans) == 0 {
		return nil, errors.New("a catalog needs a plan: name a table")
	}
	sorted := slices.SortedFunc(slices.Values(plans), func(a, b *Plan) int {
		return cmp.Compare(a.table.Name, b.table.Name)
	})
	c := &Catalog{}
	for i, p := range sorted {
		if i > 0 && sorted[i-1].table.Name == p.table.Name {
			return nil, fmt.Errorf("two tables are called %q: rename one", p.table.Name)
		}
		if len(sorted) > 1 && p.table.claimsAll() {
			return nil, fmt.Errorf("table %q has no claims, so that it takes every record from the other tables: say which are its own", p.table.Name)
		}
		c.addPages(p)
	}
	for _, p := range sorted {
		bound := c.bind(p, sorted)
		if bound.slots > maxBits {
			return nil, fmt.Errorf("table %q and the claims of the others read %d fields, more than %d: take fewer tables at a time", p.table.Name, bound.slots, maxBits)
		}
		c.plans = append(c.plans, bound)
	}
	return c, nil
}

// Only returns a catalog that gives every record to one plan, whatever the
// claims of its table.
func Only(plan *Plan) *Catalog {
	c := &Catalog{}
	c.addPages(plan)
	c.plans = []boundPlan{c.bind(plan, nil)}
	return c
}

// Plans returns the plans by the names of their tables.
func (c *Catalog) Plans() []*Plan {
	var plans []*Plan
	for _, b := range c.plans {
		plans = append(plans, b.plan)
	}
	return plans
}

// NewMapper returns a mapper that applies the catalog.
func (c *Catalog) NewMapper() *Mapper {
	m := &Mapper{catalog: c, passed: newHabits(), nothing: newKeyNode(nil), void: &frame{}, members: memberKeys{seed: maphash.MakeSeed()}}
	m.records = make([]*frame, len(c.plans))
	m.frames = make([][]*frame, len(c.plans))
	m.habits = make([]habits, len(c.plans))
	m.firsts = make([][]habits, len(c.plans))
	m.tally = newTally(c)
	m.use(0)
	return m
}

// isRecordsKey tells whether a key holds the records of an API page.
func (c *Catalog) isRecordsKey(key []byte) bool {
	return slices.ContainsFunc(c.pages, func(page string) bool { return page == string(key) })
}

// claimsAll tells of a table whose claims every record meets.
func (t *Table) claimsAll() bool {
	return len(t.Claims) == 0 || slices.ContainsFunc(t.Claims, func(c Claims) bool {
		return len(c.Has)+len(c.HasAny)+len(c.Lacks) == 0
	})
}

func (c *Catalog) addPages(p *Plan) {
	for _, key := range p.table.Records {
		if !slices.Contains(c.pages, key) {
			c.pages = append(c.pages, key)
		}
	}
}

// bind adds what the claims of all plans ask for to the keys of one.
func (c *Catalog) bind(p *Plan, all []*Plan) boundPlan {
	b := boundPlan{plan: p, slots: len(p.program.sources)}
	paths := slices.Clone(p.program.paths)
	slotOf := func(source string) int {
		path := splitPath(source)
		for _, known := range paths {
			if known.slot != none && !known.verbatim && slices.Equal(known.path, path) {
				return known.slot
			}
		}
		paths = append(paths, rawPath{path: path, slot: b.slots})
		b.slots++
		return b.slots - 1
	}
	set := func(sources []string) (set bitset) {
		for _, source := range sources {
			set.add(slotOf(source))
		}
		return set
	}
	for _, other := range all {
		var shapes []claim
		for _, claims := range other.table.Claims {
			shapes = append(shapes, claim{set(claims.Has), set(claims.HasAny), set(claims.Lacks)})
		}
		b.claims = append(b.claims, shapes)
	}
	tree := keyTree{pages: c.pages, rest: p.program.writesRest}
	b.root = tree.node(paths, "")
	return b
}

// choose returns the number of the plan that claims a record, or none.
func (b *boundPlan) choose(f *frame) int {
	if b.claims == nil {
		return 0
	}
	for i := range b.claims {
		for k := range b.claims[i] {
			if b.claims[i][k].holds(f) {
				return i
			}
		}
	}
	return none
}

// holds tells whether a record has the shape.
func (c *claim) holds(f *frame) bool {
	return f.seen.covers(&c.has) && (c.hasAny.isEmpty() || f.seen.meets(&c.hasAny)) && !f.seen.meets(&c.lacks)
}

// newFrames returns a frame for every list that the plan writes entries of.
func (p *Plan) newFrames() []*frame {
	frames := make([]*frame, p.frames)
	for i := range p.program.leaves {
		if each := p.program.leaves[i].each; each != nil {
			frames[each.id] = newFrame(each.program, nil, len(each.program.sources), entryOutlines)
			frames[each.id].habits = newHabits()
		}
	}
	return frames
}

// newFirsts returns habits for every list whose first element the plan reads.
func (p *Plan) newFirsts() []habits {
	var firsts []habits
	for i := range p.program.steps {
		if p.program.steps[i].first != nil {
			firsts = append(firsts, newHabits())
		}
	}
	return firsts
}

// Table returns the table that mapped the record of the last Append.
func (m *Mapper) Table() *Table { return m.plan.table }
