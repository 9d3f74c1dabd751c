package parser_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"
)

// A mapper remembers the last domain, the last minute and what stood between
// values. Whatever nearly fits what it remembers must become the event, or the
// reject, that a fresh mapper makes of it.
func TestMemoryOfTheLastRecordChangesNothing(t *testing.T) {
	record := func(time, operator, detail string) string {
		return fmt.Sprintf(`{"time":"%s","operator":"%s","category_type":"User","action":"Update","operation_detail":"%s"}`, time, operator, detail)
	}
	const list = `Privilege [{\"userId\":\"a\",\"options\":\"b\"},{\"userId\":\"c\",\"options\":\"d\"}]`
	usual := record("2026-03-12T06:14:27Z", "admin@example.com", "Update User jo@example.com  - Job Title: CISO")
	for name, odd := range map[string]string{
		"another label":            record("2026-03-12T06:14:27Z", "admin@example.com.example.org", "Update User jo@example.com.example.org"),
		"a longer label":           record("2026-03-12T06:14:27Z", "admin@example.community", "Update User jo@example.community"),
		"a hyphen behind":          record("2026-03-12T06:14:27Z", "admin@example.com-", "Update User jo@example.com- and more"),
		"a dot behind":             record("2026-03-12T06:14:27Z", "admin@example.com.", "Update User jo@example.com."),
		"a letter beyond ASCII":    record("2026-03-12T06:14:27Z", "admin@example.comé", "Update User jo@example.comé"),
		"no domain":                record("2026-03-12T06:14:27Z", "admin@", "Update User jo@"),
		"a slash in a local part":  record("2026-03-12T06:14:27Z", "ad/min@example.com", "Update User jo/doe@example.com"),
		"a leap second":            record("2026-03-12T06:14:60Z", "admin@example.com", "Update"),
		"seconds beyond any":       record("2026-03-12T06:14:77Z", "admin@example.com", "Update"),
		"seconds that are letters": record("2026-03-12T06:14:2aZ", "admin@example.com", "Update"),
		"a zone":                   record("2026-03-12T06:14:27+", "admin@example.com", "Update"),
		"canonical escapes":        record("2026-03-12T06:14:27Z", "admin@example.com", `Huddle \"A\" \\ tab\t`),
		"escapes to rewrite":       record("2026-03-12T06:14:27Z", "admin@example.com", `Huddle \"A\" a\/b \u0041`),
		"half a surrogate pair":    record("2026-03-12T06:14:27Z", "admin@example.com", `Huddle \"A\" \ud83d`),
		"a list":                   record("2026-03-12T06:14:27Z", "admin@example.com", list),
		"a list of other keys":     record("2026-03-12T06:14:27Z", "admin@example.com", `Privilege [{\"options\":\"b\",\"userId\":\"a\"},{\"userId\":7}]`),
		"a list cut short":         record("2026-03-12T06:14:27Z", "admin@example.com", `Privilege [{\"userId\":\"a\",\"options\":\"b\"},{\"userId\":\"c\"`),
		"an escape cut short":      `{"time":"2026-03-12T06:14:27Z","operation_detail":"Huddle \"A\" \u00`,
	} {
		t.Run(name, func(t *testing.T) {
			catalog := builtInCatalog(t)
			want, wantErr := catalog.NewMapper().Append(nil, []byte(odd))
			used := catalog.NewMapper()
			for _, before := range []string{usual, record("2026-03-12T06:14:28Z", "it@example.com", list)} {
				_, err := used.Append(nil, []byte(before))
				require.NoError(t, err)
			}

			got, err := used.Append(nil, []byte(odd))

			require.Equal(t, wantErr, err)
			require.Equal(t, string(want), string(got))
		})
	}
}
