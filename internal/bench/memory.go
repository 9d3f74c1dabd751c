package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"runtime"
	"strconv"
	"strings"

	"github.com/klauspost/compress/gzip"

	"github.com/udmap/udmap/internal/bench/corpus"
)

// measureMemory pipes a stream that is far larger than the memory it may take
// through the command line.
func measureMemory(ctx context.Context, work workload) (found []finding, err error) {
	required := limit{below, 32, " MB"}
	measure := fmt.Sprintf("resident memory for %d MB, inflated", work.streamBytes>>20)
	folder, err := os.MkdirTemp("", "udmap-bench-*")
	if err != nil {
		return nil, fmt.Errorf("make a folder to work in: %w", err)
	}
	defer func() { err = errors.Join(err, os.RemoveAll(folder)) }()
	udmap, err := buildBinary(ctx, folder)
	if err != nil {
		return nil, err
	}

	command, complaint := udmap.command(ctx, runtime.GOMAXPROCS(0), "convert", "-")
	peak, err := peakMemory(command, func(stdin io.Writer) error {
		return writeZipped(stdin, corpus.NewStream(corpus.Options{}, work.streamBytes))
	})
	switch {
	case errors.Is(err, errors.ErrUnsupported):
		return []finding{{measure: measure, limit: required, missing: err.Error()}}, nil
	case err != nil:
		return nil, fmt.Errorf("%v: %w: %s", command.Args, err, bytes.TrimSpace(complaint.Bytes()))
	}
	megabytes := float64(peak) / 1e6
	return []finding{{
		measure: measure,
		figure:  fmt.Sprintf("%.1f MB", megabytes),
		limit:   required,
		value:   megabytes,
	}}, nil
}

// peakMemory runs a command on what write gives it and returns the most bytes
// that it had resident. The kernel forgets the figure with the process, so it
// is read when all input is taken and the end of the input not yet told.
func peakMemory(command *exec.Cmd, write func(stdin io.Writer) error) (int64, error) {
	stdin, err := command.StdinPipe()
	if err != nil {
		return 0, fmt.Errorf("open a pipe: %w", err)
	}
	if err := command.Start(); err != nil {
		return 0, fmt.Errorf("start: %w", err)
	}
	writeErr := write(stdin)
	peak, peakErr := residentPeak(command.Process.Pid)
	closeErr := stdin.Close()
	waitErr := command.Wait()
	return peak, errors.Join(waitErr, writeErr, peakErr, closeErr)
}

// residentPeak reads the high-water mark of a process's resident memory, in
// bytes. Where the kernel does not tell, the error is [errors.ErrUnsupported].
func residentPeak(process int) (int64, error) {
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", process))
	if errors.Is(err, fs.ErrNotExist) {
		return 0, fmt.Errorf("%w: there is no /proc to read the memory from", errors.ErrUnsupported)
	}
	if err != nil {
		return 0, fmt.Errorf("read the memory: %w", err)
	}
	for line := range strings.Lines(string(status)) {
		if figure, found := strings.CutPrefix(line, "VmHWM:"); found {
			kilobytes, err := strconv.ParseInt(strings.Fields(figure)[0], 10, 64)
			if err != nil {
				return 0, fmt.Errorf("read the memory: %w", err)
			}
			return kilobytes << 10, nil
		}
	}
	return 0, errors.New("read the memory: /proc tells no high-water mark")
}

func writeZipped(out io.Writer, plain io.Reader) error {
	writer, err := gzip.NewWriterLevel(out, gzip.BestSpeed)
	if err != nil {
		return fmt.Errorf("compress the stream: %w", err)
	}
	if _, err := io.Copy(writer, plain); err != nil {
		return fmt.Errorf("compress the stream: %w", err)
	}
	if err := writer.Close(); err != nil {
		return fmt.Errorf("compress the stream: %w", err)
	}
	return nil
}
