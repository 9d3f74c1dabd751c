package parser

import (
	"strings"

	"github.com/udmap/udmap/udm"
)

// options reports options that nobody can choose from.
func (c *checker) options() {
	for i := range c.table.Options {
		o := &c.table.Options[i]
		if !o.allows(o.Default) {
			at := udm.Diagnostic{Position: c.table.places.value(o.Position, "default"), Hint: "it may be " + strings.Join(o.Choices, ", ")}
			c.add(mapOptionValue, at, o.Default, o.Name)
		}
		if c.whole && !c.used[optionMark+o.Name] {
			c.add(mapUnusedOption, udm.Diagnostic{Position: o.Position}, o.Name)
		}
	}
}

// option reports a mention of an option that the table does not have.
func (c *checker) option(m mention) {
	c.used[m.source] = true
	names := make([]string, len(c.table.Options))
	for i := range c.table.Options {
		if names[i] = optionMark + c.table.Options[i].Name; names[i] == m.source {
			return
		}
	}
	c.add(mapNoOption, hinted(c.where(m, 0), didYouMean(m.source, names)), m.source)
}

// comparisons lists the sources of lines that compare with constants, leaving
// out options, which it checks itself.
func (c *checker) comparisons(list []Equals, mapping udm.Position, row string) []mention {
	var all []mention
	for _, equals := range list {
		for i, constant := range equals.Values {
			if isOption(constant) {
				c.option(mention{constant, mapping, equals.Source, i, row})
			}
		}
		m := mention{equals.Source, mapping, equals.Source, theKey, row}
		if isOption(equals.Source) {
			c.option(m)
			continue
		}
		all = append(all, m)
	}
	return all
}
