// Command udmap turns raw logs into UDM events of Google Security Operations,
// and helps to write, check and test the mapping tables that say how.
package main

import (
	"context"
	"os"
)

func main() {
	os.Exit(run(context.Background(), os.Args[1:], os.Stdin, os.Stdout, os.Stderr, os.Getenv))
}
