// Package tablepage writes a mapping table as a page that a reviewer can hold
// beside the published mapping: what of a record goes where, when, and who says
// so.
package tablepage

import (
	"fmt"
	"strings"

	"github.com/udmap/udmap/parser"
)

// Render returns the page of a table, in the Markdown of GitHub. The source is
// the table's text, whose comment at the top introduces the page.
func Render(table *parser.Table, source []byte) string {
	p := &page{table: table}
	p.heading(1, table.Name)
	p.paragraph("<!-- Made from " + table.Name + ".yaml by udmap tables --format markdown. -->")
	p.paragraph(sentence(escape(table.Description)))
	p.paragraph(prose(introduction(source)))
	p.facts()
	p.rows()
	p.eventTypes()
	p.needs()
	p.maps()
	p.extracts()
	p.options()
	p.dropped()
	p.waivers()
	return p.text.String()
}

type page struct {
	table *parser.Table
	text  strings.Builder
}

func (p *page) heading(level int, title string) {
	if p.text.Len() > 0 {
		p.text.WriteString("\n")
	}
	p.text.WriteString(strings.Repeat("#", level) + " " + title + "\n")
}

func (p *page) paragraph(text string) {
	if text != "" {
		p.text.WriteString("\n" + text + "\n")
	}
}

// grid writes a table. Columns that are empty throughout are left out.
func (p *page) grid(titles []string, rows [][]string) {
	used := make([]bool, len(titles))
	for _, row := range rows {
		for i, cell := range row {
			used[i] = used[i] || cell != ""
		}
	}
	rules := make([]string, len(titles))
	for i := range rules {
		rules[i] = "---"
	}
	p.text.WriteString("\n")
	for _, row := range append([][]string{titles, rules}, rows...) {
		p.text.WriteString("|")
		for i, cell := range row {
			if used[i] {
				p.text.WriteString(" " + cell + " |")
			}
		}
		p.text.WriteString("\n")
	}
}

// introduction is the comment that a table begins with.
func introduction(source []byte) string {
	var lines []string
	for line := range strings.Lines(string(source)) {
		comment, isComment := strings.CutPrefix(line, "#")
		if !isComment || strings.Contains(line, "yaml-language-server:") {
			break
		}
		lines = append(lines, strings.TrimSpace(comment))
	}
	return strings.TrimSpace(strings.Join(lines, "\n"))
}

// facts are what the table is for, and which records are its own.
func (p *page) facts() {
	t := p.table
	rows := [][]string{
		{"log type", code(t.LogType)},
		{"version", fmt.Sprint(t.Version)},
	}
	if t.Source != "" {
		rows = append(rows, []string{"source", address(t.Source)})
	}
	if len(t.Records) > 0 {
		rows = append(rows, []string{"records stand under", codes(t.Records, " or ")})
	}
	rows = append(rows, []string{"a record is told by", p.claims()})
	p.grid([]string{"", ""}, rows)
}

// claims says in words how the table's records are told apart.
func (p *page) claims() string {
	var shapes []string
	for _, claims := range p.table.Claims {
		var parts []string
		if len(claims.Has) > 0 {
			parts = append(parts, "it has "+codes(claims.Has, " and "))
		}
		if len(claims.HasAny) > 0 {
			parts = append(parts, "it has "+codes(claims.HasAny, " or "))
		}
		if len(claims.Lacks) > 0 {
			parts = append(parts, "it does not have "+codes(claims.Lacks, " or "))
		}
		shapes = append(shapes, strings.Join(parts, ", "))
	}
	if len(shapes) == 0 {
		return "nothing: every record is the table's"
	}
	return strings.Join(shapes, "; or ")
}

func (p *page) rows() {
	p.heading(2, "Rows")
	p.paragraph("A UDM field that holds one value takes that of the first row that has one; a list takes all.")
	var rows [][]string
	for i := range p.table.Rows {
		row := &p.table.Rows[i]
		rows = append(rows, []string{
			row.ID, line(row.Line), rawField(row), udmField(row), strings.Join(p.how(row), "; "), origin(row.Note),
		})
	}
	p.grid([]string{"row", "published line", "raw field", "UDM field", "when and how", "origin and remarks"}, rows)
}

func (p *page) eventTypes() {
	p.heading(2, "Event types")
	p.paragraph("The first of these that holds is `metadata.event_type`.")
	var rows [][]string
	for i := range p.table.EventTypes {
		l := &p.table.EventTypes[i]
		eventType := code(l.Value)
		if l.From != "" {
			eventType = "the one that " + code(l.From) + " names"
		}
		when := condition(l.When)
		if when == "" {
			when = "always"
		}
		rows = append(rows, []string{l.ID, line(l.Line), eventType, codes(l.Else, ", then "), when, origin(l.Note)})
	}
	p.grid([]string{"line", "published line", "event type", "where its needs are not met", "when", "origin and remarks"}, rows)
}

func (p *page) needs() {
	if len(p.table.Needs) == 0 {
		return
	}
	p.heading(2, "What event types need")
	p.paragraph("An event is given one of these types only where the record has what the type asks for.")
	var rows [][]string
	for _, need := range p.table.Needs {
		rows = append(rows, []string{code(need.EventType), condition(need.When)})
	}
	p.grid([]string{"event type", "only where"}, rows)
}

func (p *page) maps() {
	begun := false
	for i := range p.table.Rows {
		row := &p.table.Rows[i]
		if len(row.Map) == 0 {
			continue
		}
		if !begun {
			p.heading(2, "Value maps")
			p.paragraph("A value is compared whatever its letter case, and `*` stands for anything; the first line that fits counts.")
			begun = true
		}
		p.heading(3, row.ID+": "+rawField(row)+" to "+code(row.To))
		var rows [][]string
		for _, mapped := range row.Map {
			rows = append(rows, []string{code(mapped.Pattern), code(mapped.Constant)})
		}
		anyOther := "nothing"
		if row.Otherwise != "" {
			anyOther = code(row.Otherwise)
		}
		p.grid([]string{"value", "becomes"}, append(rows, []string{"anything else", anyOther}))
	}
}

func (p *page) extracts() {
	if len(p.table.Extracts) == 0 {
		return
	}
	p.heading(2, "Names for what is inside a field")
	var rows [][]string
	for i := range p.table.Extracts {
		extract := &p.table.Extracts[i]
		rows = append(rows, []string{code(extract.Name), meaning(extract), condition(extract.When)})
	}
	p.grid([]string{"name", "what", "only where"}, rows)
}

func (p *page) options() {
	if len(p.table.Options) == 0 {
		return
	}
	p.heading(2, "Options")
	p.paragraph("A user of the table chooses with `--option NAME=VALUE`.")
	var rows [][]string
	for _, option := range p.table.Options {
		choices := codes(option.Choices, ", ")
		switch {
		case choices != "":
		case option.List:
			choices = "any texts, with commas between them"
		default:
			choices = "any text"
		}
		rows = append(rows, []string{code(option.Name), escape(option.Description), choices, code(option.Default)})
	}
	p.grid([]string{"option", "what", "values", "unless chosen"}, rows)
}

func (p *page) dropped() {
	if len(p.table.Dropped) == 0 {
		return
	}
	p.heading(2, "Left out on purpose")
	var rows [][]string
	for _, dropped := range p.table.Dropped {
		rows = append(rows, []string{code(dropped.Field), escape(dropped.Reason)})
	}
	p.grid([]string{"raw field", "why"}, rows)
}

// waivers lists the findings that are known and meant.
func (p *page) waivers() {
	var rows [][]string
	add := func(where string, waivers []parser.Waiver) {
		for _, waiver := range waivers {
			rows = append(rows, []string{waiver.Finding, where, escape(waiver.Reason)})
		}
	}
	add("the whole table", p.table.Waivers)
	for i := range p.table.Rows {
		add(p.table.Rows[i].ID, p.table.Rows[i].Waivers)
	}
	for i := range p.table.EventTypes {
		add(p.table.EventTypes[i].ID, p.table.EventTypes[i].Waivers)
	}
	if len(rows) == 0 {
		return
	}
	p.heading(2, "Findings that are known and meant")
	p.grid([]string{"finding", "of", "why"}, rows)
}
