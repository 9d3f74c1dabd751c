package report

import (
	"regexp"
	"strings"
	"unicode"

	"github.com/udmap/udmap/udm"
)

// Rule is one kind of finding, as formats that list them want it.
type Rule struct {
	ID       string // "MAP020"
	Severity udm.Severity
	Summary  string // what braces enclose stands for the case at hand
	Hint     string // what to do, "" where only the case knows
	URL      string // the page that states the rule
}

// placeholder is what stands for the case at hand in a summary.
var placeholder = regexp.MustCompile(`\{[^}]*\}`)

// name is the rule's summary as one word, "PathIsNoUDMField".
func (r Rule) name() string {
	words := strings.FieldsFunc(r.Summary, func(character rune) bool {
		return !unicode.IsLetter(character) && !unicode.IsDigit(character)
	})
	for i, word := range words {
		words[i] = strings.ToUpper(word[:1]) + word[1:]
	}
	return strings.Join(words, "")
}

// description is the rule's summary with what it leaves open in words: "PATH is
// no UDM field".
func (r Rule) description() string {
	return placeholder.ReplaceAllStringFunc(r.Summary, func(open string) string {
		return strings.ToUpper(strings.Trim(open, "{}"))
	})
}

// help is what to do about the rule's findings.
func (r Rule) help() string {
	if r.Hint == "" {
		return r.description()
	}
	return r.description() + "\nWhat to do: " + r.Hint
}
