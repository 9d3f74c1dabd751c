package report

import (
	"io"
	"strconv"
	"strings"

	"github.com/udmap/udmap/udm"
)

// NewGitHub returns a printer of workflow commands, by which GitHub Actions
// shows each finding at its line of a pull request
// (https://docs.github.com/actions/reference/workflow-commands-for-github-actions).
func NewGitHub(w io.Writer, artifacts Artifacts) Printer { return githubPrinter{w, artifacts} }

type githubPrinter struct {
	w         io.Writer
	artifacts Artifacts
}

// Print implements Printer.
func (p githubPrinter) Print(finding udm.Diagnostic, _ Source) error {
	return WriteAnnotation(p.w, p.artifacts, Annotation{
		Severity: finding.Severity,
		Position: finding.Position,
		Title:    finding.ID,
		Message:  message(finding),
	})
}

// Close implements Printer; nothing is left to print.
func (githubPrinter) Close(...Section) error { return nil }

// Annotation is a remark at a line of a file.
type Annotation struct {
	Severity udm.Severity
	Position udm.Position // only the message is shown where it names no file
	Title    string
	Message  string // may have several lines
}

// WriteAnnotation writes the workflow command of an annotation. Whatever its
// texts hold, it is one command.
func WriteAnnotation(w io.Writer, artifacts Artifacts, annotation Annotation) error {
	var properties []string
	add := func(name, value string) { properties = append(properties, name+"="+escapeProperty(value)) }
	if position := annotation.Position; artifacts.isFile(position.File) {
		path, _ := artifacts.relative(position.File)
		add("file", path)
		if position.Line > 0 {
			add("line", strconv.Itoa(position.Line))
		}
		if position.Line > 0 && position.Column > 0 {
			add("col", strconv.Itoa(position.Column))
		}
	}
	add("title", annotation.Title)
	command := "::" + command(annotation.Severity) + " " + strings.Join(properties, ",") + "::" + escapeData(annotation.Message)
	_, err := io.WriteString(w, command+"\n")
	return err
}

// command is the workflow command of a severity.
func command(severity udm.Severity) string {
	if severity == udm.SeverityNote {
		return "notice"
	}
	return severity.String()
}

// escapeData writes a text as the message of a command, which ends at a line
// break.
func escapeData(text string) string {
	return strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A").Replace(text)
}

// escapeProperty writes a text as a property, which ends at a comma or colon
// too.
func escapeProperty(text string) string {
	return strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A", ":", "%3A", ",", "%2C").Replace(text)
}
