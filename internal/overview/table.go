package overview

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/udmap/udmap/parser"
)

// maxListed bounds the fields of a table that are listed.
const maxListed = 100

// tableContent is what the page tells of one table.
type tableContent struct {
	Name     string
	Version  int
	Events   int64
	Uses     []useShare
	UsesAlt  string // what a screen reader says of the bar
	Lost     []lostField
	MoreLost int   // that are not listed
	Beyond   int64 // values of fields beyond those that are told apart
	Rows     []rowBox
	RowsAlt  string
	Used     int
	Idle     []idleRow
}

// useShare is one piece of the bar that shows what became of the values.
type useShare struct {
	Use     string
	Words   string
	Values  int64
	X, Wide float64 // in percent
}

type lostField struct {
	Path, Use, Reason, Example string
	Lost, Values               int64
}

// rowBox is one square of the picture of rows.
type rowBox struct {
	X, Y  int
	Title string
	Level int // 0 is never, 4 is in nearly every event
}

type idleRow struct{ ID, To, Place string }

// The picture of rows.
const (
	boxSize    = 22
	boxesAside = 40
)

// describeTable lays out what is known of one table.
func describeTable(t *parser.TableCoverage) tableContent {
	c := tableContent{Name: t.Table, Version: t.Version, Events: t.Events}
	c.addUses(t)
	c.addLost(t)
	c.addRows(t)
	return c
}

// useWords says what a use means.
func useWords(use parser.FieldUse) string {
	switch use {
	case parser.FieldMapped:
		return "in a UDM field"
	case parser.FieldAdditional:
		return "in additional alone"
	case parser.FieldDropped:
		return "dropped on purpose"
	case parser.FieldDecides:
		return "only looked at by conditions"
	case parser.FieldUnwritten:
		return "named by the table, but not written"
	case parser.FieldUnnamed:
		return "not named by the table"
	}
	return string(use)
}

// addUses draws what became of the values, the best first.
func (c *tableContent) addUses(t *parser.TableCoverage) {
	all := int64(0)
	for _, values := range t.Values {
		all += values
	}
	x, uses := 0.0, parser.FieldUses()
	for _, use := range slices.Backward(uses) {
		values := t.Values[use]
		if values == 0 {
			continue
		}
		wide := share(values, all)
		c.Uses = append(c.Uses, useShare{string(use), useWords(use), values, round(x), wide})
		x += wide
		if c.UsesAlt != "" {
			c.UsesAlt += ", "
		}
		c.UsesAlt += fmt.Sprintf("%s %s", percent(values, all), useWords(use))
	}
	c.UsesAlt = fmt.Sprintf("What became of %s: %s", plural(all, "value"), c.UsesAlt)
}

func (c *tableContent) addLost(t *parser.TableCoverage) {
	for i, field := range lostFields(t) {
		if i == maxListed {
			c.MoreLost = len(lostFields(t)) - i
			break
		}
		c.Lost = append(c.Lost, lostField{field.Path, useWords(field.Use), field.Reason, field.Example, field.Uses[field.Use], field.Count})
	}
	for use, values := range t.Untracked {
		if use.IsLost() {
			c.Beyond += values
		}
	}
}

// addRows draws a square for each row and each event-type line.
func (c *tableContent) addRows(t *parser.TableCoverage) {
	add := func(id, to, place string, count int64) {
		i := len(c.Rows)
		c.Rows = append(c.Rows, rowBox{
			X: i % boxesAside * boxSize, Y: i / boxesAside * boxSize,
			Title: fmt.Sprintf("%s, %s: %s", id, to, inEvents(count, t.Events)), Level: levelOf(count, t.Events),
		})
		if count > 0 {
			c.Used++
		} else {
			c.Idle = append(c.Idle, idleRow{id, to, place})
		}
	}
	for _, row := range t.Rows {
		add(row.Row, row.To, fmt.Sprintf("%s:%d", row.Position.File, row.Position.Line), row.Count)
	}
	for _, line := range t.EventTypes {
		add(line.Line, cmp.Or(line.EventType, "whatever event type the record names"), fmt.Sprintf("%s:%d", line.Position.File, line.Position.Line), line.Count)
	}
	c.RowsAlt = fmt.Sprintf("%d of %d rows and event-type lines set something", c.Used, len(c.Rows))
}

func inEvents(count, events int64) string {
	if count == 0 {
		return "never"
	}
	return fmt.Sprintf("%s of %s", thousands(count), plural(events, "event"))
}

// levelOf is how dark a square is.
func levelOf(count, events int64) int {
	switch part := share(count, events); {
	case count == 0:
		return 0
	case part < 5:
		return 1
	case part < 35:
		return 2
	case part < 90:
		return 3
	}
	return 4
}

// RowsWidth and RowsHeight are the size of the picture of rows.
func (c tableContent) RowsWidth() int { return min(len(c.Rows), boxesAside) * boxSize }

// RowsHeight is the height of the picture of rows.
func (c tableContent) RowsHeight() int { return (len(c.Rows) + boxesAside - 1) / boxesAside * boxSize }

// BoxSize is the side of a square without the gap to the next.
func (tableContent) BoxSize() int { return boxSize - 4 }
