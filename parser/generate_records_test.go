package parser_test

import (
	"slices"
	"strings"

	"pgregory.net/rapid"

	"github.com/udmap/udmap/parser"
)

// Generators of records for a table: objects that hold, mostly, what the table
// reads, in any order and spelling, and now and then anything else.

// recordFor draws a record.
func recordFor(t *rapid.T, table *parser.Table) []byte {
	record := space(t) + wantedBy(table).drawObject(t) + space(t)
	if chance(t, "damage", 4) {
		return damaged(t, record)
	}
	return []byte(record)
}

// damaged spoils a record: cut short, one byte another, one byte more, or
// inside an array.
func damaged(t *rapid.T, record string) []byte {
	at := below(t, "where", len(record)+1)
	odd := pick(t, "byte", "\xff", "\x00", `"`, `\`, "{", "}", ",", "\xc3", " ", "0")
	switch pick(t, "damage", "cut", "replace", "insert", "array") {
	case "cut":
		return []byte(record[:at])
	case "replace":
		return []byte(record[:at] + odd + record[min(at+1, len(record)):])
	case "insert":
		return []byte(record[:at] + odd + record[at:])
	}
	return []byte("[" + record + "]")
}

// wanted is what a table reads at one place of its records.
type wanted struct {
	members []wantedMember // of an object
	isList  bool           // a list of such objects
	scalars bool           // of texts, numbers and booleans, too
	isTime  bool
	isID    bool                  // of an element, in a key that is made
	text    func(*rapid.T) string // what an extractor reads
	strays  func(*rapid.T) string // keys of the fields that nobody reads
}

// wantedMember is a key of an object with what is wanted there.
type wantedMember struct {
	key   string
	value *wanted
}

// wantedBy gathers what a table reads.
func wantedBy(table *parser.Table) *wanted {
	root := &wanted{}
	for _, path := range readPaths(table) {
		at := root.below(path.steps)
		if path.inner != nil {
			at.isList = true
			at.below(path.inner)
		}
	}
	for _, row := range table.Rows {
		root.wantRow(table, row)
	}
	for _, dropped := range table.Dropped {
		root.below(splitPath(dropped.Field))
	}
	for _, extract := range table.Extracts {
		if extract.Using != "" && isRaw(table, extract.From) {
			root.below(splitPath(extract.From)).text = extractorText(table, extract)
		}
	}
	root.wantTimes(table)
	root.wantStrays(table)
	return root
}

// wantRow notes what is special of the fields that a row reads.
func (w *wanted) wantRow(table *parser.Table, row parser.Row) {
	switch {
	case row.Each != "" && isRaw(table, row.Each):
		list := w.below(splitPath(row.Each))
		list.isList = true
		list.scalars = list.scalars || slices.Contains(innerSources(row), "<element>")
		if isMadeKey(row) {
			list.below(splitPath(sourcesIn(row.To)[0])).isID = true
		}
	case row.Each == "" && isTimePath(row.To):
		for _, source := range row.From {
			if isRaw(table, source) {
				w.below(splitPath(source)).isTime = true
			}
		}
	}
}

// wantTimes notes which fields conditions take for times.
func (w *wanted) wantTimes(table *parser.Table) {
	for _, condition := range conditionsOf(table) {
		if condition.Within == nil {
			continue
		}
		for _, source := range []string{condition.Within.From, condition.Within.To} {
			if isRaw(table, source) {
				w.below(splitPath(source)).isTime = true
			}
		}
	}
}

// conditionsOf lists the conditions on the record.
func conditionsOf(table *parser.Table) []parser.Condition {
	var conditions []parser.Condition
	for _, row := range table.Rows {
		if row.Each == "" {
			conditions = append(conditions, row.When)
		}
	}
	for _, line := range table.EventTypes {
		conditions = append(conditions, line.When)
	}
	for _, need := range table.Needs {
		conditions = append(conditions, need.When)
	}
	for _, extract := range table.Extracts {
		conditions = append(conditions, extract.When)
	}
	return conditions
}

// wantStrays lets objects of the record hold fields that the table does not
// name, if it writes them: some under keys that are taken.
func (w *wanted) wantStrays(table *parser.Table) {
	if w.isList || !slices.ContainsFunc(table.Rows, func(row parser.Row) bool { return row.To == "additional" }) {
		return
	}
	w.strays = func(t *rapid.T) string {
		return pick(t, "stray", "unread", "unread", "extra", "Extra", "", "plain", "with.dots and spaces", `"quoted"`, "field_1", "field_x",
			"nested.extra", "two.unread", "json", "detail", "event_type_degraded_from", "日本", "a\x00b")
	}
	for _, member := range w.members {
		member.value.wantStrays(table)
	}
}

// isTimePath reports whether a UDM path leads to a time.
func isTimePath(to string) bool {
	return strings.HasSuffix(to, "_time") || strings.HasSuffix(to, "_timestamp")
}

// below gives the place that a path leads to.
func (w *wanted) below(path []string) *wanted {
	for _, key := range path {
		at := slices.IndexFunc(w.members, func(m wantedMember) bool { return m.key == key })
		if at < 0 {
			at = len(w.members)
			w.members = append(w.members, wantedMember{key: key, value: &wanted{}})
		}
		w = w.members[at].value
	}
	return w
}

// draw draws a value for the place.
func (w *wanted) draw(t *rapid.T) string {
	switch {
	case w.isList && !chance(t, "no list", 15):
		elements := times(t, "elements", 0, pick(t, "most elements", 5, 5, 5, 12), func() string { return w.drawElement(t) })
		return "[" + space(t) + strings.Join(elements, ","+space(t)) + "]"
	case len(w.members) > 0 && !chance(t, "no object", 10):
		return w.drawObject(t)
	case w.isTime && !chance(t, "no time", 8):
		return timeText(t)
	case w.text != nil && !chance(t, "no text", 15):
		return literal(t, w.text(t))
	case w.isID:
		return pick(t, "id", `"1"`, "1", `" 1 "`, "2", `"x"`, `"a b.c"`, "true", "null", `""`, `" "`, "[1]", `{"id":1}`, "1.0", `"\u0031"`)
	case chance(t, "odd value", 40):
		return jsonText(t, 3)
	}
	return literal(t, word(t))
}

// drawElement draws an element of a list: an object, as a rule.
func (w *wanted) drawElement(t *rapid.T) string {
	if w.scalars && chance(t, "scalar", 50) {
		return jsonText(t, 1)
	}
	return w.drawObject(t)
}

// drawObject draws an object with most of the wanted members, in any order,
// some others between them, and rarely one of them twice: that rejects a
// record, and in an element of a list the first counts.
func (w *wanted) drawObject(t *rapid.T) string {
	if chance(t, "another kind", 3) {
		return jsonText(t, 2)
	}
	twice := 1
	if w.isList {
		twice = 8
	}
	var members []string
	for _, member := range w.members {
		count := 1
		switch {
		case chance(t, "leave out", 12):
			count = 0
		case chance(t, "twice", twice):
			count = 2
		}
		for range count {
			members = append(members, w.drawKey(t, member.key)+":"+space(t)+member.value.draw(t))
		}
	}
	for range below(t, "unread members", 3) {
		members = append(members, literal(t, pick(t, "unread", "unread", "", "time ", "Time"))+":"+jsonText(t, 2))
	}
	if w.strays != nil {
		members = append(members, times(t, "strays", 0, 4, func() string { return w.drawKey(t, w.strays(t)) + ":" + jsonText(t, 2) })...)
	}
	if chance(t, "shuffle", 60) {
		members = rapid.Permutation(members).Draw(t, "order")
	}
	return braces(t, members)
}

// drawKey spells a key, plainly as a rule.
func (w *wanted) drawKey(t *rapid.T, key string) string {
	if chance(t, "odd key", 5) {
		return literal(t, key) + space(t)
	}
	return quoted(key)
}
