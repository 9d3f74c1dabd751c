package parser

import (
	"bytes"
	"context"
	"errors"
	"io"
	"strings"
	"testing"
	"testing/iotest"
	"testing/synctest"

	"github.com/klauspost/compress/gzip"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

func TestConvertBoundsRecords(t *testing.T) {
	t.Parallel()
	a, b := entry("a"), entry("b")
	long := strings.Replace(a, `"a"`, `"a","text":"`+strings.Repeat("x", 20)+`"`, 1)
	for _, test := range []struct {
		name    string
		object  string
		limit   int
		ids     string
		rejects []string
		reasons string
	}{
		{"as long as the bound", long + "\n" + b, len(long), "a b", nil, ""},
		{"one longer", long + "\n" + b, len(long) - 1, "b", []string{long + "\n"}, "too-large"},
		{"much longer", long + "\n" + b, len(b), "b", []string{long + "\n"}, "too-large"},
		{"longer, and others on its line", long + b + "\n" + a, len(long) - 1, "a", []string{long + b + "\n"}, "too-large"},
		{"longer, at the end", b + long, len(long) - 1, "b", []string{long}, "too-large"},
		{"longer, not finished", b + long[:len(long)-1], len(long) - 2, "b", []string{long[:len(long)-1]}, "too-large"},
		{"longer, broken behind the bound", long[:len(long)-1] + "?\n" + b, len(b), "b", []string{long[:len(long)-1] + "?\n"}, "too-large"},
		{"longer, broken within the bound", "{?" + long + "\n" + b, len(b), "b", []string{"{?" + long + "\n"}, "malformed"},
		{"lines of garbage beyond the bound", strings.Repeat("garbage\n", 9) + " " + b, len(b), "b", []string{strings.Repeat("garbage\n", 9) + " "}, "malformed"},
		{"lines of garbage within the bound", strings.Repeat("-\n", len(b)/2) + b, len(b), "b", []string{strings.TrimSpace(strings.Repeat("-\n", len(b)/2))}, "malformed"},
		{"an element", "[" + a + ",\n" + long + ",\n" + b + "]", len(b), "a b", []string{long + ",\n", "]"}, "too-large malformed"},
		{"an element that is skipped", `{"entries":[],"x":[` + long + "]}\n" + b, len(b), "b", []string{long + "]}\n"}, "too-large"},
		{"a page whose records are within the bound", `{"entries":[` + a + "," + b + "," + a + `],"next":"` + strings.Repeat("x", 9) + `"}` + b, len(b), "a b a b", nil, ""},
		{"a member behind a page's records", `{"entries":[` + a + `],"next":"` + strings.Repeat("x", 99) + "\"}\n" + b, len(b), "a b", []string{`"next":"` + strings.Repeat("x", 99) + "\"}\n"}, "too-large"},
		{"a line of blanks", a + strings.Repeat(" ", 999) + "\n" + strings.Repeat(" ", 999) + b, len(b), "a b", nil, ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			catalog := entryCatalog(t)
			for _, block := range []int{0, 4, 7, 64} {
				for workers := range 3 {
					options := ConverterOptions{MaxRecordBytes: test.limit, blockBytes: block, Workers: workers}
					got := convert(t, catalog, options, strings.NewReader(test.object))
					require.Equal(t, strings.Fields(test.ids), append([]string{}, got.ids...))
					require.Equal(t, test.rejects, got.raws())
					require.Equal(t, test.reasons, joinReasons(got.reasons()))
					requirePlaces(t, test.object, got)
				}
			}
		})
	}
}

func TestConvertRejectsTenMegabytes(t *testing.T) {
	t.Parallel()
	record := `{"id":"a","text":"` + strings.Repeat("0123456789", 1<<20) + `"}`
	object := entry("a") + "\n" + record + "\n" + entry("b")
	got := convert(t, entryCatalog(t), ConverterOptions{}, strings.NewReader(object))
	require.Equal(t, []string{"a", "b"}, got.ids)
	require.Equal(t, []Reason{TooLarge}, got.reasons())
	require.Equal(t, record+"\n", got.lines[0].raw)
	require.Equal(t, "longer than the bound of 4194304 bytes", got.lines[0].Detail)
	requirePlaces(t, object, got)
}

func TestConvertBoundsObjects(t *testing.T) {
	t.Parallel()
	text := strings.Repeat(entry("a")+"\n", 100)
	for workers := range 3 {
		options := ConverterOptions{MaxObjectBytes: int64(len(text)), Workers: workers, blockBytes: 64}
		require.Len(t, convert(t, entryCatalog(t), options, strings.NewReader(text)).ids, 100)

		options.MaxObjectBytes--
		for _, object := range [][]byte{[]byte(text), gzipped(t, text), zstandard(t, text)} {
			_, err := tryConvert(t, entryCatalog(t), options, bytes.NewReader(object))
			tooLarge, found := errors.AsType[*ObjectTooLargeError](err)
			require.True(t, found, err)
			require.EqualValues(t, len(text)-1, tooLarge.Limit)
		}
	}
}

func TestConvertStopsAtTheFirstRejectIfStrict(t *testing.T) {
	t.Parallel()
	object := entry("a") + "\n" + entry("b") + "\n{\"id\":\n" + entry("c") + "\n?\n"
	for workers := range 4 {
		for _, block := range []int{0, 4, 40, 60} {
			options := ConverterOptions{Strict: true, Workers: workers, blockBytes: block}
			got, err := tryConvert(t, entryCatalog(t), options, strings.NewReader(object))
			rejection, found := errors.AsType[*Rejection](err)
			require.True(t, found, err)
			require.Equal(t, Malformed, rejection.Reason)
			require.ErrorContains(t, err, "test/object.json: line 3, record 3: ")
			require.Equal(t, []string{"a", "b"}, got.ids)
			require.Equal(t, []string{`{"id":`}, got.raws())
			require.True(t, got.ledger.Balanced())
			require.EqualValues(t, 3, got.ledger.Records)

			object := object[:len(object)-3]
			object = strings.Replace(object, "{\"id\":\n", "", 1)
			got, err = tryConvert(t, entryCatalog(t), options, strings.NewReader(object))
			require.NoError(t, err)
			require.Equal(t, []string{"a", "b", "c"}, got.ids)
		}
	}
}

func TestConvertReturnsErrorsOfReaderAndWriters(t *testing.T) {
	t.Parallel()
	catalog := entryCatalog(t)
	failure := errors.New("the disk is gone")
	text := strings.Repeat(entry("a")+"\n?\n", 50)
	whole := gzipped(t, text)
	for workers := range 4 {
		converter := NewConverter(catalog, ConverterOptions{Workers: workers, blockBytes: 64})
		for _, object := range [][]byte{[]byte(text), whole[:len(whole)/2], whole[:1], whole[:7], {}} {
			source := io.MultiReader(bytes.NewReader(object), iotest.ErrReader(failure))
			_, err := converter.Convert(t.Context(), "x.json", source, io.Discard, io.Discard)
			require.ErrorIs(t, err, failure)
			require.ErrorContains(t, err, "x.json: ")
		}
		broken := failingWriter{failure}
		_, err := converter.Convert(t.Context(), "x.json", strings.NewReader(text), broken, io.Discard)
		require.ErrorIs(t, err, failure)
		require.ErrorContains(t, err, "x.json: write events: ")
		_, err = converter.Convert(t.Context(), "x.json", strings.NewReader(text), io.Discard, broken)
		require.ErrorIs(t, err, failure)
		require.ErrorContains(t, err, "x.json: write rejected records: ")

		var events bytes.Buffer
		ledger, err := converter.Convert(t.Context(), "x.json", strings.NewReader(text), &events, io.Discard)
		require.NoError(t, err, "a converter can be used again after an error")
		require.EqualValues(t, 50, ledger.Events)
	}
}

type failingWriter struct{ err error }

func (w failingWriter) Write([]byte) (int, error) { return 0, w.err }

// endless reads the same line for ever, and cancels after some of them.
type endless struct {
	lines  int
	cancel context.CancelFunc
}

func (e *endless) Read(p []byte) (int, error) {
	if e.lines--; e.lines == 0 {
		e.cancel()
	}
	return copy(p, "{\"at\":1,\"id\":\"a\"}\n"), nil
}

func TestConvertEndsWithItsContext(t *testing.T) {
	t.Parallel()
	for workers := range 4 {
		ctx, cancel := context.WithCancel(t.Context())
		converter := NewConverter(entryCatalog(t), ConverterOptions{Workers: workers, blockBytes: 64})
		_, err := converter.Convert(ctx, "x", &endless{1000, cancel}, io.Discard, io.Discard)
		require.ErrorIs(t, err, context.Canceled)
	}
}

func TestConvertLeavesNoGoroutines(t *testing.T) {
	t.Parallel()
	catalog := entryCatalog(t)
	lines := strings.Repeat(entry("a")+"\n", 999)
	for _, test := range []struct {
		object  io.Reader
		events  io.Writer
		options ConverterOptions
		fails   bool
	}{
		{strings.NewReader(lines), io.Discard, ConverterOptions{}, false},
		{strings.NewReader(lines + "?\n" + lines), io.Discard, ConverterOptions{Strict: true}, true},
		{strings.NewReader(lines), failingWriter{io.ErrClosedPipe}, ConverterOptions{}, true},
		{io.MultiReader(strings.NewReader(lines), iotest.ErrReader(io.ErrClosedPipe)), io.Discard, ConverterOptions{}, true},
		{bytes.NewReader(zstandard(t, lines)), io.Discard, ConverterOptions{MaxObjectBytes: 9999}, true},
	} {
		// The bubble fails if a goroutine that was started in it stays.
		synctest.Test(t, func(t *testing.T) {
			test.options.Workers, test.options.blockBytes = 3, 64
			_, err := NewConverter(catalog, test.options).Convert(t.Context(), "x", test.object, test.events, io.Discard)
			require.Equal(t, test.fails, err != nil)
		})
	}
}

func TestConvertCompressesTheSameWithAnyWorkers(t *testing.T) {
	t.Parallel()
	catalog := entryCatalog(t)
	rapid.Check(t, func(rt *rapid.T) {
		text := compose(rt).text.String()
		block := rapid.SampledFrom([]int{16, 100, 0}).Draw(rt, "block")
		plain := convert(rt, catalog, ConverterOptions{}, strings.NewReader(text))
		var first []byte
		for _, workers := range []int{1, 2, 4, 1} {
			options := ConverterOptions{Workers: workers, Gzip: true, blockBytes: block}
			var events, rejected bytes.Buffer
			ledger, err := NewConverter(catalog, options).Convert(t.Context(), "test/object.json", drawReader(rt, text), &events, &rejected)
			require.NoError(rt, err)
			require.Equal(rt, plain.ledger, ledger)
			require.Equal(rt, plain.rejects, rejected.String())
			if first == nil {
				first = bytes.Clone(events.Bytes())
			}
			require.Equal(rt, first, events.Bytes())
			r, err := gzip.NewReader(&events)
			require.NoError(rt, err, "even no events are a gzip stream")
			inflated, err := io.ReadAll(r)
			require.NoError(rt, err)
			require.Equal(rt, plain.events, string(inflated))
		}
	})
}

func TestConvertGivesTheSameInPieces(t *testing.T) {
	t.Parallel()
	catalog := entryCatalog(t)
	rapid.Check(t, func(rt *rapid.T) {
		var pieces []string
		for range rapid.IntRange(1, 4).Draw(rt, "pieces") {
			pieces = append(pieces, compose(rt).text.String())
		}
		whole := ""
		var parts result
		for i, piece := range pieces {
			if i > 0 {
				piece = strings.TrimPrefix(piece, byteOrderMark)
			}
			whole += piece + "\n"
			part := convert(rt, catalog, drawOptions(rt), strings.NewReader(piece+"\n"))
			parts.events += part.events
			parts.lines = append(parts.lines, part.lines...)
			parts.ledger.Add(part.ledger)
		}
		got := convert(rt, catalog, drawOptions(rt), strings.NewReader(whole))
		require.Equal(rt, parts.events, got.events)
		require.Equal(rt, parts.raws(), got.raws())
		parts.ledger.Object = got.ledger.Object
		require.Equal(rt, parts.ledger, got.ledger)
	})
}

func TestConvertTellsItsProgress(t *testing.T) {
	t.Parallel()
	text := strings.Repeat(entry("a")+"\n?\n", 50)
	for workers := range 3 {
		var last Progress
		options := ConverterOptions{Workers: workers, blockBytes: 64, Progress: func(p Progress) {
			require.GreaterOrEqual(t, p.Records, last.Records)
			last = p
		}}
		convert(t, entryCatalog(t), options, strings.NewReader(text))
		require.Equal(t, Progress{"test/object.json", int64(len(text)), 100, 50}, last)
	}
}
