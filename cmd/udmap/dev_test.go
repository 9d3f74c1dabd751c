package main

import (
	"bufio"
	"bytes"
	"context"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// session is a udmap dev that runs, and what it has printed.
type session struct {
	*testing.T
	lines  chan string
	stop   context.CancelFunc
	exit   chan int
	stderr *bytes.Buffer
}

func startDev(t *testing.T, arguments ...string) session {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	reader, writer := io.Pipe()
	s := session{T: t, lines: make(chan string, 1000), stop: cancel, exit: make(chan int, 1), stderr: new(bytes.Buffer)}
	go func() {
		s.exit <- run(ctx, append([]string{"dev"}, arguments...), strings.NewReader(""), writer, s.stderr, noEnvironment)
		_ = writer.Close() // never fails
	}()
	go func() {
		defer close(s.lines)
		for scanner := bufio.NewScanner(reader); scanner.Scan(); {
			s.lines <- scanner.Text()
		}
	}()
	t.Cleanup(cancel)
	return s
}

// await reads up to a line. It gives up only on what would never come.
func (s session) await(want string) {
	s.Helper()
	deadline := time.After(time.Minute)
	for {
		select {
		case line, open := <-s.lines:
			require.True(s, open, "it ended before %q: %s", want, s.stderr)
			if strings.HasPrefix(line, want) {
				return
			}
		case <-deadline:
			require.Fail(s, "nothing like this was printed", want)
		}
	}
}

func (s session) end() {
	s.Helper()
	s.stop()
	require.Equal(s, exitInterrupted, <-s.exit, s.stderr)
	require.Empty(s, s.stderr.String(), "Ctrl-C is how it ends, and nothing to report")
}

func TestDevShowsEverySave(t *testing.T) {
	folder := exampleFolder(t)
	table, logs := filepath.Join(folder, "my", "zoom_operation_logs.yaml"), filepath.Join(folder, "logs")
	text, err := os.ReadFile(table)
	require.NoError(t, err)
	save := func(text string) {
		t.Helper() // as many editors do: another file takes the name
		require.NoError(t, os.WriteFile(table+".new", []byte(text), 0o600))
		require.NoError(t, os.Rename(table+".new", table))
	}

	s := startDev(t, table, logs)
	s.await(table + ": compiles")
	s.await("validator: nothing to say")

	save(strings.ReplaceAll(string(text), "target.user", "target.usr"))
	s.await("---")
	s.await(table + ": does not compile")

	require.NoError(t, os.Remove(table))
	s.await("---")
	s.await(table + ": no such file")

	save(strings.Replace(string(text), "to: principal.user.email_addresses", "to: about.user.email_addresses", 1))
	s.await("---")
	s.await(table + ": compiles")
	s.await("the last version that compiled → " + table)
	s.await("  principal.user.email_addresses  →  about.user.email_addresses")

	before, err := os.ReadFile(filepath.Join(logs, "operations.jsonl"))
	require.NoError(t, err)
	require.NoError(t, os.WriteFile(filepath.Join(logs, "more.jsonl"), before, 0o600))
	s.await("---")
	s.await("samples: " + count(2*bytes.Count(before, []byte("\n")), "record") + " from 2 files")
	s.end()
}

func TestDevWritesALineForPrograms(t *testing.T) {
	folder := exampleFolder(t)
	table := filepath.Join(folder, "my", "zoom_operation_logs.yaml")
	s := startDev(t, table, filepath.Join(folder, "logs"), "--format", "json")
	s.await(`{"table":"zoom_operation_logs","compiles":true,`)
	require.NoError(t, os.WriteFile(table, []byte("table: x"), 0o600))
	s.await(`{"compiles":false,"findings":[{`)
	s.end()
}

func TestDevShowsWhatTheProofsFindLast(t *testing.T) {
	folder := t.TempDir()
	table := filepath.Join(folder, "door_log.yaml")
	require.NoError(t, os.WriteFile(table, []byte(`
table: door_log
log_type: DOOR_LOG
rows:
  - {id: D1, from: at, to: metadata.event_timestamp, required: true}
  - {id: D2, value: ACME, to: metadata.vendor_name}
  - {id: D3, value: Door, to: metadata.product_name}
event_type:
  - {id: D9, value: USER_LOGIN}
`), 0o600))
	require.NoError(t, os.WriteFile(filepath.Join(folder, "door.jsonl"), []byte(`{"at":1773296067}`), 0o600))
	s := startDev(t, table, filepath.Join(folder, "door.jsonl"))
	s.await("golden: ")
	s.await(table + ":9:")
	s.end()
}

// At a terminal each try has the screen for itself; in a pipe nothing of the
// kind is written.
func TestDevClearsNothingButATerminal(t *testing.T) {
	for clears, want := range map[bool]string{true: clearScreen + clearScreen, false: "---\n"} {
		var stdout bytes.Buffer
		screen := devScreen{app: &app{stdout: &stdout, format: formatText}, clears: clears}
		require.NoError(t, screen.begin())
		require.NoError(t, screen.begin())
		require.Equal(t, want, stdout.String())
	}
}
