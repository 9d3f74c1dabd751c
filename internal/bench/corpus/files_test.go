package corpus_test

import (
	"io"
	"os"
	"path/filepath"
	"testing"
	"testing/iotest"

	"github.com/klauspost/compress/gzip"
	"github.com/stretchr/testify/require"

	"github.com/udmap/udmap/internal/bench/corpus"
)

func TestStreamIsTheCorpus(t *testing.T) {
	lines := corpus.Lines(corpus.Options{}, 40)
	stream := corpus.NewStream(corpus.Options{}, int64(len(lines)))

	require.NoError(t, iotest.TestReader(stream, lines))
	require.Equal(t, int64(40), stream.Records())
}

func TestStreamEndsWithAWholeRecord(t *testing.T) {
	one := corpus.Lines(corpus.Options{}, 1)
	read, err := io.ReadAll(corpus.NewStream(corpus.Options{}, 1))

	require.NoError(t, err)
	require.Equal(t, one, read)
}

func TestFilesHoldTheCorpus(t *testing.T) {
	const count = 2*corpus.ChunkRecords + 1
	lines := corpus.Lines(corpus.Options{}, count)
	folder := t.TempDir()

	plain := filepath.Join(folder, "large.jsonl")
	require.NoError(t, corpus.WriteFile(plain, corpus.Options{}, count))
	written, err := os.ReadFile(plain)
	require.NoError(t, err)
	require.Equal(t, lines, written)

	zipped := filepath.Join(folder, "large.jsonl.gz")
	require.NoError(t, corpus.WriteFile(zipped, corpus.Options{}, count))
	require.Equal(t, lines, gunzip(t, zipped))

	chunks := filepath.Join(folder, "chunks")
	files, err := corpus.WriteChunks(chunks, corpus.Options{}, count)
	require.NoError(t, err)
	require.Equal(t, 3, files)
	var joined []byte
	for _, name := range []string{"00000", "00001", "00002"} {
		joined = append(joined, gunzip(t, filepath.Join(chunks, "zoom-operationlogs-"+name+".json.gz"))...)
	}
	require.Equal(t, lines, joined)
}

func gunzip(t *testing.T, path string) []byte {
	t.Helper()
	file, err := os.Open(path)
	require.NoError(t, err)
	defer file.Close()
	reader, err := gzip.NewReader(file)
	require.NoError(t, err)
	inflated, err := io.ReadAll(reader)
	require.NoError(t, err)
	return inflated
}
