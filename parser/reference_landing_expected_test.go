package parser_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/udmap/udmap/parser"
	"github.com/udmap/udmap/udm"
)

// Where the reference lets values land, against expectations written by hand.

// detailExtracts are the extracts that the rows below may name.
func detailExtracts() []parser.Extract {
	return []parser.Extract{
		{Name: "detail", From: "text", Using: "dash-pairs"},
		{Name: "json", From: "text", Using: "embedded-json"},
		{Name: "either", First: []string{"a", "detail.K", "b"}},
	}
}

// referenceEvent maps a record with nothing but these rows, and gives the
// event, or "rejected: " and the reason.
func referenceEvent(record string, rows ...parser.Row) string {
	return eventOf(&parser.Table{Extracts: detailExtracts(), Rows: rows}, record)
}

// eventOf maps a record with a table, whose rows need no ids.
func eventOf(table *parser.Table, record string) string {
	for i := range table.Rows {
		if table.Rows[i].ID == "" {
			table.Rows[i].ID = string(rune('A' + i))
		}
	}
	event, reject := referenceMap(table, udm.Default(), []byte(record))
	if reject != "" {
		return "rejected: " + reject
	}
	return string(event)
}

// from is a row that reads one source.
func from(source, to string) parser.Row { return parser.Row{From: []string{source}, To: to} }

// with changes a row.
func with(row parser.Row, changes ...func(*parser.Row)) parser.Row {
	for _, change := range changes {
		change(&row)
	}
	return row
}

func TestReferenceLandsValues(t *testing.T) {
	const (
		userid = "target.user.userid"
		mails  = "target.user.email_addresses"
		labels = "target.user.attribute.labels"
		role   = "target.user.attribute.roles.name"
	)
	for name, c := range map[string]struct {
		record string
		rows   []parser.Row
		want   string
	}{
		"the first row that has a value fills a single field": {
			record: `{"a":null,"b":" 2 ","c":"3"}`,
			rows:   []parser.Row{from("a", userid), from("b", userid), from("c", userid)},
			want:   `{"target":{"user":{"userid":"2"}}}`,
		},
		"a value that cannot be converted leaves the field to the next row": {
			record: `{"a":"x","b":[1],"c":"443"}`,
			rows:   []parser.Row{from("a", "target.port"), from("b", "target.port"), from("c", "target.port")},
			want:   `{"target":{"port":443}}`,
		},
		"nothing sets nothing": {
			record: `{"a":"","b":[],"c":{}}`,
			rows:   []parser.Row{from("a", userid), from("b", mails), from("c", labels), from("d", role)},
			want:   `{}`,
		},
		"zero fills a number and is left out": {
			record: `{"a":0,"b":false,"c":"unknown_severity","d":1}`,
			rows: []parser.Row{
				from("a", "target.port"), from("d", "target.port"), from("b", "network.ipv6"),
				from("c", "security_result.severity"), from("a", "about.port"),
			},
			want: `{}`,
		},
		"a list takes all, each once, in file order": {
			record: `{"a":"x","b":"y","c":" x "}`,
			rows: []parser.Row{
				with(from("b", mails), func(r *parser.Row) { r.From = []string{"b", "c"} }), from("a", mails), from("b", mails),
			},
			want: `{"target":{"user":{"emailAddresses":["y","x"]}}}`,
		},
		"after changes the order of a list": {
			record: `{"a":"1","b":"2","c":"3","d":"4"}`,
			rows: []parser.Row{
				with(from("a", mails), func(r *parser.Row) { r.ID, r.After = "A", "C" }), from("b", mails),
				with(from("c", mails), func(r *parser.Row) { r.ID = "C" }),
				with(from("d", mails), func(r *parser.Row) { r.After = "A" }),
			},
			want: `{"target":{"user":{"emailAddresses":["2","3","1","4"]}}}`,
		},
		"a label has its key or the raw name": {
			record: `{"a":"1","n":{"x.y":"2"},"text":"S  - K k: 3"}`,
			rows: []parser.Row{
				from("a", labels), from(`n.x\.y`, labels), from("detail.K k", labels), from("a", labels),
				with(from("a", labels), func(r *parser.Row) { r.Key = "other" }),
			},
			want: `{"target":{"user":{"attribute":{"labels":[{"key":"a","value":"1"},{"key":"x.y","value":"2"},` +
				`{"key":"K k","value":"3"},{"key":"other","value":"1"}]}}}}`,
		},
		"an array goes into a list value by value": {
			record: `{"a":["x",null,1,"x",{"k":1}]}`,
			rows:   []parser.Row{from("a", mails)},
			want:   `{"target":{"user":{"emailAddresses":["x","1"]}}}`,
		},
		"a label takes scalars one by one, all else as JSON": {
			record: `{"a":["x",null,true,1.0],"b":[ "x", [ 2 ] ],"c":{ "k" : "v" }}`,
			rows:   []parser.Row{from("a", labels), from("b", labels), from("c", labels)},
			want: `{"target":{"user":{"attribute":{"labels":[{"key":"a","value":"x"},{"key":"a","value":"true"},{"key":"a","value":"1.0"},` +
				`{"key":"b","value":"[\"x\",[2]]"},{"key":"c","value":"{\"k\":\"v\"}"}]}}}}`,
		},
		"as JSON every value stays whole": {
			record: `{"a":[ "x", 1 ],"b":" y "}`,
			rows: []parser.Row{
				with(from("a", mails), func(r *parser.Row) { r.From, r.As = []string{"a", "b"}, "json" }),
				with(from("a", labels), func(r *parser.Row) { r.As = "json" }),
				with(from("a", role), func(r *parser.Row) { r.As = "json" }),
			},
			want: `{"target":{"user":{"attribute":{"labels":[{"key":"a","value":"[\"x\",1]"}],"roles":[{"name":"[\"x\",1]"}]},` +
				`"emailAddresses":["[\"x\",1]","\"y\""]}}}`,
		},
		"additional takes an array as JSON": {
			record: `{"a":[ 1, "x" ],"b":7}`,
			rows:   []parser.Row{from("b", "additional.two words"), from("a", "additional.a.b")},
			want:   `{"additional":{"two words":"7","a.b":"[1,\"x\"]"}}`,
		},
		"the first value wins a key of additional, which stands where the table names it first": {
			record: `{"a":"1","b":"2"}`,
			rows:   []parser.Row{from("none", "additional.k"), from("a", "additional.l"), from("b", "additional.k"), from("a", "additional.k")},
			want:   `{"additional":{"k":"2","l":"1"}}`,
		},
		"a single field takes no array": {
			record: `{"a":["x"],"b":{"k":1}}`,
			rows: []parser.Row{
				from("a", userid), from("b", userid), with(from("a", role), func(r *parser.Row) { r.Entry = "one" }),
			},
			want: `{}`,
		},
		"an array makes entries value by value": {
			record: `{"a":["x",{},"y","x"]}`,
			rows:   []parser.Row{from("a", role)},
			want:   `{"target":{"user":{"attribute":{"roles":[{"name":"x"},{"name":"y"}]}}}}`,
		},
		"a field below a repeated message makes an entry a value": {
			record: `{"a":"x","b":"y","c":"x"}`,
			rows:   []parser.Row{from("a", role), from("b", role), from("c", role)},
			want:   `{"target":{"user":{"attribute":{"roles":[{"name":"x"},{"name":"y"}]}}}}`,
		},
		"rows share an entry by its name": {
			record: `{"a":"x","b":"y","c":"z"}`,
			rows: []parser.Row{
				with(from("a", "security_result.summary"), func(r *parser.Row) { r.Entry = "one" }),
				from("c", "security_result.summary"),
				with(from("b", "security_result.category_details"), func(r *parser.Row) { r.Entry = "one" }),
				with(from("c", "security_result.category_details"), func(r *parser.Row) { r.Entry = "one" }),
			},
			want: `{"securityResult":[{"categoryDetails":["y","z"],"summary":"x"},{"summary":"z"}]}`,
		},
		"a named entry is never a repeat": {
			record: `{"a":"x"}`,
			rows: []parser.Row{
				from("a", role), with(from("a", role), func(r *parser.Row) { r.Entry = "one" }),
				with(from("a", role), func(r *parser.Row) { r.Entry = "two" }), from("a", role),
			},
			want: `{"target":{"user":{"attribute":{"roles":[{"name":"x"},{"name":"x"},{"name":"x"}]}}}}`,
		},
		"each makes an entry an object that sets something": {
			record: `{"list":[{"i":{"d":1},"l":["p","q"]},{},"no",{"l":[]},{"i":{"d":2}}]}`,
			rows: []parser.Row{
				with(from("l", "about.user.attribute.labels"), func(r *parser.Row) { r.Each = "list" }),
				with(from("i.d", "about.user.userid"), func(r *parser.Row) { r.Each = "list" }),
			},
			want: `{"about":[{"user":{"userid":"1","attribute":{"labels":[{"key":"l","value":"p"},{"key":"l","value":"q"}]}}},` +
				`{"user":{"userid":"2"}}]}`,
		},
		"a constant alone makes no entry": {
			record: `{"list":[{},{"i":1},2]}`,
			rows: []parser.Row{
				{Value: "x", HasValue: true, Each: "list", To: "about.user.user_display_name"},
				{Value: "x", HasValue: true, Each: "list", To: "security_result.summary"},
				with(from("i", "about.user.userid"), func(r *parser.Row) { r.Each = "list" }),
			},
			want: `{"about":[{"user":{"userid":"1","userDisplayName":"x"}}]}`,
		},
		"a condition on a row with each looks into the object": {
			record: `{"k":"no","list":[{"i":1,"k":"yes"},{"i":2,"k":"no"},{"i":3}]}`,
			rows: []parser.Row{with(from("i", "about.user.userid"), func(r *parser.Row) {
				r.Each, r.When = "list", parser.Condition{Is: []parser.Equals{{Source: "k", Values: []string{"yes"}}}}
			})},
			want: `{"about":[{"user":{"userid":"1"}}]}`,
		},
		"each takes an object for a list of one": {
			record: `{"list":{"i":1}}`,
			rows:   []parser.Row{with(from("i", "about.user.userid"), func(r *parser.Row) { r.Each = "list" })},
			want:   `{"about":[{"user":{"userid":"1"}}]}`,
		},
		"the first embedded object and the rest": {
			record: `{"text":"S [7,{\"i\":1},{\"i\":2},null,{\"i\":3}]"}`,
			rows: []parser.Row{
				from("json.first.i", userid),
				with(from("i", "about.user.userid"), func(r *parser.Row) { r.Each = "json.rest" }),
			},
			want: `{"target":{"user":{"userid":"1"}},"about":[{"user":{"userid":"2"}},{"user":{"userid":"3"}}]}`,
		},
		"an embedded object is an array of one": {
			record: `{"text":"S {\"i\":1}"}`,
			rows:   []parser.Row{with(from("i", "about.user.userid"), func(r *parser.Row) { r.Each = "json.all" })},
			want:   `{"about":[{"user":{"userid":"1"}}]}`,
		},
		"the first pair that has a value fills a single field, all fill a list": {
			record: `{"text":"S  - K: set to  - K: from x to y - K: z"}`,
			rows:   []parser.Row{from("detail.K", userid), from("detail.K", mails)},
			want:   `{"target":{"user":{"userid":"y","emailAddresses":["y","z"]}}}`,
		},
		"a single field asks for one pair only": {
			record: `{"text":"S  - K: x - K: 443 - L: - - L: 7"}`,
			rows: []parser.Row{
				from("detail.K", "target.port"),
				with(from("detail.K", userid), func(r *parser.Row) { r.Unless = "email"; r.Blank = []string{"x"} }),
				with(from("detail.K", mails), func(r *parser.Row) { r.Blank = []string{"x"} }),
			},
			want: `{"target":{"user":{"userid":"443","emailAddresses":["443"]}}}`,
		},
		"take previous reads OLD": {
			record: `{"text":"S  - K: z - K: from x to y"}`,
			rows:   []parser.Row{with(from("detail.K", userid), func(r *parser.Row) { r.Take = "previous" })},
			want:   `{"target":{"user":{"userid":"x"}}}`,
		},
		"the first source that is not empty": {
			record: `{"a":" ","b":"3","text":"S  - K: 1 - K: 2"}`,
			rows:   []parser.Row{from("either", mails)},
			want:   `{"target":{"user":{"emailAddresses":["1","2"]}}}`,
		},
		"tests and blanks look at the trimmed text": {
			record: `{"a":" u@example.com ","b":" - "}`,
			rows: []parser.Row{
				with(from("a", mails), func(r *parser.Row) { r.If = "email" }),
				with(from("a", userid), func(r *parser.Row) { r.Unless = "email" }),
				with(from("b", "target.hostname"), func(r *parser.Row) { r.Blank = []string{"x", "-"} }),
			},
			want: `{"target":{"user":{"emailAddresses":["u@example.com"]}}}`,
		},
		"white space is kept on request": {
			record: `{"a":" x ","b":" "}`,
			rows: []parser.Row{
				with(from("a", userid), func(r *parser.Row) { r.Verbatim = true }),
				with(from("b", "target.hostname"), func(r *parser.Row) { r.Verbatim = true }),
			},
			want: `{"target":{"hostname":" ","user":{"userid":" x "}}}`,
		},
		"an extract hides a raw field": {
			record: `{"either":"raw","b":"3"}`,
			rows:   []parser.Row{from("either", userid)},
			want:   `{"target":{"user":{"userid":"3"}}}`,
		},
		"a missing required value rejects": {
			record: `{"b":"x"}`,
			rows:   []parser.Row{with(from("a.b", userid), func(r *parser.Row) { r.Required = true })},
			want:   `rejected: a.b`,
		},
		"so does one whose condition fails": {
			record: `{"a":"x"}`,
			rows: []parser.Row{with(from("a", userid), func(r *parser.Row) {
				r.When, r.Required = parser.Condition{Any: []string{"b"}}, true
			})},
			want: `rejected: a`,
		},
		"so does one that cannot be converted, though the field is filled": {
			record: `{"a":"443","b":"x"}`,
			rows:   []parser.Row{from("a", "target.port"), with(from("b", "target.port"), func(r *parser.Row) { r.Required = true })},
			want:   `rejected: b`,
		},
		"one of several required sources is enough": {
			record: `{"b":"x"}`,
			rows:   []parser.Row{with(from("a", mails), func(r *parser.Row) { r.From, r.Required = []string{"a", "b"}, true })},
			want:   `{"target":{"user":{"emailAddresses":["x"]}}}`,
		},
		"the first of several names the reason": {
			record: `{}`,
			rows:   []parser.Row{with(from("a", mails), func(r *parser.Row) { r.From, r.Required = []string{"n.a", "b"}, true })},
			want:   `rejected: n.a`,
		},
		"of several rows without a value the first in file order": {
			record: `{"a":"x","b":"x"}`,
			rows: []parser.Row{
				with(from("b", "target.port"), func(r *parser.Row) { r.Required = true }),
				with(from("a", "metadata.event_timestamp"), func(r *parser.Row) { r.Required = true }),
			},
			want: `rejected: b`,
		},
		"an unreadable required value rejects": {
			record: `{"time":"soon"}`,
			rows:   []parser.Row{with(from("time", "metadata.event_timestamp"), func(r *parser.Row) { r.Required = true })},
			want:   `rejected: time`,
		},
		"a key that is read may not stand twice":    {`{"a":1,"\u0061":2}`, []parser.Row{from("a", userid)}, `rejected: duplicate-key`},
		"nor deeper":                                {`{"n":{"a":1,"a":1}}`, []parser.Row{from("n.a", userid)}, `rejected: duplicate-key`},
		"nor above":                                 {`{"n":1,"n":{"a":1}}`, []parser.Row{from("n.a", userid)}, `rejected: duplicate-key`},
		"nor the field of an extract":               {`{"text":1,"text":1}`, []parser.Row{from("either", userid)}, `rejected: duplicate-key`},
		"an extract that is not used reads nothing": {`{"text":1,"text":1}`, []parser.Row{from("a", userid)}, `{}`},
		"in an element of a list the first counts": {
			`{"list":[{"a":1,"a":2}],"text":"S [{\"b\":3,\"b\":4}]"}`,
			[]parser.Row{with(from("a", "about.user.userid"), func(r *parser.Row) { r.Each = "list" }), from("json.first.b", userid)},
			`{"target":{"user":{"userid":"3"}},"about":[{"user":{"userid":"1"}}]}`,
		},
		"a key that is not read may stand twice": {`{"z":1,"z":2}`, []parser.Row{from("x", userid)}, `{}`},
		"an array is no record":                  {`[{"a":1}]`, []parser.Row{from("a", userid)}, `rejected: not-an-object`},
		"nor is half a record":                   {`{"a":1`, []parser.Row{from("a", userid)}, `rejected: truncated`},
		"nor one and a half":                     {`{"a":1},`, []parser.Row{from("a", userid)}, `rejected: malformed`},
		"nor one with bytes that are no UTF-8":   {"{\"z\":\"\xff\"}", []parser.Row{from("a", userid)}, `rejected: invalid-utf8`},
	} {
		t.Run(name, func(t *testing.T) {
			require.Equal(t, c.want, referenceEvent(c.record, c.rows...))
		})
	}
}

func TestReferenceChoosesTables(t *testing.T) {
	b := &parser.Table{Name: "b", Claims: []parser.Claims{{Has: []string{"time", "n.x"}, HasAny: []string{"p", "q"}, Lacks: []string{"z"}}}}
	c := &parser.Table{Name: "c", Claims: []parser.Claims{{Has: []string{"time"}}}}
	for record, want := range map[string]*parser.Table{
		`{"time":null,"n":{"x":null},"q":1}`: b,
		`{"time":1,"n":{"x":1}}`:             c,
		`{"time":1,"n":{"x":1},"q":1,"z":1}`: c,
		`{"n":{"x":1},"q":1}`:                nil,
	} {
		require.Same(t, want, referenceChoose([]*parser.Table{c, b}, []byte(record)), "of %s", record)
	}
}
