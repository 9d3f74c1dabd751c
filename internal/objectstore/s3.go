package objectstore

import (
	"context"
	"io"
	"iter"
	"maps"
	"net/url"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/aws-sdk-go-v2/service/s3/types"
)

// S3 is a [Store] in an S3 bucket, or below a prefix of one. It asks for no
// right but s3:GetObject, s3:PutObject, s3:AbortMultipartUpload and, for List
// only, s3:ListBucket. Objects are streamed: the memory that one takes does not
// grow with its size.
//
// A Put whose answer is lost may have succeeded although it fails here: S3 has
// no way to ask. Of a Put that is repeated because an answer was lost, S3 can say
// that the object exists or has changed, and mean the object of the lost answer.
// Every conditional Put therefore carries a mark, by which it knows its own.
type S3 struct {
	client *s3.Client
	bucket string
	prefix string // of every key; empty, or ends with a slash
}

// NewS3 returns the store in a bucket, whose keys follow the prefix and a slash.
func NewS3(client *s3.Client, bucket, prefix string) *S3 {
	if prefix != "" && !strings.HasSuffix(prefix, "/") {
		prefix += "/"
	}
	return &S3{client: client, bucket: bucket, prefix: prefix}
}

// String returns the location of the store, s3://bucket/prefix/.
func (s *S3) String() string { return s.place("") }

// place is how people write where an object is.
func (s *S3) place(key string) string { return "s3://" + s.bucket + "/" + s.prefix + key }

// checkKey refuses what no object can be named, here or in the bucket.
func (s *S3) checkKey(key string) error {
	if err := checkKey(key); err != nil {
		return err
	}
	return checkKey(s.prefix + key)
}

// Get implements [Store].
func (s *S3) Get(ctx context.Context, key string) (io.ReadCloser, Info, error) {
	return s.GetVersion(ctx, key, "")
}

// GetVersion is Get of one version of the object, as a notification names it;
// of the latest if versionID is empty.
func (s *S3) GetVersion(ctx context.Context, key, versionID string) (io.ReadCloser, Info, error) {
	if err := s.checkKey(key); err != nil {
		return nil, Info{}, s.describe(actionGet, key, err)
	}
	input := &s3.GetObjectInput{Bucket: &s.bucket, Key: aws.String(s.prefix + key), VersionId: optional(versionID)}
	output, err := s.client.GetObject(ctx, input)
	if err != nil {
		return nil, Info{}, s.describe(actionGet, key, err)
	}
	info := Info{
		Key:             key,
		Size:            aws.ToInt64(output.ContentLength),
		Tag:             aws.ToString(output.ETag),
		Modified:        aws.ToTime(output.LastModified).UTC(),
		ContentType:     aws.ToString(output.ContentType),
		ContentEncoding: aws.ToString(output.ContentEncoding),
		Metadata:        withoutMark(output.Metadata),
		VersionID:       aws.ToString(output.VersionId),
	}
	return &resumingReader{ctx: ctx, store: s, input: input, info: info, body: output.Body}, info, nil
}

// Head describes the object as Get does, without its content. S3 answers
// ErrNotFound for a bucket that is not there, too.
func (s *S3) Head(ctx context.Context, key string) (Info, error) {
	if err := s.checkKey(key); err != nil {
		return Info{}, s.describe(actionGet, key, err)
	}
	output, err := s.client.HeadObject(ctx, &s3.HeadObjectInput{Bucket: &s.bucket, Key: aws.String(s.prefix + key)})
	if err != nil {
		return Info{}, s.describe(actionGet, key, err)
	}
	return Info{
		Key:             key,
		Size:            aws.ToInt64(output.ContentLength),
		Tag:             aws.ToString(output.ETag),
		Modified:        aws.ToTime(output.LastModified).UTC(),
		ContentType:     aws.ToString(output.ContentType),
		ContentEncoding: aws.ToString(output.ContentEncoding),
		Metadata:        withoutMark(output.Metadata),
		VersionID:       aws.ToString(output.VersionId),
	}, nil
}

// List implements [Store].
func (s *S3) List(ctx context.Context, prefix string) iter.Seq2[Info, error] {
	return func(yield func(Info, error) bool) {
		pages := s3.NewListObjectsV2Paginator(s.client, &s3.ListObjectsV2Input{
			Bucket:       &s.bucket,
			Prefix:       aws.String(s.prefix + prefix),
			EncodingType: types.EncodingTypeUrl, // XML cannot hold every key
		})
		for pages.HasMorePages() {
			page, err := pages.NextPage(ctx)
			if err != nil {
				yield(Info{}, s.describe(actionList, prefix, err))
				return
			}
			for _, object := range page.Contents {
				info, err := s.listed(object, page.EncodingType)
				if !yield(info, err) || err != nil {
					return
				}
			}
		}
	}
}

func (s *S3) listed(object types.Object, encoding types.EncodingType) (Info, error) {
	key := aws.ToString(object.Key)
	if encoding == types.EncodingTypeUrl {
		decoded, err := url.QueryUnescape(key)
		if err != nil {
			return Info{}, s.describe(actionList, key, err)
		}
		key = decoded
	}
	return Info{
		Key:      strings.TrimPrefix(key, s.prefix),
		Size:     aws.ToInt64(object.Size),
		Tag:      aws.ToString(object.ETag),
		Modified: aws.ToTime(object.LastModified).UTC(),
	}, nil
}

// withoutMark is the metadata that the caller of Put gave.
func withoutMark(metadata map[string]string) map[string]string {
	metadata = maps.Clone(metadata)
	delete(metadata, markName)
	if len(metadata) == 0 {
		return nil
	}
	return metadata
}
