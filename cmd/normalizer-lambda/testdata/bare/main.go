// Command bare is the rival of the function: it gets an object and puts as many
// bytes, and does nothing else.
package main

import (
	"bytes"
	"context"
	"io"
	"os"

	"github.com/aws/aws-lambda-go/lambda"

	"github.com/udmap/udmap/internal/notification"
	"github.com/udmap/udmap/internal/objectstore"
)

func main() {
	client, err := objectstore.NewFunctionClient(os.Getenv)
	if err != nil {
		os.Exit(1)
	}
	lambda.StartWithOptions(bare(func(ctx context.Context, payload []byte) ([]byte, error) {
		delivery, err := notification.Decode(payload)
		if err != nil {
			return nil, err
		}
		for _, message := range delivery.Messages {
			for _, object := range message.Objects {
				store := objectstore.NewS3(client, object.Bucket, "")
				content, _, err := store.Get(ctx, object.Key)
				if err != nil {
					return nil, err
				}
				text, err := io.ReadAll(content)
				if err != nil {
					return nil, err
				}
				if _, err := store.Put(ctx, "bare/"+object.Key, bytes.NewReader(text), objectstore.Options{}); err != nil {
					return nil, err
				}
			}
		}
		return []byte(`{"batchItemFailures":[]}`), nil
	}))
}

type bare func(ctx context.Context, payload []byte) ([]byte, error)

func (b bare) Invoke(ctx context.Context, payload []byte) ([]byte, error) { return b(ctx, payload) }
