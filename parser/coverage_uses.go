package parser

import (
	"slices"
	"strings"

	"github.com/tidwall/gjson"
)

// pathStep is a key on the way to a value, or the step into the elements of a
// list.
type pathStep struct {
	key  string
	list bool
}

// eachScalar visits the values of a record that are neither arrays nor objects
// and not empty. The path holds until visit returns.
func eachScalar(value gjson.Result, path []pathStep, visit func(path []pathStep, raw string)) {
	if !value.IsObject() && !value.IsArray() {
		if value.Type != gjson.Null && (value.Type != gjson.String || strings.TrimSpace(value.String()) != "") {
			visit(path, value.Raw)
		}
		return
	}
	value.ForEach(func(key, member gjson.Result) bool {
		step := pathStep{list: value.IsArray()}
		if !step.list {
			step.key = unescapedText(key.Raw[1 : len(key.Raw)-1])
		}
		eachScalar(member, append(path, step), visit)
		return true
	})
}

// pathText writes a path as the table language does, with [] behind a list.
func pathText(path []pathStep) string {
	var text strings.Builder
	for i, step := range path {
		switch {
		case step.list:
			text.WriteString("[]")
			continue
		case i > 0:
			text.WriteByte('.')
		}
		text.WriteString(strings.ReplaceAll(step.key, ".", `\.`))
	}
	return text.String()
}

// keysOf returns the keys of a path up to its first list.
func keysOf(path []pathStep) []string {
	var keys []string
	for _, step := range path {
		if step.list {
			break
		}
		keys = append(keys, step.key)
	}
	return keys
}

// valueUses tells what became of the values of the record that a mapper mapped
// last. It does not tell the elements of a list apart: a field of theirs counts
// as written if that of one element was.
type valueUses struct {
	m     *Mapper
	slots map[int]FieldUse          // of the record
	inner map[*program]map[int]bool // slots of list elements that reached the event
	rest  map[string]bool           // paths that the table does not name, and that did so
	each  map[int]*program          // by slot of a list: what is made of its elements
}

func newValueUses(m *Mapper) *valueUses {
	u := &valueUses{m: m, slots: map[int]FieldUse{}, inner: map[*program]map[int]bool{}, rest: map[string]bool{}, each: map[int]*program{}}
	whole := m.plan.program
	for i := range whole.leaves {
		if l := &whole.leaves[i]; l.kind == eachLeaf {
			u.each[int(l.slot)] = l.each.program
		}
	}
	for i := range m.trace.writes {
		u.note(&m.trace.writes[i])
	}
	return u
}

// note notes what a value was made of.
func (u *valueUses) note(w *traced) {
	use := FieldMapped
	if name, isAdditional := strings.CutPrefix(w.path, "additional."); isAdditional {
		use = FieldAdditional
		if slices.Contains(u.m.plan.table.rowFrom(w.row), sourceRest) {
			u.rest[name] = true
		}
	}
	if w.program == u.m.plan.program {
		u.use(w.slot, use)
		return
	}
	if u.inner[w.program] == nil {
		u.inner[w.program] = map[int]bool{}
	}
	u.inner[w.program][w.slot] = true
	for _, p := range w.memberKey {
		u.inner[w.program][p.slot] = true
	}
	for slot, program := range u.each {
		if program == w.program {
			u.use(slot, use)
		}
	}
}

// use notes the use of a slot, and of those that it was filled from.
func (u *valueUses) use(slot int, use FieldUse) {
	if slot == none || u.slots[slot] == FieldMapped || u.slots[slot] == use {
		return
	}
	u.slots[slot] = use
	u.m.filledFrom(slot, func(from int) { u.use(from, use) })
}

// of returns the use of the value at a path.
func (u *valueUses) of(path []pathStep) FieldUse {
	keys, table := keysOf(path), u.m.plan.table
	best, named := FieldUnnamed, false
	for _, p := range u.m.plan.program.paths {
		if len(p.path) > len(keys) || !slices.Equal(p.path, keys[:len(p.path)]) || !p.named || p.slot == none {
			continue
		}
		best, named = better(best, u.ofSlot(p.slot, path[len(p.path):])), true
	}
	for length := range keys {
		if u.rest[strings.Join(keys[:length+1], ".")] {
			best = better(best, FieldAdditional)
		}
	}
	switch {
	case best.IsLost() && table.whyDropped(keys) != "":
		return FieldDropped
	case best == FieldUnnamed && !named && table.namesField(keys):
		return FieldUnwritten // by an option, a row that would write it is switched off
	case best == FieldUnwritten && table.onlyDecides(keys):
		return FieldDecides
	}
	return best
}

// ofSlot returns the use of a value that lies below the value of a slot, at the
// rest of its path.
func (u *valueUses) ofSlot(slot int, rest []pathStep) FieldUse {
	use, reached := u.slots[slot]
	if !reached {
		return FieldUnwritten
	}
	program, isList := u.each[slot]
	if !isList || len(rest) == 0 {
		return use
	}
	if rest[0].list {
		rest = rest[1:]
	}
	if len(rest) == 0 {
		return use // the element itself
	}
	inside := FieldUnnamed
	for _, p := range program.paths {
		keys := keysOf(rest)
		if len(p.path) > len(keys) || !slices.Equal(p.path, keys[:len(p.path)]) || !p.named {
			continue
		}
		if u.inner[program][p.slot] {
			return use
		}
		inside = FieldUnwritten
	}
	return inside
}

func better(a, b FieldUse) FieldUse {
	if slices.Index(fieldUses(), b) > slices.Index(fieldUses(), a) {
		return b
	}
	return a
}

// namesField tells whether the table names a raw field, or an object around it.
func (t *Table) namesField(keys []string) bool {
	return slices.ContainsFunc(t.namedFields(), func(name string) bool { return isPrefix(splitPath(name), keys) })
}

// onlyDecides tells of a raw field that only conditions and event types name.
func (t *Table) onlyDecides(keys []string) bool {
	names := func(sources []string) bool {
		return slices.ContainsFunc(sources, func(source string) bool { return isPrefix(splitPath(source), keys) })
	}
	for i := range t.Rows {
		if row := &t.Rows[i]; row.Each != "" && names([]string{row.Each}) || row.Each == "" && names(row.From) {
			return false
		}
	}
	for i := range t.Extracts {
		e := &t.Extracts[i]
		if names(e.First) || names([]string{e.From}) || names(templateSources(e.Text)) {
			return false
		}
	}
	return true
}

func isPrefix(path, keys []string) bool {
	return len(path) <= len(keys) && slices.Equal(path, keys[:len(path)])
}
