package parser_test

import (
	"slices"
	"strings"

	"github.com/udmap/udmap/parser"
)

// What a table's user has chosen. The reference takes the defaults: a choice is
// a table with another default. Section "options".

// optionNamed gives the values of the option that a source, or what stands in
// place of a constant, names.
func optionNamed(table *parser.Table, name string) (values []value, ok bool) {
	for _, option := range table.Options {
		if "$"+option.Name != name {
			continue
		}
		if !option.List {
			return []value{textValue(option.Default)}, true
		}
		for text := range strings.SplitSeq(option.Default, ",") {
			values = append(values, textValue(strings.TrimSpace(text)))
		}
		return slices.DeleteFunc(values, value.isEmpty), true
	}
	return nil, false
}

// withoutSettled leaves out the rows and extracts that no record can make hold,
// the options being as they are: they read nothing.
func withoutSettled(table *parser.Table) *parser.Table {
	left := *table
	left.Rows = slices.DeleteFunc(slices.Clone(table.Rows), func(row parser.Row) bool { return isSettled(table, row.When) })
	left.Extracts = slices.Clone(table.Extracts)
	for i, extract := range left.Extracts {
		if isSettled(table, extract.When) {
			left.Extracts[i] = parser.Extract{Name: extract.Name, Using: extract.Using}
		}
	}
	return &left
}

// isSettled reports whether an option keeps a condition from ever holding.
func isSettled(table *parser.Table, condition parser.Condition) bool {
	ofOptions := func(comparisons []parser.Equals) []parser.Equals {
		return slices.DeleteFunc(slices.Clone(comparisons), func(equals parser.Equals) bool {
			_, isOption := optionNamed(table, equals.Source)
			return !isOption
		})
	}
	return !reading{table: table}.holds(parser.Condition{
		Is: ofOptions(condition.Is), IsNot: ofOptions(condition.IsNot), Like: ofOptions(condition.Like), Unlike: ofOptions(condition.Unlike),
	})
}

// constants lists what a source is compared with: an option stands for its
// values.
func (r reading) constants(written []string) []string {
	var constants []string
	for _, constant := range written {
		values, ok := optionNamed(r.table, constant)
		if !ok {
			values = []value{textValue(constant)}
		}
		for _, value := range values {
			constants = append(constants, value.text)
		}
	}
	return constants
}
