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

// part reports a part that the extract does not have.
func (c *checker) part(m mention, extract *Extract, part string, dotted bool) {
	at := c.where(m, len(m.source)-len(part))
	switch {
	case extract.First != nil:
		if dotted {
			c.add(mapNoPart, hinted(at, "it is one value: write "+extract.Name), extract.Name, part)
		}
	case extract.Using == usingDashPairs:
		if hint, ok := pairPart(part); !ok {
			c.add(mapNoPart, hinted(at, hint), extract.Name, part)
		}
	case extract.Using == usingEmbeddedJSON:
		if hint, ok := jsonPart(extract.Name, part); !ok {
			c.add(mapNoPart, hinted(at, hint), extract.Name, part)
		}
	}
}

// pairPart tells whether dash-pairs can have the part; if not, what to write.
func pairPart(part string) (hint string, ok bool) {
	if strings.HasPrefix(part, "<") && strings.HasSuffix(part, ">") {
		names := choiceNames(pairParts())
		if slices.Contains(names, part) {
			return "", true
		}
		if hint := didYouMean(part, names); hint != "" {
			return hint, false
		}
		return "it has " + strings.Join(names, ", "), false
	}
	switch trimmed := strings.TrimSpace(part); {
	case trimmed == "":
		return "write a key or a part such as " + partSubject + " behind the dot", false
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
	case extract.Using != usingEmbeddedJSON:
		c.add(mapNotAList, hinted(at, "name a raw field or a part of an embedded-json extract"), m.source)
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
		check = c.rawPath // inside an object of the list, where there are no extracts
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

// previous reports a source that has no OLD.
func (c *checker) previous(row *Row) {
	for i, source := range row.From {
		if row.Each == "" && c.isPair(source, map[string]bool{}) {
			continue
		}
		at := udm.Diagnostic{Position: c.table.places.item(row.Position, "from", i), Row: row.ID}
		at.Hint = "only the pairs of a dash-pairs extract have one"
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

// condition lists the sources of a condition.
func (c *checker) condition(when Condition, mapping udm.Position, row string) []mention {
	var all []mention
	all = append(all, mentions(when.Any, mapping, "any", row)...)
	all = append(all, mentions(when.All, mapping, "all", row)...)
	all = append(all, mentions(when.None, mapping, "none", row)...)
	for _, key := range []string{"is", "is_not"} {
		comparisons := when.Is
		if key == "is_not" {
			comparisons = when.IsNot
		}
		inner := c.table.places.value(mapping, key)
		for _, equals := range comparisons {
			all = append(all, mention{equals.Source, inner, equals.Source, theKey, row})
		}
	}
	return all
}

func (c *checker) extractNames() []string {
	names := make([]string, len(c.table.Extracts))
	for i, extract := range c.table.Extracts {
		names[i] = extract.Name
	}
	return names
}

func choiceNames(choices []Choice) []string { return Key{Choices: choices}.choiceNames() }
