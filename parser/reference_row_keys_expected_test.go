package parser_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/udmap/udmap/parser"
)

// What the reference makes of values that a row maps, joins, cuts or counts,
// against expectations written by hand.

func TestReferenceChangesValues(t *testing.T) {
	const (
		userid = "target.user.userid"
		mails  = "target.user.email_addresses"
		labels = "target.user.attribute.labels"
		role   = "target.user.attribute.roles.name"
	)
	maps := func(entries ...parser.Mapped) func(*parser.Row) { return func(r *parser.Row) { r.Map = entries } }
	otherwise := func(constant string) func(*parser.Row) { return func(r *parser.Row) { r.Otherwise = constant } }
	cut := func(bytes int) func(*parser.Row) { return func(r *parser.Row) { r.Cut = bytes } }
	joined := func(r *parser.Row) { r.As = "joined" }
	blank := func(values ...string) func(*parser.Row) { return func(r *parser.Row) { r.Blank = values } }
	for name, c := range map[string]struct {
		record string
		rows   []parser.Row
		want   string
	}{
		"the first entry that fits": {
			record: `{"a":" Admin "}`,
			rows:   []parser.Row{with(from("a", userid), maps(parser.Mapped{Pattern: "agent", Constant: "1"}, parser.Mapped{Pattern: "AD*", Constant: " 2 "}, parser.Mapped{Pattern: "*", Constant: "3"}))},
			want:   `{"target":{"user":{"userid":" 2 "}}}`,
		},
		"otherwise":           {`{"a":"x"}`, []parser.Row{with(from("a", userid), maps(parser.Mapped{Pattern: "y", Constant: "1"}), otherwise("2"))}, `{"target":{"user":{"userid":"2"}}}`},
		"no entry fits":       {`{"a":"x","b":"y"}`, []parser.Row{with(from("a", userid), maps(parser.Mapped{Pattern: "y", Constant: "1"})), from("b", userid)}, `{"target":{"user":{"userid":"y"}}}`},
		"nothing is not else": {`{"a":" "}`, []parser.Row{with(from("a", userid), maps(parser.Mapped{Pattern: "*", Constant: "1"}), otherwise("2"))}, `{}`},
		"nor is a blank": {
			`{"a":"-"}`, []parser.Row{with(from("a", userid), blank("-"), maps(parser.Mapped{Pattern: "*", Constant: "1"}), otherwise("2"))}, `{}`,
		},
		"tests look at the value before": {
			record: `{"a":"u@example.com","b":"x"}`,
			rows:   []parser.Row{with(from("a", mails), func(r *parser.Row) { r.From, r.If = []string{"a", "b"}, "email" }, maps(parser.Mapped{Pattern: "*", Constant: "1"}))},
			want:   `{"target":{"user":{"emailAddresses":["1"]}}}`,
		},
		"blank looks at the value before": {`{"a":"x"}`, []parser.Row{with(from("a", userid), blank("1"), maps(parser.Mapped{Pattern: "x", Constant: "1"}))}, `{"target":{"user":{"userid":"1"}}}`},
		"the constant is converted":       {`{"a":7}`, []parser.Row{with(from("a", "target.port"), maps(parser.Mapped{Pattern: "7", Constant: "443"}))}, `{"target":{"port":443}}`},
		"each value of an array": {
			record: `{"a":["x","y","z"]}`,
			rows:   []parser.Row{with(from("a", mails), maps(parser.Mapped{Pattern: "x", Constant: "1"}, parser.Mapped{Pattern: "z", Constant: "1"}))},
			want:   `{"target":{"user":{"emailAddresses":["1"]}}}`,
		},
		"an array has no text to map": {
			record: `{"a":[["x"]],"b":{"k":1}}`,
			rows: []parser.Row{
				with(from("a", labels), maps(parser.Mapped{Pattern: "*", Constant: "1"}), otherwise("2")),
				with(from("b", "additional.k"), maps(parser.Mapped{Pattern: "*", Constant: "1"}), otherwise("2")),
			},
			want: `{}`,
		},
		"an array that no single field takes": {`{"a":["x"]}`, []parser.Row{with(from("a", userid), maps(parser.Mapped{Pattern: "*", Constant: "1"}), otherwise("2"))}, `{}`},
		"required, and not mapped": {
			`{"a":"x"}`, []parser.Row{with(from("a", userid), maps(parser.Mapped{Pattern: "y", Constant: "1"}), func(r *parser.Row) { r.Required = true })}, `rejected: a`,
		},

		"cut at the end of a character":  {`{"a":"ééé"}`, []parser.Row{with(from("a", userid), cut(5))}, `{"target":{"user":{"userid":"éé"}}}`},
		"as long as it may be":           {`{"a":"éé"}`, []parser.Row{with(from("a", userid), cut(4))}, `{"target":{"user":{"userid":"éé"}}}`},
		"cut to nothing":                 {`{"a":"é","b":"x"}`, []parser.Row{with(from("a", userid), cut(1)), from("b", userid)}, `{"target":{"user":{"userid":"x"}}}`},
		"white space at the cut stays":   {`{"a":"x y"}`, []parser.Row{with(from("a", userid), cut(2))}, `{"target":{"user":{"userid":"x "}}}`},
		"a surrogate pair is one":        {`{"a":"x\ud83d\ude00y"}`, []parser.Row{with(from("a", userid), cut(4))}, `{"target":{"user":{"userid":"x"}}}`},
		"cut texts are the same":         {`{"a":["xyz","xyw"]}`, []parser.Row{with(from("a", mails), cut(2))}, `{"target":{"user":{"emailAddresses":["xy"]}}}`},
		"a label's value is cut":         {`{"a":"xyz"}`, []parser.Row{with(from("a", labels), func(r *parser.Row) { r.Key = "key" }, cut(1))}, `{"target":{"user":{"attribute":{"labels":[{"key":"key","value":"x"}]}}}}`},
		"JSON is cut as text":            {`{"a":{ "k" : 1 }}`, []parser.Row{with(from("a", "additional.k"), cut(4))}, `{"additional":{"k":"{\"k\""}}`},
		"mapped, then cut":               {`{"a":"xyz"}`, []parser.Row{with(from("a", userid), maps(parser.Mapped{Pattern: "xyz", Constant: "abc"}), cut(2))}, `{"target":{"user":{"userid":"ab"}}}`},
		"tests look at the value uncut":  {`{"a":"192.0.2.1"}`, []parser.Row{with(from("a", userid), func(r *parser.Row) { r.If = "ip" }, cut(3))}, `{"target":{"user":{"userid":"192"}}}`},
		"joined, then cut":               {`{"a":["x","yz"]}`, []parser.Row{with(from("a", userid), joined, cut(3))}, `{"target":{"user":{"userid":"x,y"}}}`},
		"joined":                         {`{"a":[" x ",null,"",7,true,"y"]}`, []parser.Row{with(from("a", userid), joined)}, `{"target":{"user":{"userid":"x,7,true,y"}}}`},
		"joined, one text":               {`{"a":" x "}`, []parser.Row{with(from("a", userid), joined)}, `{"target":{"user":{"userid":"x"}}}`},
		"joined, nothing in it":          {`{"a":[null," "]}`, []parser.Row{with(from("a", userid), joined)}, `{}`},
		"joined, an array in it":         {`{"a":[ "x", [] ]}`, []parser.Row{with(from("a", userid), joined)}, `{"target":{"user":{"userid":"[\"x\",[]]"}}}`},
		"joined, an object in it":        {`{"a":[ { "k" : 1 } ]}`, []parser.Row{with(from("a", userid), joined)}, `{"target":{"user":{"userid":"[{\"k\":1}]"}}}`},
		"joined, an object":              {`{"a":{ "k" : 1 }}`, []parser.Row{with(from("a", userid), joined)}, `{"target":{"user":{"userid":"{\"k\":1}"}}}`},
		"joined, an object for a key":    {`{"a":{ "k" : 1 }}`, []parser.Row{with(from("a", "additional.k"), joined)}, `{"additional":{"k":"{\"k\":1}"}}`},
		"joined into a list is one text": {`{"a":["x","y"]}`, []parser.Row{with(from("a", mails), joined), with(from("a", labels), joined)}, `{"target":{"user":{"attribute":{"labels":[{"key":"a","value":"x,y"}]},"emailAddresses":["x,y"]}}}`},

		"at most so many values of each source": {
			record: `{"a":["1","2","3"],"b":"1","c":["4","5","6"],"text":"S  - K: x - K: y - K: z"}`,
			rows: []parser.Row{
				with(from("a", mails), func(r *parser.Row) { r.From = []string{"a", "b", "c"} }, most(2)), with(from("detail.K", mails), most(1)),
			},
			want: `{"target":{"user":{"emailAddresses":["1","2","4","5","x"]}}}`,
		},
		"what is in the list already does not count": {
			record: `{"a":"1","b":["1","2","2","3","4"]}`,
			rows:   []parser.Row{from("a", mails), with(from("b", mails), most(2))},
			want:   `{"target":{"user":{"emailAddresses":["1","2","3"]}}}`,
		},
		"nor does what cannot be written": {
			record: `{"a":["x","192.0.2.1","-","192.0.2.2","192.0.2.3"]}`,
			rows:   []parser.Row{with(from("a", "principal.ip"), func(r *parser.Row) { r.As = "ip" }, most(2), blank("-"))},
			want:   `{"principal":{"ip":["192.0.2.1","192.0.2.2"]}}`,
		},
		"at most so many labels": {
			record: `{"a":["1","2"]}`,
			rows:   []parser.Row{with(from("a", labels), most(1))},
			want:   `{"target":{"user":{"attribute":{"labels":[{"key":"a","value":"1"}]}}}}`,
		},
		"at most so many entries of values": {
			record: `{"a":["1","1","2","3"]}`,
			rows:   []parser.Row{with(from("a", role), most(2))},
			want:   `{"target":{"user":{"attribute":{"roles":[{"name":"1"},{"name":"2"}]}}}}`,
		},
		"at most so many values within an entry": {
			record: `{"a":["1","2"],"b":"3"}`,
			rows: []parser.Row{
				with(from("a", "security_result.category_details"), func(r *parser.Row) { r.Entry = "one" }, most(1)),
				with(from("b", "security_result.category_details"), func(r *parser.Row) { r.Entry = "one" }),
			},
			want: `{"securityResult":[{"categoryDetails":["1","3"]}]}`,
		},
	} {
		t.Run(name, func(t *testing.T) {
			require.Equal(t, c.want, referenceEvent(c.record, c.rows...))
		})
	}
}
