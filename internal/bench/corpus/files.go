package corpus

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/klauspost/compress/gzip"
)

// ChunkRecords is the number of records that the published collector puts
// into one object.
const ChunkRecords = 300

// WriteFile writes the first count records of a corpus to a file, a record a
// line, compressed if the path ends in .gz. Its errors are those of the file
// system.
func WriteFile(path string, options Options, count int) error {
	return writeLines(path, New(options), count)
}

// WriteChunks writes the first count records of a corpus into a folder as the
// collector does: gzip files of [ChunkRecords] records each. It returns the
// number of files; its errors are those of the file system.
func WriteChunks(folder string, options Options, count int) (int, error) {
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return 0, fmt.Errorf("make the corpus folder: %w", err)
	}
	generator := New(options)
	files := 0
	for ; count > 0; count -= ChunkRecords {
		name := fmt.Sprintf("zoom-operationlogs-%05d.json.gz", files)
		if err := writeLines(filepath.Join(folder, name), generator, min(count, ChunkRecords)); err != nil {
			return files, err
		}
		files++
	}
	return files, nil
}

func writeLines(path string, generator *Generator, count int) (err error) {
	file, err := os.Create(path)
	if err != nil {
		return fmt.Errorf("write the corpus: %w", err)
	}
	defer func() { err = errors.Join(err, file.Close()) }()
	var out io.Writer = file
	if strings.HasSuffix(path, ".gz") {
		zipped := gzip.NewWriter(file)
		defer func() { err = errors.Join(err, zipped.Close()) }()
		out = zipped
	}
	buffered := bufio.NewWriter(out)
	var line []byte
	for range count {
		line = append(generator.AppendRecord(line[:0]), '\n')
		if _, err := buffered.Write(line); err != nil {
			return fmt.Errorf("write the corpus: %w", err)
		}
	}
	if err := buffered.Flush(); err != nil {
		return fmt.Errorf("write the corpus: %w", err)
	}
	return nil
}
