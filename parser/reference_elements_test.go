package parser_test

import (
	"slices"
	"strconv"

	"github.com/tidwall/gjson"

	"github.com/udmap/udmap/parser"
)

// elements gives the elements of the list that `each` names. Section "Where a
// value lands", the paragraph on `each`. What is embedded in a text has objects
// alone; a list of the record may hold texts, numbers and booleans, too.
func (r reading) elements(each string) []gjson.Result {
	extract, part, ok := extractNamed(r.table, each)
	switch {
	case !ok:
		return elementsOf(lookUp(r.record, splitPath(each)))
	case !r.holds(extract.When):
		return nil
	case extract.Using == "change-lines":
		return changeObjects(r.textOf(extract))
	}
	objects := r.embeddedObjects(extract)
	if part == "rest" && len(objects) > 0 {
		return objects[1:]
	}
	return objects
}

// elementsOf gives the elements of an array; an object counts as an array of
// one.
func elementsOf(list gjson.Result) []gjson.Result {
	if list.IsObject() || list.IsArray() {
		return list.Array()
	}
	return nil
}

// inside is an element as a row with `each` sees it: it has no extracts.
func (r reading) inside(element gjson.Result) reading {
	return reading{table: &parser.Table{Options: r.table.Options}, record: element}
}

// scalarElement gives `<element>`: an element that is a text, number or
// boolean.
func (r reading) scalarElement() []value {
	if r.record.IsObject() || r.record.IsArray() {
		return nil
	}
	return valuesOf(r.record)
}

// elementGroup is the rows that write for each element of one list: into the
// entries of a repeated message, into a list of labels, or into `additional`.
// Section "rows", keys `each` and `most`.
type elementGroup []delivery

// most is how many entries the group may make, 0 if any number.
func (g elementGroup) most() int {
	least := 0
	for _, d := range g {
		if most := d.row.Most; most > 0 && (least == 0 || most < least) {
			least = most
		}
	}
	return least
}

// entries gives, for each element that makes an entry, what the rows write for
// it: a constant alone makes none, nor do values of which nothing is written.
func (g elementGroup) entries() [][]delivery {
	entries := g.allEntries()
	if most := g.most(); most > 0 && len(entries) > most {
		return entries[:most]
	}
	return entries
}

// allEntries gives the same without a bound.
func (g elementGroup) allEntries() [][]delivery {
	var entries [][]delivery
	for element := range g[0].elements {
		var all []delivery
		for _, d := range g {
			all = append(all, d.within(d.elements[element]))
		}
		if !writesSomething(withoutConstants(all)) {
			continue
		}
		entries = append(entries, numbered(all, element+1))
	}
	return entries
}

// withoutConstants leaves out constants, and rows whose single field a constant
// has filled before them.
func withoutConstants(entry []delivery) []delivery {
	var others []delivery
	filled := map[string]bool{}
	for _, d := range entry {
		switch {
		case d.row.HasValue:
			filled[d.to.path()] = filled[d.to.path()] || len(d.values) > 0
		case !filled[d.to.path()] || d.intoList():
			others = append(others, d)
		}
	}
	return others
}

// writesSomething reports whether rows write anything into an entry.
func writesSomething(rows []delivery) bool {
	return land(rows) != "{}"
}

// numbered puts the place of the object behind the keys of labels that are
// numbered, from the second on. Section "rows", key `numbered`.
func numbered(entry []delivery, number int) []delivery {
	for i, d := range entry {
		if !d.row.Numbered || number == 1 {
			continue
		}
		var values []landedValue
		for _, landed := range d.values {
			landed.labelKey += "_" + strconv.Itoa(number)
			values = append(values, landed)
		}
		entry[i].values = values
	}
	return entry
}

// groupIn gives the rows that write into the same entries.
func (d delivery) groupIn(deliveries []delivery) elementGroup {
	return slices.DeleteFunc(slices.Clone(deliveries), func(other delivery) bool { return !d.sharesEntries(other) })
}

// namedEntry is the one entry of a group without `each`.
func (g elementGroup) namedEntry() [][]delivery {
	var entry []delivery
	for _, d := range g {
		entry = append(entry, d.within(d.values))
	}
	return [][]delivery{entry}
}
