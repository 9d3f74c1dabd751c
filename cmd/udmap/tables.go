package main

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"github.com/udmap/udmap/internal/report"
	"github.com/udmap/udmap/internal/tablefile"
	"github.com/udmap/udmap/internal/tableschema"
	"github.com/udmap/udmap/parser"
	"github.com/udmap/udmap/udm"
)

// newTablesCommand makes the verb that lists the built-in tables and prints
// them.
func newTablesCommand(a *app) *cobra.Command {
	var schema bool
	command := &cobra.Command{
		Use:   "tables [NAME|FILE]",
		Short: "List the built-in mapping tables, print one, or the schema of all",
		Long: `List the built-in mapping tables with their log type, version, number of rows
and the event types they give. With a name, print that table as the YAML it is:
the way to start a table of your own. With --format markdown, print it, or a
table of yours, as a page for reviewers: each raw field, the UDM field it sets,
when, and where that comes from. (With --format json, its line of the list.)

--schema prints the JSON Schema of the table format, by which editors complete
and check tables while you write: docs/tables.md tells how.

Exit codes: 0 printed · 2 no such table, or one that does not compile ·
3 a file could not be read`,
		Example: `  udmap tables
  udmap tables zoom_operation_logs > my_table.yaml
  udmap tables --format markdown my_table.yaml > my_table.md
  udmap tables --schema > table.schema.json`,
		GroupID:           groupTables,
		Args:              atMostOneArgument,
		ValidArgsFunction: completeTableNames,
		RunE: func(_ *cobra.Command, args []string) error {
			switch {
			case schema && (len(args) > 0 || a.format == formatMarkdown):
				return usagef("--schema is of every table: it goes with no name and no other format")
			case schema:
				return a.printTableSchema()
			case a.format == formatMarkdown:
				return a.printTablePage(args)
			}
			return a.printTables(args)
		},
	}
	a.addFormats(command, formatMarkdown)
	command.Flags().BoolVar(&schema, "schema", false, "print the JSON Schema of the table format")
	return command
}

// printTables prints a built-in table, or the list of all.
func (a *app) printTables(args []string) error {
	names := tablefile.Names()
	if len(args) == 1 {
		if !slices.Contains(names, args[0]) {
			return usagef("there is no built-in table %q%s", args[0],
				didYouMean(args[0], names, "udmap tables lists them"))
		}
		names = args
	}
	files, err := tablefile.Find(names...)
	if err != nil {
		return err
	}
	if len(args) == 1 && a.format == formatText {
		_, err := a.stdout.Write(files[0].Text)
		return err
	}
	return a.listTables(files)
}

func (a *app) printTableSchema() error {
	logTypes, err := tablefile.LogTypes()
	if err != nil {
		return err
	}
	schema, err := tableschema.Generate(udm.Default(), logTypes)
	if err != nil {
		return err
	}
	_, err = a.stdout.Write(schema)
	return err
}

// completeTableNames offers the built-in tables once.
func completeTableNames(_ *cobra.Command, args []string, _ string) ([]string, cobra.ShellCompDirective) {
	if len(args) > 0 {
		return nil, cobra.ShellCompDirectiveNoFileComp
	}
	return tablefile.Names(), cobra.ShellCompDirectiveNoFileComp
}

// tableSummary is what the list says of one table.
type tableSummary struct {
	Name        string   `json:"name"`
	LogType     string   `json:"log_type"`
	Version     int      `json:"version"`
	Rows        int      `json:"rows"`
	EventTypes  []string `json:"event_types"`
	Description string   `json:"description"`
	Source      string   `json:"source,omitempty"`
}

func (a *app) listTables(files []tablefile.File) error {
	var summaries []tableSummary
	for _, file := range files {
		table, findings := parser.Load(file.Path, file.Text)
		if findings.HasErrors() {
			return findings
		}
		summaries = append(summaries, summarize(table))
	}
	if a.format == formatJSON {
		return a.printJSON(summaries)
	}
	rows := [][]string{{"NAME", "LOG TYPE", "VERSION", "ROWS", "EVENT TYPES", "DESCRIPTION"}}
	for _, summary := range summaries {
		rows = append(rows, []string{
			summary.Name, summary.LogType, strconv.Itoa(summary.Version), strconv.Itoa(summary.Rows),
			strings.Join(summary.EventTypes, ", "), summary.Description,
		})
	}
	return report.WriteTable(a.stdout, "", rows)
}

// summarize counts the lines of the event type among the rows, as the
// published tables do.
func summarize(table *parser.Table) tableSummary {
	summary := tableSummary{
		Name:        table.Name,
		LogType:     table.LogType,
		Version:     table.Version,
		Rows:        len(table.Rows) + len(table.EventTypes),
		Description: table.Description,
		Source:      table.Source,
	}
	for _, line := range table.EventTypes {
		name := line.Value
		if name == "" {
			name = fmt.Sprintf("(the record's %s)", line.From)
		}
		if !slices.Contains(summary.EventTypes, name) {
			summary.EventTypes = append(summary.EventTypes, name)
		}
	}
	return summary
}
