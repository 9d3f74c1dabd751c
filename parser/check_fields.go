package parser

import (
	"strings"

	"github.com/udmap/udmap/udm"
)

// status reports fields that are deprecated or not for senders to set, under
// the validator's ids: once for each step of the path, at its name.
func (c *checker) status(row *Row, path udm.Path) {
	offset := 0
	for _, step := range path.Steps() {
		at := c.at(row, "to")
		at.Position = c.table.places.inside(row.Position, "to", theValue, row.To, offset)
		offset += len(step.Field.Name) + 1
		switch field := step.Field; {
		case field.String() == "Metadata.tags":
			c.add(udmTags, at)
		case field.PlatformSet:
			c.add(udmPlatformField, at)
		case field.Deprecated:
			c.add(udmDeprecatedField, detailed(at, field.String()))
		}
	}
	for _, misplaced := range []string{"principal.email", "target.email", "principal.file", "principal.registry"} {
		if newTarget(path).below(misplaced) {
			c.add(udmMisplaced, c.at(row, "to"))
		}
	}
}

// keysOf reports keys of the row that its field does not go with.
func (c *checker) keysOf(row *Row, t target) {
	c.labelKey(row, t)
	path := t.path.String()
	if len(row.From) > 1 && !t.isList() {
		c.add(mapOneValue, c.at(row, "from"), path)
	}
	if row.After != "" && !t.isList() {
		c.add(mapNoList, c.atKey(row, "after"), "after", "lists", path)
	}
	if row.Entry != "" && t.entries == 0 {
		c.add(mapNoList, c.atKey(row, "entry"), "entry", "fields below a repeated message", path)
	}
	if row.Each != "" && t.entries == 0 && !isLabels(t.field) && !t.isAdditional() {
		c.add(mapNoEntries, c.at(row, "to"), path)
	}
	c.limitKeys(row, t)
	c.memberKey(row, t)
}

// limitKeys reports keys about lists, labels and texts of a row whose field is
// none.
func (c *checker) limitKeys(row *Row, t target) {
	path := t.path.String()
	if row.Most != 0 && row.Each == "" && !t.isList() {
		c.add(mapNoList, c.atKey(row, "most"), "most", "lists", path)
	}
	if row.Numbered && (row.Each == "" || !isLabels(t.field)) {
		c.add(mapNoList, c.atKey(row, "numbered"), "numbered", "labels with each", path)
	}
	if as := row.conversion(t.field); row.Cut != 0 && as != asText {
		c.add(mapNoList, c.atKey(row, "cut"), "cut", "texts", path)
	}
}

// conversion returns the conversion of a row, its field being that.
func (r *Row) conversion(field *udm.Field) string {
	if r.As != "" {
		return r.As
	}
	if fits := fitting(field); fits != nil {
		return fits[0]
	}
	return ""
}

// memberKey reports a key of additional that each object would have to make,
// and cannot.
func (c *checker) memberKey(row *Row, t target) {
	if !t.isAdditional() {
		return
	}
	key := t.path.Steps()[0].Key
	_, valid := splitTemplate(key)
	sources := templateSources(key)
	switch at := c.at(row, "to"); {
	case !valid:
		c.add(mapBadText, at, row.To)
	case row.Each == "" && len(sources) > 0:
		c.add(mapNoList, at, "{source}", "rows with each", t.path.String())
	case row.Each != "" && len(sources) == 0:
		c.add(mapKeyMissing, hinted(at, "each object needs a key of its own: write "+row.To+"_{source}"))
	case row.Each != "" && row.HasValue:
		c.add(mapIdleKey, c.atKey(row, "value"), "value", "each")
	}
	for _, source := range sources {
		c.fieldOf(row.Each)(mention{source, row.Position, "to", theValue, row.ID})
	}
}

// labelKey reports a label without a key, and a key without a label.
func (c *checker) labelKey(row *Row, t target) {
	if !isLabels(t.field) {
		if row.Key != "" {
			c.add(mapKeyUnused, c.atKey(row, "key"), t.path.String())
		}
		return
	}
	if row.Key == "" && (row.HasValue || c.namesNoKey(row.From)) {
		c.add(mapKeyMissing, c.at(row, "to"))
	}
}

// namesNoKey tells of sources of which one has no raw name, being a part such
// as <subject>.
func (c *checker) namesNoKey(sources []string) bool {
	for _, source := range sources {
		head, part, _ := strings.Cut(source, ".")
		if _, found := c.extracts[head]; found && strings.HasPrefix(part, "<") || source == sourceElement || source == sourceDegradedFrom {
			return true
		}
	}
	return false
}

// writtenBy reports a row that is said to be written by none that writes.
func (c *checker) writtenBy(row *Row) {
	at := c.at(row, "written_by")
	writer, found := c.rows[row.WrittenBy]
	switch {
	case !found:
		c.add(mapNoSuchRow, hinted(at, didYouMean(row.WrittenBy, c.ids)), row.WrittenBy)
	case c.table.Rows[writer].WrittenBy != "":
		c.add(mapWrittenBy, at, row.WrittenBy)
	}
}

// listOrders reports each `after` that orders nothing.
func (c *checker) listOrders() {
	circles := c.circles()
	for i := range c.table.Rows {
		row := &c.table.Rows[i]
		if row.After == "" || c.targets[i].field == nil || !c.targets[i].isList() {
			continue
		}
		at := c.at(row, "after")
		before, found := c.rows[row.After]
		switch {
		case !found:
			c.add(mapNoSuchRow, hinted(at, didYouMean(row.After, c.ids)), row.After)
		case circles[i] != "":
			c.add(mapAfterCycle, at, circles[i])
		case c.table.Rows[before].WrittenBy != "", c.targets[before].field != nil && !c.sameList(before, i):
			c.add(mapOtherList, at, row.After, c.targets[i].list())
		}
	}
}

func (c *checker) sameList(one, other int) bool {
	return c.targets[one].isList() && c.targets[one].list() == c.targets[other].list()
}

// circles describes each circle of rows that come after one another, by its
// first row.
func (c *checker) circles() map[int]string {
	circles := map[int]string{}
	walk := map[int]int{} // by row: the row that the walk which met it began at
	for start := range c.table.Rows {
		at, found := start, true
		for found {
			if began, met := walk[at]; met {
				if began == start {
					c.circle(at, circles)
				}
				break
			}
			walk[at] = start
			at, found = c.rows[c.table.Rows[at].After]
		}
	}
	return circles
}

// circle describes the circle that a row lies on.
func (c *checker) circle(row int, circles map[int]string) {
	first, at := row, row
	ids := []string{c.ids[row]}
	for {
		at = c.rows[c.table.Rows[at].After]
		ids = append(ids, c.ids[at])
		first = min(first, at)
		if at == row {
			break
		}
	}
	circles[first] = strings.Join(ids, " → ")
}

// mixedEntries reports a repeated message whose entries come from the objects
// of different lists: rows with a different `each` never share an entry.
func (c *checker) mixedEntries() {
	first := map[string]*Row{} // by repeated message
	for i := range c.table.Rows {
		row := &c.table.Rows[i]
		t := c.targets[i]
		if row.Each == "" || t.field == nil || t.entries == 0 {
			continue
		}
		before, found := first[t.list()]
		switch {
		case !found:
			first[t.list()] = row
		case before.Each != row.Each:
			c.add(mapMixedEntries, c.at(row, "each"), t.list(), row.Each, before.ID, before.Each)
		}
	}
}
