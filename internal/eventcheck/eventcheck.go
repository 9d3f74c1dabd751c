// Package eventcheck adds up what the validator finds in many events: each kind
// of finding once, with how often it comes and where first.
package eventcheck

import (
	"cmp"
	"maps"
	"slices"

	"github.com/udmap/udmap/udm"
)

// MaxKinds bounds the kinds of findings that are told apart, as their fields
// may be anything. What comes beyond is counted together.
const MaxKinds = 1_000

// Kind is what findings that are counted together have in common.
type Kind struct {
	ID       string       `json:"id"`
	Severity udm.Severity `json:"severity"`
	Summary  string       `json:"summary"`
	Field    string       `json:"field,omitempty"` // without list indexes
}

// Finding is one kind of finding with its number.
type Finding struct {
	Kind

	Events int64  `json:"events"` // in which it is found
	Detail string `json:"detail,omitempty"`
	First  string `json:"first"` // the place of the first event
}

// Tally adds findings up. Its memory does not grow with the number of events.
// It is not safe for concurrent use.
type Tally struct {
	validator *udm.Validator
	waived    []string
	found     map[Kind]*Finding
	refused   int64
	beyond    int64
}

// New returns a tally without events. Findings that a table waives are left
// out, unless they are errors: what the API refuses belongs before the eyes of
// whoever looks. So are notes, which ask for nothing.
func New(waived []string) *Tally {
	return &Tally{validator: udm.NewValidator(nil), waived: waived, found: map[Kind]*Finding{}}
}

// Add judges an event. The place is made only for the first of a kind.
func (t *Tally) Add(event []byte, place func() string) {
	isRefused := false
	var counted []Kind
	for _, finding := range t.validator.Validate(event) {
		isRefused = isRefused || finding.Severity == udm.SeverityError
		if finding.Severity == udm.SeverityNote || finding.Severity != udm.SeverityError && slices.Contains(t.waived, finding.ID) {
			continue
		}
		kind := Kind{finding.ID, finding.Severity, finding.Summary, withoutIndexes(finding.Field)}
		if slices.Contains(counted, kind) {
			continue
		}
		counted = append(counted, kind)
		t.count(kind, finding.Detail, place)
	}
	if isRefused {
		t.refused++
	}
}

func (t *Tally) count(kind Kind, detail string, place func() string) {
	finding, known := t.found[kind]
	if !known {
		if len(t.found) == MaxKinds {
			t.beyond++
			return
		}
		finding = &Finding{Kind: kind, Detail: detail, First: place()}
		t.found[kind] = finding
	}
	finding.Events++
}

// Findings returns every kind of finding, the worst and most frequent first.
func (t *Tally) Findings() []Finding {
	findings := make([]Finding, 0, len(t.found))
	for _, finding := range slices.Collect(maps.Values(t.found)) {
		findings = append(findings, *finding)
	}
	slices.SortFunc(findings, func(a, b Finding) int {
		return cmp.Or(cmp.Compare(a.Severity, b.Severity), cmp.Compare(b.Events, a.Events), cmp.Compare(a.ID, b.ID), cmp.Compare(a.Field, b.Field), cmp.Compare(a.Summary, b.Summary))
	})
	return findings
}

// Refused counts the events that have an error, which the API refuses.
func (t *Tally) Refused() int64 { return t.refused }

// Beyond counts findings of more kinds than MaxKinds.
func (t *Tally) Beyond() int64 { return t.beyond }

// withoutIndexes takes the list indexes out of a path: "about[3].ip" is
// "about.ip". The rest is bounded, as keys of additional may be long.
func withoutIndexes(path string) string {
	const most = 200
	short := make([]byte, 0, min(len(path), most))
	depth := 0
	for i := 0; i < len(path) && len(short) < most; i++ {
		switch c := path[i]; {
		case c == '[':
			depth++
		case c == ']' && depth > 0:
			depth--
		case depth == 0:
			short = append(short, c)
		}
	}
	return string(short)
}
