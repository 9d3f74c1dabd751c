package report

import "github.com/udmap/udmap/udm"

// Palette colours text for a terminal. The zero Palette colours nothing.
type Palette struct{ on bool }

// NewPalette returns a palette that colours if on.
func NewPalette(on bool) Palette { return Palette{on} }

// The ANSI codes in use: the eight basic colours, which every theme adapts.
const (
	ansiReset  = "\x1b[0m"
	ansiBold   = "\x1b[1m"
	ansiDim    = "\x1b[2m"
	ansiRed    = "\x1b[1;31m"
	ansiGreen  = "\x1b[32m"
	ansiYellow = "\x1b[1;33m"
	ansiCyan   = "\x1b[36m"
)

// Bold marks what the eye should find first.
func (p Palette) Bold(text string) string { return p.wrap(ansiBold, text) }

// Dim marks what may be skipped.
func (p Palette) Dim(text string) string { return p.wrap(ansiDim, text) }

// Good marks what went well.
func (p Palette) Good(text string) string { return p.wrap(ansiGreen, text) }

// Severity marks text with the colour of a severity.
func (p Palette) Severity(severity udm.Severity, text string) string {
	switch severity {
	case udm.SeverityError:
		return p.wrap(ansiRed, text)
	case udm.SeverityWarning:
		return p.wrap(ansiYellow, text)
	default:
		return p.wrap(ansiCyan, text)
	}
}

func (p Palette) wrap(code, text string) string {
	if !p.on || text == "" {
		return text
	}
	return code + text + ansiReset
}
