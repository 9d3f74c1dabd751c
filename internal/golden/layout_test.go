package golden

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestLayOutKeepsShortValuesInOneLine(t *testing.T) {
	laidOut, err := layOut([]byte(`{"b":[1,{"a":"x, y: z"}],"a":{}}` + "\n[]\n"))
	require.NoError(t, err)
	require.Equal(t, []string{`{"b": [1, {"a": "x, y: z"}], "a": {}}`, `[]`, ``}, strings.Split(laidOut, "\n"))
}

func TestLayOutBreaksLongValuesMemberByMember(t *testing.T) {
	long := strings.Repeat("x", 90)
	laidOut, err := layOut([]byte(`{"a":["` + long + `",{"b":"` + long + `","c":1}],"d":true}`))
	require.NoError(t, err)
	require.Equal(t, `{
  "a": [
    "`+long+`",
    {
      "b": "`+long+`",
      "c": 1
    }
  ],
  "d": true
}
`, laidOut)
}

func TestLayOutChangesOnlyWhiteSpace(t *testing.T) {
	const spelling = `{"\u0041\"": 1e2, "A": "<\u003c\/&>", "A": -0.10, "n": 9007199254740993}`
	laidOut, err := layOut([]byte(spelling))
	require.NoError(t, err)
	require.Equal(t, []string{spelling, ``}, strings.Split(laidOut, "\n"))
}

func TestLayOutNamesTheLineThatIsNoJSON(t *testing.T) {
	_, err := layOut([]byte("{}\n{\n  \"a\": tru\n}\n"))
	require.ErrorContains(t, err, "line 2 of the section is not valid JSON")
}
