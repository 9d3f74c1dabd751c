// The reference interpreter: docs/tables.md as plain code. It reads with gjson,
// writes with sjson, keeps no state and takes its time; the compiled plan must
// agree with it byte for byte. Each function names the section that it spells
// out. It uses nothing of the engine but the decoded table.

package parser_test

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"io"
	"slices"
	"unicode/utf8"

	"github.com/tidwall/gjson"
	"github.com/tidwall/sjson"

	"github.com/udmap/udmap/parser"
	"github.com/udmap/udmap/udm"
)

// referenceMap turns one record into one event, or tells why it is rejected.
// Exactly one of its results is set.
func referenceMap(table *parser.Table, schema *udm.Schema, record []byte) (event []byte, reject string) {
	if reject := referenceUnfit(table, record); reject != "" {
		return nil, reject
	}
	reading := reading{table: table, record: gjson.ParseBytes(record)}
	eventType, preferred := reading.eventType(schema)
	reading.preferred = preferred
	var deliveries []delivery
	for i := range table.Rows {
		row := &table.Rows[i]
		if row.WrittenBy != "" {
			continue
		}
		d := delivery{row: row, to: destinationOf(schema, row.To)}
		reading.deliver(&d)
		if row.Required && d.isEmpty() {
			return nil, row.From[0]
		}
		if !isSettled(table, row.When) { // what an option has settled takes no key either
			deliveries = append(deliveries, d)
		}
	}
	message := land(inAppendOrder(table.Rows, deliveries))
	message = landAdditional(message, deliveries)
	if eventType != "" {
		message = set(message, "metadata.event_type", quoted(eventType))
	}
	return canonical(schema, message), ""
}

// referenceChoose gives the table that claims a record, nil if none does.
// Section "claims".
func referenceChoose(tables []*parser.Table, record []byte) *parser.Table {
	root := gjson.ParseBytes(record)
	there := func(path string) bool { return lookUp(root, splitPath(path)).Exists() }
	claims := func(c parser.Claims) bool {
		for _, path := range c.Has {
			if !there(path) {
				return false
			}
		}
		return (len(c.HasAny) == 0 || slices.ContainsFunc(c.HasAny, there)) && !slices.ContainsFunc(c.Lacks, there)
	}
	byName := slices.SortedFunc(slices.Values(tables), func(a, b *parser.Table) int { return cmp.Compare(a.Name, b.Name) })
	for _, table := range byName {
		if slices.ContainsFunc(table.Claims, claims) {
			return table
		}
	}
	return nil
}

// referenceUnfit tells why a record cannot be mapped whatever its values are.
// gjson checks the structure and leaves the encoding of strings alone, so what
// fails only the second test is JSON but for its bytes.
func referenceUnfit(table *parser.Table, record []byte) string {
	switch {
	case isCutShort(record):
		return "truncated"
	case !gjson.ValidBytes(record):
		return "malformed"
	case !utf8.Valid(record):
		return "invalid-utf8"
	case !gjson.ParseBytes(record).IsObject():
		return "not-an-object"
	case table != nil && hasDuplicateKey(table, gjson.ParseBytes(record)):
		return "duplicate-key"
	}
	return ""
}

// isCutShort reports whether a record is the beginning of a JSON value.
func isCutShort(record []byte) bool {
	var value json.RawMessage
	err := json.NewDecoder(bytes.NewReader(record)).Decode(&value)
	return errors.Is(err, io.ErrUnexpectedEOF)
}

// set writes raw JSON at a dotted path of field names.
func set(message, path, json string) string {
	return must(sjson.SetRaw(message, path, json))
}

// canonical is a message in the order and spelling of the encoder.
func canonical(schema *udm.Schema, message string) []byte {
	return must(udm.Encoder{Schema: schema}.Append(nil, []byte(message)))
}

// must gives the value of a call that cannot fail on what the reference and
// the generators give it.
func must[V any](value V, err error) V {
	if err != nil {
		panic(err) //nolint:forbidigo // a mistake in the reference itself, whatever the record
	}
	return value
}
