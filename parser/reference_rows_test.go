package parser_test

import (
	"cmp"
	"slices"

	"github.com/tidwall/gjson"

	"github.com/udmap/udmap/parser"
)

// delivery is what one row brings to one destination.
type delivery struct {
	row         *parser.Row
	to          destination
	values      []landedValue   // of a row without `each`
	elements    [][]landedValue // of a row with `each`: for each object of the list
	appendOrder int             // the row's place when it appends to a list
}

// landedValue is a converted value.
type landedValue struct {
	json     string
	source   int    // which of the row's sources it comes from
	labelKey string // for a list of labels
	key      string // for `additional`
}

// deliver fills in the values that a row sets. Section "rows". To a row with
// `each`, an element of the list is what the record is to others.
func (r reading) deliver(d *delivery) {
	if d.row.Each == "" {
		d.values = withKey(r.values(*d), d.to.additionalKey)
		return
	}
	for _, element := range r.elements(d.row.Each) {
		inside := r.inside(element)
		values := inside.values(*d)
		if d.to.isAdditional() {
			values = inside.underMadeKey(values, d.to.additionalKey)
		}
		d.elements = append(d.elements, values)
	}
}

// values gives the values that a row sets: its constant, or what becomes of
// its sources.
func (r reading) values(d delivery) []landedValue {
	switch {
	case !r.holds(d.row.When):
		return nil
	case d.row.HasValue:
		return d.land(textValue(d.row.Value), landedValue{labelKey: d.row.Key})
	case d.row.From[0] == "<rest>":
		return r.restValues(d)
	}
	var values []landedValue
	for i, source := range d.row.From {
		for _, value := range d.chosen(r.source(source)) {
			values = append(values, d.land(value, landedValue{source: i, labelKey: cmp.Or(d.row.Key, rawName(r.table, source))})...)
		}
	}
	return values
}

// chosen gives those values of one source that the destination asks for: the
// first that is not empty, or all.
func (d delivery) chosen(values []value) []value {
	var chosen []value
	for _, value := range values {
		if d.row.Take == "previous" {
			value = textValue(value.previous)
		}
		if value, ok := d.notEmpty(value); ok && (len(chosen) == 0 || d.takesSeveral()) {
			chosen = append(chosen, value)
		}
	}
	return chosen
}

// notEmpty trims a value and tells whether it counts. A constant stands as it
// is written. Section "Sources", and "rows", keys `blank` and `trim`.
func (d delivery) notEmpty(v value) (value, bool) {
	if !d.row.Verbatim && !d.row.HasValue {
		v = v.trimmed()
	}
	return v, !v.isEmpty() && !slices.Contains(d.row.Blank, v.text)
}

// land gives what becomes of one value: nothing, one value, or as many as an
// array has scalars. Each is labelled alike.
func (d delivery) land(whole value, landed landedValue) []landedValue {
	as := cmp.Or(d.row.As, fittingConversion(d.to.last()))
	var all []landedValue
	for _, value := range d.spread(whole, as) {
		value, ok := d.notEmpty(value)
		if !ok || d.row.If != "" && !value.passes(d.row.If) || d.row.Unless != "" && value.passes(d.row.Unless) {
			continue
		}
		if json, ok := d.written(value, as); ok {
			landed.json = json
			all = append(all, landed)
		}
	}
	return all
}

// spread takes arrays apart, and arrays and objects out, as the destination
// wants. Section "Where a value lands", the paragraph on arrays.
func (d delivery) spread(whole value, as string) []value {
	takesScalars := d.takesSeveral()
	takesJSON := (d.to.isLabels() || d.to.isAdditional()) && d.row.Map == nil // which looks at texts
	switch array := gjson.Parse(whole.raw); {
	case whole.kind != gjson.JSON || whole.isEmpty() || as == "json" || as == "joined":
		return []value{whole}
	case takesJSON && (!takesScalars || !array.IsArray() || holdsMore(array)):
		return []value{whole.compact()}
	case takesScalars && array.IsArray():
		var scalars []value
		for _, element := range array.Array() {
			if !element.IsArray() && !element.IsObject() {
				scalars = append(scalars, valuesOf(element)...)
			}
		}
		return scalars
	}
	return nil
}

// holdsMore reports whether an array holds more than scalars.
func holdsMore(array gjson.Result) bool {
	return slices.ContainsFunc(array.Array(), func(element gjson.Result) bool {
		return element.IsArray() || element.IsObject()
	})
}

// compact turns an array or object into its text.
func (v value) compact() value { return textValue(compactJSON(v.raw)) }

// isEmpty reports whether the row sets nothing at all.
func (d delivery) isEmpty() bool {
	return len(d.values) == 0 && !slices.ContainsFunc(d.elements, func(values []landedValue) bool { return len(values) > 0 })
}

// intoList reports whether the row appends to some list.
func (d delivery) intoList() bool {
	return d.to.entryDepth() > 0 || d.to.isList() || d.to.isLabels()
}

// entryGroup names the entries that the row shares with others: those of its
// list, or its named entry. "" means an entry for each value.
func (d delivery) entryGroup() string {
	switch {
	case d.row.Each != "":
		return "each " + d.row.Each
	case d.row.Entry != "":
		return "entry " + d.row.Entry
	}
	return ""
}

// takesSeveral reports whether the destination has room for more than one
// value of the row: a list has, and a field that makes an entry for each value.
func (d delivery) takesSeveral() bool {
	return d.to.isLabels() || d.to.isList() || d.to.entryDepth() > 0 && d.entryGroup() == ""
}

// sharesEntries reports whether two rows write into the same entries: of a
// repeated message or, with `each`, of a list of labels or `additional`.
func (d delivery) sharesEntries(other delivery) bool {
	return d.entryGroup() != "" && d.entryGroup() == other.entryGroup() && d.entryList() == other.entryList()
}

// entryList names the repeated message, the list of labels or `additional`.
func (d delivery) entryList() string {
	if depth := d.to.entryDepth(); depth > 0 {
		return d.to.name(depth)
	}
	return d.to.path()
}

// within is the delivery seen from inside one entry.
func (d delivery) within(values []landedValue) delivery {
	d.to.fields = d.to.fields[d.to.entryDepth():]
	d.values, d.elements = values, nil
	inner := *d.row
	if inner.Each != "" {
		inner.Most = 0 // it counts the entries
	}
	inner.Each, inner.Entry = "", ""
	d.row = &inner
	return d
}
