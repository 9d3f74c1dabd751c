package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"github.com/udmap/udmap/internal/report"
	"github.com/udmap/udmap/parser"
	"github.com/udmap/udmap/udm"
)

// newExplainCommand makes the verb that tells what became of one record.
func newExplainCommand(a *app) *cobra.Command {
	request := explainRequest{table: tableChoice{name: autoTable}, number: 1}
	command := &cobra.Command{
		Use:   "explain [FILE|-]",
		Short: "Tell what became of one record, field by field",
		Long: `Tell for one record where every UDM field comes from: the row, its place in the
table, and the raw text; why every other row set nothing; and which raw fields
went nowhere. With --field only that field is looked at, and if it is missing,
the rows that could have filled it and why they did not. Without a file,
standard input is read.

Exit codes: 0 explained · 1 the record is rejected, or --field is missing · 2
wrong usage, or a table that does not compile · 3 the file could not be read`,
		Example: `  udmap explain logs/operations.jsonl
  udmap explain logs/operations.jsonl --record 3 --field target.user
  udmap explain --table my_table.yaml --format json logs/operations.jsonl`,
		GroupID: groupLogs,
		Args:    atMostOneArgument,
	}
	flags := command.Flags()
	flags.IntVarP(&request.number, "record", "r", request.number, "explain the `N`th record")
	flags.StringVar(&request.field, "field", "", "explain the UDM field `PATH` alone")
	// The error is that there is no such flag.
	_ = command.RegisterFlagCompletionFunc("field", completePath)
	request.table.addFlags(command)
	command.RunE = func(command *cobra.Command, args []string) error {
		request.path = standardInput
		if len(args) == 1 {
			request.path = args[0]
		}
		return a.explain(command.Context(), request)
	}
	return command
}

// explainRequest is what the command line asks for.
type explainRequest struct {
	path   string
	number int
	field  string
	table  tableChoice
}

// explained is an explanation with the record that it is of.
type explained struct {
	Record recordPlace     `json:"record"`
	Event  json.RawMessage `json:"event,omitempty"`
	parser.Explanation
	raw string
}

// maxShown bounds the characters of a value in a column.
const maxShown = 60

func (a *app) explain(ctx context.Context, request explainRequest) error {
	if request.number < 1 {
		return usagef("--record must be at least 1")
	}
	field, err := parseField(request.field)
	if err != nil {
		return err
	}
	catalog, err := a.compileCatalog(request.table, parser.Options{})
	if err != nil {
		return err
	}
	place, record, err := a.readRecord(ctx, catalog, request.path, request.number)
	if err != nil {
		return err
	}
	explanation, err := catalog.Explain(record)
	if rejection, isRejection := errors.AsType[*parser.Rejection](err); isRejection {
		explanation = &parser.Explanation{Rejection: rejection}
	} else if err != nil {
		return err
	}
	result := explained{Record: place, Event: explanation.Event, Explanation: *explanation, raw: string(record)}
	if !field.IsZero() {
		return a.explainField(result, field.String())
	}
	return a.printExplanation(result)
}

// parseField resolves the value of --field; "" is the zero path.
func parseField(text string) (udm.Path, error) {
	if text == "" {
		return udm.Path{}, nil
	}
	path, err := udm.Default().ParsePath(text)
	if err != nil {
		return udm.Path{}, usageError{err}
	}
	return path, nil
}

func (a *app) printExplanation(result explained) error {
	if a.format == formatJSON {
		if err := a.printJSON(result); err != nil {
			return err
		}
	} else if err := a.printExplanationText(result); err != nil {
		return err
	}
	if result.Rejection != nil {
		return errFindings
	}
	return nil
}

func (a *app) printExplanationText(result explained) error {
	return errors.Join(
		a.printRecordLine(result),
		a.printSection("Fields of the event", fieldSourceRows(result.Fields)),
		a.printSection("Rows that set nothing", idleRows(result.Idle)),
		a.printSection("Raw fields that went nowhere", unusedRows(result.Unused, false)),
		a.printSection("Raw fields that the table drops", unusedRows(result.Unused, true)),
	)
}

// printRecordLine says which record it is, and what took or refused it.
func (a *app) printRecordLine(result explained) error {
	palette := report.NewPalette(a.coloured(a.stdout))
	text := palette.Bold(result.Record.String())
	if result.Table != "" {
		text += ", table " + result.Table
	}
	if rejection := result.Rejection; rejection != nil {
		text += "\n" + palette.Severity(udm.SeverityError, "rejected") + ": " + report.Printable(describeRejection(rejection))
		if rejection.Offset >= 0 {
			text += "\n  " + strings.ReplaceAll(report.Point(result.raw, rejection.Offset), "\n", "\n  ")
		}
	}
	_, err := fmt.Fprintln(a.stdout, text)
	return err
}

func describeRejection(rejection *parser.Rejection) string {
	text := rejectionInWords(rejection.Reason, rejection.Detail)
	if rejection.Row != "" {
		text += " (row " + rejection.Row + ")"
	}
	return text
}

func (a *app) printSection(title string, rows [][]string) error {
	if len(rows) == 0 {
		return nil
	}
	palette := report.NewPalette(a.coloured(a.stdout))
	_, err := fmt.Fprintf(a.stdout, "\n%s\n", palette.Bold(title))
	return errors.Join(err, report.WriteTable(a.stdout, "  ", rows))
}

func fieldSourceRows(fields []parser.FieldSource) [][]string {
	rows := make([][]string, len(fields))
	for i, field := range fields {
		raw := ""
		if field.Source != "" {
			raw = field.Source + " = " + shorten(field.Raw, maxShown)
		}
		rows[i] = []string{field.Path, shorten(field.Value, maxShown), field.Row, place(field.Position), raw}
	}
	return rows
}

func idleRows(idle []parser.IdleRow) [][]string {
	rows := make([][]string, len(idle))
	for i, row := range idle {
		reason := row.Reason
		if row.Detail != "" {
			reason += ": " + row.Detail
		}
		rows[i] = []string{row.Row, row.To, reason, place(row.Position)}
	}
	return rows
}

// unusedRows are the fields that went nowhere by oversight, or by intent.
func unusedRows(unused []parser.UnusedField, dropped bool) [][]string {
	var rows [][]string
	for _, field := range unused {
		if dropped != (field.Dropped != "") {
			continue
		}
		row := []string{field.Path, shorten(field.Raw, maxShown)}
		if dropped {
			row = append(row, field.Dropped)
		}
		rows = append(rows, row)
	}
	return rows
}

// place is a position without its column, which is the same for every row.
func place(position udm.Position) string {
	if position.Line == 0 {
		return position.File
	}
	return fmt.Sprintf("%s:%d", position.File, position.Line)
}
