package golden

import (
	"testing"

	"github.com/stretchr/testify/require"
)

const archive = `Doors open

Why it matters.
-- in.jsonl --
{"a":1}
-- events.json --
{"metadata": {"eventType": "GENERIC_EVENT"}}
{"metadata": {"eventType": "GENERIC_EVENT", "description": "open"}}
-- warnings --
door_log D4: unreadable 1
`

// resultOf is a case whose conversion gave these sections.
func resultOf(t *testing.T, archive string, sections map[string]string) Result {
	t.Helper()
	c, err := Parse("doors.txtar", []byte(archive))
	require.NoError(t, err)
	r := Result{Case: c}
	for section, text := range sections {
		r.set(section, text)
	}
	return r
}

func TestADifferencePointsAtTheLineThatDiffers(t *testing.T) {
	r := resultOf(t, archive, map[string]string{
		sectionEvents: `{"metadata":{"eventType":"GENERIC_EVENT"}}` + "\n" +
			`{"metadata":{"eventType":"GENERIC_EVENT","description":"shut"}}` + "\n",
		sectionWarnings: "door_log D4: unreadable 1\n",
		sectionError:    "stopped\n",
	})
	require.Equal(t, []Difference{
		{
			File: "doors.txtar", Line: 8, Section: "events.json",
			Diff: `--- events.json expected
+++ events.json now
@@ -1,2 +1,2 @@
 {"metadata": {"eventType": "GENERIC_EVENT"}}
-{"metadata": {"eventType": "GENERIC_EVENT", "description": "open"}}
+{"metadata": {"eventType": "GENERIC_EVENT", "description": "shut"}}
`,
		},
		{
			File: "doors.txtar", Line: 1, Section: "error",
			Diff: "--- error expected\n+++ error now\n@@ -0,0 +1,1 @@\n+stopped\n",
		},
	}, r.Differences())
	require.False(t, r.Passed())
}

func TestWhiteSpaceInAnArchiveIsNoDifference(t *testing.T) {
	r := resultOf(t, "Title\n-- in.jsonl --\n-- events.json --\n{\n\n\"a\":\n  1.0}\n", map[string]string{sectionEvents: "{\"a\":1.0}\n"})
	require.True(t, r.Passed())
}

func TestEveryByteOfAnEventCounts(t *testing.T) {
	const expected = "Title\n-- in.jsonl --\n-- events.json --\n{\"a\": \"é\", \"b\": 1.0}\n"
	for name, event := range map[string]string{
		"key order":         "{\"b\":1.0,\"a\":\"é\"}\n",
		"number's spelling": "{\"a\":\"é\",\"b\":1}\n",
		"escape":            "{\"a\":\"\\u00e9\",\"b\":1.0}\n",
		"white space":       "{\"a\": \"é\", \"b\": 1.0}\n",
		"no newline":        "{\"a\":\"é\",\"b\":1.0}",
		"second event":      "{\"a\":\"é\",\"b\":1.0}\n{}\n",
		"none":              "",
	} {
		require.False(t, resultOf(t, expected, map[string]string{sectionEvents: event}).Passed(), name)
	}
	require.True(t, resultOf(t, expected, map[string]string{sectionEvents: "{\"a\":\"é\",\"b\":1.0}\n"}).Passed())
}

func TestUpdateRewritesOnlyWhatDiffers(t *testing.T) {
	r := resultOf(t, archive, map[string]string{
		sectionEvents:    `{"metadata":{"eventType":"GENERIC_EVENT"}}` + "\n",
		sectionRejected:  `{"reason":"at"}` + "\n",
		sectionValidator: "event 1: error\n",
	})
	require.Equal(t, `Doors open

Why it matters.
-- in.jsonl --
{"a":1}
-- events.json --
{"metadata": {"eventType": "GENERIC_EVENT"}}
-- rejected.json --
{"reason": "at"}
-- validator --
event 1: error
`, string(r.Updated()))
}

func TestAnUpdatedCasePasses(t *testing.T) {
	sections := map[string]string{sectionEvents: "{\"a\":[1,2]}\n", sectionWarnings: "w\n"}
	updated := resultOf(t, archive, sections).Updated()
	require.True(t, resultOf(t, string(updated), sections).Passed())
}
