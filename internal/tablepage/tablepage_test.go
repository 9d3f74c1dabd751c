package tablepage_test

import (
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/udmap/udmap/internal/tablepage"
	"github.com/udmap/udmap/parser"
)

func rendered(t *testing.T, source string) string {
	t.Helper()
	table, findings := parser.Load("", []byte(source))
	require.False(t, findings.HasErrors(), findings)
	return tablepage.Render(table, []byte(source))
}

const least = `table: least
log_type: LEAST
rows:
  - {id: L1, from: at, to: metadata.event_timestamp, required: true%s}
event_type:
  - {id: L2, value: GENERIC_EVENT}
`

// with is the least table with more said of its first row.
func with(more string) string { return strings.Replace(least, "%s", more, 1) }

func TestThePageOfALeastTable(t *testing.T) {
	require.Equal(t, `# least

<!-- Made from least.yaml by udmap tables --format markdown. -->

|  |  |
| --- | --- |
| log type | `+"`LEAST`"+` |
| version | 1 |
| a record is told by | nothing: every record is the table's |

## Rows

A UDM field that holds one value takes that of the first row that has one; a list takes all.

| row | raw field | UDM field | when and how |
| --- | --- | --- | --- |
| L1 | `+"`at` | `metadata.event_timestamp`"+` | required: without it the record is rejected |

## Event types

The first of these that holds is `+"`metadata.event_type`"+`.

| line | event type | when |
| --- | --- | --- |
| L2 | `+"`GENERIC_EVENT`"+` | always |
`, rendered(t, with("")))
}

// TestThePageSaysAllThatATableSays looks for every word of a table that uses
// the whole language.
func TestThePageSaysAllThatATableSays(t *testing.T) {
	source, err := os.ReadFile("../../testdata/examples/office_log.yaml")
	require.NoError(t, err)
	page := rendered(t, string(source))
	for _, said := range []string{
		"| a record is told by | it has `kind` and `when`; or it has `badge` and `change` |",
		"| O5 | `note` | `metadata.description` | cut to 40 bytes |",
		"| O6 | the constant `true` | `additional.note_cut` | where `note` has more than 40 bytes |",
		"| O12 | `title.<after>` | `target.user.user_display_name` | where `subject` is like `person: *` |",
		"| O15 | `field` of each of `changes.all` | `target.resource.attribute.labels` key `field` | keys are numbered |",
		"`nobody` counts as empty; keys are numbered |",
		"| `target.resource.attribute.labels` key `tag` | at most 2 |",
		"| O21 | the constant `guest` for each of `guests` |",
		"where `alias` differs from `subject` |",
		"| O20 | `<element>` of each of `guests` | `about.user.userid` | where `$guests` is `keep`; at most 50 |",
		"`additional.custom_{number}` | where `number` is like `$fields`; as `joined` |",
		"| O24 | every field that the table does not name | `additional` |",
		"| O25 | `USER_CREATION` | `USER_RESOURCE_CREATION`, then `GENERIC_EVENT` | `new` is there, and `kind` is like `person` |",
		"| O26 | `USER_RESOURCE_UPDATE_CONTENT` | `GENERIC_EVENT` | `verb` is not like `look*` or `list` |",
		"| `USER_CREATION` | `machine` and `person` are there |",
		"### O13: `kind` to `target.resource.resource_type`",
		"| `*setting` | `SETTING` |",
		"| anything else | `DEVICE` |",
		"| `title` | `subject`, split at ` :  ` (halves) |",
		"| `event` | the text `{kind}.{verb}` |",
		"| `robot` | `page.<host>` | `badge` is `0` |",
		"| `new` | `made` | `when` is at most 60 seconds after `made` |",
		"| `guests` | people who were invited | `keep`, `drop` | `keep` |",
		"| `fields` | numbers of the custom fields that are kept | any texts, with commas between them | `*` |",
		"| `icon` | it is a picture |",
	} {
		require.Contains(t, page, said)
	}
}

func TestTheLettersOfANoteAreWords(t *testing.T) {
	for note, want := range map[string]string{
		"G":              "| published by Google |",
		"P: a | b":       `| our proposal: a \| b |`,
		"Perhaps":        "| Perhaps |",
		"see the manual": "| see the manual |",
	} {
		require.Contains(t, rendered(t, with(`, note: "`+note+`"`)), want)
	}
}

// TestNoTextOfATableIsMarkup: what an author wrote cannot end a cell, begin a
// row or a tag.
func TestNoTextOfATableIsMarkup(t *testing.T) {
	page := rendered(t, strings.Replace(with(`, note: "<b>|\n* [x](y) `+"`c`"+` a_b"`), "table: least", "# <script>*\ntable: least\nsource: \"https://example.com/>|\"", 1))
	require.Contains(t, page, "\n&lt;script>\\*\n")
	require.Contains(t, page, "| source | `https://example.com/>\\|` |")
	require.Contains(t, page, "| &lt;b>\\| \\* \\[x](y) \\`c\\` a\\_b |")
	require.Contains(t, rendered(t, with("")+"dropped: {\"a`|b\": \"it is\\nnothing\"}\n"), "| ``a`\\|b`` | it is nothing |")
}
