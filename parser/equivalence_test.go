package parser_test

import (
	"errors"
	"io/fs"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/require"
	"github.com/tidwall/gjson"
	"pgregory.net/rapid"

	"github.com/udmap/udmap/internal/protojudge"
	"github.com/udmap/udmap/mappings"
	"github.com/udmap/udmap/parser"
	"github.com/udmap/udmap/udm"
)

// The compiled plan against the reference interpreter: the same bytes, or the
// same reason, whatever the record and whatever the table.

func TestPlanAgreesWithReferenceOnBuiltInTables(t *testing.T) {
	engine := builtIn(t)
	rapid.Check(t, func(t *rapid.T) {
		table := pick(t, "table", engine.tables...)
		engine.requireAgreement(t, recordFor(t, table))
	})
}

func TestPlanAgreesWithReferenceOnDrawnTables(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		source := tableSource(t)
		t.Logf("table:\n%s", source)
		table := load(t, "drawn.yaml", source)
		engine := judged{tables: []*parser.Table{table}, catalog: parser.Only(compile(t, table)), only: true}
		engine.used = engine.catalog.NewMapper()
		for range 1 + below(t, "records", 4) {
			record := recordFor(t, table)
			t.Logf("record: %q", record)
			engine.requireAgreement(t, record)
		}
	})
}

// judged is an engine under judgement: a catalog with its tables, and a mapper
// that has seen every record before.
type judged struct {
	tables  []*parser.Table
	catalog *parser.Catalog
	only    bool // every record goes to the one table, unasked
	used    *parser.Mapper
}

// builtIn compiles the built-in tables.
func builtIn(t require.TestingT) judged {
	var engine judged
	var plans []*parser.Plan
	names, err := fs.Glob(mappings.Files(), "*.yaml")
	require.NoError(t, err)
	for _, name := range names {
		source, err := fs.ReadFile(mappings.Files(), name)
		require.NoError(t, err)
		table := load(t, name, source)
		engine.tables = append(engine.tables, table)
		plans = append(plans, compile(t, table))
	}
	engine.catalog, err = parser.NewCatalog(plans...)
	require.NoError(t, err)
	engine.used = engine.catalog.NewMapper()
	return engine
}

// load decodes a table that has no faults.
func load(t require.TestingT, file string, source []byte) *parser.Table {
	table, diagnostics := parser.Load(file, source)
	require.Empty(t, diagnostics.Errors(), "%s", source)
	return table
}

// compile compiles a table that has no faults.
func compile(t require.TestingT, table *parser.Table) *parser.Plan {
	plan, diagnostics := parser.Compile(table, parser.Options{})
	require.Empty(t, diagnostics.Errors(), "%s", table.File)
	return plan
}

// requireAgreement maps one record with a mapper that is new, with one that
// has a past, and with the reference, and compares the three.
func (j judged) requireAgreement(t require.TestingT, record []byte) {
	want, wantReject := j.reference(record)
	fresh, freshReject := appendTo(t, j.catalog.NewMapper(), record)
	used, usedReject := appendTo(t, j.used, record)

	if !isSpoiledTwice(record) {
		require.Equal(t, wantReject, freshReject, "rejected for another reason: %q", record)
	} else {
		require.Contains(t, []string{"malformed", "invalid-utf8", "truncated"}, freshReject, "of %q", record)
	}
	require.Equal(t, string(want), string(fresh), "of %q", record)
	require.Equal(t, freshReject, usedReject, "a mapper with a past rejects otherwise: %q", record)
	require.Equal(t, string(fresh), string(used), "a mapper with a past maps otherwise: %q", record)
	if freshReject == "" {
		require.NoError(t, protojudge.Judge(fresh), "of %q", record)
	}
}

// isSpoiledTwice reports whether a record is neither UTF-8 nor JSON. Which of
// the two shows first decides on the reason, and the reference cannot tell.
func isSpoiledTwice(record []byte) bool {
	return !utf8.Valid(record) && !gjson.ValidBytes(record)
}

// reference is what the reference interpreter makes of a record.
func (j judged) reference(record []byte) (event []byte, reject string) {
	if reject := referenceUnfit(nil, record); reject != "" {
		return nil, reject
	}
	table := j.tables[0]
	if !j.only {
		table = referenceChoose(j.tables, record)
	}
	if table == nil {
		return nil, "unknown-shape"
	}
	return referenceMap(table, udm.Default(), record)
}

// appendTo maps a record behind bytes that must stay as they are.
func appendTo(t require.TestingT, mapper *parser.Mapper, record []byte) (event []byte, reject string) {
	const before = "before"
	out, err := mapper.Append([]byte(before), record)
	if err == nil {
		require.Equal(t, before, string(out[:len(before)]))
		return out[len(before):], ""
	}
	rejection, ok := errors.AsType[*parser.Rejection](err)
	require.True(t, ok, "%v is no Rejection", err)
	require.NotEmpty(t, rejection.Reason)
	require.Equal(t, before, string(out), "a rejected record leaves no bytes")
	return nil, string(rejection.Reason)
}
