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
	whole := f.values[h.text]
	if !whole.isScalar() {
		return
	}
	text := m.bytes(&whole)
	at := bytes.Index(text, h.at)
	if at < 0 {
		return
	}
	var before, after span
	before.start, before.end = trim(text, 0, at)
	after.start, after.end = trim(text, at+len(h.at), len(text))
	f.putPart(h.before, whole, before)
	f.putPart(h.after, whole, after)
}
