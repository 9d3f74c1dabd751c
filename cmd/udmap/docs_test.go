package main

import (
	"flag"
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/spf13/cobra"
	"github.com/stretchr/testify/require"
)

var update = flag.Bool("update", false, "write the generated pages of docs again")

const docsFolder = "../../docs/"

// TestDocsSayWhatHelpSays holds docs/cli.md to the verbs.
func TestDocsSayWhatHelpSays(t *testing.T) {
	holdPage(t, "cli.md", renderDocs(newRootCommand(&app{format: formatText})))
}

// holdPage compares a page of docs with what it is generated from. With -update
// it writes the page.
func holdPage(t *testing.T, name, page string) {
	t.Helper()
	if *update {
		require.NoError(t, os.WriteFile(docsFolder+name, []byte(page), 0o600))
	}
	written, err := os.ReadFile(docsFolder + name)
	require.NoError(t, err)
	require.Equal(t, page, string(written), "docs/%s is stale: go test ./cmd/udmap -run Docs -update", name)
}

// renderDocs writes the help of every verb as one page.
func renderDocs(root *cobra.Command) string {
	var page strings.Builder
	page.WriteString("# The command line\n\n" +
		"<!-- Made from the verbs: go test ./cmd/udmap -run Docs -update -->\n")
	for _, command := range everyCommand(root) {
		command.InitDefaultHelpFlag()
		fmt.Fprintf(&page, "\n## %s\n\n%s\n", command.CommandPath(), escapeMarkdown(command.Long))
		fmt.Fprintf(&page, "\n```text\n%s\n```\n", command.UseLine())
		fmt.Fprintf(&page, "\n```sh\n%s\n```\n", unindent(command.Example))
		if flags := command.LocalFlags(); flags.HasAvailableFlags() {
			fmt.Fprintf(&page, "\n```text\n%s```\n", unindent(flags.FlagUsages()))
		}
	}
	return page.String()
}

// escapeMarkdown keeps angle brackets and stars from being read as markup.
func escapeMarkdown(text string) string {
	return strings.NewReplacer("<", "&lt;", "*", `\*`).Replace(text)
}

// unindent takes the two spaces away that every line begins with.
func unindent(text string) string {
	return strings.ReplaceAll("\n"+text, "\n  ", "\n")[1:]
}
