package report

import (
	"strings"
	"unicode/utf8"
)

const (
	excerptWidth = 100 // code points of a source line that are shown
	excerptLead  = 60  // of them before the caret, where the line is cut
	ellipsis     = "…"
)

// Point shows the line of a text that holds the byte at offset, cut to what
// surrounds it, and in a second line a caret below that byte.
func Point(text string, offset int) string {
	offset = min(offset, len(text))
	start := strings.LastIndexByte(text[:offset], '\n') + 1
	line, _, _ := strings.Cut(text[start:], "\n")
	shown, indent := excerpt(strings.TrimSuffix(line, "\r"), 1+utf8.RuneCountInString(text[start:offset]))
	return shown + "\n" + strings.Repeat(" ", indent) + "^"
}

// excerpt returns the part of a source line that surrounds a column, safe to
// print, and the number of columns before the caret.
func excerpt(line string, column int) (text string, indent int) {
	before, after := splitAt(line, column-1)
	lead, tail := "", ""
	if count := utf8.RuneCountInString(before); count > excerptLead && count+utf8.RuneCountInString(after) > excerptWidth {
		_, before = splitAt(before, count-excerptLead)
		lead = ellipsis
	}
	if room := excerptWidth - utf8.RuneCountInString(before); utf8.RuneCountInString(after) > room {
		after, _ = splitAt(after, room)
		tail = ellipsis
	}
	before = lead + printableLine(before)
	return before + printableLine(after) + tail, utf8.RuneCountInString(before)
}

// printableLine is Printable, but shows a tab as the space that it is.
func printableLine(text string) string { return Printable(strings.ReplaceAll(text, "\t", " ")) }

// splitAt cuts text behind its first count code points.
func splitAt(text string, count int) (before, after string) {
	for i := range text {
		if count <= 0 {
			return text[:i], text[i:]
		}
		count--
	}
	return text, ""
}
