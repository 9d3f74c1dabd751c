package main

import (
	"fmt"
	"os"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/udmap/udmap/internal/report"
	"github.com/udmap/udmap/parser"
	"github.com/udmap/udmap/udm"
)

// outputFormat is a value of --format.
type outputFormat string

const (
	formatText   outputFormat = "text"   // for people
	formatJSON   outputFormat = "json"   // for programs
	formatSARIF  outputFormat = "sarif"  // for code scanning
	formatGitHub outputFormat = "github" // for the log of a GitHub workflow

	formatMarkdown outputFormat = "markdown" // a page for reviewers, or a comment for a pull request
)

// formatFlag is --format of one verb, or of all that have no other formats.
type formatFlag struct {
	format  *outputFormat
	allowed []outputFormat
}

// String returns the format's name.
func (f formatFlag) String() string {
	if f.format == nil {
		return "" // pflag asks a zero flag for the zero value
	}
	return string(*f.format)
}

// Type names the kind of value in --help.
func (f formatFlag) Type() string { return strings.Join(f.names(), "|") }

// Set reads the value of the flag.
func (f formatFlag) Set(name string) error {
	format := outputFormat(name)
	if slices.Contains(f.allowed, format) {
		*f.format = format
		return nil
	}
	advice := ""
	if verbs := verbsWith(format); verbs != "" {
		advice = " (" + verbs + " can print " + name + ")"
	}
	return fmt.Errorf("must be one of %s%s", strings.Join(f.names(), ", "), advice)
}

// verbsWith names the verbs that have a format which others have not.
func verbsWith(format outputFormat) string {
	switch format {
	case formatSARIF:
		return "udmap check and validate"
	case formatGitHub:
		return "udmap check, validate and test"
	case formatMarkdown:
		return "udmap tables and diff"
	case formatText, formatJSON:
	}
	return ""
}

func (f formatFlag) names() []string {
	names := make([]string, len(f.allowed))
	for i, format := range f.allowed {
		names[i] = string(format)
	}
	return names
}

const formatUsage = "how results are printed"

// addFormats gives a verb formats besides those that every verb has.
func (a *app) addFormats(command *cobra.Command, more ...outputFormat) {
	formats := formatFlag{&a.format, append([]outputFormat{formatText, formatJSON}, more...)}
	command.Flags().VarP(formats, "format", "f", formatUsage)
	// The error is that there is no such flag.
	_ = command.RegisterFlagCompletionFunc("format",
		cobra.FixedCompletions(formats.names(), cobra.ShellCompDirectiveNoFileComp))
}

// printsForPeople tells of formats that somebody reads line by line.
func (a *app) printsForPeople() bool { return a.format == formatText || a.format == formatGitHub }

// artifacts says how findings name their files to programs elsewhere: from the
// folder that udmap runs in.
func (a *app) artifacts() report.Artifacts {
	root, err := os.Getwd()
	if err != nil {
		root = string(os.PathSeparator) // the folder is gone; then no path is relative to it
	}
	return report.Artifacts{Root: root, NotAFile: standardInputName}
}

// sarifTool is what a SARIF log says about us: all that udmap can find.
func sarifTool() report.Tool {
	tool := report.Tool{Name: "udmap", Version: readBuild().Version, URL: "https://github.com/udmap/udmap"}
	for _, finding := range parser.Findings() {
		tool.Rules = append(tool.Rules, report.Rule{
			ID: finding.ID, Severity: finding.Severity, Summary: finding.Summary, Hint: finding.Hint, URL: finding.URL,
		})
	}
	for _, rule := range udm.ValidatorRules() {
		tool.Rules = append(tool.Rules, report.Rule{
			ID: rule.ID, Severity: rule.Severity, Summary: rule.Summary, Hint: rule.Hint, URL: rule.URL,
		})
	}
	return tool
}
