package tablepage

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/udmap/udmap/parser"
	"github.com/udmap/udmap/udm"
)

// line is the number of a line of the published mapping, "" for none.
func line(number int) string {
	if number == 0 {
		return ""
	}
	return strconv.Itoa(number)
}

// origins are the words for the letters that a note may begin with, as
// docs/tables.md says.
func origins() map[string]string {
	return map[string]string{"G": "published by Google", "U": "UDM usage guide", "P": "our proposal"}
}

// origin is a note in words: who says so, and what else there is to know.
func origin(note string) string {
	letter, remark, hasRemark := strings.Cut(note, ": ")
	words, isOrigin := origins()[letter]
	switch {
	case !isOrigin:
		return escape(note)
	case hasRemark:
		return words + ": " + escape(remark)
	}
	return words
}

// rawField is what a row takes its value from.
func rawField(row *parser.Row) string {
	from := codes(row.From, ", ")
	switch {
	case row.WrittenBy != "":
		return "written by " + row.WrittenBy
	case row.HasValue:
		from = "the constant " + code(row.Value)
	case len(row.From) == 1 && row.From[0] == "<rest>":
		from = "every field that the table does not name"
	}
	if row.Take != "" {
		from += ", the value before the change"
	}
	switch {
	case row.Each != "" && row.HasValue:
		from += " for each of " + code(row.Each)
	case row.Each != "":
		from += " of each of " + code(row.Each)
	}
	return from
}

// udmField is what a row sets, with the key of a label.
func udmField(row *parser.Row) string {
	path, err := udm.Default().ParsePath(row.To)
	switch {
	case row.Key != "":
		return code(row.To) + " key " + code(row.Key)
	case err == nil && parser.IsLabels(path.Last()):
		return code(row.To) + " key: its raw name"
	}
	return code(row.To)
}

// how is all that a row says besides where from and where to.
func (p *page) how(row *parser.Row) []string {
	var parts []string
	add := func(holds bool, format string, arguments ...any) {
		if holds {
			parts = append(parts, fmt.Sprintf(format, arguments...))
		}
	}
	add(row.Required, "required: without it the record is rejected")
	add(row.If != "", "only where it is one %s", tested(row.If))
	add(row.Unless != "", "unless it is one %s", tested(row.Unless))
	when := condition(row.When)
	add(when != "", "where %s", when)
	add(len(row.Blank) > 0, "%s counts as empty", codes(row.Blank, " or "))
	add(len(row.Map) > 0, "mapped, below")
	add(row.As != "", "as %s", code(row.As))
	add(row.Verbatim, "white space is kept")
	add(row.Cut > 0, "cut to %d bytes", row.Cut)
	add(row.Most > 0, "at most %d", row.Most)
	add(row.Numbered, "keys are numbered")
	add(row.After != "", "behind the values of %s", row.After)
	add(row.Entry != "", "in one entry with the rows of %s", code(row.Entry))
	return parts
}

// tested is what a test looks for.
func tested(test string) string {
	switch test {
	case "email":
		return "e-mail address"
	case "ip":
		return "IP address"
	}
	return code(test)
}

// condition says in words when something holds, "" for always.
func condition(c parser.Condition) string {
	var parts []string
	add := func(format string, arguments ...any) { parts = append(parts, fmt.Sprintf(format, arguments...)) }
	if len(c.Any) > 0 {
		add("%s is there", codes(c.Any, " or "))
	}
	if len(c.All) > 0 {
		add("%s %s there", codes(c.All, " and "), are(c.All))
	}
	if len(c.None) > 0 {
		add("%s %s not there", codes(c.None, " and "), are(c.None))
	}
	for _, comparison := range []struct {
		words string
		lines []parser.Equals
	}{{"is", c.Is}, {"is not", c.IsNot}, {"is like", c.Like}, {"is not like", c.Unlike}} {
		for _, equals := range comparison.lines {
			add("%s %s %s", code(equals.Source), comparison.words, codes(equals.Values, " or "))
		}
	}
	for _, pair := range c.Same {
		add("%s equals %s", code(pair.Source), code(pair.Other))
	}
	for _, pair := range c.Differs {
		add("%s differs from %s", code(pair.Source), code(pair.Other))
	}
	for _, length := range c.Longer {
		add("%s has more than %d bytes", code(length.Source), length.Bytes)
	}
	if c.Within != nil {
		add("%s is at most %d seconds after %s", code(c.Within.To), c.Within.Seconds, code(c.Within.From))
	}
	return strings.Join(parts, ", and ")
}

func are(sources []string) string {
	if len(sources) == 1 {
		return "is"
	}
	return "are"
}

// meaning is what an extract finds.
func meaning(extract *parser.Extract) string {
	switch {
	case len(extract.First) == 1:
		return code(extract.First[0])
	case len(extract.First) > 1:
		return "the first that is there of " + codes(extract.First, ", ")
	case extract.Text != "":
		return "the text " + code(extract.Text)
	case extract.At != "":
		return fmt.Sprintf("%s, split at %s (%s)", code(extract.From), code(extract.At), extract.Using)
	}
	return fmt.Sprintf("the parts of %s (%s)", code(extract.From), extract.Using)
}

func codes(texts []string, between string) string {
	quoted := make([]string, len(texts))
	for i, text := range texts {
		quoted[i] = code(text)
	}
	return strings.Join(quoted, between)
}

// code is a text as it stands, in the cell of a table.
func code(text string) string {
	if text == "" {
		return ""
	}
	fence := "`"
	for strings.Contains(text, fence) {
		fence += "`"
	}
	space := ""
	if strings.HasPrefix(text, "`") || strings.HasSuffix(text, "`") || strings.TrimSpace(text) != text {
		space = " "
	}
	text = strings.NewReplacer("|", `\|`, "\r", " ", "\n", " ").Replace(text)
	return fence + space + text + space + fence
}

// address is a link to a page, or whatever else somebody wrote.
func address(text string) string {
	if strings.HasPrefix(text, "https://") && !strings.ContainsAny(text, " \t\r\n<>|\\") {
		return "<" + text + ">"
	}
	return code(text)
}

// prose is a text of several lines, in which backquotes mean what they do here.
func prose(text string) string {
	lines := strings.Split(text, "\n")
	for i, line := range lines {
		lines[i] = strings.ReplaceAll(escape(line), "\\`", "`")
	}
	return strings.Join(lines, "\n")
}

// escape keeps a text from being read as markup, and on one line.
func escape(text string) string {
	return strings.NewReplacer("\\", `\\`, "|", `\|`, "<", "&lt;", "*", `\*`, "`", "\\`", "_", `\_`, "[", `\[`, "\r", " ", "\n", " ").Replace(text)
}

// sentence ends a text with a full stop.
func sentence(text string) string {
	if text == "" {
		return ""
	}
	return text + "."
}
