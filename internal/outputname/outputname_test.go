package outputname_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/udmap/udmap/internal/outputname"
)

func TestNames(t *testing.T) {
	for raw, stem := range map[string]string{
		"a.json":             "a",
		"a.jsonl":            "a",
		"a.ndjson":           "a",
		"a.log":              "a",
		"a":                  "a",
		"a.txt":              "a.txt",
		"a.json.gz":          "a",
		"a.jsonl.zst":        "a",
		"a.gz":               "a",
		"2026/03.12/a.json":  "2026/03.12/a",
		"a.json.json":        "a.json",
		"a.jsonl.gz.gz":      "a.jsonl.gz",
		".json":              ".json",
		"2026/.json.gz":      "2026/.json",
		"export.tar":         "export.tar",
		"operationlogs.JSON": "operationlogs.JSON",
	} {
		require.Equal(t, stem+".udm.jsonl", outputname.Events(raw, false), raw)
		require.Equal(t, stem+".udm.jsonl.gz", outputname.Events(raw, true), raw)
		require.Equal(t, stem+".rejected.jsonl", outputname.Rejected(raw, false), raw)
		require.Equal(t, stem+".rejected.jsonl.gz", outputname.Rejected(raw, true), raw)
	}
}

func TestOwnOutputIsKnown(t *testing.T) {
	for _, compressed := range []bool{false, true} {
		require.True(t, outputname.IsOutput(outputname.Events("a.json", compressed)))
		require.True(t, outputname.IsOutput(outputname.Rejected("a.json", compressed)))
	}
	for _, raw := range []string{"a.json", "udm.jsonl.gz", "rejected.jsonl", "a.udm.json"} {
		require.False(t, outputname.IsOutput(raw), raw)
	}
}
