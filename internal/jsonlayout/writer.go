package jsonlayout

import (
	"bytes"
	"io"
)

// Writer lays out lines that hold one JSON value each, and passes on each line
// once it is complete. It is not safe for concurrent use.
type Writer struct {
	w       io.Writer
	partial []byte // the beginning of a line that is not yet complete
}

// NewWriter returns a writer that passes what it lays out on to w.
func NewWriter(w io.Writer) *Writer { return &Writer{w: w} }

// Write implements io.Writer. The error is that of the writer below, or tells of
// a line that is not JSON.
func (w *Writer) Write(text []byte) (int, error) {
	end := bytes.LastIndexByte(text, '\n') + 1
	if end == 0 {
		w.partial = append(w.partial, text...)
		return len(text), nil
	}
	laidOut, err := Text(append(w.partial, text[:end]...))
	if err != nil {
		return 0, err
	}
	if _, err := io.WriteString(w.w, laidOut); err != nil {
		return 0, err
	}
	w.partial = append(w.partial[:0], text[end:]...)
	return len(text), nil
}
