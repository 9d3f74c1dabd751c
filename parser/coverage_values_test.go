package parser_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/udmap/udmap/parser"
)

// TestCoverageFollowsEachValue: what a value of the event was made of is found
// in the record, through everything that takes texts apart or makes new ones.
// Each case is a table's rows and extracts, a record, and its fields with their
// uses and numbers.
func TestCoverageFollowsEachValue(t *testing.T) {
	for name, test := range map[string]struct {
		rows, extract, more string
		record              string
		want                map[string]string
	}{
		"the elements of a list are told apart": {
			rows:   "{id: A, from: ips, to: principal.ip, as: ip}",
			record: `"ips":["192.0.2.1","lost","192.0.2.1"]`,
			want:   map[string]string{"ips[]": "unwritten:1 mapped:2 A: it took another value"},
		},
		"what is beyond a limit is lost": {
			rows:   "{id: A, from: tags, to: principal.user.attribute.labels, most: 2}",
			record: `"tags":["a","b","lost"]`,
			want:   map[string]string{"tags[]": "unwritten:1 mapped:2 A: it takes no more than 2"},
		},
		"so are the objects of a list": {
			rows:   "{id: A, each: people, from: id, to: about.user.userid, most: 1}, {id: B, each: people, from: mail, to: about.user.email_addresses, if: email, most: 1}",
			record: `"people":[{"id":"a","mail":"lost"},{"id":"lost","mail":"b@example.com"}]`,
			want: map[string]string{
				"people[].id":   "unwritten:1 mapped:1 A: it takes no more than 1",
				"people[].mail": "unwritten:2 B: it is in no entry of the list",
			},
		},
		"escapes are decoded": {
			rows:   "{id: A, from: [a, b], to: target.user.department}, {id: C, from: c, to: additional.c, if: ip}",
			record: `"a":"\u0041\n","b":["x\ty","\u0020\t"],"c":"\u0041"`,
			want:   map[string]string{"a": "mapped:1", "b[]": "mapped:1", "c": "unwritten:1 C: no match"},
		},
		"a made text holds its pieces": {
			extract: `made: {text: "<{a}-{b}>"}, none: {text: "{a}{c}"}`,
			rows:    "{id: A, from: made, to: metadata.product_event_type}, {id: B, from: none, to: additional.none}",
			record:  `"a":"\u0041","b":"B","c":null,"d":"D"`,
			want:    map[string]string{"a": "mapped:1", "b": "mapped:1", "d": "unnamed:1"},
		},
		"a text that is not made holds nothing": {
			extract: `none: {text: "{a}{c}"}`,
			rows:    "{id: B, from: none, to: additional.none}",
			record:  `"a":"\u0041","c":[]`,
			want:    map[string]string{"a": "unwritten:1 B: no such field"},
		},
		"JSON inside a text, with escapes of its own": {
			extract: "detail: {from: text, using: embedded-json}",
			rows:    "{id: A, from: detail.first.a, to: target.resource.name}, {id: B, each: detail.rest, from: a, to: about.user.userid}",
			record:  `"text":"[{\"a\":\"x\\ty\"},{\"a\":1}] end"`,
			want:    map[string]string{"text": "mapped:1"},
		},
		"pairs around JSON": {
			extract: "detail: {from: text, using: dash-pairs}",
			rows:    "{id: A, from: detail.Room, to: target.resource.name}",
			record:  `"text":"Open [{}]  - Room: North"`,
			want:    map[string]string{"text": "mapped:1"},
		},
		"a host in capital letters": {
			extract: "page: {from: link, using: url}",
			rows:    "{id: A, from: page.<host>, to: target.hostname}",
			record:  `"link":"https://EXAMPLE.com/"`,
			want:    map[string]string{"link": "mapped:1"},
		},
		"the first of several, and the other": {
			extract: "one: {first: [a, b]}",
			rows:    "{id: A, from: one, to: target.resource.name}",
			record:  `"a":"x","b":"lost"`,
			want:    map[string]string{"a": "mapped:1", "b": "unwritten:1 A: it took another value"},
		},
		"what another row filled": {
			rows:   "{id: A, from: a, to: target.resource.name}, {id: B, from: b, to: target.resource.name}",
			record: `"a":"x","b":"lost"`,
			want:   map[string]string{"a": "mapped:1", "b": "unwritten:1 B: already filled"},
		},
		"what the event says by leaving it out": {
			rows:   "{id: A, from: size, to: network.sent_bytes}, {id: B, from: six, to: network.ipv6}",
			record: `"size":0,"six":false`,
			want:   map[string]string{"size": "mapped:1", "six": "mapped:1"},
		},
		"objects and lists as JSON": {
			rows:   "{id: A, from: a, to: additional.a}, {id: B, from: b, to: target.resource.name, as: joined}",
			record: `"a":{"x":[1,{"y":"z"}],"n":null},"b":[1," ",2]`,
			want:   map[string]string{"a.x[]": "additional:1", "a.x[].y": "additional:1", "b[]": "mapped:2"},
		},
		"a list that is cut": {
			rows:   "{id: A, from: a, to: additional.a, cut: 4}",
			record: `"a":[ {"b":"c"} , 2 ]`,
			want:   map[string]string{"a[].b": "additional:1", "a[]": "additional:1"},
		},
		"a second row without which there is no event": {
			rows:   "{id: A, from: then, to: metadata.event_timestamp, required: true}",
			record: `"then":1773296068`,
			want:   map[string]string{"then": "unwritten:1 A: already filled"},
		},
		"the key of a member": {
			rows:   `{id: A, each: list, from: value, to: "additional.of_{id}"}`,
			record: `"list":[{"id":"\u0041","value":1},{"id":"A","value":2},{"id":"B","value":null}]`,
			want:   map[string]string{"list[].id": "unwritten:2 additional:1 A: it took another value", "list[].value": "unwritten:1 additional:1 A: it took another value"},
		},
		"all the rest": {
			rows:   `{id: A, from: a.b, to: additional.c}, {id: R, from: <rest>, to: additional}`,
			record: `"a":{"b":1,"c":2},"c":"lost","d":{"e":[true,null]},"e":"\u0041","":""`,
			want:   map[string]string{"a.b": "additional:1", "a.c": "additional:1", "c": "unwritten:1 R: the key is taken", "d.e[]": "additional:1", "e": "additional:1"},
		},
		"an entry that is not made takes nothing": {
			rows:   "{id: A, each: list, from: a, to: about.port}, {id: B, each: list, value: \"80\", to: about.user.userid}",
			record: `"list":[{"a":"lost"},{"a":443}]`,
			want:   map[string]string{"list[].a": "unwritten:1 mapped:1 A: it took another value"},
		},
		"a list that is one object, of which nothing is written": {
			rows:   "{id: A, each: list, from: a, to: about.user.userid, if: email}",
			record: `"list":{"a":1}`,
			want:   map[string]string{"list.a": "unwritten:1 A: it is in no entry of the list"},
		},
		"what an option leaves out": {
			more:    "options: {keep: {default: some, choices: [some, all]}}",
			extract: "one: {first: [a], when: {is: {$keep: all}}}",
			rows:    "{id: A, from: one, to: additional.a}, {id: B, from: b, to: additional.b, when: {is: {$keep: all}}}",
			record:  `"a":1,"b":2`,
			want:    map[string]string{"a": "dropped:1 an option leaves it out", "b": "dropped:1 an option leaves it out"},
		},
		"a list that is one object": {
			rows:   "{id: A, each: list, from: a, to: about.user.userid}",
			record: `"list":{"a":1,"b":2}`,
			want:   map[string]string{"list.a": "mapped:1", "list.b": "unnamed:1"},
		},
		"blanks are empty": {
			rows:   "{id: A, from: a, to: additional.a, blank: \"-\"}",
			record: `"a":"-"`,
			want:   map[string]string{},
		},
		"an event type that the record names": {
			more:   "event_type: [{id: F1, from: type}, {id: F2, value: GENERIC_EVENT}]",
			record: `"type":"STATUS_UPDATE"`,
			want:   map[string]string{"type": "mapped:1"},
		},
		"a field that is dropped on most records": {
			rows:   "{id: A, from: a, to: additional.a, when: {any: [b]}}",
			more:   "dropped: {a: \"kept with b\"}",
			record: `"a":"x"`,
			want:   map[string]string{"a": "dropped:1 kept with b"},
		},
		"a field that decides": {
			rows:   "{id: A, value: B, to: additional.b, when: {is: {a: x}}}",
			record: `"a":"x"`,
			want:   map[string]string{"a": "decides:1"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			coverage := compiled(t, valuesTable(test.rows, test.extract, test.more)).NewCoverage()
			coverage.Add([]byte(`{"at":1773296067,` + test.record + "}"))
			require.Empty(t, coverage.Rejected())
			got := map[string]string{}
			for _, field := range coverage.Tables()[0].Fields {
				if field.Path != "at" {
					got[field.Path] = describeUses(field)
				}
			}
			require.Equal(t, test.want, got)
		})
	}
}

// TestCoverageCountsRowsOnceAnEvent: a row that writes several values of a
// record counts once; one whose value the event has without it, or that writes
// into an entry that is not made, not at all.
func TestCoverageCountsRowsOnceAnEvent(t *testing.T) {
	rows := "{id: A, from: [a, b], to: target.user.department}, {id: B, each: list, from: a, to: about.port}, {id: C, each: list, value: \"x\", to: about.user.userid}, {id: D, from: size, to: network.sent_bytes}"
	coverage := compiled(t, valuesTable(rows, "", "")).NewCoverage()
	counts := func() map[string]int64 {
		counts := map[string]int64{}
		for _, row := range coverage.Tables()[0].Rows[3:] {
			counts[row.Row] = row.Count
		}
		return counts
	}
	coverage.Add([]byte(`{"at":1773296067,"a":["x","y"],"b":"z","size":0,"list":[{"a":"no port"},{"a":"none"}]}`))
	require.Equal(t, map[string]int64{"A": 1, "B": 0, "C": 0, "D": 0}, counts())
	coverage.Add([]byte(`{"at":1773296067,"a":["x","x"],"list":[{"a":1},{"a":2},{"a":"no port"}]}`))
	require.Equal(t, map[string]int64{"A": 2, "B": 1, "C": 1, "D": 0}, counts())
}

func valuesTable(rows, extract, more string) string {
	if !strings.Contains(more, "event_type") {
		more += "\nevent_type: [{id: F1, value: GENERIC_EVENT}]"
	}
	if rows != "" {
		rows = ", " + rows
	}
	return fmt.Sprintf(`
table: values
log_type: VALUES
extract: {%s}
rows: [
  {id: V1, from: at, to: metadata.event_timestamp, required: true},
  {id: V2, value: ACME, to: metadata.vendor_name},
  {id: V3, value: Values, to: metadata.product_name}%s]
%s
`, extract, rows, more)
}

// describeUses writes the uses of a field, the worst first, and the reason.
func describeUses(field parser.FieldCoverage) string {
	var words []string
	for _, use := range parser.FieldUses() {
		if n := field.Uses[use]; n > 0 {
			words = append(words, fmt.Sprintf("%s:%d", use, n))
		}
	}
	return strings.TrimSpace(strings.Join(words, " ") + " " + field.Reason)
}
