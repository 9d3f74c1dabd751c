package parser_test

import (
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"github.com/tidwall/gjson"

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
	mapper := parser.Only(compile(t, load(t, "cuts.yaml", []byte(table)))).NewMapper()
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

// Labels that have the number of their object behind their key are written by
// outlines, unless another label of the list may be the same. They come out the same
// when the outline is drawn and later, among the first few objects and behind.
func TestNumberedLabelsAreAllThere(t *testing.T) {
	t.Parallel()
	const table = `
table: numbers
log_type: NUMBERS
rows:
  - {id: N1, from: at, to: metadata.event_timestamp, required: true}
  - {id: N2, value: ACME, to: metadata.vendor_name}
  - {id: N3, value: Numbers, to: metadata.product_name}
  - {id: N4, each: list, from: name, to: target.user.attribute.labels, key: name, numbered: true}
  - {id: N5, each: list, from: state, to: target.user.attribute.labels, key: state, numbered: true, blank: none, map: {"1": one, "?*": other}}
  - {id: N6, each: list, value: "yes", to: target.user.attribute.labels, key: there, numbered: true}
  - {id: N7, each: list, from: name, to: about.user.attribute.labels, key: name, numbered: true}
  - {id: N8, each: list, from: name, to: about.user.attribute.labels, key: name}
  - {id: N9, from: single, to: principal.user.attribute.labels, key: name_2}
  - {id: N10, each: list, from: name, to: principal.user.attribute.labels, key: name, numbered: true}
event_type:
  - {id: N11, value: GENERIC_EVENT}
`
	mapper := parser.Only(compile(t, load(t, "numbers.yaml", []byte(table)))).NewMapper()
	label := func(key string, number int, value string) string {
		if number > 1 {
			key += "_" + strconv.Itoa(number)
		}
		return `{"key":"` + key + `","value":"` + value + `"}`
	}
	for _, name := range []string{"Jo", `J\"o`, strings.Repeat("long", 20)} {
		for objects := 1; objects < 12; objects++ {
			var list, distinct, about, alike []string
			alike = append(alike, label("name", 2, name))
			for number := 1; number <= objects; number++ {
				state, mapped := "1", "one"
				if number%3 == 2 {
					state, mapped = "none", ""
				}
				list = append(list, `{"name":"`+name+`","state":"`+state+`"}`)
				distinct = append(distinct, label("name", number, name))
				if mapped != "" {
					distinct = append(distinct, label("state", number, mapped))
				}
				distinct = append(distinct, label("there", number, "yes"))
				labels := label("name", number, name)
				if number > 1 {
					labels += "," + label("name", 1, name)
				}
				about = append(about, `{"user":{"attribute":{"labels":[`+labels+`]}}}`)
				if number != 2 { // which is there already
					alike = append(alike, label("name", number, name))
				}
			}
			record := `{"at":1773296067,"single":"` + name + `","list":[` + strings.Join(list, ",") + `]}`
			for range 3 { // each outline is drawn once
				event, err := mapper.Append(nil, []byte(record))
				require.NoError(t, err)
				for where, want := range map[string][]string{"target.user.attribute.labels": distinct, "about": about, "principal.user.attribute.labels": alike} {
					require.Equal(t, "["+strings.Join(want, ",")+"]", gjson.GetBytes(event, where).Raw, "%s of %s", where, record)
				}
			}
		}
	}
}
