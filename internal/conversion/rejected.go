package conversion

import (
	"errors"
	"io"
	"io/fs"
	"os"

	"github.com/klauspost/compress/gzip"

	"github.com/udmap/udmap/internal/wholefile"
)

// rejectedFile is the file of an object's rejected records. It comes into
// being with the first of them.
type rejectedFile struct {
	path       string
	compressed bool

	file   *wholefile.File
	writer io.WriteCloser
}

// Write implements io.Writer.
func (f *rejectedFile) Write(text []byte) (int, error) {
	if f.file == nil {
		file, err := wholefile.Create(f.path)
		if err != nil {
			return 0, err
		}
		f.file = file
		if f.writer, err = compressedWriter(file, f.compressed); err != nil {
			return 0, err
		}
	}
	return f.writer.Write(text)
}

// Commit makes the file appear. Where no record was rejected, it removes the
// file that an earlier run left, as it is no longer true.
func (f *rejectedFile) Commit() error {
	if f.file == nil {
		return removeStale(f.path)
	}
	if err := f.writer.Close(); err != nil {
		return err
	}
	return f.file.Commit()
}

// Discard gives the file up, as that of [wholefile.File] does.
func (f *rejectedFile) Discard() error {
	if f.file == nil {
		return nil
	}
	return f.file.Discard()
}

func removeStale(path string) error {
	if err := os.Remove(path); !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return nil
}

// compressedWriter compresses what is written to w, if it is to be. Closing it
// leaves w open.
func compressedWriter(w io.Writer, compressed bool) (io.WriteCloser, error) {
	if !compressed {
		return plainWriter{w}, nil
	}
	return gzip.NewWriterLevel(w, gzip.BestSpeed)
}

type plainWriter struct{ io.Writer }

// Close implements io.Closer.
func (plainWriter) Close() error { return nil }
