package main

import (
	"fmt"
	"strings"
)

// outputFormat is the value of --format.
type outputFormat string

const (
	formatText outputFormat = "text" // for people
	formatJSON outputFormat = "json" // for programs
)

// outputFormats lists what --format takes.
func outputFormats() []string { return []string{string(formatText), string(formatJSON)} }

// String returns the format's name.
func (f *outputFormat) String() string { return string(*f) }

// Type names the kind of value in --help.
func (f *outputFormat) Type() string { return strings.Join(outputFormats(), "|") }

// Set reads the value of the flag.
func (f *outputFormat) Set(name string) error {
	switch format := outputFormat(name); format {
	case formatText, formatJSON:
		*f = format
		return nil
	}
	return fmt.Errorf("must be one of %s", strings.Join(outputFormats(), ", "))
}
