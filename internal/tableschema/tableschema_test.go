package tableschema_test

import (
	"flag"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/udmap/udmap/internal/tablefile"
	"github.com/udmap/udmap/internal/tableschema"
	"github.com/udmap/udmap/internal/tableschema/schematest"
	"github.com/udmap/udmap/parser"
	"github.com/udmap/udmap/udm"
)

var update = flag.Bool("update", false, "write mappings/table.schema.json again")

const schemaPath = "../../mappings/table.schema.json"

// theSchema is the schema in the file, which takes a second to understand.
var theSchema = sync.OnceValues(func() (*schematest.Schema, error) { return schematest.Open(schemaPath) })

// TestTheSchemaIsWhatTheLanguageSays holds the file to the definition.
func TestTheSchemaIsWhatTheLanguageSays(t *testing.T) {
	logTypes, err := tablefile.LogTypes()
	require.NoError(t, err)
	generated, err := tableschema.Generate(udm.Default(), logTypes)
	require.NoError(t, err)
	if *update {
		require.NoError(t, os.WriteFile(schemaPath, generated, 0o600))
	}
	written, err := os.ReadFile(schemaPath)
	require.NoError(t, err)
	require.Equal(t, string(generated), string(written), "it is stale: go test ./internal/tableschema -update")
}

// TestEveryTableThatCompilesIsValid: those that are built in, those of the
// golden cases, and those that the documents show.
func TestEveryTableThatCompilesIsValid(t *testing.T) {
	schema, err := theSchema()
	require.NoError(t, err)
	tables := tablesOf(t)
	require.Greater(t, len(tables), 45)
	compiled := 0
	for name, source := range tables {
		if _, findings := parser.Check("", []byte(source)); findings.HasErrors() {
			continue
		}
		compiled++
		require.NoError(t, schema.Validate([]byte(source)), name)
	}
	require.Greater(t, compiled, 30)
}

// TestEveryBuiltInTableNamesTheSchema, so that an editor knows it.
func TestEveryBuiltInTableNamesTheSchema(t *testing.T) {
	paths, err := filepath.Glob("../../mappings/*.yaml")
	require.NoError(t, err)
	require.NotEmpty(t, paths)
	for _, path := range paths {
		require.Contains(t, readFile(t, path), "\n# yaml-language-server: $schema="+filepath.Base(schemaPath)+"\n", path)
	}
}

// tablesOf collects every table of the repository, also those that are wrong.
func tablesOf(t *testing.T) map[string]string {
	t.Helper()
	tables := map[string]string{}
	for _, pattern := range []string{"../../mappings/*.yaml", "../../testdata/examples/*.yaml"} {
		paths, err := filepath.Glob(pattern)
		require.NoError(t, err)
		for _, path := range paths {
			tables[path] = readFile(t, path)
		}
	}
	section := regexp.MustCompile(`(?m)^-- (\S+) --\n`)
	require.NoError(t, filepath.WalkDir("../../testdata/golden", func(path string, _ os.DirEntry, err error) error {
		if err != nil || filepath.Ext(path) != ".txtar" {
			return err
		}
		text := readFile(t, path)
		ends := append(section.FindAllStringSubmatchIndex(text, -1), []int{len(text)})
		for i, found := range ends[:len(ends)-1] {
			if name := text[found[2]:found[3]]; strings.HasSuffix(name, ".yaml") {
				tables[path+"/"+name] = text[found[1]:ends[i+1][0]]
			}
		}
		return nil
	}))
	fence := regexp.MustCompile("(?s)```yaml\n(table: .*?)```")
	for _, page := range []string{"../../README.md", "../../docs/tables.md", "../../docs/golden.md"} {
		for _, found := range fence.FindAllStringSubmatch(readFile(t, page), -1) {
			tables[page+found[1][:20]] = found[1]
		}
	}
	return tables
}

func readFile(t *testing.T, path string) string {
	t.Helper()
	text, err := os.ReadFile(path)
	require.NoError(t, err)
	return string(text)
}

// TestTheSchemaTakesAndRefusesFieldsAsTheCheckDoes draws paths: those of fields
// with and without conversions, and misspelt ones.
func TestTheSchemaTakesAndRefusesFieldsAsTheCheckDoes(t *testing.T) {
	schema, err := theSchema()
	require.NoError(t, err)
	taken, refused := 0, 0
	rapid.Check(t, func(t *rapid.T) {
		path := drawPath(t)
		source := strings.ReplaceAll(sound, "principal.user.userid", path)
		_, findings := parser.Check("", []byte(source))
		isTaken := !findings.HasErrors()
		invalid := schema.Validate([]byte(source))
		require.Equal(t, isTaken, invalid == nil, "%s\n%v\n%v", path, findings, invalid)
		if isTaken {
			taken++
		} else {
			refused++
		}
	})
	require.Positive(t, taken)
	require.Positive(t, refused)
}

// drawPath walks down from the root, to a field or a message, and may then
// damage a name. It goes through no message twice, where the schema takes more
// than there is.
func drawPath(t *rapid.T) string {
	message, names := udm.Default().Root(), []string{}
	seen := map[*udm.Message]bool{}
	for message != nil && !seen[message] && len(names) < 6 {
		seen[message] = true
		field := rapid.SampledFrom(message.Fields).Draw(t, "field")
		names = append(names, field.Name)
		if field.Name == "additional" {
			names = append(names, "some key")
		}
		message = field.Message
		if message != nil && rapid.IntRange(0, 9).Draw(t, "stop") == 0 {
			break
		}
	}
	if rapid.IntRange(0, 4).Draw(t, "damage") == 0 {
		i := rapid.IntRange(0, len(names)-1).Draw(t, "where")
		names[i] = names[i][1:] + "x"
	}
	return strings.Join(names, ".")
}

// sound is a table in whose every part a mistake can be made.
const sound = `table: sound
log_type: SOUND
options:
  level: {default: low, choices: [low, high]}
extract:
  detail: {from: message, using: dash-pairs}
  either: {first: [a, b]}
rows:
  - {id: S1, from: at, to: metadata.event_timestamp, as: timestamp, required: true}
  - {id: S2, value: ACME, to: metadata.vendor_name}
  - {id: S3, value: Sound, to: metadata.product_name}
  - {id: S4, from: either, to: principal.user.userid, when: {all: a, is: {$level: low}}}
  - {id: S5, from: kind, to: target.resource.resource_type, map: {disk: STORAGE_BUCKET}, otherwise: DEVICE}
  - {id: S6, from: detail.Key, to: target.resource.attribute.labels, key: word, most: 2}
  - {id: S7, from: port, to: target.port, as: integer}
  - {id: S8, written_by: S7, note: twice}
  - {id: S9, value: LOW, to: security_result.severity}
event_type:
  - {id: S10, value: STATUS_UPDATE, else: GENERIC_EVENT, when: {any: [a, b]}}
  - {id: S11, value: GENERIC_EVENT}
needs:
  STATUS_UPDATE: {all: a}
dropped: {icon: a picture}
waive: {UDM034: known}
`

// TestWhatTheDecoderRefusesIsInvalid makes one mistake at a time.
func TestWhatTheDecoderRefusesIsInvalid(t *testing.T) {
	schema, err := theSchema()
	require.NoError(t, err)
	require.NoError(t, schema.Validate([]byte(sound)))
	_, findings := parser.Check("", []byte(sound))
	require.False(t, findings.HasErrors(), findings)

	for name, change := range map[string][2]string{
		"unknown key of the table":     {"table: sound", "table: sound\nvresion: 1"},
		"unknown key of a row":         {"required: true", "requird: true"},
		"unknown key of a condition":   {"all: a, is", "al: a, is"},
		"unknown key of an extract":    {"using: dash-pairs", "usin: dash-pairs"},
		"unknown key of an option":     {"choices:", "choice:"},
		"unknown key of a line":        {"else:", "elses:"},
		"missing key of the table":     {"log_type: SOUND\n", ""},
		"missing id":                   {"id: S11, ", ""},
		"missing default":              {"default: low, ", ""},
		"a row without a field":        {", to: metadata.vendor_name", ""},
		"a row without a value":        {"value: ACME, ", ""},
		"a row of two values":          {"value: ACME", "value: ACME, from: a"},
		"a row of two tests":           {"as: integer", "if: ip, unless: email"},
		"a line without a type":        {", value: GENERIC_EVENT}", "}"},
		"a line of two types":          {"value: STATUS_UPDATE", "value: STATUS_UPDATE, from: a"},
		"an extract of two kinds":      {"{first: [a, b]}", "{first: [a, b], text: '{a}'}"},
		"an extract of none":           {"{first: [a, b]}", "{when: {all: a}}"},
		"an extract without using":     {", using: dash-pairs", ""},
		"a key that means nothing":     {"value: ACME", "value: ACME, cut: 3"},
		"a key of what another writes": {"written_by: S7", "written_by: S7, to: target.port"},
		"otherwise without map":        {"map: {disk: STORAGE_BUCKET}, ", ""},
		"text for a number":            {"most: 2", "most: two"},
		"no number of values":          {"most: 2", "most: 0"},
		"text for true or false":       {"required: true", "required: very"},
		"a number for text":            {"key: word", "key: 5"},
		"a list for text":              {"key: word", "key: [word]"},
		"nothing for text":             {"key: word", "key: "},
		"blank text":                   {"key: word", "key: ' '"},
		"an empty list":                {"[a, b]}\nrows", "[]}\nrows"},
		"a list for a mapping":         {"dropped: {icon: a picture}", "dropped: [icon]"},
		"a mapping for a reason":       {"icon: a picture", "icon: {is: a picture}"},
		"text for a mapping":           {"STATUS_UPDATE: {all: a}", "STATUS_UPDATE: a"},
		"a list for a constant":        {"value: ACME", "value: [ACME]"},
		"an unknown field":             {"principal.user.userid", "principal.user.usrid"},
		"a field in another spelling":  {"metadata.vendor_name", "metadata.vendorName"},
		"a message":                    {"principal.user.userid", "principal.user"},
		"half a label":                 {"attribute.labels, key: word", "attribute.labels.key"},
		"the event type in a row":      {"to: metadata.vendor_name", "to: metadata.event_type"},
		"a key of no label":            {"as: integer", "key: port"},
		"an unknown enum value":        {"otherwise: DEVICE", "otherwise: DEVIC"},
		"an unknown enum value of map": {"disk: STORAGE_BUCKET", "disk: DISC"},
		"an unknown constant":          {"value: LOW", "value: LOWER"},
		"an unknown conversion":        {"as: timestamp", "as: time"},
		"a conversion that is not fit": {"as: integer", "as: boolean"},
		"a test that is none":          {"as: integer", "if: mail"},
		"an unknown extractor":         {"using: dash-pairs", "using: dashes"},
		"an unknown event type":        {"value: STATUS_UPDATE", "value: STATUS_UPDAT"},
		"an unknown type instead":      {"else: GENERIC_EVENT", "else: GENERIC"},
		"no event type":                {"value: STATUS_UPDATE", "value: EVENTTYPE_UNSPECIFIED"},
		"an unknown finding":           {"UDM034", "UDM999"},
		"a waiver without a reason":    {"UDM034: known", "UDM034: "},
		"a bad id":                     {"id: S11", "id: 'S 11'"},
		"a bad table name":             {"table: sound", "table: Sound"},
		"a bad log type":               {"log_type: SOUND", "log_type: Sound"},
		"a bad extract name":           {"  either:", "  Either:"},
		"a bad option name":            {"  level:", "  le-vel:"},
	} {
		t.Run(name, func(t *testing.T) {
			require.Contains(t, sound, change[0])
			wrong := strings.Replace(sound, change[0], change[1], 1)
			_, findings := parser.Check("", []byte(wrong))
			require.True(t, findings.HasErrors(), "the decoder takes it")
			require.NotEqual(t, "MAP001", findings[0].ID, "no YAML is no such mistake")
			require.Error(t, schema.Validate([]byte(wrong)))
		})
	}
}
