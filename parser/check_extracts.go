package parser

import (
	"slices"
	"strings"

	"github.com/udmap/udmap/udm"
)

// extractSources reports what is wrong with what extracts are made of.
func (c *checker) extractSources() {
	for _, extract := range c.table.Extracts {
		if extract.From != "" {
			c.source(mention{extract.From, extract.Position, "from", theValue, ""})
		}
		for _, m := range mentions(extract.First, extract.Position, "first", "") {
			c.source(m)
		}
		c.templateSources(extract)
		for _, m := range c.condition(extract.When, c.table.places.value(extract.Position, "when"), "") {
			c.source(m)
		}
	}
	done := map[string]bool{}
	for _, extract := range c.table.Extracts {
		c.cycle(extract.Name, nil, done)
	}
}

// templateSources reports what is wrong with a text that is made of sources.
func (c *checker) templateSources(extract Extract) {
	pieces, valid := splitTemplate(extract.Text)
	m := mention{extract.Text, extract.Position, "text", theValue, ""}
	if !valid || extract.Text != "" && len(pieces) == 1 {
		c.add(mapBadText, c.where(m, 0), extract.Text)
		return
	}
	for _, p := range pieces {
		if p.source != "" {
			c.source(mention{p.source, extract.Position, "text", theValue, ""})
		}
	}
}

// cycle reports an extract that leads back to itself, once for each circle.
func (c *checker) cycle(name string, within []string, done map[string]bool) {
	if start := slices.Index(within, name); start >= 0 {
		circle := append(slices.Clone(within[start:]), name)
		at := udm.Diagnostic{Position: c.extracts[name].Position}
		c.add(mapExtractCycle, at, strings.Join(circle, " → "))
		return
	}
	if done[name] {
		return
	}
	for _, next := range c.madeOf(name) {
		c.cycle(next, append(within, name), done)
	}
	done[name] = true
}

// madeOf returns the extracts that an extract takes from.
func (c *checker) madeOf(name string) []string {
	extract := c.extracts[name]
	var names []string
	for _, source := range slices.Concat(extract.First, []string{extract.From}, templateSources(extract.Text), extract.When.sources()) {
		head, _, _ := strings.Cut(source, ".")
		if _, found := c.extracts[head]; found {
			names = append(names, head)
		}
	}
	return names
}

// unusedExtracts reports extracts that nothing names.
func (c *checker) unusedExtracts() {
	for _, extract := range c.table.Extracts {
		if !c.used[extract.Name] {
			c.add(mapUnusedExtract, udm.Diagnostic{Position: extract.Position}, extract.Name)
		}
	}
}
