package main

import (
	"archive/zip"
	"bytes"
	"crypto/sha256"
	"debug/elf"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// TestAnArchiveDependsOnNothingButTheContent packs one content from two folders,
// with other times and modes, over another archive and where there is none.
func TestAnArchiveDependsOnNothingButTheContent(t *testing.T) {
	t.Parallel()
	content := strings.Repeat("the program ", 10_000)
	var archives [2][]byte
	for i, mode := range []fs.FileMode{0o600, 0o755} {
		folder := t.TempDir()
		program, archive := filepath.Join(folder, "program"), filepath.Join(folder, "made", "of.zip")
		require.NoError(t, os.WriteFile(program, []byte(content), mode))
		then := time.Date(2020+i, 5, 1, 2, 3, 4, 0, time.FixedZone("", i*3600))
		require.NoError(t, os.Chtimes(program, then, then))
		if i == 1 {
			require.NoError(t, os.MkdirAll(filepath.Dir(archive), 0o700))
			require.NoError(t, os.WriteFile(archive, make([]byte, 1<<20), 0o600))
		}
		require.NoError(t, pack(program, archive))
		var err error
		archives[i], err = os.ReadFile(archive)
		require.NoError(t, err)
	}
	require.Equal(t, archives[0], archives[1])
}

// TestTheSameSourcesGiveTheSameArchive bundles this repository, and a copy of it
// that is newer and lies elsewhere. Neither is stamped: a copy has no commits.
func TestTheSameSourcesGiveTheSameArchive(t *testing.T) {
	t.Parallel()
	elsewhere := filepath.Join(t.TempDir(), "else", "where")
	copySources(t, "../..", elsewhere)
	var archives [2][]byte
	for i, repository := range []string{"../..", elsewhere} {
		archive := filepath.Join(t.TempDir(), "a.zip")
		_, err := bundle(t.Context(), filepath.Join(repository, "cmd", "normalizer-lambda"), target{"arm64", "false"}, archive)
		require.NoError(t, err)
		archives[i], err = os.ReadFile(archive)
		require.NoError(t, err)
	}
	require.Equal(t, sha256.Sum256(archives[0]), sha256.Sum256(archives[1]))
}

// copySources copies what go build reads of a repository.
func copySources(t *testing.T, from, to string) {
	t.Helper()
	for _, folder := range []string{"cmd", "internal", "mappings", "parser", "udm"} {
		require.NoError(t, os.CopyFS(filepath.Join(to, folder), os.DirFS(filepath.Join(from, folder))))
	}
	for _, file := range []string{"go.mod", "go.sum"} {
		content, err := os.ReadFile(filepath.Join(from, file))
		require.NoError(t, err)
		require.NoError(t, os.WriteFile(filepath.Join(to, file), content, 0o600))
	}
}

// maxProgramBytes is how long a program may be: Lambda loads it before a cold start.
const maxProgramBytes = 12_000_000

// TestLambdaCanStartWhatIsPacked runs the command as make does, and for the other
// kind of machine.
func TestLambdaCanStartWhatIsPacked(t *testing.T) {
	for architecture, machine := range map[string]elf.Machine{"arm64": elf.EM_AARCH64, "amd64": elf.EM_X86_64} {
		t.Run(architecture, func(t *testing.T) {
			t.Parallel()
			out := t.TempDir()
			var stdout, stderr strings.Builder
			require.Zero(t, run(t.Context(), []string{"-source", "../..", "-out", out, "-buildvcs=false", "-arch", architecture}, &stdout, &stderr), stderr.String())
			require.Contains(t, stderr.String(), "does not know its version")
			for _, program := range programs() {
				archive := filepath.Join(out, program+".zip")
				require.Contains(t, stdout.String(), archive+"\n  version (devel)\n")
				requireProgram(t, archive, "cmd/"+program, machine)
			}
		})
	}
}

// requireProgram holds an archive to what Lambda asks of one.
func requireProgram(t *testing.T, archive, program string, machine elf.Machine) {
	t.Helper()
	reader, err := zip.OpenReader(archive)
	require.NoError(t, err)
	t.Cleanup(func() { reader.Close() })
	require.Len(t, reader.File, 1)
	require.Equal(t, "bootstrap", reader.File[0].Name)
	require.Equal(t, fs.FileMode(0o755), reader.File[0].Mode())
	content, err := reader.File[0].Open()
	require.NoError(t, err)
	text, err := io.ReadAll(content)
	require.NoError(t, err)
	require.Less(t, len(text), maxProgramBytes, "%s: look at what is linked that it does not need: go tool nm -size -sort size", archive)
	binary, err := elf.NewFile(bytes.NewReader(text))
	require.NoError(t, err)
	require.Equal(t, machine, binary.Machine)
	require.True(t, bytes.Contains(text, []byte("github.com/udmap/udmap/"+program)), "another program is in the archive")
}

func TestWhatCannotBeBuiltIsTold(t *testing.T) {
	t.Parallel()
	var stdout, stderr strings.Builder
	require.Equal(t, 1, run(t.Context(), []string{"-source", t.TempDir(), "-out", t.TempDir()}, &stdout, &stderr))
	require.Contains(t, stderr.String(), "normalizer-lambda")
	require.Empty(t, stdout.String())
}
