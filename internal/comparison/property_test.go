package comparison_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/udmap/udmap/internal/comparison"
	"github.com/udmap/udmap/internal/rawrecord"
	"github.com/udmap/udmap/parser"
	"github.com/udmap/udmap/udm"
)

// tables are versions of one table, as an author would write them one after
// the other.
func tables() []string {
	rows := func(more ...string) string {
		return `
table: door_log
log_type: DOOR_LOG
rows:
  - {id: D1, from: at, to: metadata.event_timestamp, required: true}
  - {id: D2, value: ACME, to: metadata.vendor_name}
  - {id: D3, value: Door, to: metadata.product_name}
` + strings.Join(more, "\n") + `
`
	}
	const (
		byType = "event_type:\n  - {id: D8, value: USER_RESOURCE_ACCESS, when: {all: [badge, reader]}}\n  - {id: D9, value: GENERIC_EVENT}\n"
		plain  = "event_type:\n  - {id: D9, value: GENERIC_EVENT}\n"
	)
	return []string{
		rows("  - {id: D4, from: badge, to: principal.user.userid}", "  - {id: D5, from: reader, to: target.resource.name}") + byType,
		rows("  - {id: D4, from: badge, to: target.user.userid}", "  - {id: D5, from: reader, to: target.resource.name}") + byType,
		rows("  - {id: D4, from: badge, to: principal.user.userid, required: true}", "  - {id: D5, from: reader, to: additional.reader}") + plain,
		rows("  - {id: D4, from: [badge, reader], to: principal.user.email_addresses}") + plain,
		rows("  - {id: D4, from: [reader, badge], to: principal.user.email_addresses}") + plain,
	}
}

// versions compiles the tables.
func versions(t *testing.T, options parser.Options) []*parser.Catalog {
	t.Helper()
	var catalogs []*parser.Catalog
	for _, text := range tables() {
		catalogs = append(catalogs, compile(t, text, options))
	}
	return catalogs
}

func compile(t *testing.T, text string, options parser.Options) *parser.Catalog {
	t.Helper()
	table, findings := parser.Load("door_log.yaml", []byte(text))
	require.False(t, findings.HasErrors(), findings)
	plan, findings := parser.Compile(table, options)
	require.False(t, findings.HasErrors(), findings)
	return parser.Only(plan)
}

// aCorpus draws lines of which some give no event, in one table or in any.
func aCorpus() *rapid.Generator[string] {
	value := rapid.SampledFrom([]string{`"a@example.com"`, `"b@example.com"`, `"7"`, `""`, `null`})
	line := rapid.Custom(func(t *rapid.T) string {
		at := rapid.SampledFrom([]string{`1773296067`, `1773296068`, `"never"`}).Draw(t, "at")
		return fmt.Sprintf(`{"at":%s,"badge":%s,"reader":%s}`, at, value.Draw(t, "badge"), value.Draw(t, "reader"))
	})
	damaged := rapid.SampledFrom([]string{`{"at":`, `[1]`, `nonsense`, `{"at":1773296067,"badge":"` + "\xff" + `"}`})
	return rapid.Map(rapid.SliceOf(rapid.OneOf(line, line, line, damaged)), func(lines []string) string {
		return strings.Join(lines, "\n")
	})
}

// diff compares a corpus as the verb does.
func diff(t *rapid.T, corpus string, old, now *parser.Catalog) comparison.Report {
	splitter, err := rawrecord.NewSplitter(old, now)
	require.NoError(t, err)
	before, after := comparison.NewMapping(old), comparison.NewMapping(now)
	c := comparison.New(comparison.Options{Examples: 2})
	_, err = splitter.Each(t.Context(), "corpus", strings.NewReader(corpus), func(record rawrecord.Record) error {
		c.Add(comparison.Place{Object: "corpus", Number: record.Number, Line: record.Line}, before.Outcome(record), after.Outcome(record))
		return nil
	})
	require.NoError(t, err)
	return c.Report()
}

func TestTheSumsBalanceWithThoseOfAConversion(t *testing.T) {
	version := rapid.SampledFrom(versions(t, parser.Options{}))
	rapid.Check(t, func(t *rapid.T) {
		corpus := aCorpus().Draw(t, "corpus")
		old, now := version.Draw(t, "old"), version.Draw(t, "new")
		r := diff(t, corpus, old, now)
		for catalog, side := range map[*parser.Catalog]comparison.Side{old: r.Before, now: r.After} {
			ledger, err := parser.NewConverter(catalog, parser.ConverterOptions{}).
				Convert(t.Context(), "corpus", strings.NewReader(corpus), new(strings.Builder), new(strings.Builder))
			require.NoError(t, err)
			require.Equal(t, []int64{ledger.Records, ledger.Events, ledger.Rejected}, []int64{r.Records, side.Events, side.Rejected})
		}
		ledger, err := parser.NewConverter(now, parser.ConverterOptions{}).
			Convert(t.Context(), "corpus", strings.NewReader(corpus), new(strings.Builder), new(strings.Builder))
		require.NoError(t, err)
		reasons := map[string]int64{}
		for _, cell := range r.Transitions {
			if reason, isReason := strings.CutPrefix(cell.To, "rejected: "); isReason {
				reasons[reason] += cell.Records
			}
		}
		require.Len(t, reasons, len(ledger.Reasons))
		for reason, count := range ledger.Reasons {
			require.Equal(t, count, reasons[reason], reason)
		}
		require.Equal(t, r.Records, r.Same+r.Different+r.BecameRejected+r.WereRejected+r.RejectedByBoth)
		require.Equal(t, r.Records, sumOf(r.Transitions))
	})
}

func TestATableDoesNotDifferFromItself(t *testing.T) {
	one, other := versions(t, parser.Options{}), versions(t, parser.Options{})
	rapid.Check(t, func(t *rapid.T) {
		corpus, table := aCorpus().Draw(t, "corpus"), rapid.IntRange(0, len(one)-1).Draw(t, "table")
		r := diff(t, corpus, one[table], other[table])
		require.True(t, r.IsEmpty())
		require.Empty(t, r.Fields)
		require.Equal(t, r.Before.Events, r.Same)
	})
}

func TestTheOtherWayRoundIsTheMirror(t *testing.T) {
	version := rapid.SampledFrom(versions(t, parser.Options{}))
	rapid.Check(t, func(t *rapid.T) {
		corpus := aCorpus().Draw(t, "corpus")
		old, now := version.Draw(t, "old"), version.Draw(t, "new")
		there, back := diff(t, corpus, old, now), diff(t, corpus, now, old)
		require.Equal(t, [][]int64{{there.Records, there.Same, there.Different, there.BecameRejected, there.WereRejected}},
			[][]int64{{back.Records, back.Same, back.Different, back.WereRejected, back.BecameRejected}})
		require.Len(t, back.Fields, len(there.Fields))
		for i, field := range there.Fields {
			mirror := back.Fields[i]
			require.Equal(t, field.Field, mirror.Field)
			require.Equal(t, []int64{field.Gained, field.Lost, field.Changed, field.Reordered},
				[]int64{mirror.Lost, mirror.Gained, mirror.Changed, mirror.Reordered}, field.Field)
		}
		for _, move := range there.Moves {
			require.Contains(t, back.Moves, comparison.Move{From: move.To, To: move.From, Events: move.Events})
		}
		for _, cell := range there.Transitions {
			require.True(t, slices.ContainsFunc(back.Transitions, func(other comparison.Transition) bool {
				return other.From == cell.To && other.To == cell.From && other.Records == cell.Records
			}), cell)
		}
	})
}

// The numbers of gained and lost fields, counted another way.
func TestGainsAndLossesAreThoseOfTheEvents(t *testing.T) {
	version, inSnakeCase := versions(t, parser.Options{}), versions(t, parser.Options{FieldNames: udm.SnakeCase})
	rapid.Check(t, func(t *rapid.T) {
		corpus := aCorpus().Draw(t, "corpus")
		older, newer := rapid.IntRange(0, len(version)-1).Draw(t, "old"), rapid.IntRange(0, len(version)-1).Draw(t, "new")
		r := diff(t, corpus, version[older], version[newer])

		old, now := inSnakeCase[older].NewMapper(), inSnakeCase[newer].NewMapper()
		gained, lost := map[string]int64{}, map[string]int64{}
		for line := range strings.Lines(corpus) {
			before, errBefore := old.Append(nil, []byte(strings.TrimSpace(line)))
			after, errAfter := now.Append(nil, []byte(strings.TrimSpace(line)))
			if errBefore != nil || errAfter != nil {
				continue
			}
			was, is := leaves(t, before), leaves(t, after)
			for path := range was {
				if !is[path] {
					lost[path]++
				}
			}
			for path := range is {
				if !was[path] {
					gained[path]++
				}
			}
		}
		gotGained, gotLost := map[string]int64{}, map[string]int64{}
		for _, field := range r.Fields {
			if field.Gained > 0 {
				gotGained[field.Field] = field.Gained
			}
			if field.Lost > 0 {
				gotLost[field.Field] = field.Lost
			}
		}
		require.Equal(t, gained, gotGained)
		require.Equal(t, lost, gotLost)
	})
}

// leaves lists the paths of an event in snake case that end in no object.
func leaves(t require.TestingT, event []byte) map[string]bool {
	var root any
	require.NoError(t, json.Unmarshal(event, &root))
	found := map[string]bool{}
	var walk func(path string, value any)
	walk = func(path string, value any) {
		switch value := value.(type) {
		case map[string]any:
			for _, key := range slices.Sorted(maps.Keys(value)) {
				walk(strings.TrimPrefix(path+"."+key, "."), value[key])
			}
		case []any:
			for _, element := range value {
				walk(path, element)
			}
		default:
			found[path] = true
		}
	}
	walk("", root)
	return found
}
