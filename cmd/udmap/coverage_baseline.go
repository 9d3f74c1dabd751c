package main

import (
	"errors"
	"io/fs"
	"maps"
	"os"
	"slices"
	"strings"

	"github.com/udmap/udmap/internal/wholefile"
	"github.com/udmap/udmap/parser"
)

// baseline is the raw fields that are known: lines of "table path".
type baseline map[string]bool

// readBaseline reads the file of --baseline, nil where none is named. It need
// not be there if it is going to be written.
func readBaseline(path string, update bool) (baseline, error) {
	if path == "" {
		return nil, nil
	}
	text, err := os.ReadFile(path)
	switch {
	case errors.Is(err, fs.ErrNotExist) && update:
		return baseline{}, nil
	case errors.Is(err, fs.ErrNotExist):
		return nil, usagef("--baseline: there is no file %s; --update-baseline writes it", path)
	case err != nil:
		return nil, err
	}
	known := baseline{}
	for line := range strings.Lines(string(text)) {
		if line = strings.TrimRight(line, "\r\n"); line != "" {
			known[line] = true
		}
	}
	return known, nil
}

// missing returns the fields that the baseline does not have.
func (b baseline) missing(tables []parser.TableCoverage) []string {
	if b == nil {
		return nil
	}
	var missing []string
	for _, line := range baselineLines(tables) {
		if !b[line] {
			missing = append(missing, line)
		}
	}
	return missing
}

// write adds the fields of the tables to the baseline's file.
func (b baseline) write(path string, tables []parser.TableCoverage) error {
	for _, line := range baselineLines(tables) {
		b[line] = true
	}
	lines := slices.Sorted(maps.Keys(b))
	file, err := wholefile.Create(path)
	if err != nil {
		return err
	}
	if _, err := file.Write([]byte(strings.Join(lines, "\n") + "\n")); err != nil {
		return errors.Join(err, file.Discard())
	}
	return file.Commit()
}

// baselineLines returns the lines that the raw fields make in a baseline. A line
// is one field, whatever its name holds.
func baselineLines(tables []parser.TableCoverage) []string {
	var lines []string
	for _, t := range tables {
		for _, f := range t.Fields {
			lines = append(lines, t.Table+" "+strings.NewReplacer("\n", `\n`, "\r", `\r`).Replace(f.Path))
		}
	}
	return lines
}
