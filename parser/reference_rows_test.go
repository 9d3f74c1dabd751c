package parser_test

import (
	"cmp"
	"slices"

	"github.com/tidwall/gjson"

	"github.com/udmap/udmap/parser"
	"github.com/udmap/udmap/udm"
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
	labelKey string // for a list of labels
}

// deliver fills in the values that a row sets. Section "rows".
func (r reading) deliver(d *delivery) {
	row := d.row
	switch {
	case row.HasValue && row.Each == "":
		d.values = d.land(textValue(row.Value), row.Key)
	case row.Each == "":
		for _, source := range row.From {
			for _, value := range r.source(source) {
				d.values = append(d.values, d.land(value, cmp.Or(row.Key, rawName(r.table, source)))...)
			}
		}
	default:
		for _, object := range r.list(row.Each) {
			d.elements = append(d.elements, d.fromObject(object))
		}
	}
}

// fromObject gives the values that a row with `each` sets for one object.
func (d delivery) fromObject(object gjson.Result) []landedValue {
	if d.row.HasValue {
		return d.land(textValue(d.row.Value), d.row.Key)
	}
	var values []landedValue
	for _, source := range d.row.From {
		path := splitPath(source)
		for _, value := range valuesOf(lookUp(object, path)) {
			values = append(values, d.land(value, cmp.Or(d.row.Key, path[len(path)-1]))...)
		}
	}
	return values
}

// land gives what becomes of one value of the source: nothing, one value, or
// as many as an array has scalars.
func (d delivery) land(whole value, labelKey string) []landedValue {
	if d.row.Take == "previous" {
		whole = textValue(whole.previous)
	}
	as := cmp.Or(d.row.As, fittingConversion(d.to.last()))
	var landed []landedValue
	for _, value := range d.spread(whole, as) {
		if !d.row.Verbatim {
			value = value.trimmed()
		}
		if value.isEmpty() || slices.Contains(d.row.Blank, value.text) {
			continue
		}
		if d.row.If != "" && !value.passes(d.row.If) || d.row.Unless != "" && value.passes(d.row.Unless) {
			continue
		}
		if json, ok := value.converted(as, d.to.last()); ok && !isUnset(json, d.to.last()) {
			landed = append(landed, landedValue{json: json, labelKey: labelKey})
		}
	}
	return landed
}

// isUnset reports whether a converted value is the one that proto3 does not
// tell from an unset field. Such a value sets nothing.
func isUnset(json string, field *udm.Field) bool {
	if field.Repeated || field.Optional || field.Oneof != "" {
		return false
	}
	if field.Kind == udm.KindEnum {
		unspecified, _ := field.Enum.ValueName(0)
		return json == quoted(unspecified)
	}
	return json == "0" || json == "false"
}

// spread takes arrays apart, and arrays and objects out, as the destination
// wants. Section "Where a value lands", the paragraph on arrays.
func (d delivery) spread(whole value, as string) []value {
	if whole.kind != gjson.JSON || whole.isEmpty() || as == "json" {
		return []value{whole}
	}
	if d.to.isAdditional() {
		return []value{whole.compact()}
	}
	elements := []value{whole}
	if array := gjson.Parse(whole.raw); array.IsArray() && (d.to.isLabels() || d.to.isList()) {
		elements = nil
		for _, element := range array.Array() {
			elements = append(elements, valuesOf(element)...)
		}
	}
	var spread []value
	for _, element := range elements {
		switch {
		case element.kind != gjson.JSON:
			spread = append(spread, element)
		case d.to.isLabels() && !element.isEmpty():
			spread = append(spread, element.compact())
		}
	}
	return spread
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

// sharesEntries reports whether two rows write into the same entries.
func (d delivery) sharesEntries(other delivery) bool {
	depth := d.to.entryDepth()
	return depth > 0 && depth == other.to.entryDepth() && d.to.name(depth) == other.to.name(depth) &&
		d.entryGroup() != "" && d.entryGroup() == other.entryGroup()
}

// within is the delivery seen from inside one entry.
func (d delivery) within(values []landedValue) delivery {
	d.to.fields = d.to.fields[d.to.entryDepth():]
	d.values, d.elements = values, nil
	inner := *d.row
	inner.Each, inner.Entry = "", ""
	d.row = &inner
	return d
}
