package parser

import (
	"bytes"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestConvertRejectsWhatIsDamaged(t *testing.T) {
	t.Parallel()
	a, b, c := entry("a"), entry("b"), entry("c")
	for _, test := range []struct {
		name    string
		object  string
		ids     string
		rejects []string
		reasons string
	}{
		{"garbage on a line", a + "\ngarbage\n" + b + "\n", "a b", []string{"garbage"}, "malformed"},
		{"garbage on lines", a + "\r\nx\r\n\r\n  y\r\n  " + b, "a b", []string{"x\r\n\r\n  y"}, "malformed"},
		{"garbage behind a record", a + " ]}\n" + b, "a b", []string{"]}"}, "malformed"},
		{"garbage at the end", a + "\nnope", "a", []string{"nope"}, "malformed"},
		{"a letter n in front of garbage", a + "n?\n" + b, "a b", []string{"n?"}, "malformed"},
		{"a comma between lines behind garbage", "?\n" + a + ",\n" + b, "a b", []string{"?", ","}, "malformed malformed"},
		{"a comma between lines", a + ",\n" + b, "a b", []string{","}, "malformed"},
		{"NUL bytes", a + "\n\x00\x00\x00\n" + b, "a b", []string{"\x00\x00\x00"}, "malformed"},
		{"NUL bytes in a string", "{\"id\":\"\x00\"}\n" + b, "b", []string{"{\"id\":\"\x00\"}"}, "malformed"},
		{"invalid UTF-8 in a string", "{\"id\":\"\xff\xfe\"} \n" + b, "b", []string{"{\"id\":\"\xff\xfe\"} "}, "invalid-utf8"},
		{"invalid UTF-8 between records", a + "\xff\n" + b, "a b", []string{"\xff"}, "malformed"},
		{"UTF-16", "\xff\xfe{\x00\"\x00\n\x00", "", []string{"\xff\xfe{\x00\"\x00\n\x00"}, "malformed"},
		{"a byte-order mark inside", a + "\n\ufeff" + b + "\n" + c, "a c", []string{"\ufeff" + b}, "malformed"},
		{"half a record", a[:10] + "\n" + b + "\n", "b", []string{a[:10]}, "malformed"},
		{"half a record that the next line would go on with", "{\"id\":\n" + b + "\n" + c, "b c", []string{`{"id":`}, "malformed"},
		{"half a record that the last line would go on with", "{\"id\":\n" + b + "\n", "b", []string{`{"id":`}, "truncated"},
		{"half an array, then lines", "[" + a + ",{\"x\":[\n" + b + "\n" + c, "a b c", []string{`{"x":[`}, "malformed"},
		{"half a string", a[:len(a)-3] + "\n" + b, "b", []string{a[:len(a)-3]}, "malformed"},
		{"half a record at the end", a + "\n" + b[:len(b)-1], "a", []string{b[:len(b)-1]}, "truncated"},
		{"half a string at the end", a + "\n" + b[:len(b)-3] + "  ", "a", []string{b[:len(b)-3] + "  "}, "truncated"},
		{"half a record and line feeds at the end", b[:len(b)-1] + " \r\n \r\n", "", []string{b[:len(b)-1] + " "}, "truncated"},
		{"no objects", "12 " + a + " null\n\"x\" true", "a", []string{"12", "null", `"x"`, "true"}, "not-an-object not-an-object not-an-object not-an-object"},
		{"a number at the end", a + " 12", "a", []string{"12"}, "truncated"},
		{"no time", `{"id":"a"}` + b, "b", []string{`{"id":"a"}`}, "at"},
		{"a key twice", `{"id":"a","id":"b","at":1}` + "\n" + b, "b", []string{`{"id":"a","id":"b","at":1}`}, "duplicate-key"},
		{"nothing valid", "<html>\n<body>oh\n</body>", "", []string{"<html>\n<body>oh\n</body>"}, "malformed"},

		// A part of a broken value is never taken for a record.
		{
			"pretty-printed, broken behind a part that looks like a record",
			"{\n \"list\": [\n  " + a + "\n ],\n \"x\": nope\n}\n" + b, "b",
			[]string{"{\n \"list\": [\n  " + a + "\n ],\n \"x\": nope\n}"},
			"malformed",
		},

		// Arrays and pages: what comes before stays, what comes behind is read on.
		{"an element of an array", "[" + a + ",\n{?},\n" + b + ",\n" + c + "]", "a b c", []string{"{?},", "]"}, "malformed malformed"},
		{"an element of an array of one line", "[" + a + ",{?}," + b + "]\n" + c, "a c", []string{"{?}," + b + "]"}, "malformed"},
		{"a scalar in an array", "[" + a + ",null,[" + b + "]]", "a", []string{"null", "[" + b + "]"}, "not-an-object not-an-object"},
		{"a comma too many", "[" + a + ",]\n" + b, "a b", []string{"]"}, "malformed"},
		{"a comma too few", "[" + a + b + "," + c + "]", "a b c", []string{"", "]"}, "malformed malformed"},
		{"something else for a comma", "[" + a + ";\n" + b + "]", "a b", []string{";", "]"}, "malformed malformed"},
		{"an array that is not closed", "[" + a + "," + b, "a b", []string{""}, "truncated"},
		{"an array that ends behind a comma", "[" + a + ",", "a", []string{""}, "truncated"},
		{"an array that is cut off, then lines", "[" + a + "," + b[:8] + "\n" + b + "\n" + c + "\n", "a b c", []string{b[:8]}, "malformed"},
		{"an element of a page", `{"entries":[` + a + ",\n{?},\n" + b + `],"next":""}` + "\n" + c, "a b c", []string{"{?},", `],"next":""}`}, "malformed malformed"},
		{"a page that is cut off", `{"entries":[` + a + "," + b[:8], "a", []string{b[:8]}, "truncated"},
		{"a page that is cut off in front of its records", `{"size":3,"entr`, "", []string{`{"size":3,"entr`}, "truncated"},
		{"a page that is cut off behind its records", `{"entries":[` + a + `],"ne`, "a", []string{`"ne`}, "truncated"},
		{"a page that is not closed", `{"entries":[` + a + `]`, "a", []string{""}, "truncated"},
		{"a page with a broken member", `{"entries":[` + a + `],"next":?}` + "\n" + b, "a b", []string{`"next":?}`}, "malformed"},
		{"a page with something else for a comma", `{"entries":[` + a + `];"next":""}` + "\n" + b, "a b", []string{`;"next":""}`}, "malformed"},
		{"a page that a record follows inside", `{"entries":[` + a + "]\n" + b + "}", "a b", []string{"", "}"}, "malformed malformed"},
		{"a page with broken company", `{"entries":[` + a + `],"people":[{},{?},{}]}` + "\n" + b, "a b", []string{`{?},{}]}`}, "malformed"},
		{"a page that is broken in front of its records", "{\"x\":?,\"entries\":[\n" + a + ",\n" + b + "\n]}\n" + c, "a b c", []string{"{\"x\":?,\"entries\":[", ",", "]}"}, "malformed malformed malformed"},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			got := convert(t, entryCatalog(t), ConverterOptions{}, strings.NewReader(test.object))
			require.Equal(t, strings.Fields(test.ids), append([]string{}, got.ids...))
			require.Equal(t, test.rejects, got.raws())
			require.Equal(t, test.reasons, joinReasons(got.reasons()))
			requirePlaces(t, test.object, got)
		})
	}
}

// requirePlaces checks that the object holds each rejected record where its
// reject says that it does.
func requirePlaces(t require.TestingT, object string, got result) {
	number, end := int64(0), int64(0)
	for _, line := range got.lines {
		require.Equal(t, "test/object.json", line.Object)
		require.Greater(t, line.Number, number)
		require.LessOrEqual(t, line.Number, got.ledger.Records)
		require.GreaterOrEqual(t, line.Offset, end, "rejects overlap")
		number, end = line.Number, line.Offset+int64(len(line.raw))
		require.LessOrEqual(t, end, int64(len(object)))
		require.Equal(t, object[line.Offset:end], line.raw)
		require.EqualValues(t, 1+strings.Count(object[:line.Offset], "\n"), line.Line)
	}
}

func joinReasons(reasons []Reason) string {
	var words []string
	for _, reason := range reasons {
		words = append(words, string(reason))
	}
	return strings.Join(words, " ")
}

func TestConvertSaysWhatIsWrongAndWhere(t *testing.T) {
	t.Parallel()
	object := entry("a") + "\n{\"at\":1,\"id\":\"\xff\"}\n{\"id\":\"\u00e9\\n\"}\n"
	got := convert(t, entryCatalog(t), ConverterOptions{}, strings.NewReader(object))
	require.Equal(t, `{"object":"test/object.json","record_number":2,"line":2,"offset":27,"reason":"invalid-utf8",`+
		`"detail":"a string holds bytes that are not UTF-8 (at byte 14 of the record)","record_base64":"eyJhdCI6MSwiaWQiOiL/In0="}`+"\n"+
		`{"object":"test/object.json","record_number":3,"line":3,"offset":45,"reason":"at",`+
		`"detail":"`+got.lines[1].Detail+`","row":"E2","table":"entry_log","record":"{\"id\":\"é\\n\"}"}`+"\n", got.rejects)
	require.NotEmpty(t, got.lines[1].Detail)
}

func TestConvertRejectsWhatCannotBeInflated(t *testing.T) {
	t.Parallel()
	a, b := entry("a"), entry("b")
	whole := gzipped(t, a+"\n"+b+"\n")
	flipped := bytes.Clone(whole)
	flipped[len(flipped)-5] ^= 0x55 // the checksum stands in the last eight bytes
	zstd := zstandard(t, a+"\n"+b)
	for _, test := range []struct {
		name    string
		object  []byte
		ids     string
		rejects []string
		reasons string
	}{
		{"two bytes of gzip", whole[:2], "", []string{""}, "truncated"},
		{"half a gzip header", whole[:7], "", []string{""}, "truncated"},
		{"no gzip checksum", whole[:len(whole)-8], "a b", []string{""}, "truncated"},
		{"half a gzip checksum", whole[:len(whole)-3], "a b", []string{""}, "truncated"},
		{"a wrong gzip checksum", flipped, "a b", []string{""}, "corrupt-compression"},
		{"garbage behind gzip", append(bytes.Clone(whole), "garbage..........."...), "a b", []string{""}, "corrupt-compression"},
		{"gzip behind gzip, cut off", append(gzipped(t, a+b[:5]), whole[:15]...), "a", []string{b[:5]}, "truncated"},
		{"an array, and no gzip checksum", func() []byte { g := gzipped(t, "["+a+","); return g[:len(g)-8] }(), "a", []string{""}, "truncated"},
		{"a reject, and no gzip checksum", func() []byte { g := gzipped(t, a+"?"); return g[:len(g)-8] }(), "a", []string{"?", ""}, "malformed truncated"},
		{"no gzip at all", []byte("\x1f\x8b\x99\x99 and so on and on"), "", []string{""}, "corrupt-compression"},
		{"half a zstd frame", zstd[:len(zstd)/2], "", []string{""}, "truncated"},
		{"garbage behind zstd", append(bytes.Clone(zstd), "garbage"...), "a b", []string{""}, "corrupt-compression"},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			got := convert(t, entryCatalog(t), ConverterOptions{}, bytes.NewReader(test.object))
			require.Equal(t, strings.Fields(test.ids), append([]string{}, got.ids...))
			require.Equal(t, test.rejects, got.raws())
			require.Equal(t, test.reasons, joinReasons(got.reasons()))
		})
	}
}

func TestConvertBoundsDepth(t *testing.T) {
	t.Parallel()
	for _, open := range []string{"[", `{"x":`} {
		deep := strings.Repeat(open, 10_000)
		got := convert(t, entryCatalog(t), ConverterOptions{}, strings.NewReader(`{"id":"a","x":`+deep+"\n"+entry("b")))
		require.Equal(t, []string{"b"}, got.ids)
		require.Equal(t, []Reason{TooDeep}, got.reasons())
		require.Equal(t, []string{`{"id":"a","x":` + deep}, got.raws())
	}
}
