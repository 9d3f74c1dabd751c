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
