package main

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/udmap/udmap/internal/bench/corpus"
	"github.com/udmap/udmap/internal/bench/rivals"
	"github.com/udmap/udmap/parser"
	"github.com/udmap/udmap/udm"
)

// The mappers by hand leave nothing out: every event of the corpus is, field
// by field, the engine's.
func TestHandWrittenMappersAgreeWithTheEngine(t *testing.T) {
	catalog, diagnostics := parser.BuiltIn(parser.Options{FieldNames: udm.SnakeCase})
	require.False(t, diagnostics.HasErrors(), "%v", diagnostics)
	cases := map[string]struct {
		rival   mapper
		records [][]byte
	}{
		"audit logs": {rivals.NewAuditLogs(), corpus.AuditLogs(3000)},
		"tickets":    {rivals.NewTickets(), corpus.Tickets(500)},
	}
	for name, each := range cases {
		t.Run(name, func(t *testing.T) {
			engine := catalog.NewMapper()
			for _, record := range each.records {
				ours, err := engine.Append(nil, record)
				require.NoError(t, err, "%s", record)
				theirs, err := each.rival.Append(nil, record)
				require.NoError(t, err, "%s", record)
				require.JSONEq(t, string(ours), string(theirs), "%s", record)
			}
		})
	}
}
