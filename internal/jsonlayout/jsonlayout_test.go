package jsonlayout_test

import (
	"bytes"
	"io"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/udmap/udmap/internal/jsonlayout"
)

func TestTextKeepsShortValuesInOneLine(t *testing.T) {
	laidOut, err := jsonlayout.Text([]byte(`{"b":[1,{"a":"x, y: z"}],"a":{}}` + "\n[]\n"))
	require.NoError(t, err)
	require.Equal(t, []string{`{"b": [1, {"a": "x, y: z"}], "a": {}}`, `[]`, ``}, strings.Split(laidOut, "\n"))
}

func TestTextBreaksLongValuesMemberByMember(t *testing.T) {
	long := strings.Repeat("x", 90)
	laidOut, err := jsonlayout.Text([]byte(`{"a":["` + long + `",{"b":"` + long + `","c":1}],"d":true}`))
	require.NoError(t, err)
	require.Equal(t, `{
  "a": [
    "`+long+`",
    {
      "b": "`+long+`",
      "c": 1
    }
  ],
  "d": true
}
`, laidOut)
}

func TestTextChangesOnlyWhiteSpace(t *testing.T) {
	const spelling = `{"\u0041\"": 1e2, "A": "<\u003c\/&>", "A": -0.10, "n": 9007199254740993}`
	laidOut, err := jsonlayout.Text([]byte(spelling))
	require.NoError(t, err)
	require.Equal(t, []string{spelling, ``}, strings.Split(laidOut, "\n"))
}

func TestTextNamesTheLineThatIsNoJSON(t *testing.T) {
	_, err := jsonlayout.Text([]byte("{}\n{\n  \"a\": tru\n}\n"))
	require.ErrorContains(t, err, "line 2 of the text is not valid JSON")
}

func TestTheWriterLaysOutLinesHoweverTheyArrive(t *testing.T) {
	const lines = `{"a":1}` + "\n" + `{"b":[2]}` + "\n"
	for _, size := range []int{1, 3, len(lines)} {
		var laidOut bytes.Buffer
		writer := jsonlayout.NewWriter(&laidOut)
		for text := range slices.Chunk([]byte(lines), size) {
			written, err := writer.Write(text)
			require.NoError(t, err)
			require.Len(t, text, written)
		}
		require.Equal(t, []string{`{"a": 1}`, `{"b": [2]}`, ``}, strings.Split(laidOut.String(), "\n"), size)
	}
}

func TestTheWriterTakesNothingButJSON(t *testing.T) {
	_, err := jsonlayout.NewWriter(io.Discard).Write([]byte("{\n"))
	require.ErrorContains(t, err, "not valid JSON")
}
