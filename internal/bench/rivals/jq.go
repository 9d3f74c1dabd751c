package rivals

import (
	"bytes"
	"context"
	_ "embed"
	"errors"
	"fmt"
	"io"
	"os/exec"
	"time"
)

//go:embed zoom.jq
var zoomProgram string

// ErrNoJQ says that the jq binary is not installed.
var ErrNoJQ = errors.New("jq not found: install it to measure against it")

// JQ runs the jq binary with a program that maps.
type JQ struct {
	binary string
}

// FindJQ looks for jq on the search path. The error is [ErrNoJQ].
func FindJQ() (*JQ, error) {
	binary, err := exec.LookPath("jq")
	if err != nil {
		return nil, ErrNoJQ
	}
	return &JQ{binary: binary}, nil
}

// Run maps records, one a line, and writes events, one a line. It returns the
// processor time that jq took, its start included. What jq complains of is in
// the error.
func (j *JQ) Run(ctx context.Context, events io.Writer, records []byte) (time.Duration, error) {
	var complaint bytes.Buffer
	command := exec.CommandContext(ctx, j.binary, "--compact-output", zoomProgram)
	command.Stdin = bytes.NewReader(records)
	command.Stdout = events
	command.Stderr = &complaint
	if err := command.Run(); err != nil {
		return 0, fmt.Errorf("run jq: %w: %s", err, bytes.TrimSpace(complaint.Bytes()))
	}
	return command.ProcessState.UserTime() + command.ProcessState.SystemTime(), nil
}
