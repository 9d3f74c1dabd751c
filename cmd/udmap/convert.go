package main

import (
	"context"
	"fmt"
	"os"
	"runtime"
	"strings"

	"github.com/spf13/cobra"

	"github.com/udmap/udmap/internal/conversion"
	"github.com/udmap/udmap/parser"
)

// newConvertCommand makes the verb that turns raw logs into UDM events.
func newConvertCommand(a *app) *cobra.Command {
	request := convertRequest{
		table:   tableChoice{name: autoTable},
		names:   choice{values: []string{"camel", "snake"}, chosen: "camel"},
		limits:  choice{values: []string{"report", "truncate"}, chosen: "report"},
		workers: runtime.GOMAXPROCS(0),
	}
	command := &cobra.Command{
		Use:   "convert [FILE|DIR|-]…",
		Short: "Turn raw logs into UDM events",
		Long: `Turn raw logs into UDM events, one a line. Inputs are files, folders, or
standard input (- or nothing): records one a line, pretty-printed, in arrays or
in API pages, plain, gzip or zstd. The shape of a record chooses its table,
unless --table does.

Events go to standard output, or with --out into a folder that mirrors the
inputs: X.json becomes X.udm.jsonl, compressed if X.json was. A record that
gives no event is kept, byte for byte and with the reason: in X.rejected.jsonl,
in the file of --rejected, or named on standard error. Files appear whole or
not at all. With --format json, standard error has JSON lines: the records that
are rejected, unless a file keeps them, and at the end {"summary":{…}}.

Exit codes: 0 every record gave an event · 1 records were rejected · 2 wrong
usage, or a table that does not compile · 3 something could not be read or
written · 130 interrupted`,
		Example: `  # as a filter
  udmap convert < logs/operations.jsonl > events.jsonl
  # a folder into a folder, with the sums of what was done
  udmap convert logs --out events --ledger ledger.jsonl
  # with a table of one's own, keeping what it rejects
  udmap convert --table my_table.yaml --rejected rejected.jsonl logs/operations.jsonl`,
		GroupID: groupLogs,
	}
	request.addFlags(command)
	command.RunE = func(command *cobra.Command, paths []string) error {
		request.paths = paths
		return a.convert(command.Context(), request)
	}
	return command
}

// convertRequest is what the command line asks for.
type convertRequest struct {
	paths    []string
	folder   string // of --out; "" is standard output
	rejected string
	ledger   string
	table    tableChoice
	names    choice
	limits   choice
	pretty   bool
	strict   bool
	workers  int
	bounds   bounds
}

func (r *convertRequest) addFlags(command *cobra.Command) {
	flags := command.Flags()
	flags.StringVarP(&r.folder, "out", "o", "", "write events into `DIR`, which mirrors the inputs")
	flags.StringVar(&r.rejected, "rejected", "", "without --out: keep rejected records in `FILE`, compressed if it ends in .gz")
	flags.StringVar(&r.ledger, "ledger", "", "write what became of each input, and the total, to `FILE` as JSON lines")
	r.table.addFlags(command)
	r.names.addTo(command, "field-names", "how fields are spelt in events")
	r.limits.addTo(command, "limits", "what is done with text that is longer than documented")
	flags.BoolVar(&r.pretty, "pretty", false, "without --out: lay events out for people, in more than one line each")
	flags.BoolVar(&r.strict, "strict", false, "stop at the first rejected record")
	flags.IntVarP(&r.workers, "workers", "w", r.workers, "map `N` records at the same time; the output does not depend on it")
	flags.Lookup("workers").DefValue = "one for each processor"
	r.bounds.addFlags(flags)
}

// check refuses what cannot be meant.
func (r *convertRequest) check(a *app) error {
	switch {
	case r.workers < 1:
		return usagef("--workers must be at least 1")
	case r.folder != "" && r.rejected != "":
		return usagef("with --out, rejected records go beside the events: leave out --rejected")
	case r.folder != "" && r.pretty:
		return usagef("--pretty is for standard output: leave out --out or --pretty")
	case isFile(r.folder):
		return usagef("--out: %s is a file, not a folder", r.folder)
	case len(r.paths) == 0 && isTerminal(a.stdin):
		return usagef("nothing to convert: name a file or a folder, or pipe records in")
	}
	return r.bounds.check()
}

// isFile reports whether a path is there and is no folder.
func isFile(path string) bool {
	info, err := os.Stat(path)
	return err == nil && !info.IsDir()
}

// convert is one run of the verb.
func (a *app) convert(ctx context.Context, request convertRequest) error {
	if err := request.check(a); err != nil {
		return err
	}
	catalog, err := a.compileCatalog(request.table, parser.Options{
		FieldNames:     fieldNames(request.names),
		TruncateLimits: request.limits.chosen == "truncate",
		MaxDepth:       request.bounds.depth,
	})
	if err != nil {
		return err
	}
	if len(request.paths) == 0 {
		request.paths = []string{conversion.StandardInput}
	}
	inputs, err := conversion.FindInputs(request.paths, []string{request.ledger, request.rejected})
	if err != nil {
		return err
	}
	if len(inputs.Inputs) == 0 {
		fmt.Fprintf(a.stderr, "udmap: found nothing to read in %s\n", strings.Join(request.paths, ", "))
	}
	run := conversionRun{
		app:     a,
		request: request,
		inputs:  inputs,
		settings: conversion.Settings{
			Catalog: catalog,
			Options: request.bounds.options(request.strict),
			Workers: request.workers,
			Meter:   new(conversion.Meter),
		},
	}
	if request.folder == "" {
		return run.intoStreams(ctx)
	}
	return run.intoFolder(ctx)
}
