package main

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"github.com/udmap/udmap/internal/report"
	"github.com/udmap/udmap/internal/tablefile"
	"github.com/udmap/udmap/parser"
)

// newTablesCommand makes the verb that lists the built-in tables and prints
// them.
func newTablesCommand(a *app) *cobra.Command {
	return &cobra.Command{
		Use:   "tables [NAME]",
		Short: "List the built-in mapping tables, or print one",
		Long: `List the built-in mapping tables with their log type, version, number of rows
and the event types they give. With a name, print that table as the YAML it is:
the way to start a table of your own. (With --format json, its line of the list.)

Exit codes: 0 printed · 2 no such table`,
		Example: `  udmap tables
  udmap tables zoom_operation_logs > my_table.yaml`,
		GroupID:           groupTables,
		Args:              atMostOneArgument,
		ValidArgsFunction: completeTableNames,
		RunE: func(_ *cobra.Command, args []string) error {
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
		},
	}
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
