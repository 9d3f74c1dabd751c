package main

import "github.com/spf13/cobra"

// newRootCommand builds the command tree.
func newRootCommand(a *app) *cobra.Command {
	root := &cobra.Command{
		Use:           "udmap",
		Short:         "Turn raw logs into UDM events of Google Security Operations",
		SilenceErrors: true, // run prints them
		SilenceUsage:  true,
		Args:          cobra.NoArgs,
	}
	flags := root.PersistentFlags()
	flags.Var(&a.format, "format", "how results are printed")
	flags.BoolVarP(&a.verbose, "verbose", "v", false, "say more on standard error")
	root.AddCommand(
		newTestCommand(a),
	)
	return root
}
