package main

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/udmap/udmap/collector"
)

// plan tells what a run would ask.
func (a *app) plan(ctx context.Context, made *collector.Collector) error {
	plan, err := made.Plan(ctx)
	if err != nil {
		return err
	}
	if a.format == formatJSON {
		return a.printJSON(plan)
	}
	var text strings.Builder
	for _, warning := range plan.Warnings {
		fmt.Fprintf(&text, "warning: %s\n", warning)
	}
	if plan.FirstRun {
		fmt.Fprintln(&text, "This would be the first run.")
	}
	if plan.Pending != "" {
		fmt.Fprintf(&text, "First, %s would be written, which the run before did not finish.\n", plan.Pending)
	}
	for _, name := range slices.Sorted(maps.Keys(plan.Resources)) {
		fmt.Fprintf(&text, "%s: %s\n", name, describePlan(plan.Resources[name]))
	}
	_, err = fmt.Fprint(a.stdout, text.String())
	return err
}

func describePlan(resource collector.ResourcePlan) string {
	switch days := resource.Days; {
	case resource.ResumeAt != nil:
		return "nothing, a quota is used up until " + resource.ResumeAt.Format(time.RFC3339)
	case len(days) == 1:
		return "the day " + days[0]
	case len(days) > 1:
		return fmt.Sprintf("%s, %s to %s", count(len(days), "day"), slices.Min(days), slices.Max(days))
	}
	return "from " + resource.Cursor + " on"
}

// printCollected prints the summary of a run: one line of JSON, or a line a
// resource.
func (a *app) printCollected(summary collector.Summary) error {
	if a.format == formatJSON {
		line, err := json.Marshal(summary)
		if err == nil {
			_, err = fmt.Fprintf(a.stdout, "%s\n", line)
		}
		return err
	}
	for _, warning := range summary.Warnings {
		fmt.Fprintf(a.stderr, "udmap: %s\n", warning)
	}
	if summary.Outcome == collector.Conflict {
		fmt.Fprintf(a.stderr, "udmap: %s\n", summary.Error)
	}
	for _, name := range slices.Sorted(maps.Keys(summary.Resources)) {
		if _, err := fmt.Fprintf(a.stdout, "%s: %s\n", name, describeResource(summary.Resources[name])); err != nil {
			return err
		}
	}
	return nil
}

func describeResource(resource collector.ResourceSummary) string {
	parts := []string{
		strings.ReplaceAll(cmp.Or(string(resource.Outcome), "not reached"), "_", " "),
		count(resource.New, "new record"),
		count(resource.Duplicates, "duplicate"),
		count(resource.Objects, "object"),
		count(resource.Requests, "request"),
	}
	if resource.Limited > 0 {
		parts = append(parts, thousands(resource.Limited)+" rate limited")
	}
	line := strings.Join(parts, " · ")
	if resource.GapFrom != nil {
		line += fmt.Sprintf("\n  lost: the API no longer lists what was logged from %s to %s",
			resource.GapFrom.Format(time.RFC3339), resource.GapUntil.Format(time.RFC3339))
	}
	if resource.Error != "" {
		line += "\n  " + resource.Error
	}
	return line
}

// collectProgress keeps a line on standard error up to date, if somebody is
// there to see it.
func (a *app) collectProgress() func(collector.Report) {
	if !isTerminal(a.stderr) {
		return nil
	}
	return func(report collector.Report) { fmt.Fprint(a.stderr, clearLine+collectProgressLine(report)) }
}

func (a *app) endCollectProgress() {
	if isTerminal(a.stderr) {
		fmt.Fprint(a.stderr, clearLine)
	}
}

// collectProgressLine says where a run stands.
func collectProgressLine(report collector.Report) string {
	parts := []string{report.Resource}
	if !report.Window.From.IsZero() {
		parts = append(parts, report.Window.From.UTC().Format(time.DateOnly))
	}
	parts = append(parts, count(report.Pages, "page"), count(report.New, "new record"), count(report.Duplicates, "duplicate"))
	if report.WaitSecs >= 1 {
		parts = append(parts, fmt.Sprintf("waited %.0f s", report.WaitSecs))
	}
	return strings.Join(parts, " · ")
}
