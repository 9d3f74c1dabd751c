package main

import (
	"fmt"
	"strings"

	"github.com/udmap/udmap/internal/comparison"
	"github.com/udmap/udmap/internal/report"
)

// comparisonInMarkdown is a report as a comment in a pull request.
func comparisonInMarkdown(r comparison.Report) string {
	var page strings.Builder
	fmt.Fprintf(&page, "### %s → %s\n\n%s\n", markdownCode(r.Before.Name), markdownCode(r.After.Name), sumsOf(r))
	if warning := timesWarning(r); warning != "" {
		fmt.Fprintf(&page, "\n**Warning:** %s\n", warning)
	}
	writeMarkdownTable(&page, "Required fields that are lost", []string{"Field", "Events", "Required by", "First at"}, lostLines(r), 0, 3)
	if lines := fieldChangeLines(r); len(lines) > 0 {
		lines[0][0] = "Field"
		writeMarkdownTable(&page, "Fields, by the number of events", lines[0], lines[1:], 0)
	}
	writeMarkdownTable(&page, "Values that moved to another field", []string{"From", "", "To", ""}, moveLines(r), 0, 2)
	writeMarkdownTable(&page, "Event types and rejected records", []string{"From", "", "To", ""}, transitionLines(r), 0, 2)
	if lines := exampleLines(r); len(lines) > 0 {
		page.WriteString("\n<details><summary>Examples</summary>\n")
		writeMarkdownTable(&page, "", []string{"Where", "What", "Record", "Values"}, lines, 0, 2, 3)
		page.WriteString("\n</details>\n")
	}
	return page.String()
}

// writeMarkdownTable writes a table with a heading above it, unless it has no
// lines. The columns of code are shown as such.
func writeMarkdownTable(page *strings.Builder, heading string, columns []string, lines [][]string, code ...int) {
	if len(lines) == 0 {
		return
	}
	if heading != "" {
		fmt.Fprintf(page, "\n**%s**\n", heading)
	}
	fmt.Fprintf(page, "\n| %s |\n|%s\n", strings.Join(columns, " | "), strings.Repeat("---|", len(columns)))
	for _, line := range lines {
		cells := make([]string, len(columns))
		for i, cell := range line {
			cells[i] = markdownText(cell)
		}
		for _, column := range code {
			if column < len(line) {
				cells[column] = markdownCode(line[column])
			}
		}
		fmt.Fprintf(page, "| %s |\n", strings.Join(cells, " | "))
	}
}

// markdownCode shows text of strangers as code. Every mark that Markdown or
// HTML could read is written as an entity, which the ` of Markdown does not
// allow and the element of HTML does.
func markdownCode(text string) string { return "<code>" + markdownText(text) + "</code>" }

func markdownText(text string) string {
	var safe strings.Builder
	for _, r := range report.Printable(text) {
		if strings.ContainsRune("\\`*{}[]<>()#+!|&~@\"'$:", r) {
			fmt.Fprintf(&safe, "&#%d;", r)
		} else {
			safe.WriteRune(r)
		}
	}
	return safe.String()
}
