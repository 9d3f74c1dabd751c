package parser

import (
	"bufio"
	"errors"
	"io"

	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zstd"
)

// maxZstdWindow bounds what a zstd frame may ask the decoder to remember: the
// 8 MiB that RFC 8878 recommends, which zstd needs up to its level 19.
const maxZstdWindow = 8 << 20

// inflater reads a raw object without its compression, which its first bytes
// tell: gzip with any number of members, zstd with any number of frames, or
// none. It is reused for one object after another.
type inflater struct {
	source   source
	buffered *bufio.Reader
	gzip     gzip.Reader
	zstd     *zstd.Decoder
	stream   io.Reader
	err      error // of the compression, not of the source
}

// open starts with an object.
func (f *inflater) open(object io.Reader) {
	f.source = source{reader: object}
	if f.buffered == nil {
		f.buffered = bufio.NewReaderSize(nil, 64<<10)
	}
	f.buffered.Reset(&f.source)
	f.stream, f.err = f.decompressed()
}

// close lets go of the object.
func (f *inflater) close() {
	f.source, f.stream = source{}, nil
	f.buffered.Reset(nil)
}

// decompressed chooses by the object's magic bytes. What Peek may return as
// an error, reading returns again.
func (f *inflater) decompressed() (io.Reader, error) {
	magic, _ := f.buffered.Peek(4)
	switch {
	case len(magic) >= 2 && string(magic[:2]) == "\x1f\x8b":
		return &f.gzip, f.gzip.Reset(f.buffered)
	case string(magic) == "\x28\xb5\x2f\xfd":
		if f.zstd == nil {
			// One goroutine, so that what comes out of a damaged object is
			// always the same.
			decoder, err := zstd.NewReader(nil, zstd.WithDecoderConcurrency(1), zstd.WithDecoderMaxWindow(maxZstdWindow))
			if err != nil {
				return nil, err
			}
			f.zstd = decoder
		}
		return f.zstd, f.zstd.Reset(f.buffered)
	}
	return f.buffered, nil
}

// Read fills p with inflated bytes. Once it has returned an error, it returns
// it again and failure tells whose it is.
func (f *inflater) Read(p []byte) (int, error) {
	if f.err != nil {
		return 0, f.err
	}
	n, err := f.stream.Read(p)
	f.err = err
	return n, err
}

// failure tells why reading ended before the end of the object: a rejection
// where the object cannot be inflated further, an error where the source
// could not be read. Both are nil at the end of a whole object.
func (f *inflater) failure() (*Rejection, error) {
	switch {
	case f.source.err != nil && !errors.Is(f.source.err, io.EOF):
		return nil, f.source.err
	case errors.Is(f.err, io.EOF):
		return nil, nil
	case errors.Is(f.err, io.ErrUnexpectedEOF):
		return &Rejection{Reason: Truncated, Detail: "the compressed object ends early", Offset: none}, nil
	}
	return &Rejection{Reason: CorruptCompression, Detail: "the object cannot be inflated further: " + f.err.Error(), Offset: none}, nil
}

// source counts the bytes read from an object and keeps the error that ended
// reading, to tell a source that fails from compression that is damaged.
type source struct {
	reader io.Reader
	read   int64
	err    error
}

func (s *source) Read(p []byte) (int, error) {
	if s.err != nil {
		return 0, s.err
	}
	n, err := s.reader.Read(p)
	s.read += int64(n)
	s.err = err
	return n, err
}
