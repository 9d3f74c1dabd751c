package parser

import (
	"bytes"
	"context"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// The tests of whole objects use a table of their own, so small that a record
// is one line of a test: `at` is the time and required, `id` names the event.
const entryTable = `
table: entry_log
version: 1
log_type: ENTRY_LOG
description: Records of the converter's tests
source: https://example.com/entry-log
records: [entries, items]
claims: {has: [id]}

rows:
  - {id: E1, value: ENTRY_LOG, to: metadata.log_type}
  - {id: E2, from: at, to: metadata.event_timestamp, as: timestamp, required: true}
  - {id: E3, from: id, to: metadata.product_log_id}
  - {id: E4, from: text, to: metadata.description}
  - {id: E5, from: address, to: principal.ip}

event_type:
  - {id: E6, value: GENERIC_EVENT}
`

func entryCatalog(tb testing.TB) *Catalog {
	tb.Helper()
	table, diagnostics := Load("entry_log.yaml", []byte(entryTable))
	require.False(tb, diagnostics.HasErrors(), diagnostics.Error())
	plan, diagnostics := Compile(table, Options{})
	require.False(tb, diagnostics.HasErrors(), diagnostics.Error())
	catalog, err := NewCatalog(plan)
	require.NoError(tb, err)
	return catalog
}

// entry is a record that becomes an event with that id.
func entry(id string) string { return fmt.Sprintf(`{"at":1767225600,"id":%q}`, id) }

// tester is a test, or the draws of a property.
type tester interface {
	require.TestingT
	Helper()
	Context() context.Context
}

// result is what a conversion gave.
type result struct {
	ids     []string // of the events
	events  string
	lines   []rejectLine
	rejects string // the rejected stream as it is
	ledger  Ledger
}

// rejectLine is a line of the rejected stream.
type rejectLine struct {
	Object string  `json:"object"`
	Number int64   `json:"record_number"`
	Line   int64   `json:"line"`
	Offset int64   `json:"offset"`
	Reason Reason  `json:"reason"`
	Detail string  `json:"detail"`
	Row    string  `json:"row"`
	Table  string  `json:"table"`
	Record *string `json:"record"`
	Base64 *string `json:"record_base64"`

	raw string // the rejected bytes, from one or the other
}

// convert converts an object that must not end in an error.
func convert(t tester, c *Catalog, o ConverterOptions, object io.Reader) result {
	t.Helper()
	r, err := tryConvert(t, c, o, object)
	require.NoError(t, err)
	require.True(t, r.ledger.Balanced())
	require.EqualValues(t, len(r.ids), r.ledger.Events)
	require.EqualValues(t, len(r.lines), r.ledger.Rejected)
	return r
}

func tryConvert(t tester, c *Catalog, o ConverterOptions, object io.Reader) (result, error) {
	t.Helper()
	var events, rejected bytes.Buffer
	ledger, err := NewConverter(c, o).Convert(t.Context(), "test/object.json", object, &events, &rejected)
	return result{
		ids:     eventIDs(t, events.String()),
		events:  events.String(),
		lines:   rejectLines(t, rejected.String()),
		rejects: rejected.String(),
		ledger:  ledger,
	}, err
}

func eventIDs(t tester, events string) (ids []string) {
	t.Helper()
	for line := range strings.Lines(events) {
		require.True(t, strings.HasSuffix(line, "}\n"), line)
		var event struct {
			Metadata struct {
				ProductLogID string `json:"productLogId"`
			} `json:"metadata"`
		}
		require.NoError(t, json.Unmarshal([]byte(line), &event), line)
		ids = append(ids, event.Metadata.ProductLogID)
	}
	return ids
}

func rejectLines(t tester, text string) (lines []rejectLine) {
	t.Helper()
	for text := range strings.Lines(text) {
		var line rejectLine
		decoder := json.NewDecoder(strings.NewReader(text))
		decoder.DisallowUnknownFields()
		require.NoError(t, decoder.Decode(&line), text)
		require.NotEqual(t, line.Record == nil, line.Base64 == nil, text)
		if line.Record != nil {
			line.raw = *line.Record
		} else {
			raw, err := base64.StdEncoding.DecodeString(*line.Base64)
			require.NoError(t, err)
			line.raw = string(raw)
		}
		lines = append(lines, line)
	}
	return lines
}

// raws returns the rejected bytes.
func (r *result) raws() (raws []string) {
	for _, line := range r.lines {
		raws = append(raws, line.raw)
	}
	return raws
}

// reasons returns the reasons of the rejects, in order.
func (r *result) reasons() (reasons []Reason) {
	for _, line := range r.lines {
		reasons = append(reasons, line.Reason)
	}
	return reasons
}
