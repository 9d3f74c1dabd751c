package parser_test

import (
	"strings"

	"github.com/tidwall/gjson"
)

// changeLine is a line that says `FIELD changed from OLD to NEW`.
// Section "change-lines".
type changeLine struct{ field, old, new, line string }

// changesIn lists the changes of a text, in order.
func changesIn(text string) []changeLine {
	var changes []changeLine
	for _, line := range linesOf(text) {
		if change, ok := readChange(line); ok {
			changes = append(changes, change)
		}
	}
	return changes
}

// linesOf splits a text at LF, CRLF and CR, and trims the lines.
func linesOf(text string) []string {
	text = strings.ReplaceAll(text, "\r\n", "\n")
	text = strings.ReplaceAll(text, "\r", "\n")
	lines := strings.Split(text, "\n")
	for i := range lines {
		lines[i] = strings.TrimSpace(lines[i])
	}
	return lines
}

// readChange reads a line. The space that is added lets it end in an empty NEW.
func readChange(line string) (change changeLine, ok bool) {
	field, rest, isChange := strings.Cut(line, " changed from ")
	old, now, isWhole := strings.Cut(rest+" ", " to ")
	field = strings.TrimSpace(field)
	if !isChange || !isWhole || field == "" {
		return changeLine{}, false
	}
	return changeLine{field: field, old: strings.TrimSpace(old), new: strings.TrimSpace(now), line: line}, true
}

// changePart gives what a table may ask for outside `each`.
func changePart(text, part string) []value {
	switch part {
	case "<lines>":
		return linesNotBlank(text)
	case "<first line>":
		lines := linesNotBlank(text)
		return lines[:min(1, len(lines))]
	}
	var values []value
	for _, change := range changesIn(text) {
		switch part {
		case "<fields>":
			values = append(values, textValue(change.field))
		case change.field:
			values = append(values, value{kind: gjson.String, text: change.new, previous: change.old})
		}
	}
	return values
}

// linesNotBlank gives the lines that are not blank.
func linesNotBlank(text string) []value {
	var lines []value
	for _, line := range linesOf(text) {
		if line != "" {
			lines = append(lines, textValue(line))
		}
	}
	return lines
}

// changeObjects gives the changes of a text as `each` sees them.
func changeObjects(text string) []gjson.Result {
	var objects []gjson.Result
	for _, change := range changesIn(text) {
		objects = append(objects, gjson.Parse(`{"field":`+quoted(change.field)+`,"old":`+quoted(change.old)+
			`,"new":`+quoted(change.new)+`,"line":`+quoted(change.line)+`}`))
	}
	return objects
}
