package parser

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// Of two equal keys in a list element the first counts, also where the text of
// either is copied from the record as it stands there, escapes and all.
func TestFirstOfTwoEscapedTexts(t *testing.T) {
	source := strings.Replace(entryTable, "rows:\n", "rows:\n  - {id: E0, each: items, from: name, to: about.hostname, trim: false}\n", 1)
	table, diagnostics := Load("entry_log.yaml", []byte(source))
	require.False(t, diagnostics.HasErrors(), diagnostics.Error())
	plan, diagnostics := Compile(table, Options{})
	require.False(t, diagnostics.HasErrors(), diagnostics.Error())

	event, err := Only(plan).NewMapper().Append(nil,
		[]byte(`{"at":1767225600,"id":"a","items":[{"name":"Huddle \"A\"","name":"Huddle \"B\""}]}`))

	require.NoError(t, err)
	require.Contains(t, string(event), `"hostname":"Huddle \"A\""`)
	require.NotContains(t, string(event), "B")
}
