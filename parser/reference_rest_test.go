package parser_test

import (
	"slices"
	"strings"

	"github.com/tidwall/gjson"

	"github.com/udmap/udmap/parser"
)

// restField is a raw field that the table does not name. Section "Everything
// else".
type restField struct {
	key   string // its path
	value gjson.Result
}

// restValues gives the values of a row that writes every such field.
func (r reading) restValues(d delivery) []landedValue {
	var values []landedValue
	for _, field := range restOf(r.record, namedPaths(r.table), "") {
		for _, value := range valuesOf(field.value) {
			if value, ok := d.notEmpty(value); ok {
				values = append(values, d.land(value, landedValue{key: field.key})...)
			}
		}
	}
	return values
}

// restOf lists the fields of an object that are not named, in the order of the
// record. An object of which a field is named is gone through in its place.
func restOf(object gjson.Result, named [][]string, above string) []restField {
	var rest []restField
	object.ForEach(func(name, member gjson.Result) bool {
		key := decodeString(name.Raw)
		below, isNamed := namedBelow(named, key)
		switch {
		case below != nil && member.IsObject():
			rest = append(rest, restOf(member, below, above+key+".")...)
		case isNamed:
		default:
			rest = append(rest, restField{key: above + key, value: member})
		}
		return true
	})
	return rest
}

// namedBelow gives what is named of an object's member: paths below it, and
// itself.
func namedBelow(named [][]string, key string) (below [][]string, isNamed bool) {
	for _, path := range named {
		switch {
		case path[0] != key:
		case len(path) == 1:
			isNamed = true
		default:
			below = append(below, path[1:])
		}
	}
	return below, isNamed
}

// namedPaths lists the raw fields that a table names: those that it reads, those
// of extracts that nothing uses, and those that it drops.
func namedPaths(table *parser.Table) [][]string {
	sources := sourcesOf(table)
	for _, extract := range table.Extracts {
		sources = append(sources, extractSources(extract)...)
	}
	var paths [][]string
	for _, source := range slices.DeleteFunc(sources, func(source string) bool { return !isRaw(table, source) }) {
		paths = append(paths, splitPath(source))
	}
	for _, dropped := range table.Dropped {
		path := splitPath(dropped.Field)
		paths = slices.DeleteFunc(paths, func(other []string) bool { // an object is dropped whole
			return len(other) > len(path) && slices.Equal(other[:len(path)], path)
		})
		paths = append(paths, path)
	}
	return paths
}

// isRaw reports whether a source is a field of the record.
func isRaw(table *parser.Table, source string) bool {
	_, _, isExtract := extractNamed(table, source)
	_, isOption := optionNamed(table, source)
	return !isExtract && !isOption && !strings.HasPrefix(source, "<")
}
