package inflate_test

import (
	"bytes"
	"errors"
	"io"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zstd"
	"github.com/stretchr/testify/require"

	"github.com/udmap/udmap/internal/inflate"
)

func gzipped(t *testing.T, text string) string {
	t.Helper()
	var compressed bytes.Buffer
	writer := gzip.NewWriter(&compressed)
	_, err := writer.Write([]byte(text))
	require.NoError(t, err)
	require.NoError(t, writer.Close())
	return compressed.String()
}

func zstandard(t *testing.T, text string) string {
	t.Helper()
	encoder, err := zstd.NewWriter(nil)
	require.NoError(t, err)
	return string(encoder.EncodeAll([]byte(text), nil))
}

func TestWhateverItIsItIsRead(t *testing.T) {
	long := strings.Repeat("a line of text\n", 100_000)
	for name, test := range map[string]struct{ source, text string }{
		"empty":         {"", ""},
		"short":         {"{}", "{}"},
		"plain":         {long, long},
		"gzip":          {gzipped(t, long), long},
		"gzip of empty": {gzipped(t, ""), ""},
		"gzip members":  {gzipped(t, "a") + gzipped(t, "b"), "ab"},
		"zstd":          {zstandard(t, long), long},
		"zstd frames":   {zstandard(t, "a") + zstandard(t, "b"), "ab"},
	} {
		t.Run(name, func(t *testing.T) {
			reader, err := inflate.NewReader(iotest.HalfReader(strings.NewReader(test.source)))
			require.NoError(t, err)
			text, err := io.ReadAll(reader)
			require.NoError(t, err)
			require.Equal(t, test.text, string(text))
		})
	}
}

func TestATruncatedStreamIsAnError(t *testing.T) {
	for _, source := range []string{gzipped(t, "text"), zstandard(t, strings.Repeat("text", 1000))} {
		for _, length := range []int{5, len(source) - 1} {
			reader, err := inflate.NewReader(strings.NewReader(source[:length]))
			if err == nil {
				_, err = io.ReadAll(reader)
			}
			require.ErrorIs(t, err, io.ErrUnexpectedEOF)
		}
	}
}

func TestTheErrorOfTheSourceComesBack(t *testing.T) {
	broken := errors.New("disk on fire")
	_, err := inflate.NewReader(iotest.ErrReader(broken))
	require.ErrorIs(t, err, broken)
}
