// Package inflate reads what may be compressed: gzip or zstd, told by the
// first bytes and not by any name, or plain.
package inflate

import (
	"bufio"
	"bytes"
	"errors"
	"io"

	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zstd"
)

// maxWindow bounds the memory that a zstd stream may ask for.
const maxWindow = 128 << 20

// NewReader returns a reader of the inflated bytes of source. It has read the
// first bytes of source, and fails if that fails. The reader needs no Close:
// its decoders run in the caller's goroutine.
func NewReader(source io.Reader) (io.Reader, error) {
	buffered := bufio.NewReaderSize(source, 64<<10)
	magic, err := buffered.Peek(4)
	switch {
	case bytes.HasPrefix(magic, []byte{0x1f, 0x8b}):
		return gzip.NewReader(buffered)
	case bytes.HasPrefix(magic, []byte{0x28, 0xb5, 0x2f, 0xfd}):
		return zstd.NewReader(buffered, zstd.WithDecoderConcurrency(1), zstd.WithDecoderMaxWindow(maxWindow))
	case err != nil && !errors.Is(err, io.EOF):
		return nil, err
	}
	return buffered, nil
}
