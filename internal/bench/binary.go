package main

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
)

// binary is the command line as users have it, built for this run.
type binary struct {
	path string
}

func buildBinary(ctx context.Context, folder string) (binary, error) {
	built := binary{filepath.Join(folder, "udmap")}
	command := exec.CommandContext(ctx, "go", "build", "-o", built.path, "github.com/udmap/udmap/cmd/udmap")
	if output, err := command.CombinedOutput(); err != nil {
		return binary{}, fmt.Errorf("build udmap: %w: %s", err, bytes.TrimSpace(output))
	}
	return built, nil
}

// command prepares a call that may use so many cores. What it has to say goes
// into the buffer, its events go nowhere unless an argument says where.
func (b binary) command(ctx context.Context, cores int, arguments ...string) (*exec.Cmd, *bytes.Buffer) {
	complaint := &bytes.Buffer{}
	command := exec.CommandContext(ctx, b.path, arguments...)
	command.Env = append(os.Environ(), "GOMAXPROCS="+strconv.Itoa(cores))
	command.Stderr = complaint
	return command, complaint
}
