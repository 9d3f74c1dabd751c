package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"slices"

	"github.com/spf13/cobra"

	"github.com/udmap/udmap/internal/conversion"
	"github.com/udmap/udmap/internal/tablefile"
	"github.com/udmap/udmap/internal/trial"
	"github.com/udmap/udmap/internal/watch"
	"github.com/udmap/udmap/parser"
)

// newDevCommand makes the verb that stays beside whoever edits a table.
func newDevCommand(a *app) *cobra.Command {
	var request devRequest
	command := &cobra.Command{
		Use:   "dev TABLE SAMPLES…",
		Short: "Try a mapping table on samples at every save",
		Long: `Watch a mapping table, sample logs and golden cases, and at every save show what
compiling finds, what became of the samples, what the validator says of their
events, the golden cases that use the table and differ, and what has changed
since the table last compiled (with --since, since a git revision). A table that
does not compile is shown as that; the watch goes on. What takes a proof to find
of a table is shown last, as it may take longer than all the rest.

TABLE is a file; udmap tables NAME > FILE makes one of a built-in table. SAMPLES
are files and folders, as those of convert. Golden cases are those below
` + goldenFolder + `, if there is such a folder, or of --golden. On a terminal each
try clears the screen; in a pipe a line of --- stands between two, and with
--format json each is one line.

Exit codes: 0 with --once: fine · 1 with --once: a golden case differs, the
validator finds an error, or a required field is lost · 2 wrong usage, or with
--once a table that does not compile · 3 something could not be watched or read ·
130 ended by Ctrl-C`,
		Example: `  udmap dev my_table.yaml logs --once
  # udmap dev mappings/door.yaml logs
  # udmap dev mappings/door.yaml logs --since main --golden cases`,
		GroupID: groupTables,
	}
	flags := command.Flags()
	flags.StringVar(&request.golden, "golden", "", "run the golden cases in `DIR|FILE` that use the table")
	flags.StringVar(&request.since, "since", "", "show what has changed since the table of a git `REVISION`, such as HEAD")
	flags.StringArrayVar(&request.options, "option", nil, "choose `NAME=VALUE` for an option of the table; once for each option")
	flags.BoolVar(&request.once, "once", false, "try once, and end")
	command.RunE = func(command *cobra.Command, args []string) error {
		if len(args) < 2 {
			return usagef("dev takes TABLE SAMPLES…: the file of a table, then logs to try it on")
		}
		request.table, request.samples = args[0], args[1:]
		return a.dev(command.Context(), request)
	}
	return command
}

// devRequest is what the command line asks for.
type devRequest struct {
	table   string
	samples []string
	golden  string
	since   string
	options []string
	once    bool
}

// dev is one run of the verb.
func (a *app) dev(ctx context.Context, request devRequest) error {
	settings, err := a.devSettings(ctx, request)
	if err != nil {
		return err
	}
	screen := devScreen{app: a, clears: !request.once && isTerminal(a.stdout) && a.format == formatText}
	table := trial.New(settings)
	if request.once {
		return screen.once(ctx, table)
	}
	watched := append([]string{request.table}, request.samples...)
	if settings.Golden != "" {
		watched = append(watched, settings.Golden)
	}
	watcher, err := watch.New(watched...)
	if err != nil {
		return err
	}
	err = errors.Join(screen.untilInterrupted(ctx, table, watcher), watcher.Close())
	if ctx.Err() != nil {
		return errStopped
	}
	return err
}

// devSettings checks what the user asks for, while there is still somebody to
// tell.
func (a *app) devSettings(ctx context.Context, request devRequest) (trial.Settings, error) {
	settings := trial.Settings{Table: request.table, Samples: request.samples, Golden: request.golden}
	switch {
	case slices.Contains(tablefile.Names(), request.table):
		return settings, usagef("%s is built in, and no file to edit: udmap tables %s > %s.yaml makes one", request.table, request.table, request.table)
	case slices.Contains(request.samples, conversion.StandardInput):
		return settings, usagef("standard input can be read but once: name files or folders")
	}
	if info, err := os.Stat(request.table); err == nil && info.IsDir() {
		return settings, usagef("%s is a folder; name the file of one table", request.table)
	} else if err != nil {
		return settings, err
	}
	if _, err := os.Stat(goldenFolder); err == nil && request.golden == "" {
		settings.Golden = goldenFolder
	}
	inputs, err := conversion.FindInputs(request.samples, nil)
	if err != nil {
		return settings, err
	}
	if len(inputs.Inputs) == 0 {
		return settings, usagef("found nothing to read in %s", request.samples)
	}
	if settings.Options, err = chosenOptions(request.options); err != nil {
		return settings, err
	}
	if request.since == "" {
		return settings, nil
	}
	files, err := findTablesIn(ctx, request.since+":", request.table)
	if err != nil {
		return settings, err
	}
	settings.SinceName = fmt.Sprintf("%s:%s", request.since, request.table)
	settings.Since, err = a.compileFiles(files, request.options, parser.Options{Trusted: true})
	return settings, err
}
