package parser_test

import (
	"slices"

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
	for _, source := range sourcesOf(table) {
		if _, _, isExtract := extractNamed(table, source); !isExtract {
			paths = append(paths, rawPath{steps: splitPath(source)})
		}
	}
	for _, row := range table.Rows {
		if _, _, isExtract := extractNamed(table, row.Each); isExtract || row.Each == "" {
			continue
		}
		for _, inner := range append(conditionSources(row.When), row.From...) {
			paths = append(paths, rawPath{steps: splitPath(row.Each), inner: splitPath(inner)})
		}
	}
	return paths
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
	return sources
}

// conditionSources lists the sources that a condition looks at.
func conditionSources(c parser.Condition) []string {
	sources := slices.Concat(c.Any, c.All, c.None)
	for _, equals := range slices.Concat(c.Is, c.IsNot) {
		sources = append(sources, equals.Source)
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
		for _, inner := range append([]string{extract.From}, extract.First...) {
			sources = append(sources, withInner(table, inner)...)
		}
	}
	return sources
}
