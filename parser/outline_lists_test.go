package parser_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/udmap/udmap/parser"
)

// A list keeps what differs as it is written: a text and the beginning of it are
// two entries, texts that begin alike are one once they are cut, and so are labels
// of which one has a number behind its key that the first object lacks.
func TestEntriesAreComparedAsTheyAreWritten(t *testing.T) {
	t.Parallel()
	const table = `
table: cuts
log_type: CUTS
rows:
  - {id: C1, from: at, to: metadata.event_timestamp, required: true}
  - {id: C2, value: ACME, to: metadata.vendor_name}
  - {id: C3, value: Cuts, to: metadata.product_name}
  - {id: C4, from: whole, to: target.user.department}
  - {id: C5, from: whole, to: target.user.department, cut: 4}
  - {id: C6, from: left, to: target.user.group_identifiers, cut: 4}
  - {id: C7, from: right, to: target.user.group_identifiers, cut: 4}
  - {id: C9, each: tags, from: <element>, to: security_result.detection_fields, key: tag, numbered: true}
  - {id: C10, each: tags, from: <element>, to: security_result.detection_fields, key: tag}
event_type:
  - {id: C8, value: GENERIC_EVENT}
`
	loaded, findings := parser.Load("cuts.yaml", []byte(table))
	require.NotNil(t, loaded, findings)
	plan, findings := parser.Compile(loaded, parser.Options{})
	require.NotNil(t, plan, findings)
	mapper := parser.Only(plan).NewMapper()
	for range 3 { // the outline is drawn once
		for record, want := range map[string]string{
			`{"at":1773296067,"whole":"accounts","left":"northern","right":"north-east"}`: `{"groupIdentifiers":["nort"],"department":["accounts","acco"]}`,
			`{"at":1773296067,"whole":"acco","left":"nort","right":"sout"}`:               `{"groupIdentifiers":["nort","sout"],"department":["acco"]}`,
			`{"at":1773296067,"whole":"ab","left":"ab","right":"ab"}`:                     `{"groupIdentifiers":["ab"],"department":["ab"]}`,
		} {
			event, err := mapper.Append(nil, []byte(record))
			require.NoError(t, err)
			require.Contains(t, string(event), `"target":{"user":`+want+`}`, record)
		}
		event, err := mapper.Append(nil, []byte(`{"at":1773296067,"tags":["q","r"]}`))
		require.NoError(t, err)
		require.Contains(t, string(event), `"securityResult":[{"detectionFields":[{"key":"tag","value":"q"}]},`+
			`{"detectionFields":[{"key":"tag_2","value":"r"},{"key":"tag","value":"r"}]}]`, "the first object has no number behind the key")
	}
}
