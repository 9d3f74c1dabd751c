package main

import (
	"bytes"
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"testing/iotest"

	"github.com/stretchr/testify/require"

	"github.com/udmap/udmap/internal/conversion"
)

// record is a raw record that gives an event.
const record = `{"time":"2026-03-12T06:14:27Z","operator":"admin@example.com","category_type":"User","action":"Update","operation_detail":"Add Group Engineers"}` + "\n"

// noEnvironment stands for an environment in which no variable is set.
func noEnvironment(string) string { return "" }

func TestRunIsTheWholeProgram(t *testing.T) {
	var stdout, stderr bytes.Buffer
	code := run(t.Context(), []string{"convert"}, strings.NewReader(record), &stdout, &stderr, noEnvironment)
	require.Equal(t, exitFine, code, stderr.String())
	require.Contains(t, stdout.String(), `"eventType":"USER_UNCATEGORIZED"`)
	require.Empty(t, stderr.String())
}

func TestInputThatCannotBeReadIsAnIOError(t *testing.T) {
	for _, verb := range []string{"convert", "validate", "explain"} {
		var stdout, stderr bytes.Buffer
		code := run(t.Context(), []string{verb}, iotest.ErrReader(errors.New("disk on fire")), &stdout, &stderr, noEnvironment)
		require.Equal(t, exitIO, code, verb)
		require.Contains(t, stderr.String(), "disk on fire", verb)
	}
}

func TestAnInterruptedVerbSaysSoWithItsExitCode(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	for _, verb := range []string{"convert", "validate", "explain", "check"} {
		var stdout, stderr bytes.Buffer
		args := []string{verb}
		if verb == "check" {
			args = append(args, "zoom_activities")
		}
		require.Equal(t, exitInterrupted, run(ctx, args, neverRead{}, &stdout, &stderr, noEnvironment), verb)
		require.Empty(t, stdout.String(), verb)
	}
}

// neverRead is a terminal at which nobody types.
type neverRead struct{}

// Read implements io.Reader.
func (neverRead) Read([]byte) (int, error) { select {} }

// An interrupt in the middle of a conversion: the reader cancels the run once
// it has been read from, as a signal does.
func TestAnInterruptedConversionLeavesNoFile(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	folder := t.TempDir()
	ledger, rejected := filepath.Join(folder, "ledger.jsonl"), filepath.Join(folder, "rejected.jsonl")
	source := &endless{cancel: cancel}
	var stdout, stderr bytes.Buffer
	code := run(ctx, []string{"convert", "--ledger", ledger, "--rejected", rejected}, source, &stdout, &stderr, noEnvironment)
	require.Equal(t, exitInterrupted, code)
	entries, err := os.ReadDir(folder)
	require.NoError(t, err)
	require.Empty(t, entries)
	require.NotEmpty(t, stdout.String(), "it was in the middle of its work")
}

// endless gives records for ever, and calls cancel after many.
type endless struct {
	cancel context.CancelFunc
	reads  int
}

// Read implements io.Reader.
func (e *endless) Read(p []byte) (int, error) {
	if e.reads++; e.reads == 100 {
		e.cancel()
	}
	count := len(p) / len(record) * len(record)
	return copy(p, bytes.Repeat([]byte(record), count/len(record))), nil
}

func TestTheProgressLineComesAndGoes(t *testing.T) {
	var stderr bytes.Buffer
	done := make(chan struct{})
	progress := conversionRun{
		app:      &app{stderr: io.MultiWriter(&stderr, &closer{done: done})},
		inputs:   conversion.Inputs{Inputs: []conversion.Input{{Path: "a", Size: 100}, {Path: "b", Size: 100}}},
		settings: conversion.Settings{Meter: new(conversion.Meter)},
	}
	showProgress(progress.stderr, progress.progressLine, 0, done)
	require.Regexp(t, `^\r\x1b\[K0 of 2 files · 0 records · 0 MB/s · 0 rejected · 0 %\r\x1b\[K$`, stderr.String())
}

// closer ends the work at the first line that is shown.
type closer struct {
	done chan struct{}
	once sync.Once
}

// Write implements io.Writer.
func (c *closer) Write(text []byte) (int, error) {
	c.once.Do(func() { close(c.done) })
	return len(text), nil
}

func TestThousands(t *testing.T) {
	for number, want := range map[int64]string{0: "0", 999: "999", 1000: "1,000", -1000: "-1,000", -100: "-100", 1234567: "1,234,567"} {
		require.Equal(t, want, thousands(number))
	}
}

func TestShortenCountsCharacters(t *testing.T) {
	require.Equal(t, "ääää", shorten("ääää", 4))
	require.Equal(t, "ää…", shorten("ääää", 3))
}
