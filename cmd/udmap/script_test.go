package main

import (
	"bytes"
	"errors"
	"io"
	"os"
	"os/exec"
	"strconv"
	"strings"

	"github.com/klauspost/compress/gzip"
	"github.com/rogpeppe/go-internal/testscript"
)

// The commands that scripts have besides those of testscript. Those that
// change a file name it.

// exitcode runs a program and demands its exit code:
//
//	exitcode 2 udmap convert --tabel x
func exitcode(script *testscript.TestScript, _ bool, args []string) {
	if len(args) < 2 {
		script.Fatalf("usage: exitcode N program [argument]…")
	}
	want, err := strconv.Atoi(args[0])
	script.Check(err)
	got := 0
	if err := script.Exec(args[1], args[2:]...); err != nil {
		exit, ok := errors.AsType[*exec.ExitError](err)
		if !ok {
			script.Fatalf("%v", err)
		}
		got = exit.ExitCode()
	}
	if got != want {
		script.Fatalf("exit code %d, want %d", got, want)
	}
}

// compress replaces a file with its compressed form: gzip FILE.
func compress(script *testscript.TestScript, _ bool, args []string) {
	path := script.MkAbs(args[0])
	text, err := os.ReadFile(path)
	script.Check(err)
	var compressed bytes.Buffer
	writer := gzip.NewWriter(&compressed)
	_, err = writer.Write(text)
	script.Check(errors.Join(err, writer.Close()))
	script.Check(os.WriteFile(path+".gz", compressed.Bytes(), 0o600))
	script.Check(os.Remove(path))
}

// decompress replaces a compressed file with its text: gunzip FILE.gz.
func decompress(script *testscript.TestScript, _ bool, args []string) {
	path := script.MkAbs(args[0])
	compressed, err := os.ReadFile(path)
	script.Check(err)
	reader, err := gzip.NewReader(bytes.NewReader(compressed))
	script.Check(err)
	text, err := io.ReadAll(reader)
	script.Check(err)
	script.Check(os.WriteFile(strings.TrimSuffix(path, ".gz"), text, 0o600))
	script.Check(os.Remove(path))
}

// truncate cuts the last bytes of a file off: truncate FILE.
func truncate(script *testscript.TestScript, _ bool, args []string) {
	path := script.MkAbs(args[0])
	info, err := os.Stat(path)
	script.Check(err)
	script.Check(os.Truncate(path, info.Size()-12))
}

// writeBinary writes bytes that are neither text nor compressed: binary FILE.
func writeBinary(script *testscript.TestScript, _ bool, args []string) {
	script.Check(os.WriteFile(script.MkAbs(args[0]), []byte("\x00\x01\xff\xfe\x1b[31m{\"time\":\x80}\n\x00"), 0o600))
}
