package parser

import (
	"slices"
	"strconv"
	"strings"

	"github.com/udmap/udmap/internal/logic"
)

// meaning is what the values of a variable say of a record, in words; "" is
// not worth saying.
type meaning struct {
	yes, no string
	// values are the words for a variable of more than two values.
	values []string
}

func emptyMeaning(source string) meaning {
	return meaning{yes: source + " is set", no: source + " is empty"}
}

func constantMeaning(source, constant string) meaning {
	return meaning{yes: source + " is " + strconv.Quote(constant)}
}

func textMeaning(source string, constants map[string]int) meaning {
	words := make([]string, textConstant+len(constants))
	words[textOther] = source + " is set"
	words[textEmpty] = source + " is empty"
	words[textSpace] = source + " is white space"
	words[textNested] = source + " is an array or object"
	for constant, number := range constants {
		words[textConstant+number] = source + " is " + strconv.Quote(strings.TrimPrefix(constant, patternMark))
	}
	return meaning{values: words}
}

func optionMeaning(option string, choices []string) meaning {
	words := make([]string, len(choices))
	for i, choice := range choices {
		words[i] = option + " is " + choice
	}
	return meaning{values: words}
}

// say is the words for a value.
func (m meaning) say(value int) string {
	switch {
	case m.values != nil:
		return m.values[value]
	case value == 0:
		return m.yes
	}
	return m.no
}

// maxSaid bounds what a message says of an example.
const maxSaid = 4

// describe tells of an example in which something is missing.
func (f *facts) describe(example logic.Example) string {
	var said []string
	for _, choice := range example {
		words := f.meanings[choice.Variable].say(choice.Value)
		if words != "" && !slices.Contains(said, words) {
			said = append(said, words)
		}
	}
	if telling := slices.DeleteFunc(slices.Clone(said), isOrdinary); len(telling) > 0 {
		said = telling
	}
	switch {
	case len(said) == 0:
		return "nothing makes sure of it"
	case len(said) > maxSaid:
		said = append(said[:maxSaid], "…")
	}
	return "missing when " + strings.Join(said, ", ")
}

// isOrdinary tells of words that are true of most records, and worth saying
// only where there is nothing else to say.
func isOrdinary(words string) bool { return strings.HasSuffix(words, " is set") }

// testName is what a value is that passes a test, in words.
func testName(test string) string {
	if test == testEmail {
		return "an e-mail address"
	}
	return "an IP address"
}
