package parser_test

import (
	"maps"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/udmap/udmap/parser"
)

// TestLanguageIsDocumented holds docs/tables.md to the language: under the
// heading of each kind of mapping stands a table of exactly its keys.
func TestLanguageIsDocumented(t *testing.T) {
	sections := documentedSections(t)
	for _, section := range parser.Language() {
		t.Run(section.Name, func(t *testing.T) {
			require.Contains(t, sections, section.Heading)
			documented := firstColumn(sections[section.Heading], "key")
			require.ElementsMatch(t, keyNames(section), documented)
		})
	}
}

// TestChoicesAreDocumented looks for every word that a key may say in the
// section of the key.
func TestChoicesAreDocumented(t *testing.T) {
	sections := documentedSections(t)
	for _, section := range parser.Language() {
		for _, key := range section.Keys {
			for _, choice := range key.Choices {
				text := sections[section.Heading]
				if key.Name == "as" {
					text = sections["Conversions (`as`)"]
				}
				require.Regexp(t, "`([a-z]+: )?"+regexp.QuoteMeta(choice.Name)+"`", text, key.Name)
			}
		}
	}
	conversions := firstColumn(sections["Conversions (`as`)"], "name")
	require.Len(t, choicesOf(t, "row", "as"), len(conversions))
}

// TestRequiredKeysAreDocumentedSo, and no others.
func TestRequiredKeysAreDocumentedSo(t *testing.T) {
	sections := documentedSections(t)
	for _, section := range parser.Language() {
		for _, key := range section.Keys {
			line := regexp.MustCompile("(?m)^\\| `" + key.Name + "` \\|.*$").FindString(sections[section.Heading])
			require.Equal(t, key.Required, strings.Contains(line, "| required;"), "%s of %s: %s", key.Name, section.Name, line)
		}
	}
}

// TestPartsAreDocumented looks for every part of an extract below the heading
// of its kind.
func TestPartsAreDocumented(t *testing.T) {
	sections := documentedSections(t)
	for _, extractor := range choicesOf(t, "extract", "using") {
		require.Contains(t, sections, extractor.Name)
		parts := parser.Parts(extractor.Name)
		require.NotEmpty(t, parts, extractor.Name)
		for _, part := range parts {
			require.Regexp(t, `(?m)^\| `+"`"+`[^|]*\.`+regexp.QuoteMeta(part.Name)+`[.`+"`"+`]`, sections[extractor.Name], part.Name)
		}
	}
}

// TestLanguageIsDescribed: whatever is generated from the language has words
// for every part of it.
func TestLanguageIsDescribed(t *testing.T) {
	names := map[string]bool{}
	for _, section := range parser.Language() {
		require.NotEmpty(t, section.Doc, section.Name)
		require.NotContains(t, names, section.Name)
		names[section.Name] = true
		for _, key := range section.Keys {
			require.NotEmpty(t, key.Doc, key.Name)
			require.NotEmpty(t, key.Type, key.Name)
		}
		require.Len(t, slices.Compact(slices.Sorted(slices.Values(keyNames(section)))), len(section.Keys))
	}
	for _, section := range parser.Language() {
		for _, key := range section.Keys {
			if key.Section != "" {
				require.Contains(t, names, key.Section)
			}
		}
	}
}

// TestRulesAmongKeysNameKeys: what a section says of keys that go together or
// do not is about keys that it has. A row that another writes has none that
// would write.
func TestRulesAmongKeysNameKeys(t *testing.T) {
	for _, section := range parser.Language() {
		named := slices.Concat(section.OneOf...)
		for _, pair := range slices.Concat(section.Exclusive, section.Needs) {
			named = append(named, pair[:]...)
		}
		for _, idle := range section.Idle {
			named = append(named, append(idle.Keys, idle.Beside)...)
			if idle.Beside == "written_by" {
				require.ElementsMatch(t, keyNames(section), append(idle.Keys, "id", "written_by", "line", "note", "waive"))
			}
		}
		require.Subset(t, keyNames(section), named, section.Name)
	}
}

// TestFindingsPointIntoTheDocumentation follows the address of each finding to
// a heading of docs/tables.md.
func TestFindingsPointIntoTheDocumentation(t *testing.T) {
	anchors := map[string]bool{"": true}
	for heading := range maps.Keys(documentedSections(t)) {
		anchors[anchorOf(heading)] = true
	}
	for _, finding := range parser.Findings() {
		_, anchor, _ := strings.Cut(finding.URL, "#")
		require.Contains(t, anchors, anchor, finding.ID)
	}
}

// documentedSections splits docs/tables.md at its headings.
func documentedSections(t *testing.T) map[string]string {
	t.Helper()
	page, err := os.ReadFile("../docs/tables.md")
	require.NoError(t, err)
	sections := map[string]string{}
	heading := ""
	for line := range strings.Lines(string(page)) {
		if title, found := strings.CutPrefix(strings.TrimLeft(line, "#"), " "); found && strings.HasPrefix(line, "#") {
			heading = strings.TrimSpace(title)
			continue
		}
		sections[heading] += line
	}
	return sections
}

// firstColumn gives the words in the first column of the tables whose first
// column has that title: `if`, `unless` is two words, and so is
// `from` + `using: dash-pairs`.
func firstColumn(text, title string) []string {
	word := regexp.MustCompile("`([a-z_]+)[^`]*`")
	var words []string
	inside := false
	for line := range strings.Lines(text) {
		cell, _, isRow := strings.Cut(strings.TrimPrefix(line, "|"), "|")
		switch {
		case !isRow || !strings.HasPrefix(line, "|"):
			inside = false
		case strings.TrimSpace(cell) == title:
			inside = true
		case inside:
			for _, match := range word.FindAllStringSubmatch(cell, -1) {
				if !slices.Contains(words, match[1]) {
					words = append(words, match[1])
				}
			}
		}
	}
	return words
}

func keyNames(section parser.Section) []string {
	var names []string
	for _, key := range section.Keys {
		names = append(names, key.Name)
	}
	return names
}

func choicesOf(t *testing.T, section, key string) []parser.Choice {
	t.Helper()
	for _, s := range parser.Language() {
		for _, k := range s.Keys {
			if s.Name == section && k.Name == key {
				return k.Choices
			}
		}
	}
	require.Fail(t, "no such key", key)
	return nil
}

// anchorOf is how a heading is addressed on the page.
func anchorOf(heading string) string {
	kept := regexp.MustCompile(`[^a-z0-9 _-]`).ReplaceAllString(strings.ToLower(heading), "")
	return strings.ReplaceAll(kept, " ", "-")
}
