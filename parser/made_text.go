package parser

import (
	"slices"
	"strings"

	"github.com/udmap/udmap/udm"
)

// madeText fills a slot with a text that is made of the texts of others.
type madeText struct {
	slot   int
	pieces []piece
	plain  bool // what is written between them needs no escapes
}

// piece is a text as it is, and the slot whose text stands behind it.
type piece struct {
	literal string
	slot    int // none at the end
}

// templatePiece is a part of a text with {sources} in it: what stands before a
// source, and the source; "" at the end.
type templatePiece struct {
	literal, source string
	offset          int // of the source in the text
}

// splitTemplate takes a text with {sources} apart. It reports false where
// braces do not pair or hold nothing.
func splitTemplate(text string) (pieces []templatePiece, valid bool) {
	at := 0
	for {
		open := strings.IndexAny(text[at:], "{}")
		if open < 0 {
			return append(pieces, templatePiece{literal: text[at:]}), true
		}
		length := strings.IndexAny(text[at+open+1:], "{}")
		if text[at+open] == '}' || length <= 0 || text[at+open+1+length] != '}' {
			return nil, false
		}
		start := at + open + 1
		pieces = append(pieces, templatePiece{literal: text[at : at+open], source: text[start : start+length], offset: start})
		at = start + length + 1
	}
}

// templateSources returns the sources of a text with {sources} in it.
func templateSources(text string) []string {
	var names []string
	pieces, _ := splitTemplate(text)
	for _, p := range pieces {
		if p.source != "" {
			names = append(names, p.source)
		}
	}
	return names
}

func (t *madeText) fill(m *Mapper, f *frame) {
	start := len(m.buffers[decoded])
	made, plain := m.buffers[decoded], t.plain
	for _, p := range t.pieces {
		if p.literal != "" {
			made = append(made, p.literal...)
		}
		if p.slot == none {
			continue
		}
		if !f.texts.has(p.slot) {
			return
		}
		v := &f.values[p.slot]
		made, plain = append(made, m.bytes(v)...), plain && v.plain
	}
	m.buffers[decoded] = made
	t.trace(m, f, start)
	f.giveText(t.slot, decoded, plain, uint32(start), uint32(len(made)))
}

// planText plans the text of an extract.
func (s *sources) planText(extract Extract, slot int) *madeText {
	t := &madeText{slot: slot, pieces: s.planPieces(extract.Text)}
	t.plain = !slices.ContainsFunc(t.pieces, func(p piece) bool {
		return string(udm.AppendEscaped(nil, []byte(p.literal))) != p.literal
	})
	return t
}

// planPieces plans a text with {sources} in it.
func (s *sources) planPieces(text string) (planned []piece) {
	pieces, _ := splitTemplate(text)
	for _, p := range pieces {
		made := piece{literal: p.literal, slot: none}
		if p.source != "" {
			made.slot = s.slot(p.source, asTrimmed)
		}
		planned = append(planned, made)
	}
	return planned
}
