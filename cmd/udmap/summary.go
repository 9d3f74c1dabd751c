package main

import (
	"cmp"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/udmap/udmap/parser"
)

// printSummary says on standard error what a conversion came to. In a pipe it
// keeps quiet for people, unless records were rejected, none was found where
// there should be some, or --verbose is given. A program reads it always.
func (r *conversionRun) printSummary(total parser.Ledger, inputs int) {
	talkative := r.verbose || isTerminal(r.stderr)
	switch {
	case r.format == formatJSON:
		line, err := json.Marshal(struct {
			Summary parser.Ledger `json:"summary"`
		}{total})
		if err == nil {
			fmt.Fprintf(r.stderr, "%s\n", line)
		}
	case talkative || total.Rejected > 0 || total.Records == 0 && inputs > 0:
		fmt.Fprintf(r.stderr, "udmap: %s\n", describeTotal(total, inputs))
		if talkative {
			r.printDetails(total)
		}
	}
}

func describeTotal(total parser.Ledger, inputs int) string {
	text := fmt.Sprintf("%s from %s: %s", count(total.Records, "record"), count(inputs, "input"), count(total.Events, "event"))
	if total.Skipped > 0 {
		text += fmt.Sprintf(", %s skipped", thousands(total.Skipped))
	}
	if total.Rejected > 0 {
		text += fmt.Sprintf(", %s rejected (%s)", thousands(total.Rejected), describeReasons(total.Reasons))
	}
	return text
}

// describeReasons lists reasons with their numbers, the most frequent first.
func describeReasons(reasons map[string]int64) string {
	names := slices.SortedFunc(maps.Keys(reasons), func(a, b string) int {
		return cmp.Or(cmp.Compare(reasons[b], reasons[a]), cmp.Compare(a, b))
	})
	words := make([]string, len(names))
	for i, name := range names {
		words[i] = name + " " + thousands(reasons[name])
	}
	return strings.Join(words, ", ")
}

// printDetails prints what only somebody who looks wants to know.
func (r *conversionRun) printDetails(total parser.Ledger) {
	for _, warning := range total.Warnings {
		fmt.Fprintf(r.stderr, "udmap: warning: %s in row %s of %s, %s\n",
			warning.Kind, warning.Row, warning.Table, count(warning.Count, "time"))
	}
	if skipped := len(r.inputs.Skipped); skipped > 0 {
		fmt.Fprintf(r.stderr, "udmap: passed over %s of an earlier run\n", count(skipped, "output"))
	}
	if r.verbose {
		for _, path := range r.inputs.Skipped {
			fmt.Fprintf(r.stderr, "udmap: passed over %s\n", path)
		}
	}
}
