package parser_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/udmap/udmap/parser"
)

// Which conditions hold for the reference, against expectations written by
// hand.

func TestReferenceHoldsConditions(t *testing.T) {
	const record = `{"a":"x","b":" ","c":7,"d":["x"],"text":"S  - K: 1 - K: 2"}`
	is := func(source string, values ...string) []parser.Equals {
		return []parser.Equals{{Source: source, Values: values}}
	}
	for name, c := range map[string]struct {
		condition parser.Condition
		want      bool
	}{
		"nothing asked":              {parser.Condition{}, true},
		"any, one filled":            {parser.Condition{Any: []string{"b", "a"}}, true},
		"any, none filled":           {parser.Condition{Any: []string{"b", "z"}}, false},
		"any, an array":              {parser.Condition{Any: []string{"d"}}, false},
		"all, one empty":             {parser.Condition{All: []string{"a", "b"}}, false},
		"all filled":                 {parser.Condition{All: []string{"a", "c", "detail.K"}}, true},
		"all, an array":              {parser.Condition{All: []string{"a", "d"}}, false},
		"none, one filled":           {parser.Condition{None: []string{"b", "c"}}, false},
		"none filled":                {parser.Condition{None: []string{"b", "d", "z", "detail.L"}}, true},
		"is, equal":                  {parser.Condition{Is: is("a", "y", "x")}, true},
		"is, a number as written":    {parser.Condition{Is: is("c", "7")}, true},
		"is, not equal":              {parser.Condition{Is: is("a", "X")}, false},
		"is, empty":                  {parser.Condition{Is: is("b", "", " ")}, false},
		"is, missing":                {parser.Condition{Is: is("z", "")}, false},
		"is, an array has no text":   {parser.Condition{Is: is("d", "x", `["x"]`)}, false},
		"is, the first of several":   {parser.Condition{Is: is("detail.K", "1")}, true},
		"is, another of several":     {parser.Condition{Is: is("detail.K", "2")}, false},
		"is not, equal":              {parser.Condition{IsNot: is("a", "x")}, false},
		"is not, not equal":          {parser.Condition{IsNot: is("a", "y")}, true},
		"is not, without text":       {parser.Condition{IsNot: is("z", "x")}, true},
		"is not, another of several": {parser.Condition{IsNot: is("detail.K", "2")}, true},
		"two lines, one false":       {parser.Condition{Any: []string{"a"}, Is: is("c", "8")}, false},
	} {
		t.Run(name, func(t *testing.T) {
			row := with(from("a", "target.user.userid"), func(r *parser.Row) { r.When = c.condition })
			want := map[bool]string{true: `{"target":{"user":{"userid":"x"}}}`, false: `{}`}[c.want]
			require.Equal(t, want, referenceEvent(record, row))
		})
	}
}

func TestReferenceComparesSources(t *testing.T) {
	const record = `{"a":" Xx ","b":"xX","n":5,"s":"5","list":[1, 2],"same":[1, 2],"other":[1,2],"text":"[1, 2]","o":{"k":1},"empty":" ","none":[],` +
		`"long":"éé","t":"2026-03-12T06:14:27Z","later":1773296068,"ms":1773296068001,"earlier":"2020-01-01 00:00:00","zone":"2026-03-12T07:14:28+01:00",` +
		`"log":"K changed from 1 to one\nK changed from 2 to two\nK changed from x to "}`
	like := func(source string, patterns ...string) parser.Condition {
		return parser.Condition{Like: []parser.Equals{{Source: source, Values: patterns}}}
	}
	unlike := func(source string, patterns ...string) parser.Condition {
		return parser.Condition{Unlike: []parser.Equals{{Source: source, Values: patterns}}}
	}
	same := func(one, other string) parser.Condition {
		return parser.Condition{Same: []parser.Pair{{Source: one, Other: other}}}
	}
	differs := func(one, other string) parser.Condition {
		return parser.Condition{Differs: []parser.Pair{{Source: one, Other: other}}}
	}
	longer := func(source string, bytes int) parser.Condition {
		return parser.Condition{Longer: []parser.Length{{Source: source, Bytes: bytes}}}
	}
	within := func(from, to string, seconds int) parser.Condition {
		return parser.Condition{Within: &parser.Within{From: from, To: to, Seconds: seconds}}
	}
	for name, c := range map[string]struct {
		condition parser.Condition
		want      bool
	}{
		"like, in other letters":             {like("a", "xx"), true},
		"like, one of several patterns":      {like("a", "y", "X*"), true},
		"like, a number":                     {like("n", "*5"), true},
		"like, another text":                 {like("a", "x"), false},
		"like, an empty text":                {like("empty", "*"), false},
		"like, missing":                      {like("z", "*"), false},
		"like, an array":                     {like("list", "*"), false},
		"like, another of several":           {like("changes.K", "TWO"), true},
		"like, an empty one of several":      {like("changes.K", ""), false},
		"like, none of several":              {like("changes.K", "three"), false},
		"unlike, like":                       {unlike("a", "x*"), false},
		"unlike, another":                    {unlike("a", "y"), true},
		"unlike, one of several patterns":    {unlike("a", "y", "xx"), false},
		"unlike, without text":               {unlike("list", "*"), true},
		"unlike, another of several":         {unlike("changes.K", "two"), false},
		"same, trimmed":                      {same("a", "a"), true},
		"same, letter case counts":           {same("a", "b"), false},
		"same, a number and a text":          {same("n", "s"), true},
		"same, lists as written":             {same("list", "same"), true},
		"same, lists written otherwise":      {same("list", "other"), false},
		"same, a list and its text":          {same("list", "text"), false},
		"same, objects":                      {same("o", "o"), true},
		"same, both empty":                   {same("empty", "empty"), false},
		"same, one missing":                  {same("a", "z"), false},
		"differs, equal":                     {differs("n", "s"), false},
		"differs, not equal":                 {differs("a", "b"), true},
		"differs, the second is empty":       {differs("a", "none"), true},
		"differs, the first is empty":        {differs("empty", "a"), false},
		"differs, lists":                     {differs("list", "other"), true},
		"differs, a list and its text":       {differs("text", "list"), true},
		"longer, by bytes":                   {longer("long", 3), true},
		"longer, as many":                    {longer("long", 4), false},
		"longer, trimmed":                    {longer("a", 2), false},
		"longer, a number":                   {longer("earlier", 18), true},
		"longer, an array":                   {longer("list", 1), false},
		"longer, missing":                    {longer("z", 1), false},
		"longer, the first of several":       {longer("changes.K", 2), true},
		"longer, only another of several":    {longer("changes.K", 3), false},
		"within, as late as it may be":       {within("t", "later", 1), true},
		"within, a millisecond later":        {within("t", "ms", 1), false},
		"within, in another zone":            {within("t", "zone", 1), true},
		"within, earlier":                    {within("t", "earlier", 1), true},
		"within, much later":                 {within("earlier", "t", 3600), false},
		"within, the same":                   {within("t", "t", 1), true},
		"within, no time":                    {within("t", "a", 1_000_000_000), false},
		"within, from no time":               {within("z", "t", 1_000_000_000), false},
		"like holds, longer does not":        {parser.Condition{Like: like("a", "*").Like, Longer: longer("a", 9).Longer}, false},
		"same holds, unlike does not":        {parser.Condition{Same: same("n", "s").Same, Unlike: unlike("a", "*").Unlike}, false},
		"differs holds, within does not":     {parser.Condition{Differs: differs("a", "b").Differs, Within: within("z", "t", 1).Within}, false},
		"all hold":                           {parser.Condition{Like: like("a", "*").Like, Same: same("n", "s").Same, Longer: longer("a", 1).Longer}, true},
		"of two comparisons one does not":    {parser.Condition{Like: append(like("a", "*").Like, like("z", "*").Like...)}, false},
		"of two denied comparisons one does": {parser.Condition{Unlike: append(unlike("z", "*").Unlike, unlike("a", "*").Unlike...)}, false},
	} {
		t.Run(name, func(t *testing.T) {
			table := parser.Table{
				Extracts: []parser.Extract{{Name: "changes", From: "log", Using: "change-lines"}},
				Rows:     []parser.Row{with(from("n", "target.user.userid"), func(r *parser.Row) { r.When = c.condition })},
			}
			want := map[bool]string{true: `{"target":{"user":{"userid":"5"}}}`, false: `{}`}[c.want]
			require.Equal(t, want, eventOf(&table, record))
		})
	}
}

func TestReferenceTellsWhatIsLikeAPattern(t *testing.T) {
	for pattern, texts := range map[string][2][]string{
		"x":         {{"x", "X"}, {"", "xx", "x "}},
		"*":         {{"", "x", "a\nb"}, nil},
		"**":        {{"", "x"}, nil},
		"a*":        {{"a", "ab", "A*"}, {"", "ba"}},
		"*a":        {{"a", "ba"}, {"ab"}},
		"a*a":       {{"aa", "aba", "aXA"}, {"a", "ab"}},
		"*a*b*":     {{"ab", "xaxbx", "aab"}, {"ba", "a"}},
		"a*b*a":     {{"aba", "abba"}, {"aa", "ab", "abab"}},
		"É":         {{"É"}, {"é"}},
		"a.c":       {{"a.c"}, {"abc"}},
		"(?i)[x]\\": {{"(?I)[X]\\"}, {"x"}},
		"":          {{""}, {"x"}},
		"k":         {{"k", "K"}, {"\u212a"}},
	} {
		for _, text := range texts[0] {
			require.True(t, isLike(text, pattern), "%q is like %q", text, pattern)
		}
		for _, text := range texts[1] {
			require.False(t, isLike(text, pattern), "%q is not like %q", text, pattern)
		}
	}
}

func TestReferenceHeedsOptions(t *testing.T) {
	is := func(source, value string) parser.Condition {
		return parser.Condition{Is: []parser.Equals{{Source: source, Values: []string{value}}}}
	}
	isNot := func(source, value string) parser.Condition {
		return parser.Condition{IsNot: []parser.Equals{{Source: source, Values: []string{value}}}}
	}
	like := func(source, value string) parser.Condition {
		return parser.Condition{Like: []parser.Equals{{Source: source, Values: []string{value}}}}
	}
	unlike := func(source, value string) parser.Condition {
		return parser.Condition{Unlike: []parser.Equals{{Source: source, Values: []string{value}}}}
	}
	for name, c := range map[string]struct {
		condition parser.Condition
		want      bool
	}{
		"an option is":                        {is("$mode", "keep"), true},
		"an option is another":                {is("$mode", "drop"), false},
		"an option is not":                    {isNot("$mode", "drop"), true},
		"an option is like":                   {like("$mode", "K*"), true},
		"an option is unlike":                 {unlike("$mode", "K*"), false},
		"a source is what is chosen":          {is("a", "$mode"), true},
		"a source is not what is chosen":      {isNot("a", "$mode"), false},
		"a source is one of several":          {is("b", "$several"), true},
		"a source is none of several":         {is("a", "$several"), false},
		"a source is like one of several":     {like("c", "$several"), true},
		"a source is unlike each of several":  {unlike("a", "$several"), true},
		"one of several is like":              {like("$several", "*z"), true},
		"the first of several is":             {is("$several", "x y"), true},
		"another of several is":               {is("$several", "b"), false},
		"anything is like what holds for all": {like("a", "$all"), true},
		"what is no option is a constant":     {is("d", "$5"), true},
	} {
		t.Run(name, func(t *testing.T) {
			row := with(from("a", "target.user.userid"), func(r *parser.Row) { r.When = c.condition })
			inside := with(from("a", "about.user.userid"), func(r *parser.Row) { r.When, r.Each = c.condition, "list" })
			table := parser.Table{Rows: []parser.Row{row, inside}, Options: []parser.Option{
				{Name: "mode", Default: "keep", Choices: []string{"keep", "drop"}},
				{Name: "several", Default: "x y, b,,c*z", List: true},
				{Name: "all", Default: "*", List: true},
			}}
			const values = `"a":"keep","b":"b","c":"cxZ","d":"$5"`
			want := map[bool]string{true: `{"target":{"user":{"userid":"keep"}},"about":[{"user":{"userid":"keep"}}]}`, false: `{}`}[c.want]
			require.Equal(t, want, eventOf(&table, `{`+values+`,"list":[{`+values+`}]}`))
		})
	}
}

func TestReferenceReadsNothingForWhatAnOptionSettles(t *testing.T) {
	mode := func(value string) parser.Condition {
		return parser.Condition{Any: []string{"b"}, Is: []parser.Equals{{Source: "$mode", Values: []string{value}}}}
	}
	for value, want := range map[string]string{"keep": `rejected: duplicate-key`, "drop": `{}`} {
		for _, record := range []string{`{"a":1,"a":1}`, `{"b":1,"b":1}`} {
			row := with(from("a", "target.user.userid"), func(r *parser.Row) { r.When = mode(value) })
			line := parser.EventTypeLine{From: "a", When: mode(value)}
			extract := parser.Extract{Name: "link", From: "a", Using: "url", When: mode(value)}
			options := []parser.Option{{Name: "mode", Default: "keep"}}
			require.Equal(t, want, eventOf(&parser.Table{Options: options, Rows: []parser.Row{row}}, record))
			require.Equal(t, `rejected: duplicate-key`, eventOf(&parser.Table{Options: options, EventTypes: []parser.EventTypeLine{line}}, record))
			require.Equal(t, want, eventOf(&parser.Table{
				Options: options, Extracts: []parser.Extract{extract}, Rows: []parser.Row{from("link.<host>", "target.hostname")},
			}, record))
		}
	}
}

func TestReferenceNamesWhatAnOptionSettles(t *testing.T) {
	row := with(from("a", "additional.b"), whenIs("$mode", "drop"))
	table := parser.Table{Options: []parser.Option{{Name: "mode", Default: "keep"}}, Rows: []parser.Row{row, from("<rest>", "additional")}}
	require.JSONEq(t, `{"additional":{"b":"2"}}`, eventOf(&table, `{"a":"1","b":"2"}`))
}
