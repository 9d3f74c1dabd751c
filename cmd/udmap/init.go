package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"

	"github.com/spf13/cobra"

	"github.com/udmap/udmap/internal/conversion"
	"github.com/udmap/udmap/internal/draft"
	"github.com/udmap/udmap/internal/golden"
	"github.com/udmap/udmap/internal/rawrecord"
	"github.com/udmap/udmap/internal/tablefile"
	"github.com/udmap/udmap/internal/wholefile"
	"github.com/udmap/udmap/parser"
)

// initRequest is what the command line asks for.
type initRequest struct {
	logType    string
	paths      []string
	out        string
	force      bool
	noExamples bool
}

// newInitCommand makes the verb that drafts a table.
func newInitCommand(a *app) *cobra.Command {
	request := initRequest{}
	command := &cobra.Command{
		Use:   "init LOGTYPE SAMPLE…",
		Short: "Draft a mapping table, and a golden case, from samples of a log",
		Long: `Draft a mapping table for a log type that udmap does not know, from samples: files
or folders of records in any shape that udmap convert reads. Names and values of
the raw fields suggest rows; every raw field is listed in a comment, with what it
holds, and what no row names goes to additional, so that nothing is lost. The
draft compiles, and a golden case of a few records stands beside it. Then it is
yours: read each row, and write the lines that give event types.

Values of the samples stand in the comments, unless --no-examples is given, and
whole records in the golden case: take samples that may be shown.

Exit codes: 0 drafted · 1 the samples hold no record, or none with a time · 2
wrong usage, or a file is there already · 3 something could not be read or
written · 130 interrupted`,
		Example: `  udmap init ACME_AUDIT logs/operations.jsonl --out acme
  # with what is in the samples kept out of the comments
  udmap init ACME_AUDIT logs/operations.jsonl --out acme --no-examples`,
		GroupID: groupTables,
		Args: func(_ *cobra.Command, arguments []string) error {
			if len(arguments) < 2 {
				return usagef("name the log type and samples of it, such as udmap init DOOR_LOG doors.jsonl")
			}
			return nil
		},
		RunE: func(command *cobra.Command, arguments []string) error {
			request.logType, request.paths = arguments[0], arguments[1:]
			return a.draft(command.Context(), request)
		},
	}
	flags := command.Flags()
	flags.StringVarP(&request.out, "out", "o", ".", "write into `DIR`: the table, and the golden case into DIR/golden")
	flags.BoolVar(&request.force, "force", false, "replace files that are there")
	flags.BoolVar(&request.noExamples, "no-examples", false, "show no values of the samples in comments")
	return command
}

// logTypeName is how SecOps writes log types.
var logTypeName = regexp.MustCompile(`^[A-Z][A-Z0-9]*(_[A-Z0-9]+)*$`)

// draft is one call of the verb.
func (a *app) draft(ctx context.Context, request initRequest) error {
	if !logTypeName.MatchString(request.logType) {
		return usagef("%q is no log type: write it as SecOps does, in capitals, digits and _, such as DOOR_LOG", request.logType)
	}
	name := strings.ToLower(request.logType)
	table, goldenCase := filepath.Join(request.out, name+".yaml"), filepath.Join(request.out, "golden", name+golden.Extension)
	if err := request.refuseExisting(table, goldenCase); err != nil {
		return err
	}
	survey, err := a.survey(ctx, request.paths)
	if err != nil {
		return err
	}
	text, err := survey.Table(draft.Request{Table: name, LogType: request.logType, Examples: !request.noExamples})
	if err != nil {
		fmt.Fprintf(a.stderr, "udmap: %s\n", err)
		return errFindings
	}
	if err := writeWhole(table, []byte(text)); err != nil {
		return err
	}
	fmt.Fprintf(a.stdout, "%s: a table of %s in %s\n", table, count(len(survey.Fields()), "raw field"), count(survey.Records, "record"))
	if survey.Others > 0 {
		fmt.Fprintf(a.stdout, "passed over %s\n", count(survey.Others, "record that is no JSON object"))
	}
	if survey.HasCase() {
		if err := a.draftCase(ctx, survey, table, goldenCase); err != nil {
			return err
		}
	}
	samples := strings.Join(request.paths, " ")
	fmt.Fprintf(a.stdout, "\nNow read the table, mend it, and see what it does:\n")
	fmt.Fprintf(a.stdout, "  udmap check %s\n  udmap convert --pretty --table %s %s\n", table, table, samples)
	fmt.Fprintf(a.stdout, "  udmap coverage --table %s %s\n  udmap test --table %s %s\n", table, samples, table, filepath.Dir(goldenCase))
	return nil
}

// refuseExisting protects what a person has written.
func (r initRequest) refuseExisting(paths ...string) error {
	for _, path := range paths {
		if _, err := os.Lstat(path); !r.force && !errors.Is(err, fs.ErrNotExist) {
			return usagef("%s is there already: choose another folder with --out, or replace it with --force", path)
		}
	}
	return nil
}

// survey looks at all records of the samples, split as a conversion splits them.
func (a *app) survey(ctx context.Context, paths []string) (*draft.Survey, error) {
	inputs, err := conversion.FindInputs(paths, nil)
	if err != nil {
		return nil, err
	}
	catalog, err := a.compileCatalog(tableChoice{name: autoTable}, parser.Options{})
	if err != nil {
		return nil, err
	}
	survey := draft.NewSurvey()
	for _, input := range inputs.Inputs {
		_, source, err := a.open(ctx, input.Path)
		if err != nil {
			return nil, err
		}
		_, err = rawrecord.Each(ctx, catalog, input.Path, source, func(record rawrecord.Record) error {
			survey.Add(record.Bytes())
			return nil
		})
		if err := errors.Join(err, source.Close()); err != nil {
			return nil, err
		}
	}
	return survey, nil
}

// draftCase writes the golden case, with what the table makes of its records.
func (a *app) draftCase(ctx context.Context, survey *draft.Survey, table, path string) error {
	files, err := tablefile.Find(table)
	if err != nil {
		return err
	}
	compiled := files[0].Compile(parser.Options{})
	if compiled.Plan == nil {
		return a.printBrokenTable(compiled)
	}
	runner, findings := golden.NewRunner([]*parser.Table{compiled.Table})
	if findings.HasErrors() {
		return usageError{findings}
	}
	unexpected, err := golden.Parse(path, []byte(survey.Case(compiled.Table.Name)))
	if err != nil {
		return err
	}
	result, err := runner.Run(ctx, unexpected)
	if err != nil {
		return err
	}
	if err := writeWhole(path, result.Updated()); err != nil {
		return err
	}
	fmt.Fprintf(a.stdout, "%s: a golden case of the first records\n", path)
	return nil
}

// writeWhole writes a file and the folders above it.
func writeWhole(path string, text []byte) error {
	file, err := wholefile.Create(path)
	if err != nil {
		return err
	}
	if _, err := file.Write(text); err != nil {
		return errors.Join(err, file.Discard())
	}
	return file.Commit()
}
