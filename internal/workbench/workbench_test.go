package workbench_test

import (
	"bytes"
	"compress/gzip"
	"io/fs"
	"strings"
	"testing"
	"unicode/utf16"

	"github.com/stretchr/testify/require"

	"github.com/udmap/udmap/internal/golden"
	"github.com/udmap/udmap/internal/workbench"
	"github.com/udmap/udmap/mappings"
	"github.com/udmap/udmap/parser"
	"github.com/udmap/udmap/testdata"
)

const operation = `{"action":"Add 😀","category_type":"User","operation_detail":"Add User user1@example.com  - Department: R\u0026D - Pet: Cat","operator":"admin@example.com","time":"2026-01-02T03:04:05Z","lost":"here","none":null}`

func answer(t *testing.T, q workbench.Question) workbench.Answer {
	t.Helper()
	bench, err := workbench.New()
	require.NoError(t, err)
	answer, err := bench.Answer(t.Context(), q)
	require.NoError(t, err)
	return answer
}

// shown returns what stands at places of a text, as a browser counts them.
func shown(text string, places ...workbench.Span) []string {
	units := utf16.Encode([]rune(text))
	var texts []string
	for _, place := range places {
		texts = append(texts, string(utf16.Decode(units[place.Start:place.End])))
	}
	return texts
}

func TestAnAnswerPlacesFieldsRowsAndText(t *testing.T) {
	a := answer(t, workbench.Question{Raw: []byte(operation)})
	require.True(t, a.Compiled)
	require.EqualValues(t, 1, a.Events)
	made := map[string][]string{}
	for _, field := range a.Record.Fields {
		made[field.Path] = append([]string{field.Row, field.Value}, shown(a.Record.Text, field.Places...)...)
	}
	require.Equal(t, []string{"ZO01", "Add 😀", "Add 😀"}, made["metadata.product_event_type"])
	require.Equal(t, []string{"ZO04", "R&D", `R\u0026D`}, made["target.user.department[0]"])
	require.Equal(t, []string{"ZO21", "ZOOM_OPERATION_LOGS"}, made["metadata.log_type"])

	unused := map[string][]string{}
	for _, part := range a.Record.Unused {
		unused[part.Path] = shown(a.Record.Text, part.Place)
	}
	require.Equal(t, map[string][]string{"lost": {"here"}, "detail.Pet": {"Cat"}}, unused)

	lines := strings.Split(a.Table.Text, "\n")
	for _, row := range a.Table.Rows {
		require.Contains(t, lines[row.First-1], row.ID)
		block := strings.Join(lines[row.First-1:row.Last], "\n")
		require.Equal(t, 1, strings.Count(block, "id: "), "%s is one row: %s", row.ID, block)
	}
	require.Contains(t, a.Record.Event, `"department": ["R&D"]`)
}

func TestAMissingFieldSaysWhyOfEachRow(t *testing.T) {
	a := answer(t, workbench.Question{Raw: []byte(operation)})
	for _, idle := range a.Record.Idle {
		if idle.Row == "ZO14" {
			require.Equal(t, "no match", idle.Reason)
			require.Equal(t, `"admin@example.com" is an email`, idle.Detail)
			require.Equal(t, []string{"admin@example.com"}, shown(a.Record.Text, idle.Places...))
			return
		}
	}
	t.Fatal("ZO14 is not among the rows that set nothing")
}

func TestRejectedRecordsStandWithTheirReasons(t *testing.T) {
	raw := operation + "\n{\"time\":\"no\",\"operation_detail\":\"x\"}\n{oops\n" + `{"a":1}` + "\n" + `{"operation_detail":"\x00` + "\xff" + `"}` + "\n" + `{"cut":`
	a := answer(t, workbench.Question{Raw: []byte(raw), Record: 3})
	require.Equal(t, map[string]int64{"time": 1, "malformed": 2, "unknown-shape": 1, "truncated": 1}, a.Reasons)
	var reasons []string
	for i, listed := range a.List {
		require.EqualValues(t, i+1, listed.Number)
		reasons = append(reasons, listed.Reason)
	}
	require.Equal(t, []string{"", "time", "malformed", "unknown-shape", "malformed", "truncated"}, reasons)
	require.Equal(t, "malformed", a.Record.Rejection.Reason)
	require.Equal(t, "{oops", a.Record.Text)
	require.Equal(t, 1, a.Record.Rejection.Offset)
	require.Nil(t, a.Table)

	a = answer(t, workbench.Question{Raw: []byte(raw), Record: 2})
	require.Equal(t, "ZO17", a.Record.Rejection.Row)
	require.Len(t, a.Record.Idle, 1)
	a = answer(t, workbench.Question{Raw: []byte(raw), Record: 6})
	require.Equal(t, "truncated", a.Record.Rejection.Reason)

	// What the record alone does not tell: the conversion has a bound.
	long := strings.Replace(operation, "here", strings.Repeat("x", parser.DefaultMaxRecordBytes), 1)
	a = answer(t, workbench.Question{Raw: []byte(long + "\n" + operation)})
	require.Equal(t, "too-large", a.List[0].Reason)
	require.Equal(t, "too-large", a.Record.Rejection.Reason)
	require.Positive(t, a.Record.Cut)
}

// TestAnEditedTableTakesThePlaceOfItsOwn: with shapes it stands among the
// others, with a choice it takes all records, and without claims too.
func TestAnEditedTableTakesThePlaceOfItsOwn(t *testing.T) {
	text := strings.Replace(builtIn(t, "zoom_operation_logs"), "to: metadata.product_event_type", "to: metadata.product_deployment_id", 1)
	raw := []byte(operation + "\n" + `{"email":"a@example.com","time":"2026-01-02T03:04:05Z","type":"Sign in"}`)
	a := answer(t, workbench.Question{Raw: raw, Text: text})
	require.Empty(t, a.Findings.Errors())
	require.Equal(t, "Add 😀", fieldOf(a, "metadata.product_deployment_id"))
	require.Equal(t, text, a.Table.Text)
	require.Equal(t, "zoom_activities", a.List[1].Table)
	require.EqualValues(t, 2, a.Events)

	a = answer(t, workbench.Question{Raw: raw, Text: text, Table: "zoom_activities", Record: 2})
	require.Equal(t, "zoom_operation_logs", a.List[1].Table)
	require.Equal(t, text, a.Table.Text)

	withoutClaims := strings.Replace(text, "claims: {has_any: [operation_detail, category_type]}\n", "", 1)
	a = answer(t, workbench.Question{Raw: raw, Text: withoutClaims, Record: 2})
	require.Equal(t, "zoom_operation_logs", a.List[1].Table)
}

func TestATableThatDoesNotCompileGivesItsFindings(t *testing.T) {
	text := strings.Replace(builtIn(t, "zoom_operation_logs"), "target.user.department", "target.usr.department", 1)
	a := answer(t, workbench.Question{Raw: []byte(operation), Text: text})
	require.False(t, a.Compiled)
	errors := a.Findings.Errors()
	require.Len(t, errors, 1)
	require.Equal(t, "MAP020", errors[0].ID)
	require.Equal(t, 26, errors[0].Position.Line)
	require.Contains(t, errors[0].Hint, "user")
	require.NotContains(t, a.Findings.Error(), "MAP092", "a text in the page has no file whose name could be wrong")
}

func TestAPageOfTheListHoldsTheWantedRecord(t *testing.T) {
	raw := []byte(strings.Repeat(operation+"\n", 1000))
	a := answer(t, workbench.Question{Raw: raw, Record: 401})
	require.EqualValues(t, 1000, a.Records)
	require.Len(t, a.List, 200)
	require.EqualValues(t, 401, a.List[0].Number)
	require.EqualValues(t, 401, a.Record.Number)
	a = answer(t, workbench.Question{Raw: raw, Record: 5000})
	require.EqualValues(t, 1000, a.Record.Number, "the last one")
}

func TestCompressedAndBrokenLogs(t *testing.T) {
	var packed bytes.Buffer
	writer := gzip.NewWriter(&packed)
	_, err := writer.Write([]byte(strings.Repeat(operation+"\n", 3)))
	require.NoError(t, err)
	require.NoError(t, writer.Close())
	require.EqualValues(t, 3, answer(t, workbench.Question{Raw: packed.Bytes()}).Events)

	broken := answer(t, workbench.Question{Raw: packed.Bytes()[:packed.Len()-6]})
	require.NotEmpty(t, broken.Problem)

	packed.Reset()
	writer = gzip.NewWriter(&packed)
	_, err = writer.Write(bytes.Repeat([]byte(operation+"\n"), workbench.MaxRawBytes/len(operation)))
	require.NoError(t, err)
	require.NoError(t, writer.Close())
	bomb := answer(t, workbench.Question{Raw: packed.Bytes()})
	require.Equal(t, "the logs are more than 32 MiB once inflated; the rest is left out", bomb.Problem)
	require.Positive(t, bomb.Events)

	require.EqualValues(t, 0, answer(t, workbench.Question{}).Records)
}

// TestGoldenCasesOfThePageAreGreen: what the page exports, the runner takes and
// finds as expected.
func TestGoldenCasesOfThePageAreGreen(t *testing.T) {
	bench, err := workbench.New()
	require.NoError(t, err)
	tables, findings := parser.LoadFS(mappings.Files())
	require.Empty(t, findings.Errors())
	edited := strings.Replace(builtIn(t, "zoom_operation_logs"), "version: 1", "version: 7", 1)
	for name, test := range map[string]struct {
		question workbench.Question
		contains string
	}{
		"an event":            {workbench.Question{}, `"department": ["R&D"]`},
		"with a table chosen": {workbench.Question{Table: "zoom_operation_logs"}, "-- table --\nzoom_operation_logs\n"},
		"with a table edited": {workbench.Question{Text: edited}, "-- zoom_operation_logs.yaml --"},
		"rejected":            {workbench.Question{Raw: []byte("{oops\n")}, `"reason": "malformed"`},
		"no text":             {workbench.Question{Raw: []byte("{\"a\":\"\xff\"}")}, "-- in.base64 --"},
		"a marker in it":      {workbench.Question{Raw: []byte("{\"a\":\n-- events.json --\n1}")}, "-- in.base64 --"},
	} {
		t.Run(name, func(t *testing.T) {
			if test.question.Raw == nil {
				test.question.Raw = []byte(operation)
			}
			archive, err := bench.GoldenCase(t.Context(), test.question)
			require.NoError(t, err)
			require.Contains(t, string(archive), test.contains)
			parsed, err := golden.Parse("case.txtar", archive)
			require.NoError(t, err)
			runner, _ := golden.NewRunner(tables)
			result, err := runner.Run(t.Context(), parsed)
			require.NoError(t, err)
			require.Empty(t, result.Differences())
		})
	}
	_, err = bench.GoldenCase(t.Context(), workbench.Question{Raw: []byte(operation), Text: "table: ["})
	require.ErrorContains(t, err, "does not compile")
}

// TestEverySampleIsExplained: no record of the samples is beyond the page.
func TestEverySampleIsExplained(t *testing.T) {
	samples, err := fs.Glob(testdata.Samples(), "samples/*.jsonl")
	require.NoError(t, err)
	require.NotEmpty(t, samples)
	bench, err := workbench.New()
	require.NoError(t, err)
	for _, name := range samples {
		raw, err := fs.ReadFile(testdata.Samples(), name)
		require.NoError(t, err)
		total := int64(1)
		for number := int64(1); number <= total; number++ {
			a, err := bench.Answer(t.Context(), workbench.Question{Raw: raw, Record: number})
			require.NoError(t, err)
			total = a.Records
			require.Equal(t, number, a.Record.Number)
			require.Equal(t, a.Record.Rejection == nil, len(a.Record.Fields) > 0, "%s, record %d", name, number)
			require.Equal(t, a.Record.Rejection != nil, a.List[number-1].Reason != "")
		}
	}
}

func fieldOf(a workbench.Answer, path string) string {
	for _, field := range a.Record.Fields {
		if field.Path == path {
			return field.Value
		}
	}
	return ""
}

func builtIn(t *testing.T, name string) string {
	t.Helper()
	text, err := fs.ReadFile(mappings.Files(), name+".yaml")
	require.NoError(t, err)
	return string(text)
}
