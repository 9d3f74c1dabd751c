package overview

import (
	"cmp"
	"maps"
	"math"
	"slices"
	"time"
)

// Timeline counts events by time and type.
type Timeline struct {
	// Types are the event types, the most frequent first.
	Types []TypeCount `json:"types"`
	// Width is the length of a step, in seconds.
	Width int64  `json:"step_seconds,omitempty"`
	Steps []Step `json:"steps"` // without gaps, in order
	// Outside counts events without a time, before the first step or behind the
	// last: a few that are far away would leave no room for the others.
	Outside int64 `json:"outside,omitempty"`
}

// TypeCount counts the events of a type.
type TypeCount struct {
	EventType string `json:"event_type"`
	Events    int64  `json:"events"`
}

// Step is the events of one step of time.
type Step struct {
	Start  time.Time        `json:"start"`
	Events map[string]int64 `json:"events"` // by type
}

const (
	maxSteps     = 60   // are shown
	maxCells     = 4096 // of time and type are kept
	farAwayShare = 200  // the first and last two-hundredth may be cut off
)

// widths are the lengths of a step that a reader knows, in seconds. Each is a
// multiple of the one before, so that steps can be put together.
func widths() []int64 {
	const minute, hour, day = 60, 60 * 60, 24 * 60 * 60
	return []int64{minute, 10 * minute, hour, 6 * hour, day, 7 * day, 28 * day, 364 * day, 3640 * day}
}

// firstMonday lets steps of a week begin on one, in seconds from 1970.
const firstMonday = 4 * 24 * 60 * 60

// timeline counts events in steps that it widens when there are too many. The
// result depends on the events, and not on their order.
type timeline struct {
	level   int // of widths
	cells   map[cell]int64
	types   map[string]int64
	undated int64
}

type cell struct {
	step      int64 // number from firstMonday
	eventType string
}

// add counts an event by its timestamp, as events have it.
func (t *timeline) add(timestamp, eventType string) {
	if t.cells == nil {
		t.cells, t.types = map[cell]int64{}, map[string]int64{}
	}
	t.types[eventType]++
	moment, err := time.Parse(time.RFC3339Nano, timestamp)
	if err != nil {
		t.undated++
		return
	}
	t.cells[cell{floorDivide(moment.Unix()-firstMonday, widths()[t.level]), eventType}]++
	for len(t.cells) > maxCells && t.level+1 < len(widths()) {
		t.cells = widen(t.cells, widths()[t.level+1]/widths()[t.level])
		t.level++
	}
}

// widen puts so many steps together.
func widen(cells map[cell]int64, factor int64) map[cell]int64 {
	wide := map[cell]int64{}
	for c, count := range cells {
		wide[cell{floorDivide(c.step, factor), c.eventType}] += count
	}
	return wide
}

// floorDivide rounds down, also below zero.
func floorDivide(number, by int64) int64 {
	quotient := number / by
	if number%by < 0 {
		quotient--
	}
	return quotient
}

func (t *timeline) summary() Timeline {
	summary := Timeline{Outside: t.undated}
	for eventType, events := range t.types {
		summary.Types = append(summary.Types, TypeCount{eventType, events})
	}
	slices.SortFunc(summary.Types, func(a, b TypeCount) int {
		return cmp.Or(cmp.Compare(b.Events, a.Events), cmp.Compare(a.EventType, b.EventType))
	})
	if len(t.cells) == 0 {
		return summary
	}
	cells, level := t.cells, t.level
	first, last := middle(cells)
	for last-first >= maxSteps && level+1 < len(widths()) {
		cells = widen(cells, widths()[level+1]/widths()[level])
		level++
		first, last = middle(cells)
	}
	if earliest, latest := ends(cells); latest-earliest < maxSteps {
		first, last = earliest, latest // nothing is so far away
	}
	last = min(last, first+maxSteps-1)
	summary.Width = widths()[level]
	for step := first; step <= last; step++ {
		start := time.Unix(firstMonday+step*summary.Width, 0).UTC()
		summary.Steps = append(summary.Steps, Step{Start: start, Events: map[string]int64{}})
	}
	for c, count := range cells {
		if c.step < first || c.step > last {
			summary.Outside += count
		} else {
			summary.Steps[c.step-first].Events[c.eventType] += count
		}
	}
	return summary
}

// ends returns the first and the last step.
func ends(cells map[cell]int64) (first, last int64) {
	first, last = math.MaxInt64, math.MinInt64
	for c := range cells {
		first, last = min(first, c.step), max(last, c.step)
	}
	return first, last
}

// middle returns the steps that hold all events but a few far away.
func middle(cells map[cell]int64) (first, last int64) {
	events, total := map[int64]int64{}, int64(0)
	for c, count := range cells {
		events[c.step] += count
		total += count
	}
	steps := slices.Sorted(maps.Keys(events))
	cut := total / farAwayShare
	from, before := 0, int64(0)
	for before+events[steps[from]] <= cut {
		before += events[steps[from]]
		from++
	}
	to, behind := len(steps)-1, int64(0)
	for behind+events[steps[to]] <= cut {
		behind += events[steps[to]]
		to--
	}
	return steps[from], steps[to]
}
