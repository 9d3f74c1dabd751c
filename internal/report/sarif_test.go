package report_test

import (
	"os"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"github.com/stretchr/testify/require"
	"github.com/tidwall/gjson"

	"github.com/udmap/udmap/internal/report"
	"github.com/udmap/udmap/udm"
)

func sarifRules() report.Tool {
	return report.Tool{Name: "udmap", Version: "v1.2.3", URL: "https://example.com/udmap", Rules: []report.Rule{
		{ID: "MAP020", Severity: udm.SeverityError, Summary: "{path} is no UDM field", Hint: "udmap schema lists the fields", URL: "https://example.com/rows"},
		{ID: "UDM001", Severity: udm.SeverityWarning, Summary: "no such field"},
	}}
}

// sarif returns the log of some findings, which the standard's own schema has
// found valid.
func sarif(t *testing.T, source string, findings ...udm.Diagnostic) gjson.Result {
	t.Helper()
	var text strings.Builder
	printer := report.NewSARIF(&text, sarifRules(), report.Artifacts{Root: "/work/tables", NotAFile: "standard input"})
	require.NoError(t, report.PrintAll(printer, findings, report.Lines([]byte(source), udm.Position{Line: 1, Column: 1})))
	require.NoError(t, printer.Close(report.Section{Name: "tables", Value: 1}))

	log, err := jsonschema.UnmarshalJSON(strings.NewReader(text.String()))
	require.NoError(t, err, text.String())
	require.NoError(t, sarifSchema(t).Validate(log), text.String())
	return gjson.Parse(text.String())
}

func sarifSchema(t *testing.T) *jsonschema.Schema {
	t.Helper()
	file, err := os.Open("testdata/sarif-schema-2.1.0.json")
	require.NoError(t, err)
	defer func() { require.NoError(t, file.Close()) }()
	document, err := jsonschema.UnmarshalJSON(file)
	require.NoError(t, err)
	compiler := jsonschema.NewCompiler()
	require.NoError(t, compiler.AddResource("sarif.json", document))
	return compiler.MustCompile("sarif.json")
}

func TestSARIFSaysWhereAndWhat(t *testing.T) {
	run := sarif(t, "rows:\n  - to: target.usr\n", finding()).Get("runs.0")
	require.Equal(t, "unicodeCodePoints", run.Get("columnKind").String())
	require.JSONEq(t, `{
		"id": "MAP020", "name": "PathIsNoUDMField", "helpUri": "https://example.com/rows",
		"shortDescription": {"text": "PATH is no UDM field"},
		"help": {"text": "PATH is no UDM field\nWhat to do: udmap schema lists the fields"},
		"defaultConfiguration": {"level": "error"}
	}`, run.Get("tool.driver.rules.0").Raw)

	result := run.Get("results.0")
	require.Equal(t, "UDM001", result.Get("ruleId").String())
	require.Equal(t, int64(1), result.Get("ruleIndex").Int())
	require.Equal(t, "error", result.Get("level").String())
	require.Equal(t, "no such field: no field \"usr\" in Noun (row D4, target.usr)\nhint: did you mean user?", result.Get("message.text").String())
	require.JSONEq(t, `[{
		"physicalLocation": {
			"artifactLocation": {"uri": "door.yaml", "uriBaseId": "%SRCROOT%"},
			"region": {"startLine": 2, "startColumn": 9}
		},
		"logicalLocations": [{"fullyQualifiedName": "target.usr", "kind": "property"}]
	}]`, result.Get("locations").Raw)
}

func TestSARIFWithoutFindingsIsALog(t *testing.T) {
	log := sarif(t, "")
	require.Equal(t, "[]", log.Get("runs.0.results").Raw)
	require.Len(t, log.Get("runs.0.tool.driver.rules").Array(), 2)
}

// TestSARIFNamesFilesAsURIs: from the root where they are below it, else by
// their whole path; what is no file has no place.
func TestSARIFNamesFilesAsURIs(t *testing.T) {
	for file, want := range map[string]string{
		"./new tables/50%#1?.yaml":   `{"uri":"new%20tables/50%25%231%3F.yaml","uriBaseId":"%SRCROOT%"}`,
		"a:b.yaml":                   `{"uri":"a%3Ab.yaml","uriBaseId":"%SRCROOT%"}`,
		"tür.yaml":                   `{"uri":"t%C3%BCr.yaml","uriBaseId":"%SRCROOT%"}`,
		"/work/tables/sub/door.yaml": `{"uri":"sub/door.yaml","uriBaseId":"%SRCROOT%"}`,
		"../other/door log.yaml":     `{"uri":"file:///work/other/door%20log.yaml"}`,
		"..door.yaml":                `{"uri":"..door.yaml","uriBaseId":"%SRCROOT%"}`,
		"standard input":             "",
		"":                           "",
	} {
		placed := finding()
		placed.Position.File = file
		place := sarif(t, "", placed).Get("runs.0.results.0.locations.0.physicalLocation")
		require.Equal(t, want, place.Get("artifactLocation").Raw, file)
		require.Equal(t, want != "", place.Get("region").Exists())
	}
}

// TestSARIFOfUnknownPlaces: a rule that nobody listed, a finding of no place,
// and one of a whole file.
func TestSARIFOfUnknownPlaces(t *testing.T) {
	whole := udm.Diagnostic{ID: "NEW001", Severity: udm.SeverityNote, Summary: "odd", Position: udm.Position{File: "a.yaml"}}
	bare := udm.Diagnostic{ID: "NEW001", Severity: udm.SeverityNote, Summary: "odd"}
	results := sarif(t, "", whole, bare).Get("runs.0.results")
	require.False(t, results.Get("0.ruleIndex").Exists())
	require.False(t, results.Get("0.locations.0.physicalLocation.region").Exists())
	require.Equal(t, "a.yaml", results.Get("0.locations.0.physicalLocation.artifactLocation.uri").String())
	require.False(t, results.Get("1.locations").Exists())
}

// TestSARIFKnowsAFindingAgain although lines were added above it, and does not
// take another for it.
func TestSARIFKnowsAFindingAgain(t *testing.T) {
	fingerprint := func(source string, change func(*udm.Diagnostic)) string {
		changed := finding()
		change(&changed)
		return sarif(t, source, changed).Get("runs.0.results.0.partialFingerprints.udmapFinding/v1").String()
	}
	first := fingerprint("\n  - to: target.usr\n", func(*udm.Diagnostic) {})
	require.Len(t, first, 32)
	require.Equal(t, first, fingerprint("\n\n\n  - to: target.usr\n", func(d *udm.Diagnostic) { d.Position.Line = 4 }))
	for name, change := range map[string]func(*udm.Diagnostic){
		"rule":  func(d *udm.Diagnostic) { d.ID = "UDM002" },
		"row":   func(d *udm.Diagnostic) { d.Row = "D5" },
		"field": func(d *udm.Diagnostic) { d.Field = "target.user" },
		"file":  func(d *udm.Diagnostic) { d.Position.File = "other.yaml" },
		"line":  func(d *udm.Diagnostic) { d.Position.Line = 1 },
	} {
		require.NotEqual(t, first, fingerprint("\n  - to: target.usr\n", change), name)
	}
}
