package parser_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/udmap/udmap/parser"
)

// What the reference finds in texts of other forms than dash-pairs, against
// expectations written by hand.

func TestReferenceReadsChangeLines(t *testing.T) {
	type change struct{ field, old, new string }
	for name, c := range map[string]struct {
		text  string
		first string
		want  []change
	}{
		"nothing":     {},
		"one change":  {"Role changed from Agent to Admin", "Role changed from Agent to Admin", []change{{"Role", "Agent", "Admin"}}},
		"line ends":   {"a changed from 1 to 2\r\nb changed from 3 to 4\rc changed from 5 to 6\n", "a changed from 1 to 2", []change{{"a", "1", "2"}, {"b", "3", "4"}, {"c", "5", "6"}}},
		"other lines": {"\n \u00a0\n Updated rule \nRole changed from A to B\nbye", "Updated rule", []change{{"Role", "A", "B"}}},
		"white space around parts": {
			"  Two  Words \u00a0changed from  A  to \tB ", "Two  Words \u00a0changed from  A  to \tB", nil,
		},
		"white space is trimmed":          {"  Two  Words  changed from  A  to \tB ", "Two  Words  changed from  A  to \tB", []change{{"Two  Words", "A", "B"}}},
		"an empty OLD":                    {"Role changed from  to B", "Role changed from  to B", []change{{"Role", "", "B"}}},
		"an empty NEW":                    {"Role changed from A to ", "Role changed from A to", []change{{"Role", "A", ""}}},
		"an empty NEW at the line's end":  {"Role changed from A to\nx", "Role changed from A to", []change{{"Role", "A", ""}}},
		"both empty":                      {"Role changed from  to", "Role changed from  to", []change{{"Role", "", ""}}},
		"one space for two":               {"Role changed from to B", "Role changed from to B", nil},
		"no to":                           {"Role changed from A", "Role changed from A", nil},
		"to before from":                  {"Belongs to x changed from A", "Belongs to x changed from A", nil},
		"no field":                        {" changed from A to B", "changed from A to B", nil},
		"a blank field":                   {"\u00a0 changed from A to B", "changed from A to B", nil},
		"the line begins with changed":    {"changed from A to B", "changed from A to B", nil},
		"a second to":                     {"Role changed from A to B to C", "Role changed from A to B to C", []change{{"Role", "A", "B to C"}}},
		"a second to at the end":          {"Role changed from A to B to", "Role changed from A to B to", []change{{"Role", "A", "B to"}}},
		"a second changed from":           {"Role changed from A changed from B to C", "Role changed from A changed from B to C", []change{{"Role", "A changed from B", "C"}}},
		"letter case":                     {"Role Changed from A to B", "Role Changed from A to B", nil},
		"letter case of to":               {"Role changed from A To B", "Role changed from A To B", nil},
		"other separators are no line":    {"x\u2028Role changed from A to B\vy", "x\u2028Role changed from A to B\vy", []change{{"x\u2028Role", "A", "B\vy"}}},
		"the same field twice":            {"a changed from 1 to 2\na changed from 2 to 3", "a changed from 1 to 2", []change{{"a", "1", "2"}, {"a", "2", "3"}}},
		"a no-break space behind the end": {"Role changed from A to\u00a0", "Role changed from A to", []change{{"Role", "A", ""}}},
	} {
		t.Run(name, func(t *testing.T) {
			var changes []change
			var fields []string
			for _, found := range changesIn(c.text) {
				changes = append(changes, change{found.field, found.old, found.new})
				fields = append(fields, found.field)
			}
			require.Equal(t, c.want, changes)
			require.Equal(t, fields, textsOf(changePart(c.text, "<fields>")))
			if lines := textsOf(changePart(c.text, "<lines>")); c.first != "" {
				require.Equal(t, c.first, lines[0])
			} else {
				require.Empty(t, lines)
			}
			var first []string
			if c.first != "" {
				first = []string{c.first}
			}
			require.Equal(t, first, textsOf(changePart(c.text, "<first line>")))
		})
	}
}

func TestReferenceTakesChangesOfOneField(t *testing.T) {
	const text = "a changed from 1 to 2\nA changed from x to y\na changed from 2 to\na changed from  to 4"
	require.Equal(t, []value{{kind: textValue("").kind, text: "2", previous: "1"}, {kind: textValue("").kind, previous: "2"}, {kind: textValue("").kind, text: "4"}}, changePart(text, "a"))
	require.Empty(t, changePart(text, "b"))
	require.Equal(t, []string{"x", "b c", "x"}, textsOf(changePart(" x\n\r \u00a0\r\nb c\t\rx", "<lines>")))
}

func TestReferenceTellsAddressesFromOthers(t *testing.T) {
	for text, want := range map[string][2][]string{
		"":                                {},
		" , \u00a0,":                      {},
		"192.0.2.1":                       {{"192.0.2.1"}, nil},
		"192.0.2.1,192.0.2.1 2001:DB8::1": {{"192.0.2.1", "192.0.2.1", "2001:DB8::1"}, nil},
		"192.0.2.1\u00a0x\n\t::1,":        {{"192.0.2.1", "::1"}, []string{"x"}},
		"192.0.2.256 192.0.2.1:80 [::1] fe80::1%eth0 192.0.2.0/24 1": {nil, {"192.0.2.256", "192.0.2.1:80", "[::1]", "fe80::1%eth0", "192.0.2.0/24", "1"}},
		"192.0.2.1;192.0.2.2": {nil, {"192.0.2.1;192.0.2.2"}},
		"::ffff:192.0.2.1":    {{"::ffff:192.0.2.1"}, nil},
	} {
		require.Equal(t, want[0], textsOf(addressListPart(text, "<addresses>")), "in %q", text)
		require.Equal(t, want[1], textsOf(addressListPart(text, "<others>")), "in %q", text)
	}
}

func TestReferenceTakesURLsApart(t *testing.T) {
	for text, want := range map[string][2]string{
		"https://example.com":                         {"example.com", ""},
		"https://example.com/":                        {"example.com", "/"},
		" HTTPS://Jo:pw@EXAMPLE.com:8443/A/b?c=/d#e ": {"example.com", "/A/b"},
		"https://example.com?a=/b":                    {"example.com", ""},
		"https://example.com#/b":                      {"example.com", ""},
		"https://example.com:/b":                      {"example.com", "/b"},
		"https://a@b@example.com/x":                   {"example.com", "/x"},
		"https://example.com/a@b:c":                   {"example.com", "/a@b:c"},
		"https://192.0.2.1:80/x":                      {"", "/x"},
		"https://[2001:DB8::1]:80/x":                  {"", "/x"},
		"https://u@[2001:db8::1]":                     {"", ""},
		"a+b-.1://h/%2F x":                            {"h", "/%2F x"},
		"https://1-a.Example.com/É":                   {"1-a.example.com", "/É"},
		"https://example.com//":                       {"example.com", "//"},
		"https://example.com/a?b://c":                 {"example.com", "/a"},
	} {
		require.Equal(t, want[0], textsOf(urlPart(text, "<host>"))[0], "of %q", text)
		require.Equal(t, want[1], textsOf(urlPart(text, "<path>"))[0], "of %q", text)
	}
	for _, text := range []string{
		"", "example.com/a", "/a/b", "//example.com/a", "https:example.com", "https:/example.com", "https://", "https:///a", "https://u@/a", "https://:80/a",
		"://example.com", "1a://example.com", "é://example.com", "see https://example.com", "mailto:a@example.com", "https://exa mple.com/", "https://a\u00a0b/",
		"https://2001:db8::1/", "https://example.com:x/", "https://example.com:1:2/", "https://[2001:db8::1/", "https://[]/", "https://[a]b/", "https://a[b]/",
		"https://É.example.com/", "https://a_b/", "https://[192.0.2.1x]/", "https://[fe80::1%25eth0]/", "https://a..b/", "https://.a/", `https://a\b`, "https://example.com./", "https://-a/",
	} {
		require.Empty(t, urlPart(text, "<host>"), "of %q", text)
		require.Empty(t, urlPart(text, "<path>"), "of %q", text)
	}
}

func TestReferenceHalvesTexts(t *testing.T) {
	for _, c := range []struct{ text, at, before, after string }{
		{"Name: x", ":", "Name", "x"},
		{"Name: x: y", ": ", "Name", "x: y"},
		{": x", ":", "", "x"},
		{"x:", ":", "x", ""},
		{"Name: ", ": ", "Name", ""},
		{":", ":", "", ""},
		{" a to b ", "to", "a", "b"},
		{"aaa", "aa", "", "a"},
		{"a é b", "é", "a", "b"},
	} {
		require.Equal(t, []string{c.before}, textsOf(halfPart(c.text, c.at, "<before>")), "of %q at %q", c.text, c.at)
		require.Equal(t, []string{c.after}, textsOf(halfPart(c.text, c.at, "<after>")), "of %q at %q", c.text, c.at)
	}
	for text, at := range map[string]string{"": ":", "Name x": ":", "a TO b": "to", "É": "é"} {
		require.Empty(t, halfPart(text, at, "<before>"), "of %q at %q", text, at)
		require.Empty(t, halfPart(text, at, "<after>"), "of %q at %q", text, at)
	}
}

func TestReferenceReadsExtracts(t *testing.T) {
	x := parser.Condition{Is: []parser.Equals{{Source: "a", Values: []string{"x"}}}}
	y := parser.Condition{Is: []parser.Equals{{Source: "a", Values: []string{"y"}}}}
	table := parser.Table{Extracts: []parser.Extract{
		{Name: "changes", From: "log", Using: "change-lines"},
		{Name: "ips", From: "changes.IPs", Using: "ip-addresses"},
		{Name: "site", From: "changes.Site", Using: "url"},
		{Name: "side", From: "changes.<fields>", Using: "halves", At: "a"},
		{Name: "made", Text: "{a} at {site.<host>}!"},
		{Name: "plain", Text: "{a}{n}"},
		{Name: "several", Text: "{changes.<fields>}"},
		{Name: "lacking", Text: "{a} {list}"},
		{Name: "ofMade", First: []string{"lacking", "made"}},
		{Name: "heeded", From: "log", Using: "change-lines", When: x},
		{Name: "hidden", From: "log", Using: "change-lines", When: y},
		{Name: "hiddenText", Text: "{a}", When: y},
		{Name: "hiddenFirst", First: []string{"a"}, When: y},
		{Name: "hiddenList", From: "json", Using: "embedded-json", When: y},
	}}
	const record = `{"a":" x ","n":7,"list":["x"],"json":"[{\"k\":1}]","log":"IPs changed from 192.0.2.9 to 192.0.2.1, x\nSite changed from  to https://Example.com/p\nIPs changed from 192.0.2.1, x to 192.0.2.2"}`
	for source, want := range map[string]string{
		"changes.IPs":          `["192.0.2.1, x","192.0.2.2"]`,
		"changes.<fields>":     `["IPs","Site"]`,
		"changes.<first line>": `["IPs changed from 192.0.2.9 to 192.0.2.1, x"]`,
		"ips.<addresses>":      `["192.0.2.1"]`,
		"ips.<others>":         `["x"]`,
		"site.<host>":          `["example.com"]`,
		"site.<path>":          `["/p"]`,
		"side.<before>":        ``,
		"made":                 `["x at example.com!"]`,
		"plain":                `["x7"]`,
		"several":              `["IPs"]`,
		"lacking":              ``,
		"ofMade":               `["x at example.com!"]`,
		"heeded.Site":          `["https://Example.com/p"]`,
		"hidden.Site":          ``,
		"hidden.<first line>":  ``,
		"hiddenText":           ``,
		"hiddenFirst":          ``,
		"hiddenList.first.k":   ``,
	} {
		event := `{}`
		if want != "" {
			event = `{"target":{"user":{"emailAddresses":` + want + `}}}`
		}
		table.Rows = []parser.Row{from(source, "target.user.email_addresses")}
		require.Equal(t, event, eventOf(&table, record), "from %s", source)
	}
	table.Rows = []parser.Row{
		with(from("changes.IPs", "target.user.email_addresses"), func(r *parser.Row) { r.Take = "previous" }),
		with(from("changes.Site", "target.user.userid"), func(r *parser.Row) { r.Take = "previous" }),
		from("changes.Site", "target.user.attribute.labels"),
		from("made", "target.user.attribute.labels"),
		with(from("k", "about.user.userid"), func(r *parser.Row) { r.Each = "hiddenList.all" }),
		with(from("new", "about.user.userid"), func(r *parser.Row) { r.Each = "hidden.all" }),
	}
	require.JSONEq(t, `{"target":{"user":{"emailAddresses":["192.0.2.9","192.0.2.1, x"],"attribute":{"labels":[`+
		`{"key":"Site","value":"https://Example.com/p"},{"key":"made","value":"x at example.com!"}]}}}}`, eventOf(&table, record))
}
