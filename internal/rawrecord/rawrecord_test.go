package rawrecord_test

import (
	"bytes"
	"errors"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/stretchr/testify/require"

	"github.com/udmap/udmap/internal/rawrecord"
	"github.com/udmap/udmap/parser"
)

func builtIn(t *testing.T) *parser.Catalog {
	t.Helper()
	catalog, findings := parser.BuiltIn(parser.Options{})
	require.False(t, findings.HasErrors())
	return catalog
}

// Every shape of input, with what its second record is.
func TestFindsRecordsWhereAConversionDoes(t *testing.T) {
	const first, second = `{"time":"2026-03-12T06:14:27Z","a":1}`, `{"unused":"a@example.com", "b":[2]}`
	for name, object := range map[string]string{
		"lines":          first + "\n" + second + "\n",
		"no separator":   first + second,
		"array":          "[" + first + ",\n" + second + "]",
		"page":           `{"next_page_token":"","operation_logs":[` + first + "," + second + "]}",
		"another page":   `{"activity_logs":[` + first + "," + second + "]}",
		"the letter n":   first + "n" + second + "n",
		"pretty-printed": "{\n\"a\":\n1}\n" + second,
		"behind garbage": "garbage\n" + second,
	} {
		t.Run(name, func(t *testing.T) {
			record, err := rawrecord.Find(t.Context(), builtIn(t), "x", strings.NewReader(object), 2)
			require.NoError(t, err)
			require.True(t, bytes.Equal([]byte(second), record.Bytes()), "%s", record.Bytes())
			require.Equal(t, int64(2), record.Number)
			require.Equal(t, int64(strings.Index(object, second)), record.Offset)
			require.Equal(t, int64(1+strings.Count(object[:record.Offset], "\n")), record.Line)
		})
	}
}

func TestBytesThatAreNoTextComeBackAsTheyAre(t *testing.T) {
	object := []byte("{\"a\":\"\xff\x00\"}")
	record, err := rawrecord.Find(t.Context(), builtIn(t), "x", bytes.NewReader(object), 1)
	require.NoError(t, err)
	require.Equal(t, object, record.Bytes())
}

func TestSaysHowManyRecordsThereAre(t *testing.T) {
	for object, want := range map[string]string{
		"":     "there is no record",
		"{}{}": "there is no record 3: the last is record 2",
	} {
		_, err := rawrecord.Find(t.Context(), builtIn(t), "x", strings.NewReader(object), 3)
		missing, ok := errors.AsType[*rawrecord.NotFoundError](err)
		require.True(t, ok)
		require.Equal(t, want, missing.Error())
	}
}

func TestStopsAtTheRecord(t *testing.T) {
	endless := &repeated{text: strings.Repeat("{}\n", 1000)}
	_, err := rawrecord.Find(t.Context(), builtIn(t), "x", endless, 5000)
	require.NoError(t, err)
}

// repeated gives a text for ever.
type repeated struct{ text string }

// Read implements io.Reader.
func (r *repeated) Read(p []byte) (int, error) { return copy(p, r.text), nil }

func TestTheErrorOfTheSourceComesBack(t *testing.T) {
	broken := errors.New("disk on fire")
	_, err := rawrecord.Find(t.Context(), builtIn(t), "x", iotest.ErrReader(broken), 1)
	require.ErrorIs(t, err, broken)
}
