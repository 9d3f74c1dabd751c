package eventstream_test

import (
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/stretchr/testify/require"

	"github.com/udmap/udmap/internal/eventstream"
)

// read lists the events of a text, each behind its line and column.
func read(t *testing.T, text string) []string {
	t.Helper()
	reader := eventstream.NewReader("", iotest.OneByteReader(strings.NewReader(text)))
	var events []string
	for {
		event, err := reader.Next()
		if errors.Is(err, io.EOF) {
			return events
		}
		require.NoError(t, err)
		require.True(t, strings.HasPrefix(text[event.Start.Offset:], string(event.Text)), "the offset leads to the text")
		events = append(events, fmt.Sprintf("%d:%d %s", event.Start.Line, event.Start.Column, event.Text))
	}
}

func TestWhereEventsBeginAndEnd(t *testing.T) {
	for name, test := range map[string]struct {
		text   string
		events []string
	}{
		"nothing":              {"", nil},
		"white space":          {" \r\n\t", nil},
		"one a line":           {"{\"a\":1}\n{\"b\":2}\n", []string{`1:1 {"a":1}`, `2:1 {"b":2}`}},
		"CRLF":                 {"{\"a\":1}\r\n{\"b\":2}", []string{`1:1 {"a":1}`, `2:1 {"b":2}`}},
		"no separator":         {`{"a":1}{"b":2}`, []string{`1:1 {"a":1}`, `1:8 {"b":2}`}},
		"byte-order mark":      {"\ufeff{}", []string{"1:1 {}"}},
		"pretty-printed":       {"{\n \"a\": [\n  {}\n ]\n}\n{}", []string{"1:1 {\n \"a\": [\n  {}\n ]\n}", "6:1 {}"}},
		"brackets in strings":  {`{"a":"}\"]{"}{}`, []string{`1:1 {"a":"}\"]{"}`, "1:14 {}"}},
		"array":                {"[{\"ä\":1},\n {\"b\":2}]\n{}", []string{`1:2 {"ä":1}`, `2:2 {"b":2}`, "3:1 {}"}},
		"empty array":          {"[]", nil},
		"array in an array":    {"[[1]]", []string{"1:2 [1]"}},
		"array never closed":   {"{}\n[{}", []string{"1:1 {}", "2:2 {}", "2:1 ["}},
		"columns are letters":  {"[\"ääö\",{}]", []string{"1:2 \"ääö\"", "1:8 {}"}},
		"wrapped in udm":       {`{"udm":{"a":1}}`, []string{`1:1 {"udm":{"a":1}}`}},
		"wrapped in event":     {`{"event":{"a":1}}`, []string{`1:10 {"a":1}`}},
		"a request":            {"{\"events\":[\n{\"a\":1},\n {\"event\":{\"b\":2}}]}{}", []string{`2:1 {"a":1}`, `3:11 {"b":2}`, "3:21 {}"}},
		"a request with a key": {`{"inline_source":{"events":[{"udm":{}}]}}`, []string{`1:29 {"udm":{}}`}},
		"a request in camel":   {`{"inlineSource":{"events":[{"udm":{}}]}}`, []string{`1:28 {"udm":{}}`}},
		"an empty request":     {`{"events":[]}`, []string{`1:1 {"events":[]}`}},
		"an event with events": {`{"metadata":{},"events":[{}]}`, []string{`1:1 {"metadata":{},"events":[{}]}`}},

		"no JSON":                  {"hello world\n{}", []string{"1:1 hello world", "2:1 {}"}},
		"a bracket never closed":   {"{\"a\":{\"b\":1}\n{\"c\":2}\n", []string{`1:1 {"a":{"b":1}`, `2:1 {"c":2}`}},
		"a string never closed":    {"{\"a\":\"b}\n{\"c\":2}\n", []string{`1:1 {"a":"b}`, `2:1 {"c":2}`}},
		"a bracket never opened":   {"{}}\n{}", []string{"1:1 {}", "1:3 }", "2:1 {}"}},
		"the end is missing":       {"{}\n{\"a\":", []string{"1:1 {}", `2:1 {"a":`}},
		"scalars":                  {"1\n\"a\"\nnull", []string{"1:1 1", `2:1 "a"`, "3:1 null"}},
		"scalars in an array":      {"[1, null ,2]", []string{"1:2 1", "1:5 null", "1:11 2"}},
		"bytes that are no UTF-8":  {"{\"\xff\":1}\n{}", []string{"1:1 {\"\xff\":1}", "2:1 {}"}},
		"a NUL byte between":       {"{}\x00\n{}", []string{"1:1 {}", "1:3 \x00", "2:1 {}"}},
		"a request that is broken": {"{\"events\":[{\"a\":1},]}\n{}", []string{`1:1 {"events":[{"a":1},]}`, "2:1 {}"}},
	} {
		t.Run(name, func(t *testing.T) {
			require.Equal(t, test.events, read(t, test.text))
		})
	}
}

func TestAValueWithoutEndIsRefused(t *testing.T) {
	endless := io.MultiReader(strings.NewReader("{}\n{"), strings.NewReader(strings.Repeat(" ", eventstream.MaxValueBytes)))
	reader := eventstream.NewReader("x", endless)
	_, err := reader.Next()
	require.NoError(t, err)
	_, err = reader.Next()
	require.ErrorContains(t, err, "x:2:1: the value that begins here is larger than 64 MiB")
}

func TestTheErrorOfTheSourceComesBack(t *testing.T) {
	broken := errors.New("disk on fire")
	_, err := eventstream.NewReader("", iotest.ErrReader(broken)).Next()
	require.ErrorIs(t, err, broken)
}

func FuzzReaderKeepsEveryByte(f *testing.F) {
	for _, seed := range []string{"{}", "[{},{}]", "{\"events\":[{}]}", "{\"a\":\"\n{}", "[1", "}\n]", "\ufeff{}"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		reader := eventstream.NewReader("", strings.NewReader(text))
		reached := 0
		for {
			event, err := reader.Next()
			if errors.Is(err, io.EOF) {
				return
			}
			require.NoError(t, err)
			if string(event.Text) == "[" {
				continue // an array that is never closed is reported at its start
			}
			require.GreaterOrEqual(t, event.Start.Offset, reached, "events do not overlap")
			reached = event.Start.Offset + len(event.Text)
			require.Equal(t, text[event.Start.Offset:reached], string(event.Text))
		}
	})
}
