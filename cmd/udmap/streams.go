package main

import (
	"context"
	"io"
	"os"

	"github.com/udmap/udmap/internal/report"
)

// standardInput is the argument that stands for standard input, and what
// messages call it.
const (
	standardInput     = "-"
	standardInputName = "standard input"
)

// inputName is what messages call an input.
func inputName(path string) string {
	if path == standardInput {
		return standardInputName
	}
	return path
}

// open opens a file or standard input, and returns what messages call it. A
// folder is wrong usage.
func (a *app) open(ctx context.Context, path string) (name string, source io.ReadCloser, err error) {
	if path == standardInput {
		return inputName(path), io.NopCloser(interruptible(ctx, a.stdin)), nil
	}
	if info, err := os.Stat(path); err == nil && info.IsDir() {
		return "", nil, usagef("%s is a folder; name a file", path)
	}
	file, err := os.Open(path)
	return inputName(path), file, err
}

// newPrinter returns a printer of findings on a stream.
func (a *app) newPrinter(w io.Writer) report.Printer {
	switch a.format {
	case formatJSON:
		return report.NewJSON(w)
	case formatSARIF:
		return report.NewSARIF(w, sarifTool(), a.artifacts())
	case formatGitHub:
		return report.NewGitHub(w, a.artifacts())
	case formatText, formatMarkdown:
	}
	return report.NewText(w, report.NewPalette(a.coloured(w)))
}
