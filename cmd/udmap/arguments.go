package main

import "github.com/spf13/cobra"

// noArguments refuses any argument behind the verb.
func noArguments(command *cobra.Command, args []string) error {
	if len(args) > 0 {
		return usagef("%s takes no argument, but got %q", command.Name(), args[0])
	}
	return nil
}

// atMostOneArgument refuses a second argument behind the verb.
func atMostOneArgument(command *cobra.Command, args []string) error {
	if len(args) > 1 {
		return usagef("%s takes one argument, but got also %q", command.Name(), args[1])
	}
	return nil
}
