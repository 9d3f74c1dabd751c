package parser_test

import (
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"github.com/tidwall/gjson"

	"github.com/udmap/udmap/parser"
)

// A text of many lines, some with what JSON has to escape, comes out line by line,
// whether they are few enough to be remembered or not.
func TestEveryChangedLineIsThere(t *testing.T) {
	t.Parallel()
	catalog, findings := parser.BuiltIn(parser.Options{})
	require.Empty(t, findings.Errors())
	mapper := catalog.NewMapper()
	for _, lines := range []int{1, 2, 7, 63, 64, 65, 150} {
		var text, want []string
		for line := 1; line <= lines; line++ {
			field, suffix := "Name "+strconv.Itoa(line), ""
			if line%5 == 0 {
				field = `The \"best\" name`
			}
			if line > 1 {
				suffix = "_" + strconv.Itoa(line)
			}
			text = append(text, field+" changed from A to B", "a note", "")
			for _, label := range [][2]string{{"changed_field", field}, {"old_value", "A"}, {"new_value", "B"}} {
				want = append(want, `{"key":"`+label[0]+suffix+`","value":"`+label[1]+`"}`)
			}
		}
		record := `{"id":1,"actor_id":2,"source_id":3,"source_type":"user","action":"update","created_at":"2026-05-05T09:00:15Z",` +
			`"change_description":"` + strings.Join(text, `\n`) + `"}`
		for range 2 {
			event, err := mapper.Append(nil, []byte(record))
			require.NoError(t, err)
			require.Equal(t, "["+strings.Join(want, ",")+"]", gjson.GetBytes(event, "target.resource.attribute.labels").Raw, "%d lines", lines)
		}
	}
}
