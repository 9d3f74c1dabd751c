package objectstore

import (
	"context"
	"errors"
	"fmt"
	"sync/atomic"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/aws/retry"
	"github.com/aws/aws-sdk-go-v2/feature/s3/transfermanager"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/smithy-go/middleware"
)

// This file alone knows transfermanager, whose interface may still change.

// An object smaller than a part is one request. A larger one is sent in parts,
// of which S3 takes 10,000: enough for 48 GiB. Three parts are in memory: two on
// their way and one that is being filled.
const (
	partSize    = 5 << 20 // bytes; the least that S3 takes
	concurrency = 2
)

// abortTimeout is what it may take to remove the parts of an upload that failed.
const abortTimeout = 10 * time.Second

// transfer writes the object.
func (s *S3) transfer(ctx context.Context, client *countingClient, object upload) (Info, error) {
	content := &contentReader{ctx: ctx, reader: object.content}
	input := &transfermanager.UploadObjectInput{
		Bucket:          &s.bucket,
		Key:             aws.String(s.prefix + object.key),
		Body:            content,
		ContentType:     optional(object.options.ContentType),
		ContentEncoding: optional(object.options.ContentEncoding),
		Metadata:        object.metadata(),
		IfMatch:         optional(object.tag),
	}
	if object.absent {
		input.IfNoneMatch = aws.String("*")
	}
	manager := transfermanager.New(client, func(options *transfermanager.Options) {
		options.PartSizeBytes = partSize
		options.MultipartUploadThreshold = partSize
		options.Concurrency = concurrency
		options.FailTimeout = abortTimeout
	})
	output, err := manager.UploadObject(ctx, input)
	if err = errors.Join(err, client.failure); err != nil {
		return Info{}, withReason(ctx, err)
	}
	return Info{
		Key:       object.key,
		Size:      content.size,
		Tag:       aws.ToString(output.ETag),
		VersionID: aws.ToString(output.VersionID),
	}, nil
}

// optional is a header that is not sent if it is empty.
func optional(value string) *string {
	if value == "" {
		return nil
	}
	return &value
}

// withReason sees to it that an error of a request that the context ended says
// so: of an upload in parts, transfermanager may tell only what came of that.
func withReason(ctx context.Context, err error) error {
	if reason := ctx.Err(); reason != nil && !errors.Is(err, reason) {
		return fmt.Errorf("%w: %w", reason, err)
	}
	return err
}

// countingClient counts how often it sends a request that makes an object appear.
type countingClient struct {
	*s3.Client
	attempts atomic.Int32
	failure  error // of CompleteMultipartUpload
}

// PutObject implements transfermanager.S3APIClient. S3 answers
// ConditionalRequestConflict while another conditional write is under way, and
// wants to be asked again.
func (c *countingClient) PutObject(ctx context.Context, input *s3.PutObjectInput, options ...func(*s3.Options)) (*s3.PutObjectOutput, error) {
	retryConflict := func(options *s3.Options) {
		options.Retryer = retry.AddWithErrorCodes(options.Retryer, codeConflict)
	}
	return c.Client.PutObject(ctx, input, append(options, c.count, retryConflict)...)
}

// CompleteMultipartUpload implements transfermanager.S3APIClient. It keeps its
// error in failure: transfermanager would write to the log that an upload failed,
// which is for its caller to say.
func (c *countingClient) CompleteMultipartUpload(ctx context.Context, input *s3.CompleteMultipartUploadInput, options ...func(*s3.Options)) (*s3.CompleteMultipartUploadOutput, error) {
	output, err := c.Client.CompleteMultipartUpload(ctx, input, append(options, c.count)...)
	if err == nil {
		return output, nil
	}
	c.failure = err
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), abortTimeout)
	defer cancel()
	// The parts of an upload that cannot be aborted are left to the bucket's own
	// rule for those. There are none if it was completed and the answer lost.
	_, _ = c.AbortMultipartUpload(ctx, &s3.AbortMultipartUploadInput{Bucket: input.Bucket, Key: input.Key, UploadId: input.UploadId})
	return &s3.CompleteMultipartUploadOutput{}, nil
}

// count adds a step after the one that repeats a request.
func (c *countingClient) count(options *s3.Options) {
	options.APIOptions = append(options.APIOptions, func(stack *middleware.Stack) error {
		return stack.Finalize.Insert(middleware.FinalizeMiddlewareFunc("CountAttempts", func(
			ctx context.Context, input middleware.FinalizeInput, next middleware.FinalizeHandler,
		) (middleware.FinalizeOutput, middleware.Metadata, error) {
			c.attempts.Add(1)
			return next.HandleFinalize(ctx, input)
		}), "Retry", middleware.After)
	})
}
