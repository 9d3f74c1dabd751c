package parser_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/udmap/udmap/parser"
)

// What the reference writes for the elements of lists, against expectations
// written by hand.

// each is a row that holds for each element of a list.
func each(list, source, to string) parser.Row {
	row := from(source, to)
	row.Each = list
	return row
}

func TestReferenceWritesElements(t *testing.T) {
	const (
		userid = "about.user.userid"
		name   = "about.user.user_display_name"
		labels = "target.user.attribute.labels"
	)
	numbered := func(r *parser.Row) { r.Numbered = true }
	keyed := func(key string) func(*parser.Row) { return func(r *parser.Row) { r.Key = key } }
	constant := func(list, value, to string) parser.Row {
		return parser.Row{Value: value, HasValue: true, Each: list, To: to}
	}
	for what, c := range map[string]struct {
		record string
		rows   []parser.Row
		want   string
	}{
		"an element that is a scalar": {
			record: `{"list":[" x ",{"i":1},7,true,null,"",[2],["y"]]}`,
			rows:   []parser.Row{each("list", "<element>", userid), each("list", "i", userid)},
			want:   `{"about":[{"user":{"userid":"x"}},{"user":{"userid":"1"}},{"user":{"userid":"7"}},{"user":{"userid":"true"}}]}`,
		},
		"a scalar has no fields, and an object is no scalar": {
			record: `{"list":["x",{"i":1}]}`,
			rows:   []parser.Row{each("list", "<element>", userid), each("list", "i", name)},
			want:   `{"about":[{"user":{"userid":"x"}},{"user":{"userDisplayName":"1"}}]}`,
		},
		"a scalar alone is no list": {`{"list":"x"}`, []parser.Row{each("list", "<element>", userid)}, `{}`},
		"a condition on an element": {
			record: `{"list":["x","y"]}`,
			rows: []parser.Row{with(each("list", "<element>", userid), func(r *parser.Row) {
				r.When = parser.Condition{Like: []parser.Equals{{Source: "<element>", Values: []string{"Y"}}}}
			})},
			want: `{"about":[{"user":{"userid":"y"}}]}`,
		},
		"changes": {
			record: `{"log":"hello\na changed from 1 to 2\n b changed from 3 to "}`,
			rows: []parser.Row{
				each("changes.all", "field", userid), each("changes.all", "old", name), each("changes.all", "new", "about.user.title"), each("changes.all", "line", "about.user.company_name"),
			},
			want: `{"about":[{"user":{"userid":"a","userDisplayName":"1","title":"2","companyName":"a changed from 1 to 2"}},` +
				`{"user":{"userid":"b","userDisplayName":"3","companyName":"b changed from 3 to"}}]}`,
		},
		"a constant beside a value of zero makes no entry": {
			record: `{"list":[{"p":0},{"p":1}]}`,
			rows:   []parser.Row{constant("list", "x", userid), each("list", "p", "about.port")},
			want:   `{"about":[{"user":{"userid":"x"},"port":1}]}`,
		},
		"labels of each object, object by object": {
			record: `{"a":"z","list":[{"k":"1","v":"2"},{"v":"3"},{"k":"1","v":"4"}]}`,
			rows:   []parser.Row{each("list", "k", labels), from("a", labels), each("list", "v", labels)},
			want: `{"target":{"user":{"attribute":{"labels":[{"key":"k","value":"1"},{"key":"v","value":"2"},{"key":"v","value":"3"},` +
				`{"key":"v","value":"4"},{"key":"a","value":"z"}]}}}}`,
		},
		"labels of elements": {
			record: `{"tags":["x",{"k":1},"x","y"]}`,
			rows:   []parser.Row{with(each("tags", "<element>", labels), keyed("tag"))},
			want:   `{"target":{"user":{"attribute":{"labels":[{"key":"tag","value":"x"},{"key":"tag","value":"y"}]}}}}`,
		},
		"numbered labels": {
			record: `{"list":[{"k":"x"},{},{"k":"x","l":"y"},{"l":"z"}]}`,
			rows: []parser.Row{
				with(each("list", "k", labels), numbered), with(each("list", "l", labels), keyed("other"), numbered), constantLabel("list", "c", labels),
			},
			want: `{"target":{"user":{"attribute":{"labels":[{"key":"k","value":"x"},{"key":"c","value":"c"},{"key":"k_3","value":"x"},` +
				`{"key":"other_3","value":"y"},{"key":"other_4","value":"z"}]}}}}`,
		},
		"numbered labels within entries": {
			record: `{"list":[{"k":"x"},{"l":1},{"k":"y"}]}`,
			rows:   []parser.Row{with(each("list", "k", "about.user.attribute.labels"), numbered), each("list", "l", userid)},
			want: `{"about":[{"user":{"attribute":{"labels":[{"key":"k","value":"x"}]}}},{"user":{"userid":"1"}},` +
				`{"user":{"attribute":{"labels":[{"key":"k_3","value":"y"}]}}}]}`,
		},
		"each list of labels counts for itself": {
			record: `{"list":[{"k":"x"},{"k":"y"}],"more":[{"k":"z"}]}`,
			rows: []parser.Row{
				with(each("list", "k", labels), numbered), with(each("more", "k", labels), numbered), with(each("list", "k", "principal.user.attribute.labels"), numbered),
			},
			want: `{"principal":{"user":{"attribute":{"labels":[{"key":"k","value":"x"},{"key":"k_2","value":"y"}]}}},` +
				`"target":{"user":{"attribute":{"labels":[{"key":"k","value":"x"},{"key":"k_2","value":"y"},{"key":"k","value":"z"}]}}}}`,
		},
		"at most so many entries": {
			record: `{"list":[{},{"i":1},{"i":0},{"i":2},{"i":3}]}`,
			rows:   []parser.Row{with(each("list", "i", "about.port"), most(2)), with(each("list", "i", labels), most(1))},
			want:   `{"target":{"user":{"attribute":{"labels":[{"key":"i","value":"1"}]}}},"about":[{"port":1},{"port":2}]}`,
		},
		"labels that are there already make no entry": {
			record: `{"list":[{"i":1},{"i":1},{"i":2},{"i":3}]}`,
			rows:   []parser.Row{with(each("list", "i", labels), most(2))},
			want:   `{"target":{"user":{"attribute":{"labels":[{"key":"i","value":"1"},{"key":"i","value":"2"}]}}}}`,
		},
		"at most so many entries, whatever they hold": {
			record: `{"list":[{"l":["x","y"]},{"i":1},{"i":2}]}`,
			rows:   []parser.Row{with(each("list", "l", "about.user.email_addresses"), most(2)), with(each("list", "i", userid), most(2))},
			want:   `{"about":[{"user":{"emailAddresses":["x","y"]}},{"user":{"userid":"1"}}]}`,
		},
	} {
		t.Run(what, func(t *testing.T) {
			table := parser.Table{Extracts: []parser.Extract{{Name: "changes", From: "log", Using: "change-lines"}}, Rows: c.rows}
			require.Equal(t, c.want, eventOf(&table, c.record))
		})
	}
}

// most bounds a row.
func most(n int) func(*parser.Row) { return func(r *parser.Row) { r.Most = n } }

// constantLabel is a label that is its own key.
func constantLabel(list, value, to string) parser.Row {
	return parser.Row{Value: value, HasValue: true, Key: value, Each: list, To: to}
}
