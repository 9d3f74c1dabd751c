package draft_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/udmap/udmap/internal/draft"
	"github.com/udmap/udmap/internal/protojudge"
	"github.com/udmap/udmap/parser"
)

func survey(records ...string) *draft.Survey {
	survey := draft.NewSurvey()
	for _, record := range records {
		survey.Add([]byte(record))
	}
	return survey
}

var request = draft.Request{Table: "door_log", LogType: "DOOR_LOG", Examples: true}

// compile compiles a draft, which must have no finding.
func compile(t require.TestingT, text string) *parser.Plan {
	table, findings := parser.Check("door_log.yaml", []byte(text))
	require.False(t, findings.HasErrors(), "%v\n%s", findings, text)
	plan, findings := parser.Compile(table, parser.Options{})
	require.NotNil(t, plan, "%v\n%s", findings, text)
	return plan
}

func convert(t require.TestingT, plan *parser.Plan, object string) (events []string, ledger parser.Ledger) {
	var out, rejected bytes.Buffer
	ledger, err := parser.NewConverter(parser.Only(plan), parser.ConverterOptions{}).
		Convert(context.Background(), "in", strings.NewReader(object), &out, &rejected)
	require.NoError(t, err)
	if out.Len() > 0 {
		events = strings.Split(strings.TrimSuffix(out.String(), "\n"), "\n")
	}
	return events, ledger
}

func TestNamesAndValuesSuggestRows(t *testing.T) {
	t.Parallel()
	text, err := survey(
		`{"id":"e1","ts":"2026-03-12T06:14:27Z","actor":{"email":"jo@example.com","userName":"jo"},"target":{"email":"ann@example.com"},"clientIP":"192.0.2.7","action":"open","note":"x"}`,
		`{"id":"e2","ts":"2026-03-12T06:15:27Z","actor":{"email":"jo@example.com","userName":"jo"},"clientIP":"2001:db8::7","action":"close","tags":["a","b"]}`,
	).Table(request)
	require.NoError(t, err)
	for _, row := range []string{
		"from: ts, to: metadata.event_timestamp, required: true}",
		"from: id, to: metadata.product_log_id}",
		"from: action, to: metadata.product_event_type}",
		"from: actor.email, to: principal.user.email_addresses}",
		"from: actor.userName, to: principal.user.userid}",
		"from: target.email, to: target.user.email_addresses}",
		"from: clientIP, to: principal.ip}",
		"from: <rest>, to: additional}",
		"log_type: DOOR_LOG",
		"claims: {has: [ts, actor.email, clientIP]}",
	} {
		require.Contains(t, text, row)
	}
	require.Regexp(t, `(?m)^# note +1 of 2, text, to additional: "x"$`, text)
	require.Regexp(t, `(?m)^# tags +1 of 2, list of text, to additional: "a", "b"$`, text)
	compile(t, text)
}

// A value that does not look like what a name promises has no row: the field of UDM
// would stay empty, or be refused.
func TestAValueOfAnotherFormIsNotSuggested(t *testing.T) {
	t.Parallel()
	text, err := survey(`{"time":1773296067,"ip":"none","email":"jo","url":"/a","hostname":"a b"}`).Table(request)
	require.NoError(t, err)
	require.Contains(t, text, "from: time, to: metadata.event_timestamp")
	for _, to := range []string{"principal.ip", "email_addresses", "target.url", "principal.hostname"} {
		require.NotContains(t, text, "to: "+to+"}")
	}
}

func TestWithoutExamplesNoValueIsShown(t *testing.T) {
	t.Parallel()
	quiet := request
	quiet.Examples = false
	text, err := survey(`{"time":1773296067,"action":"canary","note":"canary","list":["canary"]}`).Table(quiet)
	require.NoError(t, err)
	require.NotContains(t, text, "canary")
}

func TestPagesAreTakenApart(t *testing.T) {
	t.Parallel()
	s := survey(`{"next":"x","entries":[{"at":1773296067,"badge":"1"},{"at":1773296068,"badge":"2","rooms":[{"at":1773296068}]}]}`)
	text, err := s.Table(request)
	require.NoError(t, err)
	require.Equal(t, 2, s.Records)
	require.Contains(t, text, "records: [entries]")
	events, ledger := convert(t, compile(t, text), `{"next":"x","entries":[{"at":1773296067,"badge":"1"},{"at":1773296068,"badge":"2"}]}`)
	require.Len(t, events, 2)
	require.Zero(t, ledger.Rejected)
}

func TestWhatCannotBeDraftedSaysWhy(t *testing.T) {
	t.Parallel()
	_, err := survey("[]", "no", `"text"`).Table(request)
	require.ErrorIs(t, err, draft.ErrNoRecord)
	_, err = survey(`{"when":"yesterday","n":5}`).Table(request)
	require.ErrorIs(t, err, draft.ErrNoTime)
}

// The drafts of logs that have tables of their own convert every record that has a
// time, into events that the judge accepts and that lose no value.
func TestDraftsOfRealLogsLoseNothing(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob("../../testdata/samples/*.jsonl")
	require.NoError(t, err)
	require.NotEmpty(t, files)
	for _, file := range files {
		t.Run(filepath.Base(file), func(t *testing.T) {
			t.Parallel()
			content, err := os.ReadFile(file)
			require.NoError(t, err)
			s := draft.NewSurvey()
			for line := range bytes.Lines(content) {
				s.Add(line)
			}
			text, err := s.Table(request)
			require.NoError(t, err)
			plan := compile(t, text)
			events, ledger := convert(t, plan, string(content))
			require.Equal(t, ledger.Records, ledger.Events+ledger.Rejected)
			require.Greater(t, ledger.Events, ledger.Records*8/10)
			for _, event := range events {
				require.NoError(t, protojudge.Judge([]byte(event)), event)
			}
			coverage := parser.Only(plan).NewCoverage()
			for line := range bytes.Lines(content) {
				coverage.Add(bytes.TrimSpace(line))
			}
			for _, table := range coverage.Tables() {
				for _, field := range table.Fields {
					require.NotEqual(t, parser.FieldUnnamed, field.Use, field.Path)
				}
			}
		})
	}
}

// Whatever keys and values records have, the draft compiles, and converts each that
// has the time.
func TestDraftsOfAnyRecordsCompile(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		var object bytes.Buffer
		s := draft.NewSurvey()
		count := rapid.IntRange(1, 5).Draw(t, "records")
		for i := range count {
			record := drawObject(t, 0)
			record["time"] = fmt.Sprintf("2026-03-12T06:14:2%dZ", i)
			line, err := json.Marshal(record)
			require.NoError(t, err)
			s.Add(line)
			object.Write(append(line, '\n'))
		}
		require.Equal(t, count, s.Records)
		text, err := s.Table(request)
		require.NoError(t, err)
		events, ledger := convert(t, compile(t, text), object.String())
		require.Len(t, events, count, "%v\n%s\n%s", ledger.Reasons, object.String(), text)
		for _, r := range text {
			require.True(t, r == '\n' || ' ' <= r && r <= '~', "%q", r)
		}
	})
}

func drawObject(t *rapid.T, depth int) map[string]any {
	object := map[string]any{}
	for range rapid.IntRange(0, 5).Draw(t, "members") {
		object[drawKey(t)] = drawValue(t, depth)
	}
	return object
}

func drawKey(t *rapid.T) string {
	return rapid.OneOf(
		rapid.SampledFrom([]string{
			"", ".", "a.b", "yes", "null", "~", "#", "- x", "{", "a: b", "'", `"`, "\n", "$level", "<rest>", "<element>", "id", "ip", "email", "actor",
			"user", "target", "url", "action", "severity", "ip_address", "createdAt", "operator", "hostname", "session_id", "é", "a\\b", "records", "x\u2028y",
		}),
		rapid.String(),
	).Draw(t, "key")
}

func drawValue(t *rapid.T, depth int) any {
	kinds := 8
	if depth > 3 {
		kinds = 6
	}
	switch rapid.IntRange(0, kinds-1).Draw(t, "kind") {
	case 0:
		return rapid.String().Draw(t, "text")
	case 1:
		return rapid.Int64().Draw(t, "number")
	case 2:
		return rapid.Bool().Draw(t, "boolean")
	case 3:
		return nil
	case 4:
		return rapid.SampledFrom([]string{
			"jo@example.com", "192.0.2.1", "2001:db8::1", "https://example.com/a?b=c", "2026-03-12T06:14:27Z", "host-1", strings.Repeat("é", 300), "1773296067", "\x00", "# x",
		}).Draw(t, "text")
	case 5:
		return rapid.Float64Range(-1e12, 1e12).Draw(t, "fraction")
	case 6:
		return drawObject(t, depth+1)
	}
	list := make([]any, rapid.IntRange(0, 3).Draw(t, "length"))
	for i := range list {
		list[i] = drawValue(t, depth+1)
	}
	return list
}

func TestASurveyIsBounded(t *testing.T) {
	t.Parallel()
	s := draft.NewSurvey()
	for i := range 300 {
		var record strings.Builder
		record.WriteString(`{"time":1773296067`)
		for k := range 20 {
			fmt.Fprintf(&record, `,"f%d_%d":"%s"`, i, k, strings.Repeat("x", 1000))
		}
		s.Add([]byte(record.String() + "}"))
	}
	require.Len(t, s.Fields(), 1000)
	require.Positive(t, s.Dropped)
	text, err := s.Table(request)
	require.NoError(t, err)
	require.Less(t, len(text), 200_000)
	compile(t, text)
	deep := strings.Repeat(`{"a":`, 5000) + "1" + strings.Repeat("}", 5000)
	s.Add([]byte(deep))
	_, err = io.WriteString(io.Discard, s.Case("door_log"))
	require.NoError(t, err)
}
