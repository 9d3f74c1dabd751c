package parser

import "bytes"

// halves is what the table reads of a text that is split in two.
type halves struct {
	text   int    // the slot of the text, verbatim
	at     []byte // what it is split at
	before int
	after  int
}

func newHalves(at string, text int) *halves {
	return &halves{text: text, at: []byte(at), before: none, after: none}
}

func (h *halves) put(part string, slot int, _ reading) {
	if part == partBefore {
		h.before = slot
	} else {
		h.after = slot
	}
}

func (h *halves) reads() int { return h.text }

func (h *halves) fill(m *Mapper, f *frame) {
	whole := &f.values[h.text]
	if !whole.isScalar() {
		return
	}
	text := m.bytes(whole)
	at := bytes.Index(text, h.at)
	if at < 0 {
		return
	}
	f.putPart(h.before, whole, trimSpan(text, span{0, at}))
	f.putPart(h.after, whole, trimSpan(text, span{at + len(h.at), len(text)}))
}
