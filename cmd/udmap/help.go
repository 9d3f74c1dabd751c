package main

import "github.com/spf13/cobra"

// newHelpCommand makes the verb that prints the help of another. Unlike
// cobra's own it fails when there is no such verb.
func newHelpCommand() *cobra.Command {
	return &cobra.Command{
		Use:               "help [VERB]",
		Short:             "Print the help of a verb",
		Long:              "Print the help of a verb, or the list of verbs.\n\nExit codes: 0 printed · 2 no such verb",
		Example:           "  udmap help convert",
		ValidArgsFunction: completeVerbs,
		RunE: func(help *cobra.Command, args []string) error {
			verb, rest, err := help.Root().Find(args)
			if err == nil && len(rest) > 0 {
				err = rejectUnknownVerb(verb, rest)
			}
			if err != nil {
				return err
			}
			verb.InitDefaultHelpFlag()
			return verb.Help()
		},
	}
}

// completeVerbs offers the verbs for the shell's completion.
func completeVerbs(command *cobra.Command, args []string, _ string) ([]string, cobra.ShellCompDirective) {
	if len(args) > 0 {
		return nil, cobra.ShellCompDirectiveNoFileComp
	}
	var verbs []string
	for _, verb := range command.Root().Commands() {
		if verb.IsAvailableCommand() {
			verbs = append(verbs, verb.Name()+"\t"+verb.Short)
		}
	}
	return verbs, cobra.ShellCompDirectiveNoFileComp
}
