package report_test

import (
	"encoding/json"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/require"

	"github.com/udmap/udmap/internal/report"
	"github.com/udmap/udmap/udm"
)

// finding points at the ninth column of line 2.
func finding() udm.Diagnostic {
	return udm.Diagnostic{
		ID:       "UDM001",
		Severity: udm.SeverityError,
		Summary:  "no such field",
		Detail:   `no field "usr" in Noun`,
		Hint:     "did you mean user?",
		Field:    "target.usr",
		Row:      "D4",
		Position: udm.Position{File: "door.yaml", Line: 2, Column: 9},
		URL:      "https://example.com/udm",
	}
}

func printed(t *testing.T, finding udm.Diagnostic, source string) string {
	t.Helper()
	var text strings.Builder
	require.NoError(t, report.NewText(&text, report.Palette{}).Print(finding, report.Lines([]byte(source), udm.Position{Line: 1, Column: 1})))
	return text.String()
}

func TestTextShowsTheLineAndACaret(t *testing.T) {
	require.Equal(t, `door.yaml:2:9: error UDM001: no such field: no field "usr" in Noun (row D4, target.usr)
    2 |   - to: target.usr
      |         ^
      hint: did you mean user?
      see: https://example.com/udm
`, printed(t, finding(), "rows:\n  - to: target.usr\r\n"))
}

func TestTextShowsALineThatBeginsElsewhere(t *testing.T) {
	far := udm.Diagnostic{ID: "UDM001", Severity: udm.SeverityNote, Summary: "far", Position: udm.Position{Line: 7, Column: 23}}
	var text strings.Builder
	source := report.Lines([]byte(`{"a":1}`), udm.Position{Line: 7, Column: 21})
	require.NoError(t, report.NewText(&text, report.Palette{}).Print(far, source))
	require.Equal(t, "7:23: note UDM001: far\n"+
		`    7 | {"a":1}`+"\n"+
		`      |   ^`+"\n", text.String())
}

func TestTextWithoutAPlaceIsOneLine(t *testing.T) {
	bare := udm.Diagnostic{ID: "UDM002", Severity: udm.SeverityWarning, Summary: "something is odd"}
	require.Equal(t, "warning UDM002: something is odd\n", printed(t, bare, "text"))
}

func TestTextCutsALongLineAroundTheCaret(t *testing.T) {
	far := finding()
	far.Position = udm.Position{Line: 1, Column: 501}
	lines := strings.Split(printed(t, far, strings.Repeat("ä", 500)+"X"+strings.Repeat("b", 500)), "\n")
	require.Contains(t, lines[1], "…"+strings.Repeat("ä", 60)+"X")
	require.Equal(t, columnOf(lines[1], "X"), columnOf(lines[2], "^"))
	require.Less(t, len([]rune(lines[1])), 120)
}

// columnOf counts the characters before a mark.
func columnOf(line, mark string) int {
	before, _, _ := strings.Cut(line, mark)
	return utf8.RuneCountInString(before)
}

func TestTextLetsNoLogTouchTheTerminal(t *testing.T) {
	hostile := finding()
	hostile.Detail = "\x1b[2Jgone\r\nforged:1:1: error\u202e"
	text := printed(t, hostile, "\n\x1b]0;title\x07\xff")
	require.NotContains(t, text, "\x1b")
	require.NotContains(t, text, "\r")
	require.NotContains(t, text, "\u202e")
	require.Contains(t, text, `\u001b[2Jgone\r\nforged:1:1: error\u202e`)
	require.Contains(t, text, `\u001b]0;title\u0007\xff`)
}

func TestTextColoursOnlyWhenAsked(t *testing.T) {
	var plain, coloured strings.Builder
	require.NoError(t, report.NewText(&plain, report.NewPalette(false)).Print(finding(), nil))
	require.NoError(t, report.NewText(&coloured, report.NewPalette(true)).Print(finding(), nil))
	require.NotContains(t, plain.String(), "\x1b")
	require.Contains(t, coloured.String(), "\x1b[1;31merror UDM001\x1b[0m")
}

func TestPointShowsTheByte(t *testing.T) {
	for _, test := range []struct {
		text   string
		offset int
		want   string
	}{
		{"", 0, "\n^"},
		{"äb", 2, "äb\n ^"},
		{"a\r\nbc\r\nd", 4, "bc\n ^"},
		{"a\n", 99, "\n^"},
		{"\x1bX", 1, "\\u001bX\n      ^"},
	} {
		require.Equal(t, test.want, report.Point(test.text, test.offset))
	}
}

func TestPrintableKeepsWhatIsHarmless(t *testing.T) {
	for text, want := range map[string]string{
		"":                "",
		"O'Neil Zürich 😀": "O'Neil Zürich 😀",
		"\uFFFD":          "\uFFFD",
		"a\tb":            `a\tb`,
		"a\u2028b":        `a\u2028b`,
		"\xc3\x28":        `\xc3(`,
		"\U000E0041":      `\U000e0041`,
	} {
		require.Equal(t, want, report.Printable(text))
	}
}

func TestJSONIsOneDocument(t *testing.T) {
	for _, count := range []int{0, 1, 3} {
		var text strings.Builder
		printer := report.NewJSON(&text)
		for range count {
			require.NoError(t, printer.Print(finding(), nil))
		}
		require.NoError(t, printer.Close(report.Section{Name: "summary", Value: map[string]int{"errors": count}}))

		var document struct {
			Findings []struct {
				ID       string
				Severity string
				Position struct{ Line, Column int }
			}
			Summary struct{ Errors int }
		}
		require.NoError(t, json.Unmarshal([]byte(text.String()), &document))
		require.NotNil(t, document.Findings, "an empty list is a list")
		require.Len(t, document.Findings, count)
		require.Equal(t, count, document.Summary.Errors)
		for _, finding := range document.Findings {
			require.Equal(t, "UDM001", finding.ID)
			require.Equal(t, "error", finding.Severity)
			require.Equal(t, 9, finding.Position.Column)
		}
	}
}

func TestTableAlignsByCharacters(t *testing.T) {
	var text strings.Builder
	require.NoError(t, report.WriteTable(&text, "  ", [][]string{{"Zürich", "x", ""}, {"a", "\x1b", "z"}, {"b"}}))
	require.Equal(t, "  Zürich  x\n  a       \\u001b  z\n  b\n", text.String())
}
