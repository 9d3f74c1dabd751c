package parser

import (
	"bytes"
	"io"
)

// blockSize is how much of an inflated object is mapped, and compressed, at
// once.
const blockSize = 192 << 10

// eventsPerRaw is how much room the events of a block have at first, in blocks:
// more than those of most logs take. Room that grows leaves twice as much garbage
// behind; what is never written to is never resident.
const eventsPerRaw = 4

// byteOrderMark may stand at the start of an object.
const byteOrderMark = "\xef\xbb\xbf"

// block is a piece of an inflated object, and what it gave. It ends behind
// the last line feed among blockSize bytes, so that in an object of lines
// every block starts between two records.
type block struct {
	buffer  []byte
	data    []byte
	last    bool
	failure *Rejection // why the object cannot be inflated beyond this block
	err     error      // why it cannot be read
	source  int64      // bytes of the object read, as stored

	yield
	at         position     // of the yield
	rejected   []byte       // the lines of the rejected stream
	compressed bytes.Buffer // the events, if they are to be compressed

	before <-chan seam   // how things stand where the block starts
	after  chan seam     // how they stand where it ends
	done   chan struct{} // the block is mapped and compressed
}

// blockReader cuts an object into blocks. Where it cuts depends on the bytes
// alone, not on how many of them a read returns.
type blockReader struct {
	inflater inflater
	size     int    // of a block
	limit    int64  // of the inflated object
	tail     []byte // what stood behind the last block's last line feed
	start    int64  // where the first block starts: behind a byte-order mark
	read     int64  // inflated bytes read
	ended    bool
	failure  *Rejection
	err      error
}

func newBlockReader(size int, limit int64) *blockReader {
	return &blockReader{size: size, limit: limit, tail: make([]byte, 0, size)}
}

// open starts with an object and reads past a byte-order mark.
func (r *blockReader) open(object io.Reader) {
	r.inflater.open(object)
	r.start, r.read, r.ended, r.failure, r.err = 0, 0, false, nil, nil
	r.tail = r.fill(r.tail[:0:len(byteOrderMark)])
	if string(r.tail) == byteOrderMark {
		r.tail, r.start = r.tail[:0], r.read
	}
}

// next fills a block. The one that is marked as the last may be empty.
func (r *blockReader) next(b *block) {
	b.buffer = r.fill(append(b.buffer[:0], r.tail...)[:len(r.tail):r.size])
	r.tail = r.tail[:0]
	b.data, b.last, b.failure, b.err, b.source = b.buffer, r.ended, r.failure, r.err, r.inflater.source.read
	if r.ended {
		return
	}
	if behind := bytes.LastIndexByte(b.data, '\n') + 1; behind > 0 {
		r.tail = append(r.tail, b.data[behind:]...)
		b.data = b.data[:behind]
	}
}

// fill reads until the buffer's capacity is used up or the object ends.
func (r *blockReader) fill(buffer []byte) []byte {
	if r.ended {
		return buffer
	}
	n, err := io.ReadFull(&r.inflater, buffer[len(buffer):cap(buffer)])
	r.read += int64(n)
	if err != nil {
		r.ended = true
		r.failure, r.err = r.inflater.failure()
	}
	if r.read > r.limit {
		r.ended = true
		r.err = &ObjectTooLargeError{Limit: r.limit}
	}
	return buffer[:len(buffer)+n]
}
