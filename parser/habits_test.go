package parser_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/udmap/udmap/parser"
)

// A mapper that has habits reads members without asking of each what one without
// them asks. Whatever an object has in place of what is usual, the two must not
// differ.

const habitsTable = `
table: habits
version: 1
log_type: HABITS
rows:
  - {id: H1, from: time, to: metadata.event_timestamp, as: timestamp, required: true}
  - {id: H2, from: name, to: additional.name}
  - {id: H3, from: text, to: additional.text, trim: false}
  - {id: H4, from: text, to: principal.user.userid}
  - {id: H5, from: count, to: additional.count}
  - {id: H6, from: a_key_that_is_rather_long, to: additional.long}
  - {id: H7, from: inner.one, to: additional.one}
  - {id: H8, each: list, from: id, to: about.user.userid}
  - {id: H9, each: list, from: name, to: about.user.user_display_name}
  - {id: H10, from: flag, to: additional.flag}
  - {id: H11, value: ACME, to: metadata.vendor_name}
  - {id: H12, value: Door, to: metadata.product_name}
event_type:
  - {id: T1, value: GENERIC_EVENT}
`

func habitsCatalog(t *testing.T) *parser.Catalog {
	t.Helper()
	table, diagnostics := parser.Load("habits.yaml", []byte(habitsTable))
	require.False(t, diagnostics.HasErrors(), "%v", diagnostics)
	plan, diagnostics := parser.Compile(table, parser.Options{})
	require.False(t, diagnostics.HasErrors(), "%v", diagnostics)
	return parser.Only(plan)
}

// usualMembers is what the records have that teach the habits.
func usualMembers() []string {
	return []string{
		`"time": "2026-03-12T06:14:27Z"`, `"name": "Ada"`, `"unread": "x"`, `"text": "some text"`, `"count": 17`,
		`"a_key_that_is_rather_long": "x"`, `"inner": {"one": "1"}`, `"list": [{"id": 1, "name": "a"}, {"id": 2, "name": "b"}]`, `"flag": true`,
	}
}

func object(members []string) string { return "{" + strings.Join(members, ", ") + "}" }

func requireSameAsFresh(t *testing.T, catalog *parser.Catalog, record string) {
	t.Helper()
	used := catalog.NewMapper()
	for range 3 {
		_, err := used.Append(nil, []byte(object(usualMembers())))
		require.NoError(t, err)
	}
	want, wantErr := catalog.NewMapper().Append(nil, []byte(record))
	wantReason := reasonOf(wantErr)
	for range 3 {
		got, err := used.Append(nil, []byte(record))
		require.Equal(t, string(want), string(got), "%s", record)
		require.Equal(t, wantReason, reasonOf(err), "%s", record)
	}
}

func reasonOf(err error) string {
	rejection, _ := errors.AsType[*parser.Rejection](err)
	if rejection == nil {
		return ""
	}
	return fmt.Sprintf("%s at %d", rejection.Reason, rejection.Offset)
}

func TestHabitsChangeNothing(t *testing.T) {
	catalog := habitsCatalog(t)
	usual := usualMembers()
	t.Run("left out", func(t *testing.T) {
		for set := range 1 << len(usual) {
			var members []string
			for i, member := range usual {
				if set&(1<<i) != 0 {
					members = append(members, member)
				}
			}
			requireSameAsFresh(t, catalog, object(members))
		}
	})
	t.Run("in other places, and twice", func(t *testing.T) {
		for from, member := range usual {
			for to := range len(usual) + 1 {
				requireSameAsFresh(t, catalog, object(slices.Insert(slices.Clone(usual), to, member)))
				requireSameAsFresh(t, catalog, object(slices.Insert(slices.Delete(slices.Clone(usual), from, from+1), min(to, len(usual)-1), member)))
				requireSameAsFresh(t, catalog, object(slices.Insert(slices.Clone(usual), to, `"new": "x"`)))
			}
		}
	})
	t.Run("twice, in another spelling", func(t *testing.T) {
		for i, member := range usual {
			for _, spelled := range []string{
				fmt.Sprintf(`"\u%04x`, member[1]) + member[2:],
				strings.Replace(member, `":`, `"  :`, 1),
				strings.Replace(member, `":`, `"                             :`, 1), // too long for a habit
			} {
				requireSameAsFresh(t, catalog, object(slices.Insert(slices.Clone(usual), i, spelled)))
				requireSameAsFresh(t, catalog, object(slices.Insert(slices.Clone(usual), i+1, spelled)))
			}
		}
		for _, first := range []string{`"\u0069d": 0`, `"id"                              : 0`, `"id" :0`} {
			members := usualMembers()
			members[7] = `"list": [{` + first + `, "id": 1, "name": "a"}, {"name": "x", ` + first + `, "id": 2}]`
			requireSameAsFresh(t, catalog, object(members))
		}
	})
	t.Run("with other values", func(t *testing.T) {
		values := []string{
			`null`, `true`, `false`, `0`, `7`, `70 `, `-1`, `01`, `1.5`, `1e3`, `""`, `" "`, `" x"`, `"x "`, `"\""`, `"\u00e9"`, `"é"`, `"` + "\xff" + `"`, `"` + "\t" + `"`,
			`{}`, `[]`, `{"one": 2}`, `[{"id": "\u0031"}, {"name": null, "id": 3}, 4, {"id": 5, "id": 6}]`, `nul`, `nullx`, `truex`, `"open`, `12x`,
			` "x"`, "\n7", `"` + strings.Repeat("long ", 40) + `"`,
		}
		for i, member := range usual {
			key, _, _ := strings.Cut(member, ": ")
			for _, value := range values {
				members := slices.Clone(usual)
				members[i] = key + ": " + value
				requireSameAsFresh(t, catalog, object(members))
				requireSameAsFresh(t, catalog, object(append(members, key+": 1")))
				members[i] = key + ":" + value
				requireSameAsFresh(t, catalog, object(members))
			}
		}
	})
	t.Run("cut short", func(t *testing.T) {
		record := object(usual)
		for end := range record {
			requireSameAsFresh(t, catalog, record[:end])
			requireSameAsFresh(t, catalog, record[:end]+"}")
			requireSameAsFresh(t, catalog, record[:end]+"x"+record[end+1:])
		}
	})
}

// Other tables' claims ask for the key; the one that takes the record does not read it.
func TestAKeyThatOnlyClaimsAskForMayRepeat(t *testing.T) {
	catalog := builtInCatalog(t)
	_, err := catalog.NewMapper().Append(nil, []byte(`{"url":"https://acme.zendesk.com/x","id":1,"created_at":"2026-03-12T06:14:27Z","client_type":"x","client_type":"x"}`))
	require.NoError(t, err)
	_, err = catalog.NewMapper().Append(nil, []byte(`{"url":"https://acme.zendesk.com/x","id":1,"id":1,"created_at":"2026-03-12T06:14:27Z"}`))
	require.Equal(t, "duplicate-key at 48", reasonOf(err))
}
