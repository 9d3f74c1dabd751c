package parser_test

import (
	"testing"

	"github.com/stretchr/testify/require"
	"github.com/tidwall/gjson"

	"github.com/udmap/udmap/parser"
)

// What the reference writes under keys of `additional` that the record makes,
// against expectations written by hand.

func TestReferenceMakesKeys(t *testing.T) {
	const (
		field = "additional.field_{id}"
		name  = "additional.name_{id}"
	)
	for what, c := range map[string]struct {
		record string
		rows   []parser.Row
		want   string
	}{
		"a key of each object": {
			`{"f":[{"id":1,"v":"x"},{"id":" a b.c ","v":["y",2]},{"id":true,"v":{ "k" : 1 }}]}`,
			[]parser.Row{each("f", "v", field)},
			`{"field_1":"x","field_a b.c":"[\"y\",2]","field_true":"{\"k\":1}"}`,
		},
		"an object without the field": {
			`{"f":[{"v":"a"},{"id":null,"v":"b"},{"id":" ","v":"c"},{"id":[1],"v":"d"},{"id":{"i":1},"v":"e"},"f",{"id":2,"v":"g"}]}`,
			[]parser.Row{each("f", "v", field)},
			`{"field_2":"g"}`,
		},
		"an object without a value": {`{"f":[{"id":1},{"id":2,"v":""},{"id":3,"v":[]},{"id":4,"v":false}]}`, []parser.Row{each("f", "v", field)}, `{"field_4":"false"}`},
		"a key that an object before has set": {
			`{"f":[{"id":1,"v":""},{"id":1,"v":"x"},{"id":"1","v":"y"}]}`, []parser.Row{each("f", "v", field)}, `{"field_1":"x"}`,
		},
		"a key that the table writes itself": {
			`{"a":"x","f":[{"id":1,"v":"y"},{"id":2,"v":"z"},{"id":3,"v":"w"}]}`,
			[]parser.Row{each("f", "v", field), from("a", "additional.field_1"), from("none", "additional.field_2")},
			`{"field_3":"w","field_1":"x"}`,
		},
		"keys stand where their rows do, object by object": {
			`{"a":"x","b":"y","f":[{"id":1,"v":"v1","n":"n1"},{"id":2,"v":"v2","n":"n2"}]}`,
			[]parser.Row{from("a", "additional.a"), each("f", "v", field), from("b", "additional.b"), each("f", "n", name)},
			`{"a":"x","field_1":"v1","name_1":"n1","field_2":"v2","name_2":"n2","b":"y"}`,
		},
		"the first row that has a value wins a key": {
			`{"f":[{"id":1,"v":"x","w":"y"},{"id":2,"w":"z"}]}`, []parser.Row{each("f", "v", field), each("f", "w", field)}, `{"field_1":"x","field_2":"z"}`,
		},
		"a key of each change": {
			`{"log":"a changed from 1 to 2\nb changed from 2 to \na changed from 2 to 3"}`, []parser.Row{each("changes.all", "new", "additional.new {field}")}, `{"new a":"2"}`,
		},
		"a path in a key":                  {`{"f":[{"i":{"d":1},"v":"x"}]}`, []parser.Row{each("f", "v", `additional.k{i.d}`)}, `{"k1":"x"}`},
		"what is taken counts for nothing": {`{"f":[{"id":1,"v":"x"},{"id":1,"v":"y"},{"id":2,"v":"z"},{"id":3,"v":"w"}]}`, []parser.Row{with(each("f", "v", field), most(2))}, `{"field_1":"x","field_2":"z"}`},
		"at most so many":                  {`{"f":[{"v":"w"},{"id":1,"v":"x"},{"id":2,"v":"y"}]}`, []parser.Row{with(each("f", "v", field), most(1))}, `{"field_1":"x"}`},
		"conditions look into the objects": {`{"f":[{"id":1,"v":"x"},{"id":2,"v":"y"}]}`, []parser.Row{with(each("f", "v", field), whenIs("id", "2"))}, `{"field_2":"y"}`},
		"another list's keys are taken as well": {
			`{"f":[{"id":1,"v":"x"}],"g":[{"id":1,"v":"y"},{"id":2,"v":"z"}]}`, []parser.Row{each("f", "v", field), each("g", "v", field)}, `{"field_1":"x","field_2":"z"}`,
		},
	} {
		t.Run(what, func(t *testing.T) {
			table := parser.Table{Extracts: []parser.Extract{{Name: "changes", From: "log", Using: "change-lines"}}, Rows: c.rows}
			require.Equal(t, `{"additional":`+c.want+`}`, eventOf(&table, c.record))
		})
	}
}

// whenIs gives a row a condition.
func whenIs(source, value string) func(*parser.Row) {
	return func(r *parser.Row) {
		r.When = parser.Condition{Is: []parser.Equals{{Source: source, Values: []string{value}}}}
	}
}

func TestReferenceWritesTheRest(t *testing.T) {
	rest := from("<rest>", "additional")
	for what, c := range map[string]struct {
		record string
		table  parser.Table
		want   string
	}{
		"every field under its name, in the order of the record": {
			record: `{"z":" x ","a":7,"":true,"l":[ 1, "x" ],"o":{ "k" : { } },"é.\u0041":"y"}`,
			table:  parser.Table{Rows: []parser.Row{rest}},
			want:   `{"z":"x","a":"7","":"true","l":"[1,\"x\"]","o":"{\"k\":{}}","é.A":"y"}`,
		},
		"empty fields are left out": {
			record: `{"a":null,"b":" \u00a0","c":[ ],"d":{ },"e":[null],"f":0}`,
			table:  parser.Table{Rows: []parser.Row{rest}},
			want:   `{"e":"[null]","f":"0"}`,
		},
		"what the table names is left out, wherever it names it": {
			record: `{"a":1,"b":2,"c":3,"d":4,"e":5,"f":6,"g":7,"h":8,"i":9,"j":10,"k":11,"l":[{"x":1}],"m":12,"n":13}`,
			table: parser.Table{
				Rows: []parser.Row{
					rest, with(from("none", "target.user.userid"), func(r *parser.Row) {
						r.When = parser.Condition{Same: []parser.Pair{{Source: "a", Other: "b"}}, Within: &parser.Within{From: "c", To: "d"}}
					}),
					each("l", "none", "about.user.userid"),
				},
				Extracts: []parser.Extract{
					{Name: "unused", From: "e", Using: "url"}, {Name: "made", Text: "{f}"}, {Name: "first", First: []string{"g", "made"}, When: parser.Condition{Any: []string{"m"}}},
				},
				EventTypes: []parser.EventTypeLine{{From: "h"}, {Value: "GENERIC_EVENT", When: parser.Condition{Longer: []parser.Length{{Source: "i", Bytes: 9}}}}},
				Needs:      []parser.Need{{EventType: "GENERIC_EVENT", When: parser.Condition{Unlike: []parser.Equals{{Source: "j"}}}}},
				Dropped:    []parser.Dropped{{Field: "k"}},
				Claims:     []parser.Claims{{Has: []string{"n"}}},
			},
			want: `{"n":"13"}`,
		},
		"of an object of which a field is named, the others one by one": {
			record: `{"a":1,"o":{"x":2,"p":{"y":3,"z":" ","w":[1],"q":{"v":4}},"k.l":5},"b":6}`,
			table:  parser.Table{Rows: []parser.Row{from("o.p.y", "target.user.userid"), rest}},
			want:   `{"a":"1","o.x":"2","o.p.w":"[1]","o.p.q":"{\"v\":4}","o.k.l":"5","b":"6"}`,
		},
		"unless it is no object": {
			record: `{"o":"x","p":[{"y":1}]}`,
			table:  parser.Table{Rows: []parser.Row{from("o.x", "target.user.userid"), from("p.y", "target.user.userid"), rest}},
			want:   `{"o":"x","p":"[{\"y\":1}]"}`,
		},
		"an object that is named whole": {
			record: `{"o":{"x":1,"y":2},"a":1}`,
			table:  parser.Table{Rows: []parser.Row{from("o.x", "principal.user.userid"), rest}, Dropped: []parser.Dropped{{Field: "o"}}},
			want:   `{"a":"1"}`,
		},
		"an object of which a field is dropped": {
			record: `{"o":{"x":1,"y":2}}`,
			table:  parser.Table{Rows: []parser.Row{rest}, Dropped: []parser.Dropped{{Field: "o.x"}}},
			want:   `{"o.y":"2"}`,
		},
		"a field that an extract hides": {
			record: `{"url":{"x":"y"},"link":"z"}`,
			table: parser.Table{
				Rows: []parser.Row{from("url.<host>", "target.user.userid"), rest}, Extracts: []parser.Extract{{Name: "url", From: "link", Using: "url"}},
			},
			want: `{"url":"{\"x\":\"y\"}"}`,
		},
		"keys that are taken": {
			record: `{"a":"x","a":"y","b":null,"b":"z","own":"1","none":"2","f_1":"3","o":{"u":"4"},"o.u":"5"}`,
			table: parser.Table{Rows: []parser.Row{
				from("o.none", "additional.none"), {Value: "c", HasValue: true, To: "additional.own"}, each("f", "v", "additional.f_{id}"), rest,
			}},
			want: `{"own":"c","a":"x","b":"z","f_1":"3","o.u":"4"}`,
		},
		"keys that an object has taken": {
			record: `{"f_1":"3","f":[{"id":1,"v":"x"}]}`,
			table:  parser.Table{Rows: []parser.Row{each("f", "v", "additional.f_{id}"), rest}},
			want:   `{"f_1":"x"}`,
		},
		"it stands where its row does": {
			record: `{"a":"x","b":"y","c":"z","f":[{"id":1,"v":"x"}]}`,
			table:  parser.Table{Rows: []parser.Row{from("a", "additional.a"), rest, from("c", "additional.c"), each("f", "v", "additional.b{id}")}},
			want:   `{"a":"x","b":"y","c":"z","b1":"x"}`,
		},
	} {
		t.Run(what, func(t *testing.T) {
			for i := range c.table.EventTypes {
				c.table.EventTypes[i].When.All = append(c.table.EventTypes[i].When.All, "none")
			}
			require.Equal(t, c.want, gjson.Get(eventOf(&c.table, c.record), "additional").Raw)
		})
	}
}

func TestReferenceWritesNoRest(t *testing.T) {
	const record = `{"a":"x","b":"y"}`
	rest := from("<rest>", "additional")
	require.Equal(t, `{}`, eventOf(&parser.Table{Rows: []parser.Row{with(rest, whenIs("a", "y"))}}, record))
	require.Equal(t, `{}`, eventOf(&parser.Table{Rows: []parser.Row{rest}, Dropped: []parser.Dropped{{Field: "a"}, {Field: "b"}}}, record))
	require.JSONEq(t, `{"additional":{"b":"y"},"target":{"user":{"userid":"x"}}}`, eventOf(&parser.Table{
		Rows: []parser.Row{from("a", "target.user.userid"), rest}, Dropped: []parser.Dropped{{Field: "a"}},
	}, record))
}

func TestReferenceRejectsNoRepeatsThatItDoesNotRead(t *testing.T) {
	rest := from("<rest>", "additional")
	dropped := []parser.Dropped{{Field: "o.x"}, {Field: "d"}}
	require.JSONEq(t, `{"additional":{"o.y":"1","o.z":"3"}}`,
		eventOf(&parser.Table{Rows: []parser.Row{rest}, Dropped: dropped}, `{"d":1,"d":2,"o":{"y":1},"o":{"x":2,"y":2,"z":3}}`))
	require.Equal(t, `rejected: duplicate-key`,
		eventOf(&parser.Table{Rows: []parser.Row{rest, from("o.x", "target.user.userid")}}, `{"o":{"y":1},"o":{"x":2,"y":2}}`))
	for _, condition := range []parser.Condition{
		{Like: []parser.Equals{{Source: "a"}}},
		{Unlike: []parser.Equals{{Source: "a"}}},
		{Same: []parser.Pair{{Source: "b", Other: "a"}}},
		{Differs: []parser.Pair{{Source: "a", Other: "b"}}},
		{Longer: []parser.Length{{Source: "a"}}},
		{Within: &parser.Within{From: "a", To: "b"}},
		{Within: &parser.Within{From: "b", To: "a"}},
	} {
		row := with(from("c", "target.user.userid"), func(r *parser.Row) { r.When = condition })
		require.Equal(t, `rejected: duplicate-key`, eventOf(&parser.Table{Rows: []parser.Row{row}}, `{"a":1,"a":1}`))
		need := parser.Need{EventType: "USER_LOGIN", When: condition}
		require.Equal(t, `rejected: duplicate-key`, eventOf(&parser.Table{Needs: []parser.Need{need}}, `{"a":1,"a":1}`))
	}
	made := parser.Extract{Name: "made", Text: "{a}", When: parser.Condition{Any: []string{"b"}}}
	for _, record := range []string{`{"a":1,"a":1}`, `{"b":1,"b":1}`} {
		require.Equal(t, `rejected: duplicate-key`,
			eventOf(&parser.Table{Extracts: []parser.Extract{made}, Rows: []parser.Row{from("made", "target.user.userid")}}, record))
	}
}
