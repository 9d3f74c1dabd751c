package parser

import (
	"testing"

	"github.com/stretchr/testify/require"
)

// The splitter relies on it: a value is unfinished until its last byte, so
// that it does not matter where a block ends.
func TestMapperWaitsForTheEndOfAValue(t *testing.T) {
	t.Parallel()
	mapper := entryCatalog(t).NewMapper()
	for _, value := range []string{
		"{\n\t\"at\" : 1767225600 ,\n\t\"id\" : \"é\\u00e9\\n\\ud83d\\ude00\" , \"text\" : \"\" , \"x\" : { \"y\" : [ -1.5e+7 , true , false , null , \"\\\\\" , [ ] , { } ] }\n}",
		`[ 0.5 , [ "" ] ]`, `"text\u0041"`, `true`, `null`,
	} {
		for end := 1; end < len(value); end++ {
			_, _, v := mapper.next(nil, []byte(value[:end]), true)
			require.Equal(t, unfinished, v, value[:end])
		}
		_, n, v := mapper.next(nil, []byte(value), true)
		require.Contains(t, []verdict{mapped, rejected}, v)
		require.Equal(t, len(value), n)
	}
}

// What the mapper remembers of one record must not change how it reads the
// next, or the events of a block would depend on the blocks before it.
func TestMapperReadsAnyWhiteSpaceAfterAnyOther(t *testing.T) {
	t.Parallel()
	catalog := entryCatalog(t)
	records := []string{
		`{"at":1,"id":"a"}`, `{"at": 1, "id": "a"}`, "{ \"at\" :\t1 ,\n \"id\" :  \"a\" }", `{"id":"a","at":1}`,
		`{"at":1,"id":"a","\u0069d2":1}`, `{"at":1,"\u0069d":"a"}`,
	}
	for _, before := range records {
		for _, record := range records {
			mapper := catalog.NewMapper()
			_, err := mapper.Append(nil, []byte(before))
			require.NoError(t, err)
			event, err := mapper.Append(nil, []byte(record))
			require.NoError(t, err, "%s behind %s", record, before)
			require.Contains(t, string(event), `"productLogId":"a"`)
		}
	}
}
