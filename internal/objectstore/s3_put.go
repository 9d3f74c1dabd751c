package objectstore

import (
	"context"
	"crypto/rand"
	"io"
	"maps"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/s3"
)

// markName is the name, in an object's metadata, of the mark by which a
// conditional Put knows the object that it wrote.
const markName = "udmap-write"

// Put implements [Store].
func (s *S3) Put(ctx context.Context, key string, content io.Reader, options Options) (Info, error) {
	return s.put(ctx, upload{key: key, content: content, options: options})
}

// PutIfAbsent implements [Store].
func (s *S3) PutIfAbsent(ctx context.Context, key string, content io.Reader, options Options) (Info, error) {
	return s.putIf(ctx, upload{key: key, content: content, options: options, absent: true}, ErrExists)
}

// PutIfMatch implements [Store].
func (s *S3) PutIfMatch(ctx context.Context, key string, content io.Reader, tag string, options Options) (Info, error) {
	return s.putIf(ctx, upload{key: key, content: content, options: options, tag: tag}, ErrChanged)
}

// upload is one object to be written.
type upload struct {
	key     string
	content io.Reader
	options Options

	absent bool   // only if there is no object
	tag    string // only if the object has this tag
	mark   string // in its metadata
}

func (s *S3) put(ctx context.Context, object upload) (Info, error) {
	info, _, err := s.send(ctx, object)
	if err != nil {
		return Info{}, s.describe(actionPut, object.key, err)
	}
	return info, nil
}

// putIf writes the object on its condition. It gives the error refused if the
// condition does not hold.
func (s *S3) putIf(ctx context.Context, object upload, refused error) (Info, error) {
	object.mark = rand.Text()
	info, attempts, err := s.send(ctx, object)
	switch {
	case err == nil:
		return info, nil
	case !isRefusal(err):
		return Info{}, s.describe(actionPut, object.key, err)
	case attempts > 1:
		// S3 may have written the object and its answer been lost.
		return s.recognize(ctx, object, refused)
	}
	return Info{}, s.describe(actionPut, object.key, refused)
}

// send checks and writes the object. It counts how often the request that makes
// the object appear was sent.
func (s *S3) send(ctx context.Context, object upload) (info Info, attempts int, err error) {
	if err := s.checkKey(object.key); err != nil {
		return Info{}, 0, err
	}
	if err := object.options.check(); err != nil {
		return Info{}, 0, err
	}
	client := &countingClient{Client: s.client}
	info, err = s.transfer(ctx, client, object)
	return info, int(client.attempts.Load()), err
}

// recognize looks whether the object that is there is the one just written. If
// it is not, it was refused, or written and replaced since: either way somebody
// else has been there.
func (s *S3) recognize(ctx context.Context, object upload, refused error) (Info, error) {
	found, err := s.client.HeadObject(ctx, &s3.HeadObjectInput{Bucket: &s.bucket, Key: aws.String(s.prefix + object.key)})
	if err != nil {
		return Info{}, s.describe(actionRecognize, object.key, err)
	}
	if found.Metadata[markName] != object.mark {
		return Info{}, s.describe(actionPut, object.key, refused)
	}
	return Info{
		Key:       object.key,
		Size:      aws.ToInt64(found.ContentLength),
		Tag:       aws.ToString(found.ETag),
		VersionID: aws.ToString(found.VersionId),
	}, nil
}

// metadata is what is kept with the object, the mark included.
func (u upload) metadata() map[string]string {
	if u.mark == "" {
		return u.options.Metadata
	}
	metadata := map[string]string{markName: u.mark}
	maps.Copy(metadata, u.options.Metadata)
	return metadata
}
