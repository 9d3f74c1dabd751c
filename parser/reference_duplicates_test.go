package parser_test

import (
	"slices"
	"strings"

	"github.com/tidwall/gjson"

	"github.com/udmap/udmap/parser"
)

// A record in which a key that the table reads stands twice in one object is
// rejected: nobody can say which value the sender meant, and two readers of
// the same bytes would disagree. Keys that the table does not read may repeat,
// and so may those in the elements of a list: there the first counts.

// rawPath is a path into the record; with inner, inner leads on inside each
// object of the list that steps lead to.
type rawPath struct {
	steps []string
	inner []string
}

// hasDuplicateKey reports whether a key that the table reads is repeated on
// its level.
func hasDuplicateKey(table *parser.Table, record gjson.Result) bool {
	return slices.ContainsFunc(readPaths(table), func(path rawPath) bool {
		return repeatsAlong(record, path.steps)
	})
}

// repeatsAlong follows a path and reports whether one of its keys is there
// more than once.
func repeatsAlong(from gjson.Result, path []string) bool {
	for _, key := range path {
		members := membersNamed(from, key)
		if len(members) != 1 {
			return len(members) > 1
		}
		from = members[0]
	}
	return false
}

// readPaths lists the raw fields that a table reads.
func readPaths(table *parser.Table) []rawPath {
	var paths []rawPath
	table = withoutSettled(table)
	for _, source := range sourcesOf(table) {
		if isRaw(table, source) {
			paths = append(paths, rawPath{steps: splitPath(source)})
		}
	}
	for _, row := range table.Rows {
		if row.Each == "" || !isRaw(table, row.Each) {
			continue
		}
		for _, inner := range innerSources(row) {
			if !strings.HasPrefix(inner, "<") && !strings.HasPrefix(inner, "$") {
				paths = append(paths, rawPath{steps: splitPath(row.Each), inner: splitPath(inner)})
			}
		}
	}
	return paths
}

// innerSources lists what a row with `each` looks at inside an element.
func innerSources(row parser.Row) []string {
	sources := append(conditionSources(row.When), row.From...)
	if isMadeKey(row) {
		sources = append(sources, sourcesIn(row.To)...)
	}
	return sources
}

// sourcesOf lists the sources that a table uses: in its rows, conditions and
// event types, and in the extracts that those lead to.
func sourcesOf(table *parser.Table) []string {
	var sources []string
	use := func(named ...string) {
		for _, source := range named {
			sources = append(sources, withInner(table, source)...)
		}
	}
	for _, row := range table.Rows {
		if row.Each == "" {
			use(conditionSources(row.When)...)
			use(row.From...)
		} else {
			use(row.Each)
		}
	}
	for _, line := range table.EventTypes {
		use(conditionSources(line.When)...)
		use(line.From)
	}
	for _, need := range table.Needs {
		use(conditionSources(need.When)...)
	}
	return sources
}

// conditionSources lists the sources that a condition looks at.
func conditionSources(c parser.Condition) []string {
	sources := slices.Concat(c.Any, c.All, c.None)
	for _, equals := range slices.Concat(c.Is, c.IsNot, c.Like, c.Unlike) {
		sources = append(sources, equals.Source)
	}
	for _, pair := range slices.Concat(c.Same, c.Differs) {
		sources = append(sources, pair.Source, pair.Other)
	}
	for _, length := range c.Longer {
		sources = append(sources, length.Source)
	}
	if c.Within != nil {
		sources = append(sources, c.Within.From, c.Within.To)
	}
	return sources
}

// withInner gives a source and, if it is an extract, those that it is made of.
func withInner(table *parser.Table, source string) []string {
	if source == "" {
		return nil
	}
	sources := []string{source}
	if extract, _, ok := extractNamed(table, source); ok {
		for _, inner := range extractSources(*extract) {
			sources = append(sources, withInner(table, inner)...)
		}
	}
	return sources
}

// extractSources lists the sources that an extract is made of.
func extractSources(extract parser.Extract) []string {
	sources := slices.Concat(extract.First, sourcesIn(extract.Text), conditionSources(extract.When))
	if extract.From != "" {
		sources = append(sources, extract.From)
	}
	return sources
}
