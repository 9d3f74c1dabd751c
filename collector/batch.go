package collector

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"hash"
	"strconv"
	"time"

	"github.com/klauspost/compress/gzip"
)

// objectBytes is when an object is long enough to be written, in bytes as it is
// stored. The object is also part of the state for a moment, in base 64.
const objectBytes = 512 << 10

// unwrittenBytes is how much the compressor may hold back: it is told to give
// what it has each time this much has gone in.
const unwrittenBytes = 1 << 20

// batch gathers new records until they are worth an object: one record a line,
// compressed as they come, so that memory does not grow with them.
type batch struct {
	content  bytes.Buffer
	compress *gzip.Writer
	digest   hash.Hash
	records  int
	pending  int // bytes since the compressor was flushed
	day      time.Time
}

func newBatch() *batch {
	b := &batch{digest: sha256.New()}
	b.compress = gzip.NewWriter(&b.content)
	b.begin()
	return b
}

// begin starts the content, without a time in its header: Unix time 0 is what
// gzip takes for none.
func (b *batch) begin() {
	b.content.Reset()
	b.compress.Reset(&b.content)
	b.compress.ModTime = time.Unix(0, 0)
}

// add appends a record. Occurrence is how many there are with its content: the
// key of the object must tell one from the next.
func (b *batch) add(record []byte, occurrence int, day time.Time) {
	if b.records == 0 {
		b.day = day
	}
	b.records++
	b.pending += len(record) + 1
	// A buffer and a digest take everything.
	_, _ = b.compress.Write(record)
	_, _ = b.compress.Write([]byte{'\n'})
	_, _ = b.digest.Write(record)
	_, _ = b.digest.Write([]byte{'\n'})
	if occurrence > 1 {
		_, _ = b.digest.Write(strconv.AppendInt(nil, int64(occurrence), 10))
	}
	if b.pending >= unwrittenBytes {
		_ = b.compress.Flush()
		b.pending = 0
	}
}

// isFull tells that the object is long enough.
func (b *batch) isFull() bool { return b.content.Len() >= objectBytes }

// intent ends the batch, which is empty again afterwards.
func (b *batch) intent(prefix, resource string) *Intent {
	_ = b.compress.Close()
	intent := &Intent{
		Resource: resource,
		Key:      fmt.Sprintf("%s%s/%s-%s.json.gz", prefix, b.day.UTC().Format("2006/01/02"), resource, hex.EncodeToString(b.digest.Sum(nil)[:16])),
		Records:  b.records,
		Content:  bytes.Clone(b.content.Bytes()),
	}
	b.begin()
	b.digest.Reset()
	b.records, b.pending = 0, 0
	return intent
}
