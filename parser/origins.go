package parser

import (
	"cmp"
	"slices"
)

// take is a value that a row wrote, or would have written if the event had not
// said the same already.
type take struct {
	row     int
	written bool
	value   value // no text for a constant
}

// making tells what the bytes from start to end of the mapper's own buffer were
// made of.
type making struct {
	start, end uint32
	of         value
}

// traceRecord forgets where the values of the record before came from.
func (m *Mapper) traceRecord() {
	if m.trace != nil {
		m.trace.takes, m.trace.makings = m.trace.takes[:0], m.trace.makings[:0]
	}
}

// imply notes a value that the event has without the leaf.
func (m *Mapper) imply(l *leaf, v value) {
	if m.trace != nil {
		m.trace.takes = append(m.trace.takes, take{row: int(l.row), value: v})
	}
}

// tookKey notes the values that the key of a member of additional is made of.
func (t *trace) tookKey(l *leaf, f *frame) {
	for _, p := range l.memberKey {
		if p.slot != none {
			t.takes = append(t.takes, take{row: int(l.row), written: true, value: f.values[p.slot]})
		}
	}
}

// madeOf notes that the bytes of the mapper's own buffer, from start on, were
// made of a value.
func (m *Mapper) madeOf(start int, v value) {
	if m.trace != nil {
		m.trace.makings = append(m.trace.makings, making{uint32(start), uint32(len(m.buffers[decoded])), v})
	}
}

// trace notes what a text, which starts there in the mapper's own buffer, was
// made of.
func (t *madeText) trace(m *Mapper, f *frame, start int) {
	if m.trace == nil {
		return
	}
	for _, p := range t.pieces {
		start += len(p.literal)
		if p.slot == none {
			continue
		}
		v := f.values[p.slot]
		end := start + int(v.end-v.start)
		m.trace.makings = append(m.trace.makings, making{uint32(start), uint32(end), v})
		start = end
	}
}

// origin visits the parts of the record that a value was made of.
func (t *trace) origin(v value, visit func(start, end uint32)) {
	switch {
	case v.start == v.end:
	case v.in == raw:
		visit(v.start, v.end)
	case v.in == decoded:
		i, _ := slices.BinarySearchFunc(t.makings, v.start+1, func(m making, behind uint32) int { return cmp.Compare(m.end, behind) })
		for ; i < len(t.makings) && t.makings[i].start < v.end; i++ {
			t.origin(t.makings[i].of, visit) // which lies before this one
		}
	}
}

// traceMark is how far a trace had come, so that what follows can be taken back.
type traceMark struct{ writes, takes int }

func (m *Mapper) traceMark() traceMark {
	if m.trace == nil {
		return traceMark{}
	}
	return traceMark{len(m.trace.writes), len(m.trace.takes)}
}

// untrace takes back all that was noted since a mark.
func (m *Mapper) untrace(since traceMark) {
	if m.trace != nil {
		m.trace.writes, m.trace.takes = m.trace.writes[:since.writes], m.trace.takes[:since.takes]
	}
}
