package parser_test

import (
	"slices"

	"github.com/tidwall/gjson"

	"github.com/udmap/udmap/parser"
)

// A record in which a key that the table reads stands twice in one object is
// rejected: nobody can say which value the sender meant, and two readers of
// the same bytes would disagree. Keys that the table does not read may repeat.

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
		if repeatsAlong(record, path.steps) {
			return true
		}
		list := lookUp(record, path.steps)
		return path.inner != nil && list.IsArray() && slices.ContainsFunc(list.Array(), func(element gjson.Result) bool {
			return repeatsAlong(element, path.inner)
		})
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
		for _, from := range row.From {
			paths = append(paths, rawPath{steps: splitPath(row.Each), inner: splitPath(from)})
		}
	}
	return paths
}

// sourcesOf lists the sources that a table names: in its extracts, rows,
// conditions and event types.
func sourcesOf(table *parser.Table) []string {
	var sources []string
	condition := func(c parser.Condition) {
		sources = slices.Concat(sources, c.Any, c.All, c.None)
		for _, equals := range slices.Concat(c.Is, c.IsNot) {
			sources = append(sources, equals.Source)
		}
	}
	for _, extract := range table.Extracts {
		sources = append(append(sources, extract.From), extract.First...)
	}
	for _, row := range table.Rows {
		condition(row.When)
		if row.Each == "" {
			sources = append(sources, row.From...)
		} else {
			sources = append(sources, row.Each)
		}
	}
	for _, line := range table.EventTypes {
		condition(line.When)
		sources = append(sources, line.From)
	}
	return slices.DeleteFunc(sources, func(source string) bool { return source == "" })
}
