package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"
)

// run is the whole program: it reads args and the streams, and returns the
// exit code. SIGINT and SIGTERM cancel ctx, so that a verb can remove what it
// has half written.
func run(ctx context.Context, args []string, stdin io.Reader, stdout, stderr io.Writer, env func(string) string) int {
	ctx, stop := signal.NotifyContext(ctx, os.Interrupt, syscall.SIGTERM)
	defer stop()
	// A second signal ends the program at once.
	context.AfterFunc(ctx, stop)
	// A write to a pipe that nobody reads is then an error like any other, and
	// deferred clean-up runs.
	signal.Ignore(syscall.SIGPIPE)

	root := newRootCommand(&app{stdin: stdin, stdout: stdout, stderr: stderr, env: env, format: formatText})
	root.SetArgs(args)
	root.SetIn(stdin)
	root.SetOut(stdout)
	root.SetErr(stderr)

	err := root.ExecuteContext(ctx)
	if err != nil && !isPrinted(err) {
		fmt.Fprintf(stderr, "udmap: %s\n", describeError(err))
	}
	return exitCode(err)
}
