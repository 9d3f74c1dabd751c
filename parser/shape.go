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
	if s.exclusive(extractForm().Section, e.Position, "") {
		return
	}
	from, using := s.has(e.Position, "from"), s.has(e.Position, "using")
	at := udm.Diagnostic{Position: e.Position}
	switch {
	case s.has(e.Position, "first"), s.has(e.Position, "text"):
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
		s.idle(row)
		return
	}
	s.exclusive(rowForm().Section, row.Position, row.ID)
	if !s.has(row.Position, "from") && !s.has(row.Position, "value") {
		s.add(mapNoSource, udm.Diagnostic{Position: row.Position, Row: row.ID, Hint: `give it "from" or "value"`}, "the row")
	}
	if !s.has(row.Position, "to") {
		s.add(mapMissingKey, udm.Diagnostic{Position: row.Position, Row: row.ID, Hint: "name the UDM field that the row sets"}, "a row", "to")
	}
	for _, pair := range rowForm().Needs {
		if s.has(row.Position, pair[0]) && !s.has(row.Position, pair[1]) {
			s.add(mapMissingKey, udm.Diagnostic{Position: row.Position, Row: row.ID}, "a row with "+pair[0], pair[1])
		}
	}
	s.idle(row)
}

func (s *shapeCheck) line(line *EventTypeLine) {
	s.id(line.ID, line.Position)
	s.exclusive(lineForm().Section, line.Position, line.ID)
	if !s.has(line.Position, "from") && !s.has(line.Position, "value") {
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

// exclusive reports keys of which only one may be there, and whether there are
// any.
func (s *shapeCheck) exclusive(section Section, mapping udm.Position, row string) bool {
	found := false
	for _, pair := range section.Exclusive {
		if s.has(mapping, pair[0]) && s.has(mapping, pair[1]) {
			s.exclude(mapping, pair[0], pair[1], row)
			found = true
		}
	}
	return found
}

// exclude reports two keys of which only one may be there.
func (s *shapeCheck) exclude(mapping udm.Position, one, other, row string) {
	first, second := s.table.places.key(mapping, one), s.table.places.key(mapping, other)
	if second.Offset < first.Offset {
		second = first
	}
	s.add(mapTwoSources, udm.Diagnostic{Position: second, Row: row}, one, other)
}

// idle reports the keys of a row that mean nothing beside another: above all
// in one that only stands for its line, and is written by another.
func (s *shapeCheck) idle(row *Row) {
	for _, idle := range rowForm().Idle {
		if !s.has(row.Position, idle.Beside) {
			continue
		}
		for _, key := range idle.Keys {
			if s.has(row.Position, key) {
				s.add(mapIdleKey, udm.Diagnostic{Position: s.table.places.key(row.Position, key), Row: row.ID}, key, idle.Beside)
			}
		}
		return // what the rest would say has been said
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
