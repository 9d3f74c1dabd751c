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
	members  []wantedMember // of an object
	isList   bool           // a list of such objects
	isTime   bool
	isDetail bool
	pairKeys []string // of a detail: the keys that are looked for
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
		for _, source := range row.From {
			_, _, isExtract := extractNamed(table, source)
			if row.Each == "" && !isExtract && isTimePath(row.To) {
				root.below(splitPath(source)).isTime = true
			}
		}
	}
	for _, extract := range table.Extracts {
		if extract.Using != "" {
			detail := root.below(splitPath(extract.From))
			detail.isDetail, detail.pairKeys = true, pairKeys(table)
		}
	}
	return root
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

// pairKeys lists the keys that a table looks for in texts.
func pairKeys(table *parser.Table) []string {
	var keys []string
	for _, source := range sourcesOf(table) {
		extract, part, ok := extractNamed(table, source)
		if ok && extract.Using == "dash-pairs" && !strings.HasPrefix(part, "<") {
			keys = append(keys, part)
		}
	}
	return keys
}

// draw draws a value for the place.
func (w *wanted) draw(t *rapid.T) string {
	switch {
	case w.isList && !chance(t, "no list", 15):
		elements := times(t, "elements", 0, 4, func() string { return w.drawObject(t) })
		return "[" + space(t) + strings.Join(elements, ","+space(t)) + "]"
	case len(w.members) > 0 && !chance(t, "no object", 10):
		return w.drawObject(t)
	case w.isTime && !chance(t, "no time", 8):
		return timeText(t)
	case w.isDetail && !chance(t, "no detail", 15):
		return literal(t, detailText(t, w.pairKeys))
	case chance(t, "odd value", 40):
		return jsonText(t, 3)
	}
	return literal(t, word(t))
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

// timeText draws a time in one of the forms that are read, or nearly one.
func timeText(t *rapid.T) string {
	switch {
	case !chance(t, "another time", 35):
		return `"2026-03-12T06:14:27Z"`
	case chance(t, "epoch", 25):
		return numberText(t)
	}
	text := pick(t, "date", "2026-03-12", "2020-02-29", "0001-01-01", "9999-12-31", "2019-02-29", "1969-12-31", "2026-3-12")
	text += pick(t, "between", "T", "T", "T", " ", "t", "_")
	text += pick(t, "clock", "06:14:27", "06:14:27", "00:00:00", "23:59:59", "23:59:60", "24:00:00", "6:14:27", "06:14")
	text += pick(t, "fraction", "", "", ".1", ".120", ".123456", ".1234567", ".1234567899", ".0000000001", ".", ",5")
	text += pick(t, "zone", "Z", "Z", "Z", "", "z", "+00:00", "-08:00", "+23:59", "+24:00", "+0100", " Z")
	if chance(t, "padding", 10) {
		text = pick(t, "pad", " ", "\u00a0", "\n") + text + " "
	}
	return literal(t, text)
}
