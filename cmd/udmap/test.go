package main

import "github.com/spf13/cobra"

// newTestCommand makes the verb that runs golden cases.
func newTestCommand(*app) *cobra.Command {
	return &cobra.Command{Use: "test [DIR]…", Short: "Run golden cases"}
}
