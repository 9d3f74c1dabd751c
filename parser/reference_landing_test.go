package parser_test

import (
	"cmp"
	"slices"
	"strings"

	"github.com/tidwall/gjson"

	"github.com/udmap/udmap/parser"
	"github.com/udmap/udmap/udm"
)

// destination is the field that a row writes. Section "Where a value lands".
type destination struct {
	fields        []*udm.Field // from the message down
	additionalKey string       // below a struct: the key
}

// destinationOf resolves a UDM path.
func destinationOf(schema *udm.Schema, to string) destination {
	var d destination
	for _, step := range must(schema.ParsePath(to)).Steps() {
		d.fields = append(d.fields, step.Field)
		d.additionalKey = step.Key
	}
	return d
}

func (d destination) last() *udm.Field { return d.fields[len(d.fields)-1] }

// isAdditional: a text under a key of `additional`.
func (d destination) isAdditional() bool { return d.last().Kind == udm.KindStruct }

// isLabels: a list of {key, value}.
func (d destination) isLabels() bool { return d.last().Repeated && d.last().Type == "Label" }

// isList: a list of strings or enum values.
func (d destination) isList() bool { return d.last().Repeated && d.last().Kind != udm.KindMessage }

// entryDepth counts the fields down to the repeated message that the
// destination lies below, 0 if there is none.
func (d destination) entryDepth() int {
	above := d.fields[:len(d.fields)-1]
	return 1 + slices.IndexFunc(above, func(field *udm.Field) bool { return field.Repeated })
}

// name is the dotted path of the first fields, in snake case.
func (d destination) name(depth int) string {
	var names []string
	for _, field := range d.fields[:depth] {
		names = append(names, field.Name)
	}
	return strings.Join(names, ".")
}

// path is the dotted path of the whole destination.
func (d destination) path() string { return d.name(len(d.fields)) }

// land writes what rows bring as a message. Deliveries stand in file order;
// only lists look at the append order.
func land(deliveries []delivery) string {
	message := "{}"
	filled := map[string]bool{}
	for _, d := range deliveries {
		if !d.to.isAdditional() && !d.intoList() && len(d.values) > 0 && !filled[d.to.path()] {
			filled[d.to.path()] = true
			message = landSingle(message, d)
		}
	}
	inOrder := slices.SortedStableFunc(slices.Values(deliveries), func(a, b delivery) int {
		return cmp.Compare(a.appendOrder, b.appendOrder)
	})
	made := map[string]bool{}
	for i, d := range inOrder {
		switch {
		case d.to.isAdditional() || !d.intoList():
		case d.to.entryDepth() > 0 && d.entryGroup() == "":
			message = landEntries(message, d, made)
		case d.row.Each == "" && d.to.entryDepth() == 0:
			message = landList(message, d)
		case !slices.ContainsFunc(inOrder[:i], d.sharesEntries):
			message = landSharedEntries(message, inOrder[i:], deliveries)
		}
	}
	return message
}

// landSingle writes a single field. A value that proto3 does not tell from an
// unset field fills the field too, so that no later row does, and is left out
// as everywhere in proto JSON.
func landSingle(message string, d delivery) string {
	if json := d.values[0].json; !isUnset(json, d.to.last()) {
		return set(message, d.to.path(), json)
	}
	return message
}

// isUnset reports whether a value is its field's zero value, and nothing else
// would tell that the field is set.
func isUnset(json string, field *udm.Field) bool {
	if field.Optional || field.Oneof != "" {
		return false
	}
	if field.Kind == udm.KindEnum {
		zero, _ := field.Enum.ValueName(0)
		return json == quoted(zero)
	}
	return json == "0" || json == "false"
}

// landList appends to a list what is not in it yet: strings, enum values, or
// labels.
func landList(message string, d delivery) string {
	room := newRoom(d)
	for _, landed := range d.values {
		json := landed.json
		if d.to.isLabels() {
			json = `{"key":` + quoted(landed.labelKey) + `,"value":` + landed.json + `}`
		}
		if longer := appendNew(message, d.to.path(), json); longer != message && room.take(landed) {
			message = longer
		}
	}
	return message
}

// landEntries makes one entry of the repeated message for each value, unless
// one like it has been made; entries that rows share are no such entries.
func landEntries(message string, d delivery, made map[string]bool) string {
	list := d.entryList()
	room := newRoom(d)
	for _, landed := range d.values {
		entry := land([]delivery{d.within([]landedValue{landed})})
		if entry != "{}" && !made[list+entry] && room.take(landed) {
			made[list+entry] = true
			message = set(message, list+".-1", entry)
		}
	}
	return message
}

// landSharedEntries makes the entries that several rows write together: one
// for a named entry, one an element for `each`. The first row is one of them.
// In the entries of a message, rows stand in file order, and only lists look at
// the append order; labels are such a list.
func landSharedEntries(message string, inOrder, inFile []delivery) string {
	first := inOrder[0]
	if first.to.entryDepth() == 0 {
		return landLabels(message, first.groupIn(inOrder))
	}
	group := first.groupIn(inFile)
	entries := group.entries
	if first.row.Each == "" {
		entries = group.namedEntry
	}
	for _, entry := range entries() {
		if json := land(entry); json != "{}" {
			message = set(message, first.entryList()+".-1", json)
		}
	}
	return message
}

// landLabels writes the labels that the elements of a list make. Elements whose
// labels are all there already make no entry.
func landLabels(message string, group elementGroup) string {
	made := 0
	for _, entry := range group.allEntries() {
		if most := group.most(); most > 0 && made == most {
			break
		}
		longer := message
		for _, d := range entry {
			longer = landList(longer, d)
		}
		if longer != message {
			made++
		}
		message = longer
	}
	return message
}

// room counts how many values of each source a row has written to a list.
// Section "rows", key `most`.
type room struct {
	most    int
	written map[int]int
}

func newRoom(d delivery) room { return room{most: d.row.Most, written: map[int]int{}} }

// take reports whether there is room for a value, and takes it.
func (r room) take(landed landedValue) bool {
	if r.most > 0 && r.written[landed.source] == r.most {
		return false
	}
	r.written[landed.source]++
	return true
}

// appendNew appends to a list unless it is in it already.
func appendNew(message, list, json string) string {
	for _, element := range gjson.Get(message, list).Array() {
		if element.Raw == json {
			return message
		}
	}
	return set(message, list+".-1", json)
}

// inAppendOrder gives each delivery its place in a list: file order, but a row
// with `after` stands behind the row that it names. Section "rows", `after`.
func inAppendOrder(rows []parser.Row, deliveries []delivery) []delivery {
	var order []string
	var visit func(after string)
	visit = func(after string) {
		for _, row := range rows {
			if row.After == after {
				order = append(order, row.ID)
				visit(row.ID)
			}
		}
	}
	visit("")
	for i := range deliveries {
		deliveries[i].appendOrder = slices.Index(order, deliveries[i].row.ID)
	}
	return deliveries
}
