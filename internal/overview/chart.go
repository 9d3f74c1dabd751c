package overview

import (
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"
)

// The chart of events over time, in the units of its viewBox.
const (
	chartWidth   = 960.0
	chartHeight  = 280.0
	chartLeft    = 56.0 // room for the numbers
	chartTop     = 12.0
	chartBottom  = 30.0 // room for the times
	maxColours   = 6    // event types with a colour of their own
	maxTimeMarks = 7
)

// otherTypes stands for the event types without a colour of their own.
const otherTypes = "other types"

// chart is the picture of a Timeline: columns, of which each is a pile of
// event types.
type chart struct {
	Width, Height     float64
	Left, Right, Base float64
	Title             string // what a screen reader says of the whole
	Columns           []column
	Lines             []mark // of the numbers at the left
	Times             []mark // below the columns
	Legend            []legendEntry
}

type column struct {
	Title string
	Boxes []box
}

type box struct {
	X, Y, Width, Height float64
	Colour              int // of the style sheet
}

type mark struct {
	Place  float64
	Text   string
	Anchor string // where the text is held, for times
}

type legendEntry struct {
	Colour int
	Text   string
	Events int64
}

// drawTimeline lays the columns out. It returns nil where no event has a time.
func drawTimeline(t Timeline) *chart {
	if len(t.Steps) == 0 {
		return nil
	}
	c := &chart{
		Width: chartWidth, Height: chartHeight, Left: chartLeft, Right: chartWidth, Base: chartHeight - chartBottom,
		Legend: legendOf(t.Types),
	}
	highest := int64(0)
	for _, step := range t.Steps {
		highest = max(highest, total(step))
	}
	top := c.addLines(highest)
	wide := (chartWidth - chartLeft) / float64(len(t.Steps))
	for i, step := range t.Steps {
		c.Columns = append(c.Columns, c.pile(step, t.Width, chartLeft+float64(i)*wide, wide, top))
	}
	c.addTimes(t, wide)
	c.Title = fmt.Sprintf("Events by type over time: %d steps of %s from %s to %s, at most %s in one", len(t.Steps), span(t.Width),
		timeText(t.Steps[0].Start, t.Width), timeText(t.Steps[len(t.Steps)-1].Start, t.Width), plural(highest, "event"))
	return c
}

// legendOf gives each of the most frequent types its colour, and the others one
// together.
func legendOf(types []TypeCount) []legendEntry {
	var legend []legendEntry
	for i, one := range types {
		switch {
		case i < maxColours:
			legend = append(legend, legendEntry{i, one.EventType, one.Events})
		case i == maxColours:
			legend = append(legend, legendEntry{maxColours, otherTypes, one.Events})
		default:
			legend[maxColours].Events += one.Events
		}
	}
	return legend
}

// addLines draws a line at round numbers, and returns the number at the top.
func (c *chart) addLines(highest int64) float64 {
	each := roundStep(float64(highest) / 4)
	top := each * math.Ceil(float64(highest)/each)
	for number := 0.0; number <= top; number += each {
		c.Lines = append(c.Lines, mark{Place: round(c.Base - number/top*(c.Base-chartTop)), Text: thousands(int64(number))})
	}
	return top
}

// roundStep is 1, 2 or 5 with zeros behind, and at least a number.
func roundStep(least float64) float64 {
	step := 1.0
	for step < least {
		for _, factor := range []float64{2, 5, 10} {
			if step*factor >= least {
				return step * factor
			}
		}
		step *= 10
	}
	return step
}

// pile draws the column of one step.
func (c *chart) pile(step Step, width int64, x, wide, top float64) column {
	parts := []string{timeText(step.Start, width) + ": " + plural(total(step), "event")}
	col, y := column{}, c.Base
	rest := total(step)
	for _, entry := range c.Legend {
		events := step.Events[entry.Text]
		if entry.Colour == maxColours {
			events = rest
		}
		rest -= events
		if events == 0 {
			continue
		}
		high := float64(events) / top * (c.Base - chartTop)
		y -= high
		col.Boxes = append(col.Boxes, box{round(x + wide*0.1), round(y), round(wide * 0.8), round(high), entry.Colour})
		parts = append(parts, entry.Text+" "+thousands(events))
	}
	col.Title = strings.Join(parts, ", ")
	return col
}

// addTimes writes a few times below the columns.
func (c *chart) addTimes(t Timeline, wide float64) {
	every := (len(t.Steps) + maxTimeMarks - 1) / maxTimeMarks
	for i := 0; i < len(t.Steps); i += every {
		c.Times = append(c.Times, mark{
			Place: round(chartLeft + (float64(i)+0.5)*wide), Text: timeText(t.Steps[i].Start, t.Width), Anchor: anchorOf(i, len(t.Steps)),
		})
	}
}

// anchorOf keeps a text at the right edge within the picture.
func anchorOf(i, count int) string {
	if count > 1 && i == count-1 {
		return "end"
	}
	return "middle"
}

func total(step Step) int64 {
	sum := int64(0)
	for _, events := range step.Events {
		sum += events
	}
	return sum
}

// timeText writes when a step begins, as exactly as its width asks for.
func timeText(start time.Time, width int64) string {
	const day = 24 * 60 * 60
	if width >= day {
		return start.Format("2006-01-02")
	}
	return start.Format("2006-01-02 15:04")
}

// span names the width of a step.
func span(seconds int64) string {
	const minute, hour, day = 60, 60 * 60, 24 * 60 * 60
	switch {
	case seconds < hour:
		return plural(seconds/minute, "minute")
	case seconds < day:
		return plural(seconds/hour, "hour")
	}
	return plural(seconds/day, "day")
}

// round keeps the page small and the same on every machine.
func round(number float64) float64 { return math.Round(number*100) / 100 }

// plural writes a number and what it counts.
func plural(number int64, what string) string {
	if number == 1 {
		return "1 " + what
	}
	return thousands(number) + " " + what + "s"
}

// thousands writes a number with commas, as people read it.
func thousands(number int64) string {
	digits := strconv.FormatInt(number, 10)
	for i := len(digits) - 3; i > 0 && digits[i-1] != '-'; i -= 3 {
		digits = digits[:i] + "," + digits[i:]
	}
	return digits
}
