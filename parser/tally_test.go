package parser_test

import (
	"io"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/udmap/udmap/parser"
)

// countedTable writes the entries of a list before a value that an outline
// cannot write, and then a required one.
const countedTable = `
table: counted_log
version: 1
log_type: COUNTED_LOG
description: Records of which the entries come first
source: https://example.com/counted-log
records: [records]
claims: {has: [relays]}

rows:
  - {id: C1, value: COUNTED_LOG, to: metadata.log_type}
  - {id: C2, each: relays, from: name, to: intermediary.hostname}
  - {id: C3, from: watcher, to: observer.hostname}
  - {id: C4, from: at, to: metadata.event_timestamp, as: timestamp, required: true}

event_type:
  - {id: C5, value: GENERIC_EVENT}
`

// Each row counts once for every entry that it has in the event, be the event
// written in two attempts, and not at all where there is none.
func TestRowsAreCountedForWhatTheEventHas(t *testing.T) {
	table, findings := parser.Load("counted_log.yaml", []byte(countedTable))
	require.False(t, findings.HasErrors(), findings.Error())
	plan, findings := parser.Compile(table, parser.Options{})
	require.False(t, findings.HasErrors(), findings.Error())
	catalog, err := parser.NewCatalog(plan)
	require.NoError(t, err)
	converter := parser.NewConverter(catalog, parser.ConverterOptions{CountRows: true})

	for name, c := range map[string]struct {
		record  string
		entries int64
	}{
		"by its outline":  {`{"relays": [{"name": "a"}, {"name": "b"}], "watcher": "c", "at": "2026-01-02T03:04:05Z"}`, 2},
		"in two attempts": {`{"relays": [{"name": "a"}, {"name": "b"}], "watcher": {"name": "c"}, "at": "2026-01-02T03:04:05Z"}`, 2},
		"rejected":        {`{"relays": [{"name": "a"}, {"name": "b"}], "watcher": "c", "at": "soon"}`, 0},
	} {
		t.Run(name, func(t *testing.T) {
			ledger, err := converter.Convert(t.Context(), name, strings.NewReader(c.record), io.Discard, io.Discard)
			require.NoError(t, err)
			require.Equal(t, c.entries > 0, ledger.Events == 1)
			require.Equal(t, c.entries, ledger.Rows["counted_log/C2"])
		})
	}
}
