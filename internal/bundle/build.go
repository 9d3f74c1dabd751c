package main

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
)

// target is what is built for.
type target struct {
	architecture string
	stamp        string // of -buildvcs, whatever GOFLAGS says
}

// profile tells the compiler what is worth its while in mapping. It is the command
// line's, which go build finds itself.
const profile = "../udmap/default.pgo"

// build builds a program for Lambda. The commit is stamped into it, from which
// its version is known; nothing of the machine is, not even the folder.
func build(ctx context.Context, folder string, to target, program string) error {
	path, err := filepath.Abs(program)
	if err != nil {
		return err
	}
	command := exec.CommandContext(ctx, "go", "build",
		"-tags", "lambda.norpc", // the runtime of before provided.al2023, which is twice the size
		"-pgo="+profile, "-buildvcs="+to.stamp, "-trimpath", "-ldflags", "-s -w -buildid=", "-o", path, ".")
	command.Dir = folder
	command.Env = append(os.Environ(), "CGO_ENABLED=0", "GOOS=linux", "GOARCH="+to.architecture,
		// What a machine may have set for speed on its own kind makes other bytes.
		"GOARM64=v8.0", "GOAMD64=v1", "GOEXPERIMENT=")
	if output, err := command.CombinedOutput(); err != nil {
		return fmt.Errorf("go build %s: %w\n%s", folder, err, output)
	}
	return nil
}
