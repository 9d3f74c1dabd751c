package overview

import (
	_ "embed"
	"fmt"
	"html/template"
	"io"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/udmap/udmap/parser"
	"github.com/udmap/udmap/udm"
)

//go:embed page.html.tmpl
var pageTemplate string

// Page is what stands on the page besides the summary.
type Page struct {
	Title string
	// Version is that of udmap, "" to leave it out.
	Version string
	// HasNoValues tells the reader that values were left out.
	HasNoValues bool
}

// Write writes the page: one HTML file that needs no other, and no script. The
// error is that of the writer.
func (p Page) Write(w io.Writer, summary Summary) error {
	page, err := template.New("page").Funcs(template.FuncMap{
		"count": thousands, "plural": plural, "safe": safe, "percent": percent,
	}).Parse(pageTemplate)
	if err != nil {
		return err
	}
	return page.Execute(w, p.content(summary))
}

// content is what the template lays out.
type content struct {
	Page
	Summary

	Concerns   []concern
	Chart      *chart
	Reasons    []bar
	Principals []bar
	Coverage   []tableContent
	Steps      []stepLine
}

// concern is something to look at before a feed is switched.
type concern struct{ Text, Anchor string }

// bar is one line of a table with its bar.
type bar struct {
	Label, Note string
	Number      int64
	Share       float64 // of the longest bar, in percent
	Detail      string
	First       string
}

// stepLine is one line of the table that tells what the chart shows.
type stepLine struct {
	Time   string
	Events int64
	Types  string
}

func (p Page) content(summary Summary) content {
	c := content{Page: p, Summary: summary, Chart: drawTimeline(summary.Timeline)}
	for _, reason := range summary.Reasons {
		c.Reasons = append(c.Reasons, bar{
			Label: reason.Reason, Number: reason.Records, Share: share(reason.Records, summary.Reasons[0].Records),
			Detail: reason.Detail, First: reason.First,
		})
	}
	for _, principal := range summary.Principals {
		c.Principals = append(c.Principals, bar{
			Label: principal.Value, Note: principal.Field, Number: principal.Events,
			Share: share(principal.Events, summary.Principals[0].Events),
		})
	}
	for i := range summary.Tables {
		c.Coverage = append(c.Coverage, describeTable(&summary.Tables[i]))
	}
	for _, step := range summary.Timeline.Steps {
		c.Steps = append(c.Steps, describeStep(step, summary.Timeline))
	}
	c.Concerns = concernsOf(summary, c.Coverage)
	return c
}

func describeStep(step Step, timeline Timeline) stepLine {
	var types []string
	for _, one := range timeline.Types {
		if events := step.Events[one.EventType]; events > 0 {
			types = append(types, one.EventType+" "+thousands(events))
		}
	}
	return stepLine{timeText(step.Start, timeline.Width), total(step), strings.Join(types, ", ")}
}

// concernsOf lists what a team should look at, in the order of the page.
func concernsOf(s Summary, tables []tableContent) []concern {
	var concerns []concern
	add := func(number int64, anchor, one, many string) {
		switch {
		case number == 1:
			concerns = append(concerns, concern{one, anchor})
		case number > 1:
			concerns = append(concerns, concern{fmt.Sprintf(many, thousands(number)), anchor})
		}
	}
	add(s.Rejected, "rejected", "1 record is rejected", "%s records are rejected")
	add(s.Refused, "validator", "1 event has an error: the API would refuse it", "%s events have an error: the API would refuse them")
	warnings := int64(0)
	for _, finding := range s.Findings {
		if finding.Severity == udm.SeverityWarning {
			warnings++
		}
	}
	add(warnings, "validator", "1 kind of warning breaks the usage guide", "%s kinds of warnings break the usage guide")
	lost, idle := int64(0), int64(0)
	for _, table := range tables {
		lost += int64(len(table.Lost) + table.MoreLost)
		idle += int64(len(table.Idle))
	}
	add(lost, "coverage", "1 raw field goes nowhere, at least at times", "%s raw fields go nowhere, at least at times")
	add(idle, "rows", "1 row or event-type line is never used", "%s rows and event-type lines are never used")
	return concerns
}

func lostFields(t *parser.TableCoverage) []parser.FieldCoverage {
	return slices.DeleteFunc(slices.Clone(t.Fields), func(f parser.FieldCoverage) bool { return !f.Use.IsLost() })
}

// share is a part in percent.
func share(part, whole int64) float64 {
	if whole == 0 {
		return 0
	}
	return round(100 * float64(part) / float64(whole))
}

// percent writes a part of a whole. Something is never written as nothing, nor
// nearly all as all.
func percent(part, whole int64) string {
	switch value := share(part, whole); {
	case whole == 0:
		return "–"
	case part > 0 && value < 0.1:
		return "< 0.1\u00a0%"
	case part < whole && value > 99.9:
		return "> 99.9\u00a0%"
	case value == float64(int64(value)):
		return fmt.Sprintf("%.0f\u00a0%%", value)
	default:
		return fmt.Sprintf("%.1f\u00a0%%", value)
	}
}

// safe shows what strangers wrote: marks that turn the direction of writing,
// and control characters, are written as escapes. The template does the rest.
func safe(text string) string {
	var shown strings.Builder
	for _, r := range text {
		switch {
		case r == utf8.RuneError, unicode.IsGraphic(r) && !unicode.Is(unicode.Cf, r):
			shown.WriteRune(r)
		default:
			fmt.Fprintf(&shown, `\u%04x`, r)
		}
	}
	return shown.String()
}
