package parser_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"github.com/tidwall/gjson"
	"pgregory.net/rapid"

	"github.com/udmap/udmap/parser"
)

// TestCoverageCountsEveryValue draws tables and records: each value that is not
// empty is counted once, and where a row writes all the rest, none is unnamed.
func TestCoverageCountsEveryValue(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		table, catalog := drawnCatalog(t)
		record := recordFor(t, table)
		coverage := catalog.NewCoverage()
		coverage.Add(record)
		var values, counted int64
		if len(coverage.Rejected()) == 0 {
			values = scalarsIn(gjson.ParseBytes(record))
		}
		for _, covered := range coverage.Tables() {
			for _, field := range covered.Fields {
				counted += field.Count
				require.Equal(t, field.Count, sumOf(field.Uses))
				require.Positive(t, field.Uses[field.Use])
			}
			require.Equal(t, counted, sumOf(covered.Values))
			counted += covered.Blank
			if slices.ContainsFunc(table.Rows, func(row parser.Row) bool { return slices.Contains(row.From, "<rest>") }) {
				require.Zero(t, unnamedFields(covered), "%s", record)
			}
		}
		require.Equal(t, values, counted, "%s", record)
	})
}

// unnamedFields counts the unnamed values outside lists of which the table
// reads fields: those are no rest.
func unnamedFields(covered parser.TableCoverage) (count int64) {
	for _, field := range covered.Fields {
		if !strings.Contains(field.Path, "[]") {
			count += field.Uses[parser.FieldUnnamed]
		}
	}
	return count
}

// TestCoverageFindsValuesInTheEvent marks texts of a record so that each can be
// looked for in the event: what coverage says of a field is what is found.
func TestCoverageFindsValuesInTheEvent(t *testing.T) {
	found := 0
	rapid.Check(t, func(t *rapid.T) {
		table, catalog := drawnCatalog(t)
		var record any
		if json.Unmarshal(recordFor(t, table), &record) != nil {
			return
		}
		marks := marker{draw: t, required: requiredFields(table), unmarked: map[string]int64{}}
		text, err := json.Marshal(marks.mark("", record))
		require.NoError(t, err)
		event, err := catalog.NewMapper().Append(nil, text)
		if err != nil {
			return
		}
		coverage := catalog.NewCoverage()
		coverage.Add(text)
		isRewritten := slices.ContainsFunc(table.Rows, func(row parser.Row) bool { return row.Map != nil || row.Cut > 0 })
		for _, field := range coverage.Tables()[0].Fields {
			inEvent := int64(0)
			for _, mark := range marks.marks[field.Path] {
				if bytes.Contains(bytes.ToLower(event), []byte(mark)) {
					inEvent++
				}
			}
			reached := field.Uses[parser.FieldMapped] + field.Uses[parser.FieldAdditional]
			require.LessOrEqual(t, inEvent, reached, "%s in %s\nof %s", field.Path, event, text)
			if !isRewritten {
				require.GreaterOrEqual(t, inEvent, reached-marks.unmarked[field.Path], "%s in %s\nof %s", field.Path, event, text)
			}
			found += int(inEvent)
		}
	})
	require.Greater(t, found, 20, "marks reach events")
}

// marker puts a text of its own in the place of scalars.
type marker struct {
	draw     *rapid.T
	required []string
	count    int
	marks    map[string][]string // by path
	unmarked map[string]int64
}

func (m *marker) mark(path string, value any) any {
	switch value := value.(type) {
	case map[string]any:
		marked := map[string]any{}
		for _, key := range slices.Sorted(maps.Keys(value)) {
			marked[key] = m.mark(strings.TrimPrefix(path+"."+strings.ReplaceAll(key, ".", `\.`), "."), value[key])
		}
		return marked
	case []any:
		marked := []any{}
		for _, element := range value {
			marked = append(marked, m.mark(path+"[]", element))
		}
		return marked
	case string:
		if !slices.Contains(m.required, path) && chance(m.draw, "mark", 80) {
			m.count++
			mark := fmt.Sprintf("mark%04dx", m.count)
			if m.marks == nil {
				m.marks = map[string][]string{}
			}
			m.marks[path] = append(m.marks[path], mark)
			return mark
		}
	}
	m.unmarked[path]++
	return value
}

// requiredFields names the sources without which there is no event.
func requiredFields(table *parser.Table) (names []string) {
	for _, row := range table.Rows {
		if row.Required {
			names = append(names, row.From...)
		}
	}
	return names
}

// drawnCatalog draws a table that compiles.
func drawnCatalog(t *rapid.T) (*parser.Table, *parser.Catalog) {
	table := load(t, "drawn.yaml", tableSource(t))
	plan, findings := parser.Compile(table, parser.Options{})
	require.NotNil(t, plan, "%v", findings)
	return table, parser.Only(plan)
}

func sumOf(uses map[parser.FieldUse]int64) (sum int64) {
	for _, count := range uses {
		sum += count
	}
	return sum
}

func scalarsIn(value gjson.Result) (count int64) {
	if !value.IsObject() && !value.IsArray() {
		if value.Type == gjson.Null || value.Type == gjson.String && strings.TrimSpace(value.String()) == "" {
			return 0
		}
		return 1
	}
	value.ForEach(func(_, member gjson.Result) bool {
		count += scalarsIn(member)
		return true
	})
	return count
}
