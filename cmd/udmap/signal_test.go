//go:build unix

package main

import (
	"bytes"
	"errors"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/stretchr/testify/require"
)

// The real program, interrupted by a real signal while it reads a pipe that
// never ends, removes what it has half written.
func TestASignalLeavesNoHalfWrittenFile(t *testing.T) {
	folder := t.TempDir()
	pipe, out, ledger := filepath.Join(folder, "raw.jsonl"), filepath.Join(folder, "out"), filepath.Join(folder, "ledger.jsonl")
	require.NoError(t, syscall.Mkfifo(pipe, 0o600))
	udmap := exec.CommandContext(t.Context(), "udmap", "convert", pipe, "--out", out, "--ledger", ledger)
	var stderr bytes.Buffer
	udmap.Stderr = &stderr
	require.NoError(t, udmap.Start())

	records, err := os.OpenFile(pipe, os.O_WRONLY, 0) // waits until udmap reads
	require.NoError(t, err)
	interrupted := false
	for {
		_, err := records.WriteString(strings.Repeat(record, 1000))
		if errors.Is(err, syscall.EPIPE) {
			break
		}
		require.NoError(t, err)
		if !interrupted && size(t, out) > 0 {
			interrupted = true
			require.NoError(t, udmap.Process.Signal(os.Interrupt))
		}
	}
	require.NoError(t, records.Close())

	exit, ok := errors.AsType[*exec.ExitError](udmap.Wait())
	require.True(t, ok)
	require.Equal(t, exitInterrupted, exit.ExitCode())
	require.Equal(t, "udmap: interrupted\n", stderr.String())
	require.Empty(t, files(t, out))
	require.NoFileExists(t, ledger)
	require.Equal(t, []string{"raw.jsonl"}, files(t, folder), "nor is there a temporary file")
}

// files lists the files below a folder.
func files(t *testing.T, folder string) []string {
	t.Helper()
	var files []string
	require.NoError(t, fs.WalkDir(os.DirFS(folder), ".", func(path string, entry fs.DirEntry, err error) error {
		if err == nil && !entry.IsDir() {
			files = append(files, path)
		}
		return err
	}))
	return files
}

// size adds up the files below a folder, which need not be there yet.
func size(t *testing.T, folder string) int64 {
	t.Helper()
	if _, err := os.Stat(folder); errors.Is(err, fs.ErrNotExist) {
		return 0
	}
	var size int64
	for _, file := range files(t, folder) {
		info, err := os.Stat(filepath.Join(folder, file))
		require.NoError(t, err)
		size += info.Size()
	}
	return size
}
