package main

import (
	"strings"

	"github.com/spf13/cobra"
)

// shells lists the shells that completion scripts exist for.
func shells() []string { return []string{"bash", "zsh", "fish", "powershell"} }

// newCompletionCommand makes the verb that prints completion scripts.
func newCompletionCommand(a *app) *cobra.Command {
	return &cobra.Command{
		Use:   "completion " + strings.Join(shells(), "|"),
		Short: "Print the completion script of a shell",
		Long: `Print a script that makes a shell complete verbs, flags, the names of built-in
tables, event types and UDM fields. "source <(udmap completion zsh)" lasts for
one session. To keep it, write the script where your shell looks for it: bash
~/.bash_completion; zsh "${fpath[1]}/_udmap"; fish
~/.config/fish/completions/udmap.fish. In PowerShell, pipe it through Out-String
to Invoke-Expression.

Exit codes: 0 printed · 2 no such shell`,
		Example: `  # for this session
  source <(udmap completion bash)
  # for good
  udmap completion bash >> ~/.bash_completion`,
		ValidArgs: shells(),
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) != 1 {
				return usagef("name one shell: %s", strings.Join(shells(), ", "))
			}
			return nil
		},
		RunE: func(command *cobra.Command, args []string) error {
			root := command.Root()
			switch args[0] {
			case "bash":
				return root.GenBashCompletionV2(a.stdout, true)
			case "zsh":
				return root.GenZshCompletion(a.stdout)
			case "fish":
				return root.GenFishCompletion(a.stdout, true)
			case "powershell":
				return root.GenPowerShellCompletionWithDesc(a.stdout)
			}
			return usagef("no completion for %q%s", args[0],
				didYouMean(args[0], shells(), "it is one of "+strings.Join(shells(), ", ")))
		},
	}
}
