package golden

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestParseReadsACase(t *testing.T) {
	c, err := Parse("cases/doors.txtar", []byte("Doors open\n\nMore.\n-- in.base64 --\nZG9v\n cg==\n-- options --\n\nlimits: truncate\nmax-depth: 3\noption: floors=1,2\noption: names=drop\n"))
	require.NoError(t, err)
	require.Equal(t, "Doors open", c.Title)
	require.Equal(t, "cases/doors", c.Name())
	require.Equal(t, "door", string(c.object), "white space in base64 does not count")
	require.True(t, c.options.Compile.TruncateLimits)
	require.Equal(t, 3, c.options.Compile.MaxDepth)
	require.Equal(t, map[string]string{"floors": "1,2", "names": "drop"}, c.options.Compile.TableOptions)
}

func TestParseNamesWhatIsWrongAndWhere(t *testing.T) {
	for archive, want := range map[string]string{
		"-- in.jsonl --\n{}\n": "x.txtar:1: the first line must tell",
		"Title\n":              "x.txtar:1: the case has neither input nor a table",
		"Title\n-- in.jsonl --\n{}\n-- in.log --\n":           "x.txtar:4: in.log: a case has one input, and in.jsonl",
		"Title\n\n-- in.jsonl --\n{}\n{}\n-- event.json --\n": "x.txtar:6: event.json: there is no such section; did you mean events.json?",
		"Title\n-- in.jsonl --\n-- in.jsonl --\n":             "x.txtar:2: in.jsonl: the section is there twice",
		"Title\n-- in.base64 --\n?\n":                         "x.txtar:2: in.base64: illegal base64",
		"Title\n-- in.jsonl --\n-- events.json --\n{\n":       "x.txtar:3: events.json: the value at line 1 of the text is not valid JSON",
		"Title\n-- in.jsonl --\n-- options --\nlimits\n":      "x.txtar:3: options: \"limits\" is no option",
		"Title\n-- in.jsonl --\n-- options --\nlimit: x\n":    "option limit: there is none of that name",
		"Title\n-- in.jsonl --\n-- options --\nlimits: x\n":   "option limits: \"x\" is neither keep nor truncate",
		"Title\n-- in.jsonl --\n-- options --\noption: x\n":   "option option: \"x\" chooses nothing: write NAME=VALUE",
	} {
		_, err := Parse("x.txtar", []byte(archive))
		var format *FormatError
		require.ErrorAs(t, err, &format, archive)
		require.ErrorContains(t, err, want)
	}
}

func TestLoadFindsTheCasesBelowAFolder(t *testing.T) {
	folder := t.TempDir()
	require.NoError(t, os.MkdirAll(filepath.Join(folder, "b"), 0o700))
	for _, name := range []string{"b/second.txtar", "a.txtar", "notes.md"} {
		require.NoError(t, os.WriteFile(filepath.Join(folder, name), []byte(name+"\n-- in.jsonl --\n"), 0o600))
	}
	cases, err := Load(folder, filepath.Join(folder, "a.txtar"))
	require.NoError(t, err)
	var titles []string
	for _, c := range cases {
		titles = append(titles, c.Title)
	}
	require.Equal(t, []string{"a.txtar", "b/second.txtar", "a.txtar"}, titles)

	_, err = Load(filepath.Join(folder, "none"))
	require.ErrorIs(t, err, os.ErrNotExist)
}
