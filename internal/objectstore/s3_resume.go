package objectstore

import (
	"context"
	"fmt"
	"io"
	"net/http"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/s3"
)

// maxResumptions bounds how often in a row a connection may break without a
// byte having come.
const maxResumptions = 3

// resumingReader reads the content of an object and, where the connection
// breaks, goes on from there: a long object is not begun again for its last
// megabyte. The tag holds it to one content.
type resumingReader struct {
	ctx   context.Context
	store *S3
	input *s3.GetObjectInput
	info  Info

	body   io.ReadCloser
	offset int64 // what has been read
	broken int   // breaks since the last byte
}

// Read implements io.Reader.
func (r *resumingReader) Read(buffer []byte) (int, error) {
	for {
		read, err := r.body.Read(buffer)
		r.offset += int64(read)
		if read > 0 {
			r.broken = 0
		}
		switch {
		case err == nil || err == io.EOF && r.offset == r.info.Size:
			return read, err
		case r.offset >= r.info.Size || r.ctx.Err() != nil || r.broken == maxResumptions:
			// All is there, but not as S3 holds it: the checksum is wrong.
			return read, r.store.describe(actionGet, r.info.Key, err)
		}
		r.broken++
		if err := r.resume(); err != nil || read > 0 {
			return read, err
		}
	}
}

// resume asks for the rest of the content.
func (r *resumingReader) resume() error {
	_ = r.body.Close() // it is broken
	input := *r.input
	input.IfMatch = &r.info.Tag
	input.Range = aws.String(fmt.Sprintf("bytes=%d-", r.offset))
	output, err := r.store.client.GetObject(r.ctx, &input)
	if err != nil {
		r.body = http.NoBody
		if isRefusal(err) {
			err = ErrChanged
		}
		return r.store.describe(actionGet, r.info.Key, err)
	}
	r.body = output.Body
	return nil
}

// Close implements io.Closer.
func (r *resumingReader) Close() error { return r.body.Close() }
