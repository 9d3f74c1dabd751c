package main

import (
	"fmt"

	"github.com/udmap/udmap/parser"
)

// newEngine compiles the built-in tables with the options that the command
// line has by default: the table of each record is chosen by its shape.
func newEngine() (*parser.Catalog, error) {
	catalog, diagnostics := parser.BuiltIn(parser.Options{})
	if diagnostics.HasErrors() {
		return nil, fmt.Errorf("compile the built-in tables: %w", diagnostics)
	}
	return catalog, nil
}
