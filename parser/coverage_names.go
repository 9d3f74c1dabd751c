package parser

import "slices"

// naming is a raw field that a table names.
type naming struct {
	path []pathStep
	row  int  // that writes it, among rows and event-type lines; none where a condition looks at it
	off  bool // an option switches the row off
}

// covers tells of a field that is the one named, or lies in it. A list may be
// one object, so a step into its elements may be missing.
func (n *naming) covers(path []pathStep) bool {
	at := 0
	for _, step := range n.path {
		switch {
		case at < len(path) && path[at] == step:
			at++
		case !step.list:
			return false
		}
	}
	return true
}

// namings collects the raw fields that a table names, its options settled.
type namings struct {
	table *Table
	found []naming
}

func (t *Table) namings() []naming {
	n := &namings{table: t}
	for i := range t.Rows {
		if row := &t.Rows[i]; row.WrittenBy == "" {
			n.addRow(i, row)
		}
	}
	for i := range t.EventTypes {
		line := &t.EventTypes[i]
		n.add(nil, []string{line.From}, naming{row: len(t.Rows) + i, off: line.When.never})
		n.add(nil, line.When.sources(), naming{row: none})
	}
	for i := range t.Needs {
		n.add(nil, t.Needs[i].When.sources(), naming{row: none})
	}
	return n.found
}

func (n *namings) addRow(index int, row *Row) {
	written, asked := naming{row: index, off: row.When.never}, naming{row: none}
	sources := append(slices.Clone(row.From), templateSources(row.To)...)
	if row.Each == "" {
		n.add(nil, sources, written)
		n.add(nil, row.When.sources(), asked)
		return
	}
	if n.extract(row.Each) != nil {
		n.add(nil, []string{row.Each}, written)
		return
	}
	list := append(pathSteps(row.Each), pathStep{list: true})
	n.add(list, sources, written)
	n.add(list, row.When.sources(), asked)
}

// add adds the raw fields behind sources, inside the elements of a list if one
// is given.
func (n *namings) add(list []pathStep, sources []string, as naming) {
	for _, source := range sources {
		switch extract := n.extract(source); {
		case list != nil && source == sourceElement:
			as.path = list
			n.found = append(n.found, as)
		case source == "" || source[0] == '<' || isOption(source):
		case list != nil:
			as.path = slices.Concat(list, pathSteps(source))
			n.found = append(n.found, as)
		case extract != nil:
			inside := as
			inside.off = as.off || extract.When.never
			n.add(nil, slices.Concat([]string{extract.From}, extract.First, templateSources(extract.Text)), inside)
			n.add(nil, extract.When.sources(), naming{row: none})
		default:
			as.path = pathSteps(source)
			n.found = append(n.found, as)
		}
	}
}

// extract returns the extract that a source names, or a part of; nil for none.
func (n *namings) extract(source string) *Extract {
	name := splitPath(source)[0]
	i := slices.IndexFunc(n.table.Extracts, func(e Extract) bool { return e.Name == name })
	if i < 0 {
		return nil
	}
	return &n.table.Extracts[i]
}

func pathSteps(path string) []pathStep {
	var steps []pathStep
	for _, key := range splitPath(path) {
		steps = append(steps, pathStep{key: key})
	}
	return steps
}
