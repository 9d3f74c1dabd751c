package main

import (
	"encoding/json"
	"io"
	"os"

	"golang.org/x/term"
)

// app is all of the outside world that a verb may touch, and the flags that
// every verb shares. Verbs take it in their constructor, so that a test can
// run the whole program without a process.
type app struct {
	stdin  io.Reader
	stdout io.Writer
	stderr io.Writer
	env    func(name string) string // "" for a variable that is not set

	format  outputFormat // --format
	verbose bool         // --verbose
}

// coloured reports whether text for w may hold colours: w is a terminal, and
// neither NO_COLOR (https://no-color.org) nor TERM=dumb speaks against it.
func (a *app) coloured(w io.Writer) bool {
	return isTerminal(w) && a.env("NO_COLOR") == "" && a.env("TERM") != "dumb"
}

// isTerminal reports whether stream, a reader or a writer, is a terminal.
func isTerminal(stream any) bool {
	file, ok := stream.(*os.File)
	return ok && term.IsTerminal(int(file.Fd()))
}

// printJSON prints a value on standard output, indented as people diff it.
func (a *app) printJSON(value any) error {
	encoder := json.NewEncoder(a.stdout)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	return encoder.Encode(value)
}
