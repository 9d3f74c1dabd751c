package yaml_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/udmap/udmap/internal/yaml"
)

func TestParseKinds(t *testing.T) {
	cases := map[string]struct {
		kind  yaml.Kind
		value string
	}{
		"word":                      {yaml.Text, "word"},
		`"5"`:                       {yaml.Text, "5"},
		"'it''s'":                   {yaml.Text, "it's"},
		"5":                         {yaml.Integer, "5"},
		"1_000":                     {yaml.Integer, "1_000"},
		"1.50":                      {yaml.Float, "1.50"},
		"true":                      {yaml.Boolean, "true"},
		"yes":                       {yaml.Text, "yes"},
		"null":                      {yaml.Null, "null"},
		"~":                         {yaml.Null, "~"},
		"":                          {yaml.Null, ""},
		"# a comment":               {yaml.Null, ""},
		"2026-03-12":                {yaml.Text, "2026-03-12"},
		"!!str 5":                   {yaml.Text, "5"},
		"!own 5":                    {yaml.Text, "5"},
		"!!binary YQ==":             {yaml.Binary, "YQ=="},
		"|\n  two\n  lines\n":       {yaml.Text, "two\nlines\n"},
		"\ufeffword":                {yaml.Text, "word"},
		"[a]":                       {yaml.Sequence, ""},
		"{a: b}":                    {yaml.Mapping, ""},
		"---\nword\n...\n":          {yaml.Text, "word"},
		"? [complex, key]\n: value": {yaml.Mapping, ""},
	}
	for source, want := range cases {
		t.Run(source, func(t *testing.T) {
			node, err := yaml.Parse([]byte(source))
			require.NoError(t, err)
			require.Equal(t, want.kind, node.Kind)
			require.Equal(t, want.value, node.Value)
		})
	}
}

func TestParseMarks(t *testing.T) {
	source := "é: {ü: [x, \"ß\"]}\r\nlast: &anchor\n  - 1\nagain: *anchor\n"
	root, err := yaml.Parse([]byte(source))
	require.NoError(t, err)
	require.Len(t, root.Entries, 3)

	at := func(line, column int, text string) yaml.Mark {
		return yaml.Mark{Line: line, Column: column, Offset: strings.Index(source, text)}
	}
	first := root.Entries[0]
	require.Equal(t, at(1, 1, "é"), first.Key.Mark)
	require.Equal(t, at(1, 4, "{"), first.Value.Mark)
	inner := first.Value.Entries[0]
	require.Equal(t, at(1, 5, "ü"), inner.Key.Mark)
	require.Equal(t, at(1, 9, "x"), inner.Value.Items[0].Mark)
	require.Equal(t, at(1, 12, `"ß"`), inner.Value.Items[1].Mark)
	require.Equal(t, at(2, 1, "last"), root.Entries[1].Key.Mark)
	require.Equal(t, at(3, 5, "1"), root.Entries[1].Value.Items[0].Mark)
	require.Same(t, root.Entries[1].Value, root.Entries[2].Value, "an alias is what it names")
}

func TestParseKeepsKeysThatStandTwice(t *testing.T) {
	root, err := yaml.Parse([]byte("a: 1\nb: 2\na: 3\n"))
	require.NoError(t, err)
	require.Len(t, root.Entries, 3)
	require.Equal(t, "3", root.Entries[2].Value.Value)
}

func TestParseErrors(t *testing.T) {
	cases := map[string]struct {
		source string
		want   yaml.Error
	}{
		"open list": {"a: [1, 2\nb: }", yaml.Error{
			Problem: yaml.Syntax, Message: "did not find expected ',' or ']', while parsing a flow sequence",
			Mark: yaml.Mark{Line: 2, Column: 2, Offset: 10},
		}},
		"second value on a line": {"é: 'x' y", yaml.Error{
			Problem: yaml.Syntax, Message: "did not find expected key, while parsing a block mapping",
			Mark: yaml.Mark{Line: 1, Column: 8, Offset: 8},
		}},
		"unknown anchor": {"a: *none", yaml.Error{
			Problem: yaml.Syntax, Message: "unknown anchor 'none' referenced",
			Mark: yaml.Mark{Line: 1, Column: 4, Offset: 3},
		}},
		"control character": {"a: b\nc: \x01", yaml.Error{
			Problem: yaml.Syntax, Message: "control characters are not allowed (value: 1)",
			Mark: yaml.Mark{Line: 2, Column: 4, Offset: 8},
		}},
		"second document": {"a: 1\n---\nb: 2\n", yaml.Error{
			Problem: yaml.SeveralDocuments, Mark: yaml.Mark{Line: 2, Column: 1, Offset: 5},
		}},
		"broken second document": {"a: 1\n---\nb: [\n", yaml.Error{
			Problem: yaml.Syntax, Message: "did not find expected node content, while parsing a flow node",
			Mark: yaml.Mark{Line: 4, Column: 1, Offset: 14},
		}},
		"alias to itself": {"a: &a [b, *a]", yaml.Error{
			Problem: yaml.EndlessAlias, Mark: yaml.Mark{Line: 1, Column: 11, Offset: 10},
		}},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			node, err := yaml.Parse([]byte(c.source))
			require.Nil(t, node)
			failure, ok := errors.AsType[*yaml.Error](err)
			require.True(t, ok)
			require.Equal(t, c.want, *failure)
		})
	}
}

// TestParseBoundsAliases: seven lines of YAML can stand for ten million values.
func TestParseBoundsAliases(t *testing.T) {
	bomb := "l0: &l0 [x, x, x, x, x, x, x, x, x, x]\n"
	for _, level := range []string{"1", "2", "3", "4", "5", "6"} {
		below := string(level[0] - 1)
		bomb += "l" + level + ": &l" + level + " [" + strings.Repeat("*l"+below+", ", 10) + "]\n"
	}
	_, err := yaml.Parse([]byte(bomb))
	failure, ok := errors.AsType[*yaml.Error](err)
	require.True(t, ok)
	require.Equal(t, yaml.TooManyNodes, failure.Problem)
	require.ErrorContains(t, err, "aliases make more than 200000 values")
}

func FuzzParse(f *testing.F) {
	for _, source := range []string{"a: [1, {b: *c}]", "- &a 'x'\n- *a\n", "%YAML 1.1\n---\n", "a: |\n b\n", "\ufeff? x\n: y", "a\r\nb\u2028c"} {
		f.Add([]byte(source))
	}
	f.Fuzz(func(t *testing.T, source []byte) {
		node, err := yaml.Parse(source)
		if err == nil {
			requireWithin(t, node, len(source))
			return
		}
		failure, ok := errors.AsType[*yaml.Error](err)
		require.True(t, ok)
		require.NotEqual(t, yaml.ProblemInvalid, failure.Problem)
		require.LessOrEqual(t, failure.Mark.Offset, len(source))
		require.Positive(t, failure.Mark.Line)
	})
}

// requireWithin: every node stands in the source.
func requireWithin(t *testing.T, node *yaml.Node, size int) {
	t.Helper()
	require.LessOrEqual(t, node.Mark.Offset, size)
	require.Positive(t, node.Mark.Line)
	require.NotEqual(t, yaml.KindInvalid, node.Kind)
	for _, item := range node.Items {
		requireWithin(t, item, size)
	}
	for _, entry := range node.Entries {
		requireWithin(t, entry.Key, size)
		requireWithin(t, entry.Value, size)
	}
}
