package main

import (
	"fmt"
	"strings"
	"time"

	"github.com/udmap/udmap/collector"
)

// progress shows one line on standard error, which each page brings up to date,
// if somebody is there to see it.
func (c *collection) progress() func(collector.Report) {
	if !isTerminal(c.stderr) {
		return nil
	}
	return func(report collector.Report) {
		fmt.Fprint(c.stderr, clearLine+describeReport(report))
	}
}

// endProgress removes the line.
func (c *collection) endProgress() {
	if c.collector.Report != nil {
		fmt.Fprint(c.stderr, clearLine)
	}
}

// describeReport says where a run stands.
func describeReport(report collector.Report) string {
	where := report.Resource
	if !report.Window.Until.IsZero() {
		where += " " + report.Window.From.UTC().Format(time.DateOnly)
	}
	parts := []string{
		where,
		count(report.Pages, "page"),
		count(report.Records, "record"),
		thousands(report.New) + " new",
		thousands(report.Duplicates) + " known",
	}
	if report.Limited > 0 {
		parts = append(parts, count(report.Limited, "rate-limit answer"))
	}
	if waited := time.Duration(report.WaitSecs) * time.Second; waited > 0 {
		parts = append(parts, "waited "+waited.String())
	}
	return strings.Join(parts, " · ")
}
