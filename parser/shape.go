package parser

import (
	"strconv"
	"strings"

	"github.com/udmap/udmap/udm"
)

// checkShape reports what no single key shows, and what is wrong whatever the
// UDM schema says: names, ids, and keys that do not go together.
func checkShape(table *Table, r *report) {
	s := shapeCheck{report: r, table: table, taken: map[string]udm.Position{}}
	s.tableNames()
	for _, option := range table.Options {
		s.name(option.Name, "the name of an option", lowerName(), option.Position, "")
	}
	for _, extract := range table.Extracts {
		s.extract(extract)
	}
	for i := range table.Rows {
		s.row(&table.Rows[i])
	}
	for i := range table.EventTypes {
		s.line(&table.EventTypes[i])
	}
}

type shapeCheck struct {
	*report

	table *Table
	taken map[string]udm.Position // ids, and where they stand
}

func (s *shapeCheck) has(mapping udm.Position, key string) bool {
	return s.table.places.has(mapping, key)
}

func (s *shapeCheck) tableNames() {
	t := s.table
	s.name(t.Name, "the name of a table", lowerName(), t.places.value(t.Position, "table"), "")
	s.name(t.LogType, "a log type", upperName(), t.places.value(t.Position, "log_type"), "")
}

func (s *shapeCheck) extract(e Extract) {
	s.name(e.Name, "the name of an extract", lowerName(), e.Position, "")
	s.halves(e)
	from, using := s.has(e.Position, "from"), s.has(e.Position, "using")
	first, text := s.has(e.Position, "first"), s.has(e.Position, "text")
	at := udm.Diagnostic{Position: e.Position}
	switch {
	case first && text:
		s.exclude(e.Position, "first", "text", "")
	case first && from:
		s.exclude(e.Position, "first", "from", "")
	case first && using:
		s.exclude(e.Position, "first", "using", "")
	case text && from:
		s.exclude(e.Position, "text", "from", "")
	case text && using:
		s.exclude(e.Position, "text", "using", "")
	case first || text:
	case from && !using:
		at.Hint = `add "using": ` + strings.Join(choiceNames(extractors()), ", ")
		s.add(mapMissingKey, at, "an extract with from", "using")
	case using && !from:
		s.add(mapMissingKey, at, "an extract with using", "from")
	case !from:
		at.Hint = `give it "from" and "using", or "first", or "text"`
		s.add(mapNoSource, at, "an extract")
	}
}

// halves reports a text to split at that is missing, or splits nothing.
func (s *shapeCheck) halves(e Extract) {
	switch at := s.has(e.Position, "at"); {
	case at && e.Using != usingHalves:
		s.add(mapIdleKey, udm.Diagnostic{Position: s.table.places.key(e.Position, "at")}, "at", "using: "+e.Using)
	case !at && e.Using == usingHalves:
		s.add(mapMissingKey, udm.Diagnostic{Position: e.Position}, "an extract with using: halves", "at")
	}
}

func (s *shapeCheck) row(row *Row) {
	s.id(row.ID, row.Position)
	if row.WrittenBy != "" {
		s.writtenElsewhere(row)
		return
	}
	switch from, value := s.has(row.Position, "from"), s.has(row.Position, "value"); {
	case from && value:
		s.exclude(row.Position, "from", "value", row.ID)
	case !from && !value:
		s.add(mapNoSource, udm.Diagnostic{Position: row.Position, Row: row.ID, Hint: `give it "from" or "value"`}, "the row")
	}
	if !s.has(row.Position, "to") {
		s.add(mapMissingKey, udm.Diagnostic{Position: row.Position, Row: row.ID, Hint: "name the UDM field that the row sets"}, "a row", "to")
	}
	s.together(row)
}

// writtenElsewhere: a row that another writes only stands for its line.
func (s *shapeCheck) writtenElsewhere(row *Row) {
	for _, key := range rowForm().names() {
		switch key {
		case "id", "written_by", "line", "note", "waive":
		default:
			s.idle(row, key, "written_by")
		}
	}
}

// together reports keys that do not go together.
func (s *shapeCheck) together(row *Row) {
	for _, pair := range [][2]string{{"if", "unless"}, {"each", "entry"}, {"each", "required"}, {"take", "trim"}, {"map", "cut"}} {
		if s.has(row.Position, pair[0]) && s.has(row.Position, pair[1]) {
			s.exclude(row.Position, pair[0], pair[1], row.ID)
		}
	}
	if s.has(row.Position, "otherwise") && !s.has(row.Position, "map") {
		s.add(mapMissingKey, udm.Diagnostic{Position: row.Position, Row: row.ID}, "a row with otherwise", "map")
	}
	if !row.HasValue {
		return
	}
	for _, key := range []string{"if", "unless", "blank", "take", "trim", "required", "map", "cut"} {
		s.idle(row, key, "value")
	}
}

func (s *shapeCheck) line(line *EventTypeLine) {
	s.id(line.ID, line.Position)
	switch from, value := s.has(line.Position, "from"), s.has(line.Position, "value"); {
	case from && value:
		s.exclude(line.Position, "from", "value", line.ID)
	case from && s.has(line.Position, "else"):
		s.exclude(line.Position, "from", "else", line.ID)
	case !from && !value:
		s.add(mapNoSource, udm.Diagnostic{Position: line.Position, Row: line.ID, Hint: `give it "value" or "from"`}, "the line")
	}
}

func (s *shapeCheck) id(id string, mapping udm.Position) {
	at := s.table.places.value(mapping, "id")
	if !s.name(id, "an id", idName(), at, id) {
		return
	}
	if first, found := s.taken[id]; found {
		s.add(mapDuplicateID, udm.Diagnostic{Position: at, Row: id}, id, strconv.Itoa(first.Line))
		return
	}
	s.taken[id] = at
}

// exclude reports two keys of which only one may be there.
func (s *shapeCheck) exclude(mapping udm.Position, one, other, row string) {
	first, second := s.table.places.key(mapping, one), s.table.places.key(mapping, other)
	if second.Offset < first.Offset {
		second = first
	}
	s.add(mapTwoSources, udm.Diagnostic{Position: second, Row: row}, one, other)
}

// idle reports a key that means nothing, if the row has it.
func (s *shapeCheck) idle(row *Row, key, beside string) {
	if s.has(row.Position, key) {
		s.add(mapIdleKey, udm.Diagnostic{Position: s.table.places.key(row.Position, key), Row: row.ID}, key, beside)
	}
}

// name reports a name that is not of the wanted form. A missing name has been
// reported as a missing key.
func (s *shapeCheck) name(name, what string, is nameForm, at udm.Position, row string) bool {
	if name == "" {
		return false
	}
	if !is.matches(name) {
		s.add(mapBadName, udm.Diagnostic{Position: at, Row: row, Hint: is.hint}, name, what)
		return false
	}
	return true
}
