package report

import (
	"io"
	"strings"
	"unicode/utf8"
)

const columnGap = "  "

// WriteTable writes rows of cells in aligned columns, each line behind the
// indent. Cells are made safe to print; a row may have fewer cells than
// others.
func WriteTable(w io.Writer, indent string, rows [][]string) error {
	var widths []int
	for _, row := range rows {
		for i, cell := range row {
			if i == len(widths) {
				widths = append(widths, 0)
			}
			widths[i] = max(widths[i], utf8.RuneCountInString(Printable(cell)))
		}
	}
	var text strings.Builder
	for _, row := range rows {
		var line strings.Builder
		for i, cell := range row {
			cell = Printable(cell)
			line.WriteString(cell)
			line.WriteString(strings.Repeat(" ", widths[i]-utf8.RuneCountInString(cell)))
			line.WriteString(columnGap)
		}
		text.WriteString(strings.TrimRight(indent+line.String(), " ") + "\n")
	}
	_, err := io.WriteString(w, text.String())
	return err
}
