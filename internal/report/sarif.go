package report

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"io"
	"strings"

	"github.com/udmap/udmap/udm"
)

// Tool is what a SARIF log says about the program that wrote it.
type Tool struct {
	Name    string
	Version string
	URL     string
	Rules   []Rule // every rule there is, found or not
}

const (
	sarifVersion = "2.1.0"
	sarifSchema  = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
	// sourceRoot is the name that SARIF gives to the folder that files are
	// named from.
	sourceRoot = "%SRCROOT%"
	// fingerprintName names our way of telling that two findings of two runs
	// are the same. Another way needs another number.
	fingerprintName = "udmapFinding/v1"
)

// NewSARIF returns a printer of the Static Analysis Results Interchange Format
// 2.1.0 (https://docs.oasis-open.org/sarif/sarif/v2.1.0/), which code-scanning
// services read. Results are written as they come; the rules stand in front.
func NewSARIF(w io.Writer, tool Tool, artifacts Artifacts) Printer {
	p := &sarifPrinter{w: w, artifacts: artifacts, tool: tool, rules: map[string]int{}}
	for i, rule := range tool.Rules {
		p.rules[rule.ID] = i
	}
	return p
}

type sarifPrinter struct {
	w         io.Writer
	artifacts Artifacts
	tool      Tool
	rules     map[string]int // by id, their places in the list
	printed   int
	begun     bool
}

// The parts of a SARIF log that we write, by the names of its specification.

type sarifDriver struct {
	Name           string      `json:"name"`
	Version        string      `json:"version,omitempty"`
	InformationURI string      `json:"informationUri,omitempty"`
	Rules          []sarifRule `json:"rules"`
}

type sarifRule struct {
	ID               string             `json:"id"`
	Name             string             `json:"name,omitempty"`
	ShortDescription sarifMessage       `json:"shortDescription"`
	Help             sarifMessage       `json:"help"`
	HelpURI          string             `json:"helpUri,omitempty"`
	Default          sarifConfiguration `json:"defaultConfiguration"`
}

type sarifConfiguration struct {
	Level string `json:"level"`
}

type sarifMessage struct {
	Text string `json:"text"`
}

type sarifResult struct {
	RuleID       string            `json:"ruleId"`
	RuleIndex    *int              `json:"ruleIndex,omitempty"`
	Level        string            `json:"level"`
	Message      sarifMessage      `json:"message"`
	Locations    []sarifLocation   `json:"locations,omitempty"`
	Fingerprints map[string]string `json:"partialFingerprints"`
}

type sarifLocation struct {
	Physical *sarifPhysicalLocation `json:"physicalLocation,omitempty"`
	Logical  []sarifLogicalLocation `json:"logicalLocations,omitempty"`
}

type sarifPhysicalLocation struct {
	Artifact sarifArtifact `json:"artifactLocation"`
	Region   *sarifRegion  `json:"region,omitempty"`
}

type sarifArtifact struct {
	URI       string `json:"uri"`
	URIBaseID string `json:"uriBaseId,omitempty"`
}

type sarifRegion struct {
	StartLine   int `json:"startLine"`
	StartColumn int `json:"startColumn,omitempty"`
}

type sarifLogicalLocation struct {
	Name string `json:"fullyQualifiedName"`
	Kind string `json:"kind"`
}

// Print implements Printer.
func (p *sarifPrinter) Print(finding udm.Diagnostic, source Source) error {
	if err := p.begin(); err != nil {
		return err
	}
	result, err := encode(p.result(finding, source))
	if err != nil {
		return err
	}
	separator := ",\n"
	if p.printed == 0 {
		separator = "\n"
	}
	p.printed++
	return p.write([]byte(separator), result)
}

// Close implements Printer. What programs read beside the findings has no place
// in SARIF.
func (p *sarifPrinter) Close(...Section) error {
	if err := p.begin(); err != nil {
		return err
	}
	return p.write([]byte("]}]}\n"))
}

// begin writes what stands before the results, once.
func (p *sarifPrinter) begin() error {
	if p.begun {
		return nil
	}
	p.begun = true
	driver := sarifDriver{Name: p.tool.Name, Version: p.tool.Version, InformationURI: p.tool.URL, Rules: []sarifRule{}}
	for _, rule := range p.tool.Rules {
		driver.Rules = append(driver.Rules, sarifRule{
			ID: rule.ID, Name: rule.name(), HelpURI: rule.URL,
			ShortDescription: sarifMessage{rule.description()}, Help: sarifMessage{rule.help()},
			Default: sarifConfiguration{rule.Severity.String()},
		})
	}
	tool, err := encode(driver)
	if err != nil {
		return err
	}
	return p.write(
		[]byte(`{"$schema":"`+sarifSchema+`","version":"`+sarifVersion+`","runs":[{`+"\n"),
		[]byte(`"columnKind":"unicodeCodePoints",`+"\n"),
		[]byte(`"originalUriBaseIds":{"`+sourceRoot+`":{"description":{"text":"the folder that udmap ran in"}}},`+"\n"),
		[]byte(`"tool":{"driver":`), tool, []byte("},\n"), []byte(`"results":[`),
	)
}

func (p *sarifPrinter) result(finding udm.Diagnostic, source Source) sarifResult {
	result := sarifResult{
		RuleID:       finding.ID,
		Level:        finding.Severity.String(),
		Message:      sarifMessage{message(finding)},
		Fingerprints: map[string]string{fingerprintName: p.fingerprint(finding, source)},
	}
	if index, known := p.rules[finding.ID]; known {
		result.RuleIndex = &index
	}
	location := sarifLocation{Physical: p.place(finding.Position)}
	if finding.Field != "" {
		location.Logical = []sarifLogicalLocation{{finding.Field, "property"}}
	}
	if location.Physical != nil || location.Logical != nil {
		result.Locations = []sarifLocation{location}
	}
	return result
}

// place is where a finding is, nil where that is no file.
func (p *sarifPrinter) place(position udm.Position) *sarifPhysicalLocation {
	if !p.artifacts.isFile(position.File) {
		return nil
	}
	place := &sarifPhysicalLocation{}
	if path, isBelow := p.artifacts.relative(position.File); isBelow {
		place.Artifact = sarifArtifact{relativeURI(path), sourceRoot}
	} else {
		place.Artifact.URI = absoluteURI(path)
	}
	if position.Line > 0 {
		place.Region = &sarifRegion{position.Line, position.Column}
	}
	return place
}

// fingerprint tells a finding from the others by what stays the same when lines
// are added above it.
func (p *sarifPrinter) fingerprint(finding udm.Diagnostic, source Source) string {
	line := ""
	if source != nil && finding.Position.Line > 0 {
		line, _ = source(finding.Position)
	}
	path, _ := p.artifacts.relative(finding.Position.File)
	identity := strings.Join([]string{finding.ID, path, finding.Row, finding.Field, strings.TrimSpace(line)}, "\x00")
	sum := sha256.Sum256([]byte(identity))
	return hex.EncodeToString(sum[:16])
}

func (p *sarifPrinter) write(parts ...[]byte) error {
	_, err := p.w.Write(bytes.Join(parts, nil))
	return err
}

// message is all that a finding says, as one text.
func message(finding udm.Diagnostic) string {
	text := Printable(finding.Summary)
	if finding.Detail != "" {
		text += ": " + Printable(finding.Detail)
	}
	if about := subject(finding); about != "" {
		text += " (" + Printable(about) + ")"
	}
	if finding.Hint != "" {
		text += "\nhint: " + Printable(finding.Hint)
	}
	return text
}
