package main

import (
	"fmt"
	"io"
	"text/tabwriter"
)

// finding is one line of the report.
type finding struct {
	measure string
	ours    string
	against string // empty if the limit is a number and no rival
	figure  string // what is held against the limit
	median  string // the same from the median rounds, empty if there is none
	limit   limit
	value   float64 // the figure as a number
	missing string  // why it could not be measured; nothing else is then set but measure and limit
}

// limit is what a figure is held against. The zero value is no limit: the
// figure is there to be read.
type limit struct {
	kind  limitKind
	value float64
	unit  string
}

type limitKind int

const (
	noLimit limitKind = iota
	atLeast
	atMost
	below
)

func (l limit) kept(value float64) bool {
	switch l.kind {
	case atLeast:
		return value >= l.value
	case atMost:
		return value <= l.value
	case below:
		return value < l.value
	default:
		return true
	}
}

func (l limit) String() string {
	words := map[limitKind]string{atLeast: "at least", atMost: "at most", below: "below"}
	if l.kind == noLimit {
		return ""
	}
	return fmt.Sprintf("%s %g%s", words[l.kind], l.value, l.unit)
}

func (f finding) verdict() string {
	switch {
	case f.missing != "":
		return "NOT MEASURED: " + f.missing
	case f.limit.kind == noLimit:
		return ""
	case f.limit.kept(f.value):
		return "ok"
	default:
		return "FAIL"
	}
}

// timesAsFast compares our timing with a slower rival's.
func timesAsFast(measure string, ours, rival timing, required limit) finding {
	return ratioFinding(measure, ours, rival, required, rival.best/ours.best, rival.median/ours.median)
}

// timesAsLong compares our timing with that of something which does less.
func timesAsLong(measure string, ours, floor timing, required limit) finding {
	return ratioFinding(measure, ours, floor, required, ours.best/floor.best, ours.median/floor.median)
}

func ratioFinding(measure string, ours, other timing, required limit, best, median float64) finding {
	return finding{
		measure: measure,
		ours:    fmt.Sprintf("%.0f ns", ours.best),
		against: fmt.Sprintf("%s %.0f ns", other.name, other.best),
		figure:  fmt.Sprintf("%.2f×", best),
		median:  fmt.Sprintf("%.2f×", median),
		limit:   required,
		value:   best,
	}
}

func anyMissed(findings []finding) bool {
	for _, each := range findings {
		if each.missing == "" && !each.limit.kept(each.value) {
			return true
		}
	}
	return false
}

func writeReport(out io.Writer, findings []finding) error {
	table := tabwriter.NewWriter(out, 0, 0, 3, ' ', 0)
	fmt.Fprintln(table, "measure\tours\tagainst\tfigure\tmedian\trequired\tverdict")
	for _, each := range findings {
		fmt.Fprintf(table, "%s\t%s\t%s\t%s\t%s\t%s\t%s\n",
			each.measure, each.ours, each.against, each.figure, each.median, each.limit, each.verdict())
	}
	if err := table.Flush(); err != nil {
		return fmt.Errorf("write the report: %w", err)
	}
	return nil
}
