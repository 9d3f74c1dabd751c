package objectstore

import (
	"context"
	"errors"
	"fmt"
	"io"
)

// contentReader reads what is to become an object until the context is done.
type contentReader struct {
	ctx    context.Context
	reader io.Reader
	size   int64 // bytes read
}

// Read implements io.Reader.
func (r *contentReader) Read(buffer []byte) (int, error) {
	if err := r.ctx.Err(); err != nil {
		return 0, err
	}
	read, err := r.reader.Read(buffer)
	r.size += int64(read)
	if err != nil && !errors.Is(err, io.EOF) {
		err = contentError{err}
	}
	return read, err
}

// contentError keeps the caller's own error apart from those of the store: a
// file that the caller does not find is no object that is not there.
type contentError struct{ err error }

func (e contentError) Error() string { return fmt.Sprintf("read the content to be written: %v", e.err) }

func (e contentError) Unwrap() error { return e.err }
