// Command normalizer-lambda is a Lambda function that turns the raw objects of a
// bucket into UDM objects beside them, as they appear.
package main

import (
	"context"
	"os"
)

func main() {
	os.Exit(run(context.Background(), os.Stdout, os.Getenv))
}
