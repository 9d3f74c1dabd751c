package parser

import (
	"slices"

	"github.com/udmap/udmap/udm"
)

// condition lists the sources of a condition.
func (c *checker) condition(when Condition, mapping udm.Position, row string) []mention {
	value := c.table.places.value
	var all []mention
	all = append(all, mentions(when.Any, mapping, "any", row)...)
	all = append(all, mentions(when.All, mapping, "all", row)...)
	all = append(all, mentions(when.None, mapping, "none", row)...)
	all = append(all, c.comparisons(when.Is, value(mapping, "is"), row)...)
	all = append(all, c.comparisons(when.IsNot, value(mapping, "is_not"), row)...)
	all = append(all, c.comparisons(when.Like, value(mapping, "like"), row)...)
	all = append(all, c.comparisons(when.Unlike, value(mapping, "unlike"), row)...)
	all = append(all, pairMentions(when.Same, value(mapping, "same"), row)...)
	all = append(all, pairMentions(when.Differs, value(mapping, "differs"), row)...)
	for _, length := range when.Longer {
		all = append(all, mention{length.Source, value(mapping, "longer"), length.Source, theKey, row})
	}
	if w := when.Within; w != nil {
		all = append(all, mention{w.From, w.Position, "from", theValue, row}, mention{w.To, w.Position, "to", theValue, row})
	}
	return all
}

func pairMentions(pairs []Pair, mapping udm.Position, row string) []mention {
	var all []mention
	for _, p := range pairs {
		all = append(all, mention{p.Source, mapping, p.Source, theKey, row}, mention{p.Other, mapping, p.Source, theValue, row})
	}
	return all
}

// sources returns the sources of a condition, options left out.
func (c *Condition) sources() []string {
	names := slices.Concat(c.Any, c.All, c.None)
	for _, list := range [][]Equals{c.Is, c.IsNot, c.Like, c.Unlike} {
		for _, e := range list {
			if !isOption(e.Source) {
				names = append(names, e.Source)
			}
		}
	}
	for _, list := range [][]Pair{c.Same, c.Differs} {
		for _, p := range list {
			names = append(names, p.Source, p.Other)
		}
	}
	for _, l := range c.Longer {
		names = append(names, l.Source)
	}
	if c.Within != nil {
		names = append(names, c.Within.From, c.Within.To)
	}
	return names
}
