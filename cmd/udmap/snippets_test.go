package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/udmap/udmap/parser"
)

// snippet is a fenced block of a document.
type snippet struct {
	language string // the word behind the fence
	text     string // with a line end behind every line
	file     string // the file that the line above the block names, or ""
	behind   string // the language of the block in front, with nothing between
}

// naming is the end of a line that says which file the block below it is.
var naming = regexp.MustCompile("`([^`]+)`:$")

// snippetsOf cuts the fenced blocks out of a document.
func snippetsOf(markdown string) []snippet {
	var (
		snippets []snippet
		inside   bool
		above    string // the last line that is neither blank nor of a block
		behind   string
	)
	for line := range strings.Lines(markdown) {
		trimmed := strings.TrimSpace(line)
		language, isFence := strings.CutPrefix(trimmed, "```")
		switch {
		case isFence && !inside:
			next := snippet{language: language, behind: behind}
			if name := naming.FindStringSubmatch(above); name != nil {
				next.file = name[1]
			}
			snippets = append(snippets, next)
			inside = true
		case isFence:
			above, behind, inside = "", snippets[len(snippets)-1].language, false
		case inside:
			snippets[len(snippets)-1].text += line
		case trimmed != "":
			above, behind = trimmed, ""
		}
	}
	return snippets
}

// documents are the pages whose snippets are tried. Those of docs/cli.md are
// the examples of --help, which have a test of their own.
func documents(t *testing.T) []string {
	t.Helper()
	pages, err := filepath.Glob("../../docs/*.md")
	require.NoError(t, err)
	pages = slices.DeleteFunc(pages, func(page string) bool { return filepath.Base(page) == "cli.md" })
	examples, err := filepath.Glob("../../examples/*/README.md")
	require.NoError(t, err)
	require.NotEmpty(t, examples)
	return append(append(pages, examples...), "../../README.md", "../../CONTRIBUTING.md")
}

// TestDocumentsShowWhatHappens tries the snippets of every document, as
// CONTRIBUTING.md says under "Documents", in a copy of the files that they name.
func TestDocumentsShowWhatHappens(t *testing.T) {
	for _, document := range documents(t) {
		t.Run(strings.TrimPrefix(document, "../../"), func(t *testing.T) {
			markdown, err := os.ReadFile(document)
			require.NoError(t, err)
			folder := documentFolder(t)
			var output string
			for _, snippet := range snippetsOf(string(markdown)) {
				switch {
				case snippet.file != "":
					holdFile(t, filepath.Join(folder, snippet.file), snippet)
				case snippet.language == "go":
					require.Contains(t, unindented(t, "../../parser/examples_test.go"), snippet.text)
				case snippet.language == "sh" && !needsRepository(snippet.text):
					output = runSnippet(t, folder, snippet.text)
				case snippet.behind == "sh" && snippet.language == "json":
					require.Equal(t, compact(t, snippet.text), compact(t, output))
				case snippet.behind == "sh" && snippet.language == "text":
					require.Equal(t, snippet.text, output)
				default:
					require.NotEqual(t, "yaml", snippet.language, "which file is it?\n%s", snippet.text)
				}
			}
		})
	}
}

// TestReadmeShowsEveryVerb: whoever reads no further has seen them all.
func TestReadmeShowsEveryVerb(t *testing.T) {
	markdown, err := os.ReadFile("../../README.md")
	require.NoError(t, err)
	var commands string
	for _, snippet := range snippetsOf(string(markdown)) {
		if snippet.language == "sh" {
			commands += "\n" + snippet.text
		}
	}
	for _, verb := range newRootCommand(&app{format: formatText}).Commands() {
		require.Regexp(t, `(?m)(^|-- )udmap `+verb.Name()+" ", commands)
	}
}

// documentFolder returns a new folder with those files of the repository that
// documents may name.
func documentFolder(t *testing.T) string {
	t.Helper()
	folder := t.TempDir()
	for _, name := range []string{"mappings", "testdata", "examples"} {
		require.NoError(t, os.CopyFS(filepath.Join(folder, name), os.DirFS(filepath.Join("../..", name))))
	}
	return folder
}

// holdFile compares a file of the repository with what a document shows of it,
// and makes a file that the repository does not have. A table must be clean.
func holdFile(t *testing.T, path string, snippet snippet) {
	t.Helper()
	content, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		require.NoError(t, os.MkdirAll(filepath.Dir(path), 0o700))
		require.NoError(t, os.WriteFile(path, []byte(snippet.text), 0o600))
	} else {
		require.NoError(t, err)
		require.Equal(t, snippet.text, string(content), "the document shows another %s", snippet.file)
	}
	if snippet.language == "yaml" {
		_, findings := parser.Check(path, []byte(snippet.text))
		require.Empty(t, findings)
	}
}

// needsRepository tells whether a script calls make or go, and so cannot run in
// a copy of a few files.
func needsRepository(script string) bool {
	return regexp.MustCompile(`(?m)^(make|go) `).MatchString(script)
}

// runSnippet runs a script with bash, which must succeed, and returns what a
// terminal would show.
func runSnippet(t *testing.T, folder, script string) string {
	t.Helper()
	shell := exec.CommandContext(t.Context(), "bash", "-c", "set -eo pipefail\n"+script)
	shell.Dir = folder
	shell.Env = append(os.Environ(), "GORACE="+raceOptions)
	output, err := shell.CombinedOutput()
	require.NoError(t, err, "%s\n%s", script, output)
	return string(output)
}

// unindented reads a Go file as if its functions' bodies stood at the margin.
func unindented(t *testing.T, path string) string {
	t.Helper()
	source, err := os.ReadFile(path)
	require.NoError(t, err)
	return strings.ReplaceAll(string(source), "\n\t", "\n")
}

// compact takes the white space between the tokens of JSON values away. Keys
// keep their order, and numbers and escapes their spelling.
func compact(t *testing.T, values string) string {
	t.Helper()
	var text bytes.Buffer
	decoder := json.NewDecoder(strings.NewReader(values))
	for {
		var value json.RawMessage
		err := decoder.Decode(&value)
		if errors.Is(err, io.EOF) {
			return text.String()
		}
		require.NoError(t, err, values)
		require.NoError(t, json.Compact(&text, value))
		text.WriteByte('\n')
	}
}
