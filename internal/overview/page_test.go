package overview_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"runtime"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"golang.org/x/net/html"

	"github.com/udmap/udmap/internal/comparison"
	"github.com/udmap/udmap/internal/eventcheck"
	"github.com/udmap/udmap/internal/overview"
	"github.com/udmap/udmap/internal/rawrecord"
	"github.com/udmap/udmap/parser"
	"github.com/udmap/udmap/udm"
)

// hostile are texts that would be markup, script or style if they could.
func hostile() []string {
	return []string{
		`<script>alert(1)</script>`, `"><img src=x onerror=alert(1)>`, `' onmouseover='alert(1)`, `</title></svg></style><svg onload=alert(1)>`,
		`javascript:alert(1)`, `{{.Title}}`, `--></code><a href=//example.com>`, `url(//example.com/x)`, "\u202egnp.exe", "\x1b[31m", "a\x00b",
	}
}

func collect(t *testing.T, records []string) overview.Summary {
	t.Helper()
	catalog, findings := parser.BuiltIn(parser.Options{})
	require.False(t, findings.HasErrors())
	splitter, err := rawrecord.NewSplitter(catalog)
	require.NoError(t, err)
	collector := overview.New(catalog)
	collector.AddFile()
	_, err = splitter.Each(t.Context(), "<b>.jsonl", strings.NewReader(strings.Join(records, "\n")), func(record rawrecord.Record) error {
		collector.Add(comparison.Place{Object: "<b>.jsonl", Number: record.Number, Line: record.Line}, record)
		return nil
	})
	require.NoError(t, err)
	return collector.Summary()
}

// operation is a record, whose keys more may add to.
func operation(operator string, more map[string]string) string {
	record := map[string]string{
		"time": "2026-03-12T06:14:27Z", "operator": operator, "category_type": "User", "action": "Update",
		"operation_detail": "Update User jo@example.com  - Department: IT",
	}
	maps.Copy(record, more)
	text, _ := json.Marshal(record) //nolint:errchkjson // a map of texts can always be written
	return string(text)
}

func hostileRecords() []string {
	var records []string
	for _, text := range hostile() {
		records = append(records,
			operation(text, map[string]string{text: text}),
			operation("jo@example.com", map[string]string{"action": text, "category_type": text}),
			operation("jo@example.com", map[string]string{"time": text}),
			text)
	}
	return records
}

func render(t *testing.T, page overview.Page, summary overview.Summary) string {
	t.Helper()
	var text bytes.Buffer
	require.NoError(t, page.Write(&text, summary))
	return text.String()
}

// each visits every node of a page.
func each(node *html.Node, visit func(*html.Node)) {
	visit(node)
	for child := node.FirstChild; child != nil; child = child.NextSibling {
		each(child, visit)
	}
}

func attribute(node *html.Node, name string) string {
	for _, attribute := range node.Attr {
		if attribute.Key == name {
			return attribute.Val
		}
	}
	return ""
}

func parse(t *testing.T, page string) *html.Node {
	t.Helper()
	root, err := html.Parse(strings.NewReader(page))
	require.NoError(t, err)
	return root
}

// skeleton is a page without its texts and numbers: the elements and the names
// of their attributes.
func skeleton(root *html.Node) map[string]bool {
	found := map[string]bool{}
	each(root, func(node *html.Node) {
		if node.Type == html.ElementNode {
			found[node.Data] = true
			for _, attribute := range node.Attr {
				found[node.Data+" "+attribute.Key] = true
			}
		}
	})
	return found
}

func TestNoTextOfStrangersBecomesMarkup(t *testing.T) {
	page := overview.Page{Title: hostile()[3], Version: hostile()[1]}
	summary := collect(t, hostileRecords())
	require.Positive(t, summary.Rejected)
	summary.Findings = append(summary.Findings, eventcheck.Finding{
		Kind: eventcheck.Kind{ID: "UDM010", Severity: udm.SeverityError, Summary: "x", Field: hostile()[0]}, Detail: hostile()[1], First: hostile()[2],
	})
	root := parse(t, render(t, page, summary))

	elements := "html head meta title style body main header h1 p code ul li b span section h2 h3 a figure svg line text g rect " +
		"table caption thead tbody tr th td details summary div footer br"
	each(root, func(node *html.Node) {
		if node.Type != html.ElementNode {
			return
		}
		require.Contains(t, strings.Fields(elements), node.Data)
		for _, one := range node.Attr {
			require.False(t, strings.HasPrefix(one.Key, "on"), "<%s %s>", node.Data, one.Key)
			require.NotContains(t, []string{"src", "srcset", "action", "formaction", "xlink:href", "background"}, one.Key)
			if one.Key == "href" {
				require.True(t, strings.HasPrefix(one.Val, "#"), one.Val)
			}
			if one.Key == "style" {
				require.Regexp(t, `^fill: var\(--[a-z]+\)$`, one.Val)
			}
		}
	})
	harmless := parse(t, render(t, overview.Page{Title: "x", Version: "y"}, collect(t, []string{operation("jo", map[string]string{"x": "y"}), "z"})))
	for name := range skeleton(harmless) {
		require.True(t, skeleton(root)[name], name)
	}

	var shown strings.Builder
	each(root, func(node *html.Node) {
		if node.Type == html.TextNode && node.Parent.Data != "style" {
			shown.WriteString(node.Data)
		}
	})
	require.Contains(t, shown.String(), hostile()[0], "it is shown as the text that it is")
	require.NotContains(t, shown.String(), "\u202e", "nothing turns the direction of writing")
	require.NotContains(t, shown.String(), "\x1b")
}

func TestThePageNeedsNothingElse(t *testing.T) {
	page := render(t, overview.Page{Title: "x"}, collect(t, hostileRecords()))
	root := parse(t, page)
	ids, links := map[string]int{}, []string{}
	each(root, func(node *html.Node) {
		if id := attribute(node, "id"); id != "" {
			ids[id]++
		}
		if href := attribute(node, "href"); href != "" {
			links = append(links, strings.TrimPrefix(href, "#"))
		}
		if node.Data == "style" && node.FirstChild != nil {
			require.NotRegexp(t, `url\(|@import|https?:`, node.FirstChild.Data)
		}
	})
	require.NotEmpty(t, links)
	for _, link := range links {
		require.Equal(t, 1, ids[link], link)
	}
	require.Contains(t, page, `content="default-src 'none'; style-src 'unsafe-inline'"`)
	require.NotRegexp(t, `ZgotmplZ`, page, "html/template refused nothing")
}

// Whoever cannot see a picture hears what it shows, and finds it in a table.
func TestEveryPictureHasWords(t *testing.T) {
	root := parse(t, render(t, overview.Page{Title: "x"}, collect(t, hostileRecords())))
	pictures, headings, sections := 0, 0, 0
	each(root, func(node *html.Node) {
		switch {
		case node.Data == "svg" && attribute(node, "aria-hidden") != "true":
			pictures++
			require.Equal(t, "img", attribute(node, "role"))
			require.NotEmpty(t, attribute(node, "aria-label"))
		case node.Data == "section":
			require.Equal(t, attribute(node, "aria-labelledby"), attribute(node.FirstChild.NextSibling, "id"))
			sections++
		case node.Data == "th":
			headings++
			require.Equal(t, "col", attribute(node, "scope"))
		case node.Data == "html" && node.Type == html.ElementNode:
			require.Equal(t, "en", attribute(node, "lang"))
		}
	})
	require.Equal(t, 3, pictures, "time, fields, rows")
	require.Greater(t, headings, 15)
	require.Equal(t, 7, sections)
}

func TestTheNumbersAreThoseOfTheCorpus(t *testing.T) {
	var records []string
	for i := range 30 {
		records = append(records, operation(fmt.Sprintf("user%d@example.com", i%3), nil))
	}
	records = append(records, operation("jo", map[string]string{"time": "never"}), "{broken", operation("user0@example.com", map[string]string{"shoe": "7"}))
	summary := collect(t, records)
	require.Equal(t, []int64{33, 31, 2, 0}, []int64{summary.Records, summary.Events, summary.Rejected, summary.Refused})
	require.Equal(t, []overview.Principal{
		{Field: "principal.user.email_addresses", Value: "user0@example.com", Events: 11},
		{Field: "principal.user.email_addresses", Value: "user1@example.com", Events: 10},
		{Field: "principal.user.email_addresses", Value: "user2@example.com", Events: 10},
	}, summary.Principals)
	require.Equal(t, []string{"malformed", "time"}, reasonsOf(summary))

	page := render(t, overview.Page{Title: "March"}, summary)
	for _, want := range []string{"2 records are rejected", "1 raw field goes nowhere", "user0@example.com", "33 records in 1 file", "<code>shoe</code>"} {
		require.Contains(t, page, want)
	}
	shared := render(t, overview.Page{Title: "March", HasNoValues: true}, summary.WithoutValues())
	require.NotContains(t, shared, "example.com")
	numbers, err := json.Marshal(summary.WithoutValues())
	require.NoError(t, err)
	require.NotContains(t, string(numbers), "example.com")
	require.NotContains(t, shared, "&#34;7&#34;")
	require.Contains(t, page, "&#34;7&#34;", "as the page with values has it")
}

func reasonsOf(summary overview.Summary) []string {
	var reasons []string
	for _, reason := range summary.Reasons {
		reasons = append(reasons, reason.Reason)
	}
	return reasons
}

func TestTheSameCorpusGivesTheSamePage(t *testing.T) {
	first := render(t, overview.Page{Title: "x"}, collect(t, hostileRecords()))
	for range 5 {
		require.Equal(t, first, render(t, overview.Page{Title: "x"}, collect(t, hostileRecords())))
	}
}

func TestAnEmptyCorpusIsAPageToo(t *testing.T) {
	page := render(t, overview.Page{Title: "x"}, collect(t, nil))
	require.Contains(t, page, "No record gives an event")
	require.NotContains(t, page, "NaN")
}

// Keys and principals that are all different fill every bound. The race
// detector takes too long for that, and watches fewer records that recur.
func TestMemoryDoesNotGrowWithTheCorpus(t *testing.T) {
	catalog, findings := parser.BuiltIn(parser.Options{})
	require.False(t, findings.HasErrors())
	different, early, late, most := 1<<30, 11_000, 31_000, int64(1<<20)
	if underRace {
		different, early, late, most = 50, 1_000, 9_000, 400<<10
	}
	collector := overview.New(catalog)
	add := func(from, to int) {
		for i := from; i < to; i++ {
			number := strconv.Itoa(i % different)
			text := operation(number+"@example.com", map[string]string{
				"key" + number: "x", "time": fmt.Sprintf("20%02d-03-12T%02d:%02d:%02dZ", i%80, i%24, i%60, i%59),
			})
			collector.Add(comparison.Place{Number: int64(i)}, rawrecord.Record{Text: text})
		}
	}
	add(0, early)
	before := heap()
	add(early, late)
	require.Less(t, heap()-before, most)
	summary := collector.Summary()
	require.Equal(t, int64(late), summary.Events)
	require.Equal(t, !underRace, summary.PrincipalError > 0)
}

func heap() int64 {
	runtime.GC()
	var stats runtime.MemStats
	runtime.ReadMemStats(&stats)
	return int64(stats.HeapAlloc) //nolint:gosec // no heap has 2^63 bytes
}
