package main

import (
	"fmt"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/udmap/udmap/internal/reprocess"
)

// reprocessReport is the plan for programs.
type reprocessReport struct {
	Place    string                              `json:"place"`
	Raw      reprocess.Total                     `json:"raw"`
	Chosen   reprocess.Total                     `json:"chosen"`
	Include  []reprocess.Class                   `json:"include"`
	Classes  map[reprocess.Class]reprocess.Total `json:"classes"`
	Made     []reprocess.Made                    `json:"made_by"`
	Manifest string                              `json:"manifest,omitempty"` // where it was written
	Tag      string                              `json:"manifest_etag,omitempty"`
	Job      string                              `json:"job,omitempty"` // where it was written
}

// print prints what was found, and written.
func (r *reprocessing) print() error {
	if r.format == formatJSON {
		return r.printJSON(r.report())
	}
	var text strings.Builder
	fmt.Fprintf(&text, "%s: %s, %s\n", r.request.place, count(r.plan.All.Objects, "raw object"), byteSize(r.plan.All.Bytes))
	r.describeClasses(&text)
	r.describeMade(&text)
	r.describeResult(&text)
	_, err := fmt.Fprint(r.stdout, text.String())
	return err
}

func (r *reprocessing) report() reprocessReport {
	report := reprocessReport{
		Place: r.request.place, Raw: r.plan.All, Chosen: r.plan.Chosen,
		Classes: map[reprocess.Class]reprocess.Total{}, Made: r.plan.Made(),
	}
	for _, class := range reprocess.Classes() {
		report.Classes[class] = r.plan.Class(class)
		if r.plan.Includes(class) {
			report.Include = append(report.Include, class)
		}
	}
	if r.plan.Chosen.Objects > 0 {
		report.Manifest, report.Job = r.request.manifest, r.request.jobFile
		report.Tag = strings.Trim(r.tag, `"`)
	}
	return report
}

// describeClasses says of each class that there is whether it is chosen.
func (r *reprocessing) describeClasses(text *strings.Builder) {
	table := tabwriter.NewWriter(text, 0, 0, 2, ' ', 0)
	for _, class := range reprocess.Classes() {
		total := r.plan.Class(class)
		if total.Objects == 0 {
			continue
		}
		fate := "made anew"
		switch {
		case class == reprocess.Current:
			fate = "left alone"
		case !r.plan.Includes(class):
			fate = "left alone: --include " + string(class) + " adds them"
		}
		fmt.Fprintf(table, "  %s\t%s\t%s\t%s\n", class, count(total.Objects, "object"), byteSize(total.Bytes), fate)
	}
	_ = table.Flush() // a builder takes everything
}

// describeMade says which tables the events are of.
func (r *reprocessing) describeMade(text *strings.Builder) {
	made := r.plan.Made()
	if len(made) == 0 {
		return
	}
	text.WriteString("made by\n")
	table := tabwriter.NewWriter(text, 0, 0, 2, ' ', 0)
	for _, one := range made {
		fmt.Fprintf(table, "  %s %d\t%s\t%s\n", one.Table, one.Version, count(one.Objects, "object"), byteSize(one.Bytes))
	}
	_ = table.Flush() // a builder takes everything
}

// describeResult says what there is to do, and how to go on.
func (r *reprocessing) describeResult(text *strings.Builder) {
	if r.plan.Chosen.Objects == 0 {
		text.WriteString("nothing to do\n")
		if r.request.manifest != "" {
			text.WriteString("no manifest was written\n")
		}
		return
	}
	fmt.Fprintf(text, "to be made anew: %s, %s\n", count(r.plan.Chosen.Objects, "object"), byteSize(r.plan.Chosen.Bytes))
	if r.request.manifest != "" {
		fmt.Fprintf(text, "manifest: %s\n", r.request.manifest)
	}
	if r.request.jobFile != "" {
		fmt.Fprintf(text, "job: %s; it waits to be confirmed after\n  aws s3control create-job --cli-input-json file://%s\n", r.request.jobFile, r.request.jobFile)
	}
}

// reprocessProgress is one line on standard error, which is brought up to date
// as objects are looked at, if somebody is there to see it.
type reprocessProgress struct {
	*app
	next  time.Time // when the line is due
	shown bool
}

func (a *app) newReprocessProgress() *reprocessProgress {
	return &reprocessProgress{app: a, next: time.Now().Add(progressDelay)}
}

func (p *reprocessProgress) show(plan *reprocess.Plan) {
	if !isTerminal(p.stderr) || time.Now().Before(p.next) {
		return
	}
	p.next, p.shown = time.Now().Add(progressInterval), true
	fmt.Fprintf(p.stderr, "%s%s · %s to be made anew", clearLine, count(plan.All.Objects, "object"), thousands(plan.Chosen.Objects))
}

func (p *reprocessProgress) end() {
	if p.shown {
		fmt.Fprint(p.stderr, clearLine)
	}
}
