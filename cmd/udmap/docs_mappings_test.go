package main

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/udmap/udmap/internal/tablefile"
	"github.com/udmap/udmap/parser"
	"github.com/udmap/udmap/udm"
)

// TestDocsShowEveryTable holds docs/mappings to the built-in tables: a page
// for each as udmap tables prints it, and one that lists them.
func TestDocsShowEveryTable(t *testing.T) {
	var index strings.Builder
	index.WriteString("# The built-in mapping tables\n\n" +
		"<!-- Made from the tables: go test ./cmd/udmap -run Docs -update -->\n\n" +
		"Each as a page to hold beside the published mapping. [The table language](../tables.md) says what the words mean.\n\n" +
		"| table | log type | what |\n|---|---|---|\n")
	pages := []string{"README.md"}
	for _, name := range tablefile.Names() {
		code, page, stderr := runVerb(t, "tables", "--format", "markdown", name)
		require.Zero(t, code, stderr)
		holdPage(t, "mappings/"+name+".md", page)
		pages = append(pages, name+".md")

		files, err := tablefile.Find(name)
		require.NoError(t, err)
		table, findings := parser.Load(files[0].Path, files[0].Text)
		require.False(t, findings.HasErrors())
		fmt.Fprintf(&index, "| [%s](%s.md) | `%s` | %s |\n", name, name, table.LogType, table.Description)
	}
	holdPage(t, "mappings/README.md", index.String())

	entries, err := os.ReadDir(docsFolder + "mappings")
	require.NoError(t, err)
	var found []string
	for _, entry := range entries {
		found = append(found, entry.Name())
	}
	require.ElementsMatch(t, pages, found, "a page of no table: remove it")
}

// TestDocsListEveryFinding holds docs/findings.md to what check and validate
// may find.
func TestDocsListEveryFinding(t *testing.T) {
	var page strings.Builder
	page.WriteString("# Findings\n\n" +
		"<!-- Made from the findings: go test ./cmd/udmap -run Docs -update -->\n\n" +
		"What `udmap check` and `udmap validate` may find. An id is never used again for something else. " +
		"In a table, a warning or a note that is known and meant is [waived](tables.md#waive) by its id.\n\n" +
		"## Of a mapping table\n\n" + findingTitles)
	for _, finding := range parser.Findings() {
		writeFinding(&page, finding.ID, finding.Severity, finding.Summary, finding.Hint, finding.URL)
	}
	page.WriteString("\n## Of an event\n\nThose that a table can foretell, `udmap check` reports of the table.\n\n" + findingTitles)
	for _, rule := range udm.ValidatorRules() {
		writeFinding(&page, rule.ID, rule.Severity, rule.Summary, rule.Hint, rule.URL)
	}
	holdPage(t, "findings.md", page.String())
}

const findingTitles = "| id | severity | what | what to do |\n|---|---|---|---|\n"

func writeFinding(page *strings.Builder, id string, severity udm.Severity, summary, hint, url string) {
	const here = "https://github.com/udmap/udmap/blob/main/docs/"
	cell := func(text string) string {
		return strings.NewReplacer("{", "*", "}", "*", "<", "&lt;", "|", `\|`).Replace(text)
	}
	fmt.Fprintf(page, "| [%s](%s) | %s | %s | %s |\n", id, strings.TrimPrefix(url, here), severity, cell(summary), cell(hint))
}
