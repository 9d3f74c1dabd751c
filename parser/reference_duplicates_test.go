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

// readPaths lists the raw fields that a table reads: for its rows, conditions,
// extracts and event types.
func readPaths(table *parser.Table) []rawPath {
	var paths []rawPath
	raw := func(sources ...string) {
		for _, source := range sources {
			if _, _, isExtract := extractNamed(table, source); !isExtract && source != "" {
				paths = append(paths, rawPath{steps: splitPath(source)})
			}
		}
	}
	condition := func(c parser.Condition) {
		raw(slices.Concat(c.Any, c.All, c.None)...)
		for _, equals := range slices.Concat(c.Is, c.IsNot) {
			raw(equals.Source)
		}
	}
	for _, extract := range table.Extracts {
		raw(extract.From)
		raw(extract.First...)
	}
	for _, row := range table.Rows {
		condition(row.When)
		if row.Each == "" {
			raw(row.From...)
			continue
		}
		raw(row.Each)
		for _, from := range row.From {
			if _, _, isExtract := extractNamed(table, row.Each); !isExtract {
				paths = append(paths, rawPath{steps: splitPath(row.Each), inner: splitPath(from)})
			}
		}
	}
	for _, line := range table.EventTypes {
		condition(line.When)
		raw(line.From)
	}
	return paths
}
