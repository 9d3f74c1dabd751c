package main

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/udmap/udmap/internal/report"
	"github.com/udmap/udmap/internal/tablefile"
	"github.com/udmap/udmap/parser"
	"github.com/udmap/udmap/udm"
)

// newCheckCommand makes the verb that compiles mapping tables and proves what
// can be proved of them.
func newCheckCommand(a *app) *cobra.Command {
	command := &cobra.Command{
		Use:   "check [TABLE]…",
		Short: "Compile mapping tables and prove what their events have",
		Long: `Compile mapping tables, all findings at once, and prove for each event type that
a table gives whether what the usage guide asks of its events is always,
sometimes or never there, and by which rows. A TABLE is the name of a built-in
table, a file, or a folder of .yaml files; without one, the built-in tables are
checked. Notes are counted, and printed with --verbose.

--format sarif writes a log for code scanning, and --format github the commands
by which a GitHub workflow shows findings at their lines: docs/ci.md.

Exit codes: 0 every table compiles · 1 only with --strict: there are warnings ·
2 a table does not compile, or wrong usage · 3 a file could not be read`,
		Example: `  udmap check
  udmap check my_table.yaml
  udmap check --strict --format json zoom_operation_logs
  udmap check --format sarif my_table.yaml > udmap.sarif`,
		GroupID:           groupTables,
		ValidArgsFunction: completeTables,
	}
	a.addFormats(command, formatSARIF, formatGitHub)
	strict := command.Flags().Bool("strict", false, "let warnings fail too")
	command.RunE = func(command *cobra.Command, names []string) error {
		if len(names) == 0 {
			names = tablefile.Names()
		}
		files, err := findTables(names...)
		if err != nil {
			return err
		}
		return a.checkTables(command.Context(), files, *strict)
	}
	return command
}

// completeTables offers the built-in tables, and files.
func completeTables(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
	return tablefile.Names(), cobra.ShellCompDirectiveDefault
}

// findTables finds tables; a name that is none is wrong usage.
func findTables(names ...string) ([]tablefile.File, error) {
	files, err := tablefile.Find(names...)
	if _, isMissing := errors.AsType[*tablefile.NotFoundError](err); isMissing {
		return nil, usageError{err}
	}
	return files, err
}

// tableProof is what check reports of one table besides its findings.
type tableProof struct {
	File     string               `json:"file"`
	Table    string               `json:"table,omitempty"`
	Compiles bool                 `json:"compiles"`
	Errors   int                  `json:"errors"`
	Warnings int                  `json:"warnings"`
	Notes    int                  `json:"notes"`
	Branches []parser.BranchProof `json:"branches,omitempty"`
}

// checkTables prints the findings and the proof of each table.
func (a *app) checkTables(ctx context.Context, files []tablefile.File, strict bool) error {
	printer := a.newPrinter(a.stdout)
	broken, warned := false, false
	var proofs []tableProof
	for _, file := range files {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		compiled := file.Compile(parser.Options{})
		if err := report.PrintAll(printer, a.findingsToPrint(compiled.Findings), compiled.File.Source()); err != nil {
			return err
		}
		proof := prove(compiled)
		proofs = append(proofs, proof)
		broken = broken || !proof.Compiles
		warned = warned || proof.Warnings > 0
		if err := a.printVerdict(proof); err != nil {
			return err
		}
	}
	if err := printer.Close(report.Section{Name: "tables", Value: proofs}); err != nil {
		return err
	}
	switch {
	case broken:
		return errTable
	case strict && warned:
		return errFindings
	}
	return nil
}

// findingsToPrint leaves the notes out, unless a program reads them or somebody
// asks: what a table means by them is seldom in doubt.
func (a *app) findingsToPrint(findings udm.Diagnostics) udm.Diagnostics {
	if a.verbose || !a.printsForPeople() {
		return findings
	}
	return slices.DeleteFunc(slices.Clone(findings), func(finding udm.Diagnostic) bool {
		return finding.Severity == udm.SeverityNote
	})
}

func prove(compiled tablefile.Compiled) tableProof {
	proof := tableProof{
		File:     compiled.File.Path,
		Compiles: compiled.Plan != nil,
		Errors:   compiled.Findings.Count(udm.SeverityError),
		Warnings: compiled.Findings.Count(udm.SeverityWarning),
		Notes:    compiled.Findings.Count(udm.SeverityNote),
	}
	if compiled.Plan != nil {
		proof.Table = compiled.Table.Name
		proof.Branches = parser.Prove(compiled.Table, udm.Default())
	}
	return proof
}

// printVerdict prints what people want to know of a table besides its findings.
func (a *app) printVerdict(proof tableProof) error {
	switch a.format {
	case formatText:
		return a.printProof(proof)
	case formatGitHub:
		// A file's name never begins a line, where it could be a command.
		_, err := fmt.Fprintf(a.stdout, "checked %s: %s\n", report.Printable(proof.File), proof.sums())
		return err
	case formatJSON, formatSARIF, formatMarkdown:
	}
	return nil
}

// sums counts the findings of a table.
func (p tableProof) sums() string {
	return fmt.Sprintf("%s, %s, %s", count(p.Errors, "error"), count(p.Warnings, "warning"), count(p.Notes, "note"))
}

// printProof prints a table's verdict, and below it what each event type that
// it gives will have.
func (a *app) printProof(proof tableProof) error {
	palette := report.NewPalette(a.coloured(a.stdout))
	verdict := palette.Good("compiles")
	if !proof.Compiles {
		verdict = palette.Severity(udm.SeverityError, "does not compile")
	}
	_, err := fmt.Fprintf(a.stdout, "%s: %s; %s\n", palette.Bold(proof.File), verdict, proof.sums())
	for _, branch := range proof.Branches {
		err = errors.Join(err, a.printBranch(branch))
	}
	return err
}

func (a *app) printBranch(branch parser.BranchProof) error {
	eventType := branch.EventType
	if eventType == "" {
		eventType = "any event type, named by the record"
	}
	headline := fmt.Sprintf("  %s (line %s)", eventType, branch.Line)
	if branch.Unreachable {
		headline += ": no record gets here"
	}
	rows := make([][]string, len(branch.Requirements))
	for i, requirement := range branch.Requirements {
		rows[i] = []string{requirement.Verdict.String(), describeRequirement(requirement)}
	}
	_, err := fmt.Fprintln(a.stdout, headline)
	return errors.Join(err, report.WriteTable(a.stdout, "    ", rows))
}

// describeRequirement says what is asked for, why it may be missing, and which
// rows can give it.
func describeRequirement(requirement parser.Requirement) string {
	text := requirement.Rule
	if requirement.Detail != "" {
		text += ": " + requirement.Detail
	}
	if len(requirement.Rows) > 0 {
		text += " [" + strings.Join(requirement.Rows, " ") + "]"
	}
	return text
}
