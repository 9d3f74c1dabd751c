// Command bundle builds the Lambda functions and packs each as AWS takes it: a zip
// archive with one program, called bootstrap. The same sources and the same Go
// give the same bytes, wherever and whenever, so that anyone can tell whether an
// archive is made of what it says. `make package` runs it.
package main

import (
	"context"
	"crypto/sha256"
	"debug/buildinfo"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"path/filepath"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	os.Exit(run(ctx, os.Args[1:], os.Stdout, os.Stderr))
}

// unstamped is the version of what is built without a commit.
const unstamped = "(devel)"

// programs are the functions. Each is a folder of cmd and the name of an archive.
func programs() []string { return []string{"normalizer-lambda", "collector-lambda"} }

// run makes the archives and says what is in them.
func run(ctx context.Context, args []string, stdout, stderr io.Writer) int {
	flags := flag.NewFlagSet("bundle", flag.ContinueOnError)
	flags.SetOutput(stderr)
	source := flags.String("source", ".", "the folder of the repository")
	out := flags.String("out", "dist", "the folder that the archives go to")
	target := target{}
	flags.StringVar(&target.architecture, "arch", "arm64", "arm64 or amd64")
	flags.StringVar(&target.stamp, "buildvcs", "auto", "whether the commit is stamped into the programs: true, false or auto")
	if err := flags.Parse(args); err != nil {
		return 2
	}
	for _, program := range programs() {
		archive := filepath.Join(*out, program+".zip")
		version, err := bundle(ctx, filepath.Join(*source, "cmd", program), target, archive)
		if err != nil {
			fmt.Fprintln(stderr, "bundle:", err)
			return 1
		}
		if err := describe(stdout, archive, version); err != nil {
			fmt.Fprintln(stderr, "bundle:", err)
			return 1
		}
		if version == unstamped {
			fmt.Fprintf(stderr, "bundle: %s does not know its version: build it in a clone of git, not in a worktree or a copy\n", archive)
		}
	}
	return 0
}

// bundle builds the program of a folder, packs it and returns its version.
func bundle(ctx context.Context, folder string, to target, archive string) (version string, err error) {
	scratch, err := os.MkdirTemp("", "bundle-")
	if err != nil {
		return "", err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(scratch)) }()
	program := filepath.Join(scratch, "bootstrap")
	if err := build(ctx, folder, to, program); err != nil {
		return "", err
	}
	about, err := buildinfo.ReadFile(program)
	if err != nil {
		return "", err
	}
	return about.Main.Version, pack(program, archive)
}

// describe writes a line about an archive.
func describe(w io.Writer, archive, version string) error {
	content, err := os.ReadFile(archive)
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(w, "%s\n  version %s\n  %d bytes, sha256 %x\n", archive, version, len(content), sha256.Sum256(content))
	return err
}
