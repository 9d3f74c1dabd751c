// Command collector-lambda is a Lambda function that brings the logs of Zoom or Zendesk
// into a bucket, each record exactly once.
package main

import (
	"context"
	"os"
)

func main() {
	os.Exit(run(context.Background(), os.Stdout, os.Getenv))
}
