package main

import (
	"errors"
	"slices"
	"strconv"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/udmap/udmap/udm"
)

// The groups of verbs in the help of udmap.
const (
	groupLogs   = "logs"
	groupTables = "tables"
	groupUDM    = "udm"
)

const rootHelp = `udmap turns raw logs into UDM events, the schema of Google Security Operations. A
mapping table, one YAML file a log type, says how: udmap tables lists those that
are built in. Only udmap collect and udmap reprocess use the network.

Exit codes: 0 fine · 1 findings: a record rejected, a check failed, a golden
case differs · 2 wrong usage, or a table that does not compile · 3 something
could not be read or written · 130 interrupted`

// newRootCommand builds the command tree.
func newRootCommand(a *app) *cobra.Command {
	root := &cobra.Command{
		Use:   "udmap",
		Short: "Turn raw logs into UDM events of Google Security Operations",
		Long:  rootHelp,
		Example: `  # one record, as a filter
  echo '{"time":"2026-03-12T06:14:27Z","operator":"admin@example.com","category_type":"User","action":"Update","operation_detail":"Add Group Engineers"}' | udmap convert
  # a folder of raw objects into a folder of events
  udmap convert logs --out events
  # where did each field of the third record come from?
  udmap explain logs/operations.jsonl --record 3`,
		SilenceErrors: true, // run prints them
		SilenceUsage:  true,
		Args:          rejectUnknownVerb,
		RunE: func(command *cobra.Command, _ []string) error {
			command.SetOut(a.stderr)
			if err := command.Help(); err != nil {
				return err
			}
			return usagef("name a verb")
		},
	}
	flags := root.PersistentFlags()
	formats := formatFlag{&a.format, []outputFormat{formatText, formatJSON}}
	flags.VarP(formats, "format", "f", formatUsage)
	// The error is that there is no such flag.
	_ = root.RegisterFlagCompletionFunc("format",
		cobra.FixedCompletions(formats.names(), cobra.ShellCompDirectiveNoFileComp))
	flags.BoolVarP(&a.verbose, "verbose", "v", false, "say more")
	root.SetFlagErrorFunc(explainFlagError)
	root.AddGroup(
		&cobra.Group{ID: groupLogs, Title: "Logs:"},
		&cobra.Group{ID: groupTables, Title: "Mapping tables:"},
		&cobra.Group{ID: groupUDM, Title: "UDM:"},
	)
	root.AddCommand(
		newConvertCommand(a),
		newExplainCommand(a),
		newCoverageCommand(a),
		newReportCommand(a),
		newCollectCommand(a),
		newReprocessCommand(a),
		newMockCommand(a),
		newServeCommand(a),
		newTablesCommand(a),
		newInitCommand(a),
		newTestCommand(a),
		newCheckCommand(a),
		newDiffCommand(a),
		newDevCommand(a),
		newSchemaCommand(a),
		newValidateCommand(a),
		newVersionCommand(a),
		newCompletionCommand(a),
	)
	root.SetHelpCommand(newHelpCommand())
	root.CompletionOptions.DisableDefaultCmd = true
	return root
}

// rejectUnknownVerb refuses what is no verb, and says which was meant.
func rejectUnknownVerb(command *cobra.Command, args []string) error {
	if len(args) == 0 {
		return nil
	}
	var verbs []string
	for _, verb := range command.Commands() {
		if verb.IsAvailableCommand() {
			verbs = append(verbs, verb.Name())
		}
	}
	return usagef("there is no verb %q%s", args[0], didYouMean(args[0], verbs, "udmap help lists them"))
}

// explainFlagError turns what the flag parser says into a usage error that
// names the way out.
func explainFlagError(command *cobra.Command, err error) error {
	if wrong, ok := errors.AsType[*pflag.InvalidValueError](err); ok {
		return explainFlagValue(wrong)
	}
	unknown, ok := errors.AsType[*pflag.NotExistError](err)
	if !ok || strings.HasPrefix(err.Error(), "unknown shorthand") {
		return usagef("%w; %s --help lists the flags", err, command.CommandPath())
	}
	var names []string
	command.Flags().VisitAll(func(flag *pflag.Flag) { names = append(names, "--"+flag.Name) })
	name := "--" + unknown.GetSpecifiedName()
	return usagef("there is no flag %s%s", name,
		didYouMean(name, names, command.CommandPath()+" --help lists them"))
}

// explainFlagValue says what a flag takes in place of the value it got.
func explainFlagValue(wrong *pflag.InvalidValueError) error {
	flag, value, reason := wrong.GetFlag(), wrong.GetValue(), wrong.Unwrap()
	switch {
	case errors.Is(reason, strconv.ErrRange):
		return usagef("--%s: %s is too large", flag.Name, value)
	case strings.HasPrefix(flag.Value.Type(), "int"):
		return usagef("--%s must be a whole number, not %q", flag.Name, value)
	case flag.Value.Type() == "bool":
		return usagef("--%s must be true or false, not %q", flag.Name, value)
	}
	return usagef("--%s %w, not %q", flag.Name, reason, value)
}

// didYouMean continues a sentence about an unknown word: with the word of
// among that was probably meant, else with the advice.
func didYouMean(word string, among []string, advice string) string {
	if meant, ok := suggest(word, among); ok {
		return "; did you mean " + meant + "?"
	}
	return "; " + advice
}

// suggest finds the word that was probably meant: one that is begun by it, or
// nearly the same.
func suggest(word string, among []string) (string, bool) {
	begun := func(candidate string) bool {
		return len(strings.TrimLeft(word, "-")) > 1 && strings.HasPrefix(candidate, word)
	}
	if i := slices.IndexFunc(among, begun); i >= 0 {
		return among[i], true
	}
	return udm.Suggest(word, among)
}
