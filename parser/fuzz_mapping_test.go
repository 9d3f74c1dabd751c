package parser_test

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
)

// FuzzMapping gives any bytes to the built-in tables as a record: they become
// the event that the reference makes of them, or are rejected for its reason.
func FuzzMapping(f *testing.F) {
	for _, record := range sampleRecords(f) {
		f.Add(record)
	}
	for _, record := range oddRecords() {
		f.Add([]byte(record))
	}
	engine := builtIn(f)
	f.Fuzz(func(t *testing.T, record []byte) { engine.requireAgreement(t, record) })
}

// FuzzDetail gives any text to the extractors, as the detail of a record that
// is otherwise sound.
func FuzzDetail(f *testing.F) {
	for _, detail := range []string{
		"Update User jo@example.com  - First Name: Jo - Department: from IT to R&D - Role Name: set to ",
		"Change Role  - user.name@example.com: from User to Co-Owner - b@example.com: x - email2: c@example.com",
		`Update [{"userId":1,"assistant":["a"],"options":{"k":[]}},{"userId":"b"},7] - Type: from A to B to C`,
		"Search Chat  - Search Date: 03/02/2023 - 03/30/2023",
	} {
		f.Add(detail)
	}
	engine := builtIn(f)
	f.Fuzz(func(t *testing.T, detail string) {
		record := `{"time":"2026-03-12T06:14:27Z","operation_detail":` + quoted(detail) + `}`
		engine.requireAgreement(t, []byte(record))
	})
}

// sampleRecords reads the sample logs.
func sampleRecords(t require.TestingT) [][]byte {
	files, err := filepath.Glob(filepath.Join("..", "testdata", "samples", "zoom_*.jsonl"))
	require.NoError(t, err)
	require.NotEmpty(t, files)
	var records [][]byte
	for _, file := range files {
		content, err := os.ReadFile(file)
		require.NoError(t, err)
		for line := range bytes.Lines(content) {
			records = append(records, bytes.TrimSpace(line))
		}
	}
	return records
}

// oddRecords are records that the samples have no like of.
func oddRecords() []string {
	return []string{
		``, ` `, `null`, `0`, `"`, `[]`, `{`, `{}`, `{"time":1}`, "{\"time\":\"\xff\"}", "\ufeff{}",
		`{"category_type":null,"time":1700000000123,"operator":123456789012345678901234567890,"action":1e400}`,
		`{"category_type":"a","category_\u0074ype":"b","time":1}`,
		`{"operation_detail":"\ud83d\u0020\u0020\u002d \ud83d\ude00: \u0000","time":"2026-03-12 06:14:27.1239999999+01:00"}`,
		`{"operation_detail":["a"],"operator":{"a":1},"action":[],"time":" 1700000000.5 "}`,
		`{"type":"Sign in","email":"a@example.com","ip_address":"::ffff:192.0.2.1","version":"-","time":"1700000000"}`,
	}
}
