// Package overview draws one page of what tables make of a corpus, for a team
// to look at before it switches a feed: what events there are and when, of
// whom, what is rejected, what of the raw records reaches events, and what the
// validator says. Its memory does not grow with the corpus.
package overview

import (
	"cmp"
	"maps"
	"slices"

	"github.com/tidwall/gjson"

	"github.com/udmap/udmap/internal/comparison"
	"github.com/udmap/udmap/internal/eventcheck"
	"github.com/udmap/udmap/internal/rawrecord"
	"github.com/udmap/udmap/parser"
)

// Summary is all that the page shows. It depends on the corpus and the tables
// alone.
type Summary struct {
	Files    int   `json:"files"`
	Records  int64 `json:"records"`
	Events   int64 `json:"events"`
	Rejected int64 `json:"rejected"`
	Refused  int64 `json:"refused"` // events with an error of the validator
	// Reasons says why records are rejected, the most frequent first.
	Reasons []Reason `json:"reasons"`
	// Timeline counts events by time and type.
	Timeline Timeline `json:"timeline"`
	// Principals are those of the most events; NoPrincipal counts the events
	// without one.
	Principals  []Principal `json:"principals"`
	NoPrincipal int64       `json:"no_principal"`
	// PrincipalError is by how many events a principal may be counted too
	// often, as not all of them could be told apart; 0 is none.
	PrincipalError int64                  `json:"principal_error,omitempty"`
	Tables         []parser.TableCoverage `json:"tables"`
	Findings       []eventcheck.Finding   `json:"findings"`
	// BeyondFindings counts those of more kinds than are told apart.
	BeyondFindings int64 `json:"beyond_findings,omitempty"`
}

// Reason is why records are rejected.
type Reason struct {
	Reason  string `json:"reason"`
	Records int64  `json:"records"`
	Detail  string `json:"detail,omitempty"` // of the first
	First   string `json:"first"`            // its place
}

// Principal is who did something, by the field that says so.
type Principal struct {
	Field  string `json:"field"`
	Value  string `json:"value"`
	Events int64  `json:"events"`
}

// Collector adds records up. It is not safe for concurrent use.
type Collector struct {
	mapping    *comparison.Mapping
	coverage   *parser.Coverage
	tally      *eventcheck.Tally
	timeline   timeline
	principals *frequent
	reasons    map[parser.Reason]*Reason
	summary    Summary
}

// topPrincipals is how many principals are shown.
const topPrincipals = 15

// New returns the collector of a corpus that the tables of a catalog convert.
func New(catalog *parser.Catalog) *Collector {
	var waived []string
	for _, plan := range catalog.Plans() {
		waived = append(waived, plan.Table().WaivedFindings()...)
	}
	return &Collector{
		mapping:    comparison.NewMapping(catalog),
		coverage:   catalog.NewCoverage(),
		tally:      eventcheck.New(waived),
		principals: newFrequent(maxPrincipals),
		reasons:    map[parser.Reason]*Reason{},
	}
}

// AddFile counts a file.
func (c *Collector) AddFile() { c.summary.Files++ }

// Add adds a record.
func (c *Collector) Add(place comparison.Place, record rawrecord.Record) {
	c.summary.Records++
	outcome := c.mapping.Outcome(record)
	if outcome.Reason != "" {
		c.addRejected(place, outcome)
		return
	}
	c.summary.Events++
	c.coverage.Add(record.Bytes())
	c.tally.Add(outcome.Event, place.String)
	c.timeline.add(gjson.GetBytes(outcome.Event, "metadata.eventTimestamp").Str, gjson.GetBytes(outcome.Event, "metadata.eventType").Str)
	c.addPrincipal(gjson.GetBytes(outcome.Event, "principal"))
}

func (c *Collector) addRejected(place comparison.Place, outcome comparison.Outcome) {
	c.summary.Rejected++
	reason, known := c.reasons[outcome.Reason]
	if !known {
		reason = &Reason{Reason: string(outcome.Reason), Detail: shorten(outcome.Detail), First: place.String()}
		c.reasons[outcome.Reason] = reason
	}
	reason.Records++
}

// addPrincipal counts whom the event names first, in the order of what tells a
// person best.
func (c *Collector) addPrincipal(principal gjson.Result) {
	for _, identifier := range []struct{ path, field string }{
		{"user.emailAddresses.0", "principal.user.email_addresses"},
		{"user.userid", "principal.user.userid"},
		{"user.userDisplayName", "principal.user.user_display_name"},
		{"hostname", "principal.hostname"},
		{"ip.0", "principal.ip"},
	} {
		if value := principal.Get(identifier.path); value.Str != "" {
			c.principals.add(identifier.field, shorten(value.Str))
			return
		}
	}
	c.summary.NoPrincipal++
}

// Summary returns what was added up.
func (c *Collector) Summary() Summary {
	summary := c.summary
	summary.Refused = c.tally.Refused()
	summary.Timeline = c.timeline.summary()
	summary.Principals, summary.PrincipalError = c.principals.top(topPrincipals)
	summary.Tables = c.coverage.Tables()
	summary.Findings, summary.BeyondFindings = c.tally.Findings(), c.tally.Beyond()
	for _, reason := range slices.Collect(maps.Values(c.reasons)) {
		summary.Reasons = append(summary.Reasons, *reason)
	}
	slices.SortFunc(summary.Reasons, func(a, b Reason) int {
		return cmp.Or(cmp.Compare(b.Records, a.Records), cmp.Compare(a.Reason, b.Reason))
	})
	return summary
}

// WithoutValues leaves out what strangers wrote, so that the page can be
// shared: principals, and examples of values.
func (s Summary) WithoutValues() Summary {
	s.Principals = nil
	s.Reasons = slices.Clone(s.Reasons)
	for i := range s.Reasons {
		s.Reasons[i].Detail = ""
	}
	s.Findings = slices.Clone(s.Findings)
	for i := range s.Findings {
		s.Findings[i].Detail = ""
	}
	s.Tables = slices.Clone(s.Tables)
	for i := range s.Tables {
		s.Tables[i].Fields = slices.Clone(s.Tables[i].Fields)
		for j := range s.Tables[i].Fields {
			s.Tables[i].Fields[j].Example = ""
		}
	}
	return s
}
