package main

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/udmap/udmap/parser"
)

// explainField prints where one field, and what is below it, comes from; or,
// if it is missing, the rows that could have filled it.
func (a *app) explainField(result explained, path string) error {
	result.Fields = slices.DeleteFunc(result.Fields, func(field parser.FieldSource) bool {
		return !isWithin(field.Path, path)
	})
	result.Idle = slices.DeleteFunc(result.Idle, func(row parser.IdleRow) bool {
		return !isWithin(row.To, path)
	})
	result.Unused, result.Event = nil, nil
	isMissing := len(result.Fields) == 0
	if !isMissing {
		result.Idle = nil
	}
	if err := a.printFieldExplanation(result, path, isMissing); err != nil {
		return err
	}
	if isMissing {
		return errFindings
	}
	return nil
}

func (a *app) printFieldExplanation(result explained, path string, isMissing bool) error {
	if a.format == formatJSON {
		return a.printJSON(result)
	}
	if err := a.printExplanationText(result); err != nil || !isMissing || result.Rejection != nil {
		return err
	}
	text := path + " is missing: the rows above could have filled it"
	if len(result.Idle) == 0 {
		text = path + " is missing: no row of the table writes it"
	}
	_, err := fmt.Fprintf(a.stdout, "\n%s\n", text)
	return err
}

// isWithin reports whether a field, whose path may have list indexes, is the
// one that a path names, or below it.
func isWithin(field, path string) bool {
	field = withoutIndexes(field)
	return field == path || strings.HasPrefix(field, path+".")
}

// listIndex is the "[0]" of "about[0].user.userid".
var listIndex = regexp.MustCompile(`\[\d+\]`)

// withoutIndexes takes the list indexes out of a field's path.
func withoutIndexes(field string) string { return listIndex.ReplaceAllString(field, "") }
