package workbench

import (
	"errors"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/tidwall/gjson"

	"github.com/udmap/udmap/internal/jsonlayout"
	"github.com/udmap/udmap/internal/rawrecord"
	"github.com/udmap/udmap/parser"
	"github.com/udmap/udmap/udm"
)

// explain tells of one record where every field is from. Why says what the
// conversion rejected it for, which knows more than the record alone tells.
func (r *run) explain(record rawrecord.Record, why rejected) error {
	text := record.Bytes()
	explanation, err := r.catalog.Explain(text)
	rejection, isRejection := errors.AsType[*parser.Rejection](err)
	switch {
	case isRejection:
		explanation = &parser.Explanation{Rejection: rejection}
	case err != nil:
		return err
	}
	shown := text[:min(len(text), maxTextBytes)]
	units := newUnits(shown)
	explained := &Record{
		Number: record.Number, Line: record.Line,
		Text: units.text, Cut: len(text) - len(shown),
		Fields: units.fields(explanation.Fields), Unused: units.unused(explanation.Unused),
	}
	for _, idle := range explanation.Idle {
		explained.Idle = append(explained.Idle, Idle{
			idle.Row, idle.To, idle.Source, idle.Reason, shortened(idle.Detail), units.read(text, idle.Source),
		})
	}
	tableName := explanation.Table
	if rejection := explanation.Rejection; rejection != nil {
		tableName = rejection.Table
		explained.Rejection = &Rejection{string(rejection.Reason), rejection.Detail, rejection.Row, units.at(rejection.Offset)}
	}
	if why.Reason != "" {
		if explained.Rejection == nil || explained.Rejection.Reason != string(why.Reason) {
			explained.Rejection = &Rejection{Offset: -1}
		}
		explained.Rejection.Reason, explained.Rejection.Detail = string(why.Reason), why.Detail
	}
	r.answer.Record, r.answer.Table = explained, r.table(tableName)
	if explanation.Event == nil {
		return nil
	}
	explained.Findings = r.judge(explanation.Event, r.loaded(tableName))
	explained.Event, err = jsonlayout.Text(explanation.Event)
	return err
}

// judge returns what the validator finds in an event, with the reasons of the
// table's waivers. Nothing waives an error.
func (r *run) judge(event []byte, table *parser.Table) []Judgment {
	var judgments []Judgment
	for _, finding := range r.validator.Validate(event) {
		judgment := Judgment{Diagnostic: finding}
		if finding.Severity != udm.SeverityError {
			judgment.Waived = whyWaived(table, finding.ID)
		}
		judgments = append(judgments, judgment)
	}
	return judgments
}

// whyWaived returns why a table waives a finding, "" if it does not.
func whyWaived(table *parser.Table, id string) string {
	waivers := slices.Clone(table.Waivers)
	for _, row := range table.Rows {
		waivers = append(waivers, row.Waivers...)
	}
	for _, line := range table.EventTypes {
		waivers = append(waivers, line.Waivers...)
	}
	for _, waiver := range waivers {
		if waiver.Finding == id {
			return waiver.Reason
		}
	}
	return ""
}

// eventType reads the type of an event.
func eventType(event []byte) string { return gjson.GetBytes(event, "metadata.eventType").String() }

// loaded returns the table of a name that the run uses, nil if there is none.
func (r *run) loaded(name string) *parser.Table {
	for _, plan := range r.catalog.Plans() {
		if plan.Table().Name == name {
			return plan.Table()
		}
	}
	return nil
}

// table shows a table of the run. Where there is one alone, it is shown even if
// it did not get as far as the record.
func (r *run) table(name string) *Table {
	plans := r.catalog.Plans()
	table := r.loaded(name)
	switch {
	case table == nil && len(plans) == 1:
		table = plans[0].Table()
	case table == nil:
		return nil
	}
	text := r.builtIn[table.Name]
	if table == r.edited {
		text = r.text
	}
	return &Table{Name: table.Name, Text: text, Rows: rowsOf(table, text)}
}

// rowsOf returns the lines of the rows and event-type lines. A row ends before
// the first line that is indented no further than its own.
func rowsOf(table *parser.Table, text string) []Row {
	written := strings.Split(text, "\n")
	rows := make([]Row, 0, len(table.Rows)+len(table.EventTypes))
	add := func(id, to string, first int) {
		last := first
		for line := first; line < len(written) && first > 0; line++ {
			if isBlank := strings.TrimSpace(written[line]) == ""; !isBlank && indent(written[line]) <= indent(written[first-1]) {
				break
			} else if !isBlank {
				last = line + 1
			}
		}
		rows = append(rows, Row{ID: id, First: first, Last: last, To: to})
	}
	for i := range table.Rows {
		add(table.Rows[i].ID, table.Rows[i].To, table.Rows[i].Position.Line)
	}
	for i := range table.EventTypes {
		add(table.EventTypes[i].ID, "metadata.event_type", table.EventTypes[i].Position.Line)
	}
	return rows
}

func indent(line string) int { return len(line) - len(strings.TrimLeft(line, " ")) }

// units turns bytes of a text into UTF-16 code units.
type units struct {
	text  string // valid UTF-8: a byte that is not stands as U+FFFD
	until []int  // by byte: the code units before it
}

func newUnits(text []byte) units {
	u := units{until: make([]int, len(text)+1)}
	var valid strings.Builder
	for at, count := 0, 0; at < len(text); {
		r, size := utf8.DecodeRune(text[at:])
		for i := range size {
			u.until[at+i] = count
		}
		count++
		if r > 0xFFFF {
			count++
		}
		valid.WriteRune(r)
		at += size
		u.until[at] = count
	}
	u.text = valid.String()
	return u
}

// at returns the code units before a byte, -1 for one that is not shown.
func (u units) at(offset int) int {
	if offset < 0 || offset >= len(u.until) {
		return -1
	}
	return u.until[offset]
}

// span returns a place in code units, and whether it is shown.
func (u units) span(place parser.Place) (Span, bool) {
	s := Span{u.at(place.Start), u.at(place.End)}
	return s, s.Start >= 0 && s.End > s.Start
}

func (u units) fields(sources []parser.FieldSource) []Field {
	var fields []Field
	for _, source := range sources[:min(len(sources), maxFields)] {
		field := Field{Path: source.Path, Value: shortened(source.Value), Row: source.Row, Source: source.Source}
		for _, place := range source.Places {
			if s, isShown := u.span(place); isShown {
				field.Places = append(field.Places, s)
			}
		}
		fields = append(fields, field)
	}
	return fields
}

func (u units) unused(parts []parser.UnusedField) []Unused {
	var unused []Unused
	for _, part := range parts[:min(len(parts), maxFields)] {
		if s, isShown := u.span(part.Place); isShown && !isEmpty(part.Raw) {
			unused = append(unused, Unused{part.Path, part.Dropped, s})
		}
	}
	return unused
}

// read returns the places of the raw fields among the sources of a row. What an
// extract finds in a field has none here.
func (u units) read(record []byte, sources string) []Span {
	var places []Span
	for source := range strings.SplitSeq(sources, ", ") {
		if !rawPath.MatchString(source) {
			continue
		}
		value := gjson.GetBytes(record, source)
		place := parser.Place{Start: value.Index, End: value.Index + len(value.Raw)}
		if value.Type == gjson.String {
			place.Start, place.End = place.Start+1, place.End-1
		}
		if s, isShown := u.span(place); isShown && value.Index > 0 && !isEmpty(value.Raw) {
			places = append(places, s)
		}
	}
	return places
}

// rawPath is a source that can be a raw field, and that gjson takes for nothing
// else.
var rawPath = regexp.MustCompile(`^[A-Za-z0-9_]+(\.[A-Za-z_][A-Za-z0-9_]*)*$`)

// isEmpty tells of a value that nothing could be mapped of.
func isEmpty(raw string) bool {
	switch strings.TrimSpace(strings.Trim(raw, `"`)) {
	case "", "null", "[]", "{}":
		return true
	}
	return false
}

// shortened cuts a value that is too long to show.
func shortened(value string) string {
	if len(value) <= maxValueBytes {
		return value
	}
	return strings.ToValidUTF8(value[:maxValueBytes], "") + "…"
}
