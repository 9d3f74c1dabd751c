package main

import (
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/udmap/udmap/udm"
)

// choice is a flag whose value is one of a few words.
type choice struct {
	values []string
	chosen string
}

// addTo makes the choice a flag of a command, with completion.
func (c *choice) addTo(command *cobra.Command, name, usage string) {
	command.Flags().Var(c, name, usage)
	// The error is that there is no such flag.
	_ = command.RegisterFlagCompletionFunc(name, cobra.FixedCompletions(c.values, cobra.ShellCompDirectiveNoFileComp))
}

// String returns the chosen word.
func (c *choice) String() string { return c.chosen }

// Type names the kind of value in --help.
func (c *choice) Type() string { return strings.Join(c.values, "|") }

// Set reads the value of the flag.
func (c *choice) Set(value string) error {
	if !slices.Contains(c.values, value) {
		return fmt.Errorf("must be one of %s", strings.Join(c.values, ", "))
	}
	c.chosen = value
	return nil
}

// fieldNames is the choice of --field-names.
func fieldNames(c choice) udm.FieldNames {
	if c.chosen == udm.SnakeCase.String() {
		return udm.SnakeCase
	}
	return udm.CamelCase
}
