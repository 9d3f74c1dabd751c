package parser

import (
	"slices"
	"strings"

	"github.com/udmap/udmap/udm"
)

// mention is a source as it stands in the table.
type mention struct {
	source  string
	mapping udm.Position // of the mapping that has the key
	key     string
	item    int
	row     string // the row or line, "" for an extract
}

// where is the place of the byte at offset within the source.
func (c *checker) where(m mention, offset int) udm.Diagnostic {
	at := c.table.places.inside(m.mapping, m.key, m.item, m.source, offset)
	return udm.Diagnostic{Position: at, Row: m.row}
}

// mentions lists the sources of a key.
func mentions(sources []string, mapping udm.Position, key, row string) []mention {
	list := make([]mention, len(sources))
	for i, source := range sources {
		list[i] = mention{source, mapping, key, i, row}
	}
	return list
}

// source reports what is wrong with a source.
func (c *checker) source(m mention) {
	if c.misplaced(m) {
		return
	}
	head, part, dotted := strings.Cut(m.source, ".")
	if extract, found := c.extracts[head]; found {
		c.used[head] = true
		c.part(m, extract, part, dotted)
		return
	}
	if strings.HasPrefix(part, "<") {
		c.add(mapNoExtract, hinted(c.where(m, 0), didYouMean(head, c.extractNames())), head)
		return
	}
	if dotted {
		if hint := didYouMean(head, c.extractNames()); hint != "" {
			c.add(mapNearExtract, hinted(c.where(m, 0), hint), m.source, head)
		}
	}
	c.rawPath(m)
}

// misplaced reports a source that no record names, where it is none.
func (c *checker) misplaced(m mention) bool {
	switch {
	case isOption(m.source):
		c.used[m.source] = true
		c.add(mapMisplaced, hinted(c.where(m, 0), "an option stands in is, is_not, like or unlike"), m.source)
	case m.source == sourceElement:
		c.add(mapMisplaced, hinted(c.where(m, 0), `name a list with "each"`), m.source)
	case m.source == sourceRest || m.source == sourceDegradedFrom:
		if m.key == "from" && m.item != theValue {
			return true // of a row, which is checked with its field
		}
		c.add(mapMisplaced, hinted(c.where(m, 0), `it stands in "from" of a row`), m.source)
	default:
		return false
	}
	return true
}

// part reports a part that the extract does not have.
func (c *checker) part(m mention, extract *Extract, part string, dotted bool) {
	at := c.where(m, len(m.source)-len(part))
	switch {
	case extract.First != nil || extract.Text != "":
		if dotted {
			c.add(mapNoPart, hinted(at, "it is one value: write "+extract.Name), extract.Name, part)
		}
	case extract.Using == usingDashPairs:
		if hint, ok := keyPart(part, pairParts()); !ok {
			c.add(mapNoPart, hinted(at, hint), extract.Name, part)
		}
	case extract.Using == usingChangeLines:
		if hint, ok := changePart(extract.Name, part); !ok {
			c.add(mapNoPart, hinted(at, hint), extract.Name, part)
		}
	case extract.Using == usingEmbeddedJSON:
		if hint, ok := jsonPart(extract.Name, part); !ok {
			c.add(mapNoPart, hinted(at, hint), extract.Name, part)
		}
	default:
		if hint, ok := namedPart(part, fixedParts(extract.Using)); !ok {
			c.add(mapNoPart, hinted(at, hint), extract.Name, part)
		}
	}
}

// namedPart tells whether the part is one of some; if not, what to write.
func namedPart(part string, parts []Choice) (hint string, ok bool) {
	names := choiceNames(parts)
	if slices.Contains(names, part) {
		return "", true
	}
	if hint := didYouMean(part, names); hint != "" {
		return hint, false
	}
	return "it has " + strings.Join(names, ", "), false
}

// changePart tells whether change-lines can have the part as a value.
func changePart(extract, part string) (hint string, ok bool) {
	if part == partAll {
		return `changes are named by "each: ` + extract + "." + partAll + `", their fields by "from"`, false
	}
	return keyPart(part, lineParts())
}

// keyPart tells whether the part is a key, or one of the parts that are none.
func keyPart(part string, parts []Choice) (hint string, ok bool) {
	if strings.HasPrefix(part, "<") && strings.HasSuffix(part, ">") {
		return namedPart(part, parts)
	}
	switch trimmed := strings.TrimSpace(part); {
	case trimmed == "":
		return "write a key or a part such as " + parts[0].Name + " behind the dot", false
	case trimmed != part:
		return "keys have no white space around them: write " + trimmed, false
	}
	return "", true
}

// jsonPart tells whether embedded JSON has the part as a value.
func jsonPart(extract, part string) (hint string, ok bool) {
	name, path, _ := strings.Cut(part, ".")
	switch {
	case name == partFirst && path != "":
		return "", true
	case name == partFirst:
		return "name a field: " + extract + ".first.PATH", false
	case name == partRest || name == partAll:
		return `elements are named by "each: ` + extract + "." + name + `", their fields by "from"`, false
	}
	if hint := didYouMean(name, choiceNames(jsonParts())); hint != "" {
		return hint, false
	}
	return "write " + extract + ".first.PATH", false
}

// list reports an `each` that names no list.
func (c *checker) list(m mention) {
	head, part, _ := strings.Cut(m.source, ".")
	extract, found := c.extracts[head]
	if !found {
		c.source(m)
		return
	}
	c.used[head] = true
	at := c.where(m, 0)
	switch {
	case extract.Using == usingChangeLines && part != partAll:
		c.add(mapNotAList, hinted(at, "write "+head+"."+partAll), m.source)
	case extract.Using == usingChangeLines:
	case extract.Using != usingEmbeddedJSON:
		c.add(mapNotAList, hinted(at, "name a raw field or a part of an extract that uses embedded-json or change-lines"), m.source)
	case part != partRest && part != partAll:
		c.add(mapNotAList, hinted(at, "write "+head+".rest or "+head+".all"), m.source)
	}
}

// rawPath reports a path with an empty key.
func (c *checker) rawPath(m mention) {
	offset := 0
	for key := range strings.SplitSeq(strings.ReplaceAll(m.source, `\.`, "::"), ".") {
		if key == "" {
			c.add(mapBadSource, c.where(m, offset), m.source, emptyKeyProblem(m.source))
			return
		}
		offset += len(key) + 1
	}
}

func emptyKeyProblem(source string) string {
	if source == "" {
		return "it is empty"
	}
	return "a key is missing beside a dot"
}

// rowSources reports what is wrong with the sources that a row names.
func (c *checker) rowSources(row *Row) {
	check := c.source
	if row.Each != "" {
		c.list(mention{row.Each, row.Position, "each", theValue, row.ID})
		check = c.fieldOf(row.Each)
	}
	for _, m := range mentions(row.From, row.Position, "from", row.ID) {
		check(m)
	}
	for _, m := range c.condition(row.When, c.table.places.value(row.Position, "when"), row.ID) {
		check(m)
	}
	if row.Take != "" {
		c.previous(row)
	}
}

// fieldOf returns the check of sources inside an object of a list, where there
// are no extracts.
func (c *checker) fieldOf(list string) func(mention) {
	head, _, _ := strings.Cut(list, ".")
	extract, found := c.extracts[head]
	isChange := found && extract.Using == usingChangeLines
	return func(m mention) {
		switch {
		case isChange && !slices.Contains(changeFields(), m.source):
			hint := didYouMean(m.source, changeFields())
			if hint == "" {
				hint = "a change has " + strings.Join(changeFields(), ", ")
			}
			c.add(mapBadSource, hinted(c.where(m, 0), hint), m.source, "a change has no such field")
		case m.source == sourceElement && !found:
		case m.source == sourceElement:
			c.add(mapMisplaced, hinted(c.where(m, 0), "the elements of "+list+" are objects"), m.source)
		case isOption(m.source):
			c.misplaced(m)
		case strings.HasPrefix(m.source, "<"):
			c.add(mapMisplaced, hinted(c.where(m, 0), "inside a list there is "+sourceElement), m.source)
		default:
			c.rawPath(m)
		}
	}
}

// previous reports a source that has no OLD.
func (c *checker) previous(row *Row) {
	for i, source := range row.From {
		if row.Each == "" && c.isPair(source, map[string]bool{}) {
			continue
		}
		at := udm.Diagnostic{Position: c.table.places.item(row.Position, "from", i), Row: row.ID}
		at.Hint = "only the pairs of dash-pairs and the fields of change-lines have one"
		c.add(mapNoPrevious, at, source)
	}
}

// isPair tells whether a source is always the value of a pair. What has been
// asked is not asked again.
func (c *checker) isPair(source string, asked map[string]bool) bool {
	head, part, _ := strings.Cut(source, ".")
	extract, found := c.extracts[head]
	switch {
	case !found:
		return false
	case extract.Using == usingDashPairs:
		return part != partSubject && part != partFirstAddress && part != partSecondAddress
	case extract.Using == usingChangeLines:
		return !strings.HasPrefix(part, "<")
	case asked[head]:
		return true
	}
	asked[head] = true
	for _, source := range extract.First {
		if !c.isPair(source, asked) {
			return false
		}
	}
	return len(extract.First) > 0
}

func (c *checker) extractNames() []string {
	names := make([]string, len(c.table.Extracts))
	for i, extract := range c.table.Extracts {
		names[i] = extract.Name
	}
	return names
}

func choiceNames(choices []Choice) []string { return Key{Choices: choices}.choiceNames() }
