package parser

import (
	"fmt"
	"strconv"
	"strings"
	"sync"

	"github.com/udmap/udmap/udm"
)

// Finding is one kind of thing that [Load], [Compile] and [Check] report of a
// table.
type Finding struct {
	ID       string // stable; an id is never used again for something else
	Severity udm.Severity
	Summary  string // what braces enclose stands for the case at hand
	Hint     string // what to do, where no case knows better
	URL      string // the section of docs/tables.md that states the rule
}

// Findings of the UDM validator that a table can foretell, under the
// validator's own ids, so that one waiver covers both.
const (
	udmNoTimestamp       = "UDM030"
	udmNoNoun            = "UDM033"
	udmMachine           = "UDM034"
	udmUser              = "UDM035"
	udmField             = "UDM036"
	udmFixedValue        = "UDM037"
	udmExpected          = "UDM038"
	udmProduct           = "UDM039"
	udmPrincipal         = "UDM040"
	udmMisplaced         = "UDM041"
	udmTooLong           = "UDM050"
	udmHostnameTooLong   = "UDM051"
	udmDeprecatedField   = "UDM070"
	udmPlatformField     = "UDM071"
	udmTags              = "UDM072"
	udmDeprecatedType    = "UDM075"
	udmPlatformGenerated = "UDM076"
)

// report collects what is found of one table.
type report struct {
	found udm.Diagnostics
}

func newReport() *report { return &report{} }

// findingsByID are all findings, those of the validator too.
var findingsByID = sync.OnceValue(func() map[string]Finding {
	findings := map[string]Finding{}
	for _, finding := range Findings() {
		findings[finding.ID] = finding
	}
	for _, rule := range udm.ValidatorRules() {
		findings[rule.ID] = Finding{rule.ID, rule.Severity, rule.Summary, rule.Hint, rule.URL}
	}
	return findings
})

// add reports a finding. The case brings its place and whatever it knows
// better than the finding; the words stand for the braces of the summary.
func (r *report) add(id string, c udm.Diagnostic, words ...string) {
	r.addWith(findingsByID()[id].Severity, id, c, words...)
}

// addWith is add for a case that is not as grave as the finding can be.
func (r *report) addWith(severity udm.Severity, id string, c udm.Diagnostic, words ...string) {
	finding := findingsByID()[id]
	c.ID, c.Severity = id, severity
	c.Summary = fill(finding.Summary, words)
	if c.Hint == "" {
		c.Hint = finding.Hint
	}
	if c.URL == "" {
		c.URL = finding.URL
	}
	r.found = append(r.found, c)
}

// fill puts the words, in order, in the place of the braces.
func fill(template string, words []string) string {
	var filled strings.Builder
	for _, word := range words {
		before, rest, found := strings.Cut(template, "{")
		if !found {
			break
		}
		_, after, _ := strings.Cut(rest, "}")
		filled.WriteString(before + printable(word))
		template = after
	}
	return filled.String() + template
}

// maxPrinted bounds a word of the table in a message.
const maxPrinted = 120

// printable escapes what would break a line of output.
func printable(word string) string {
	if runes := []rune(word); len(runes) > maxPrinted {
		word = string(runes[:maxPrinted]) + "…"
	}
	quoted := strconv.Quote(word)
	return strings.ReplaceAll(quoted[1:len(quoted)-1], `\"`, `"`)
}

// maxCandidates bounds the work of looking for what was meant.
const maxCandidates = 1000

// didYouMean is the hint that names the nearest of the words, or "".
func didYouMean(word string, among []string) string {
	if len(among) > maxCandidates {
		return ""
	}
	near, found := udm.Suggest(word, among)
	if !found {
		return ""
	}
	return suggest(near)
}

func suggest(near string) string { return fmt.Sprintf("did you mean %q?", near) }
