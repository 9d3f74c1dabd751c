package parser

import (
	"bytes"
	"strings"
	"testing"

	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zstd"
	"github.com/stretchr/testify/require"
)

func TestConvertReadsEveryInputShape(t *testing.T) {
	t.Parallel()
	pretty := "{\n  \"at\": 1767225600,\n  \"id\": \"%\",\n  \"more\": [\n    {\"x\": 1},\n    {}\n  ]\n}\n"
	for _, c := range []struct {
		name    string
		object  string
		ids     string
		skipped int64
	}{
		{name: "nothing"},
		{name: "blank lines", object: "\r\n \t\n"},
		{name: "a byte-order mark alone", object: "\ufeff"},
		{name: "lines", object: entry("a") + "\n" + entry("b") + "\n", ids: "a b"},
		{name: "lines, the last without a line feed", object: entry("a") + "\n" + entry("b"), ids: "a b"},
		{name: "lines that end in CRLF", object: entry("a") + "\r\n" + entry("b") + "\r\n", ids: "a b"},
		{name: "lines behind a byte-order mark", object: "\ufeff" + entry("a") + "\n" + entry("b") + "\n", ids: "a b"},
		{name: "blank lines between records", object: "\n\n" + entry("a") + "\n\n \n" + entry("b"), ids: "a b"},
		{name: "pretty-printed values", object: strings.ReplaceAll(pretty, "%", "a") + strings.ReplaceAll(pretty, "%", "b"), ids: "a b"},
		{name: "no separator", object: entry("a") + entry("b") + entry("c"), ids: "a b c"},
		{name: "the letter n", object: entry("a") + "n" + entry("b") + "n", ids: "a b"},
		{name: "the letter n and lines", object: entry("a") + "n\n" + entry("b") + " n " + entry("c"), ids: "a b c"},
		{name: "the letter n and arrays", object: "[" + entry("a") + "]n[" + entry("b") + "]nn", ids: "a b"},
		{name: "an array", object: "[" + entry("a") + "," + entry("b") + "]", ids: "a b"},
		{name: "an empty array", object: "[]"},
		{name: "a pretty-printed array", object: "[\n  " + entry("a") + ",\n  " + entry("b") + "\n]\n", ids: "a b"},
		{name: "arrays one after the other", object: "[" + entry("a") + "][]\n[" + entry("b") + "]", ids: "a b"},
		{name: "a page", object: `{"entries":[` + entry("a") + "," + entry("b") + `]}`, ids: "a b"},
		{name: "an empty page", object: `{"entries":[]}`},
		{name: "a page with more members", object: `{"size":300,"of":{"x":[1]},"entries":[` + entry("a") + `],"next":"abc","total":1.5}`, ids: "a"},
		{name: "a page that ends in a number", object: `{"entries":[` + entry("a") + `],"total":15}`, ids: "a"},
		{name: "a pretty-printed page", object: "{\n \"entries\" : [\n  " + entry("a") + " ,\n  " + entry("b") + "\n ] ,\n \"next\" : null\n}\n", ids: "a b"},
		{name: "a page with two lists of records", object: `{"entries":[` + entry("a") + `],"next":"","items":[` + entry("b") + `]}`, ids: "a b"},
		{name: "pages one a line", object: `{"entries":[` + entry("a") + "]}\n" + `{"items":[` + entry("b") + "]}\n", ids: "a b"},
		{
			name:   "a page with what its records refer to",
			object: `{"entries":[` + entry("a") + `],"people":[{"id":"not a record"},{"id":2},3],"none":[]}` + entry("b"),
			ids:    "a b", skipped: 3,
		},
		{
			name:   "everything in one object",
			object: entry("a") + "n" + `{"entries":[` + entry("b") + `]}` + "[" + entry("c") + "]\n" + entry("d") + entry("e"),
			ids:    "a b c d e",
		},
		{name: "a record whose own list has the name of a page's", object: `[{"at":1,"id":"a","entries":[` + entry("b") + `]}]`, ids: "a"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			catalog := entryCatalog(t)
			for name, object := range map[string][]byte{
				"plain":          []byte(c.object),
				"gzip":           gzipped(t, c.object),
				"gzip in pieces": append(gzipped(t, c.object[:len(c.object)/2]), gzipped(t, c.object[len(c.object)/2:])...),
				"zstd":           zstandard(t, c.object),
				"zstd in pieces": append(zstandard(t, c.object[:len(c.object)/2]), zstandard(t, c.object[len(c.object)/2:])...),
			} {
				got := convert(t, catalog, ConverterOptions{}, bytes.NewReader(object))
				require.Equal(t, strings.Fields(c.ids), append([]string{}, got.ids...), name)
				require.Empty(t, got.lines, name)
				require.Equal(t, c.skipped, got.ledger.Skipped, name)
				require.EqualValues(t, len(c.object), got.ledger.BytesIn, name)
				require.EqualValues(t, len(got.events), got.ledger.BytesOut, name)
			}
		})
	}
}

func TestConvertChoosesAmongTables(t *testing.T) {
	t.Parallel()
	got := convert(t, entryCatalog(t), ConverterOptions{}, strings.NewReader(entry("a")+`{"other":1}`+entry("b")))
	require.Equal(t, []string{"a", "b"}, got.ids)
	require.Equal(t, []string{`{"other":1}`}, got.raws())
	require.Equal(t, []Reason{UnknownShape}, got.reasons())
}

func gzipped(tb testing.TB, text string) []byte {
	tb.Helper()
	var object bytes.Buffer
	w := gzip.NewWriter(&object)
	_, err := w.Write([]byte(text))
	require.NoError(tb, err)
	require.NoError(tb, w.Close())
	return object.Bytes()
}

func zstandard(tb testing.TB, text string) []byte {
	tb.Helper()
	w, err := zstd.NewWriter(nil, zstd.WithEncoderConcurrency(1))
	require.NoError(tb, err)
	return w.EncodeAll([]byte(text), nil)
}
