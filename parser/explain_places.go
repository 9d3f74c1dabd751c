package parser

import (
	"bytes"
	"cmp"
	"slices"

	"github.com/tidwall/gjson"
)

// Place is a part of a record, in bytes from its start. Of a text it is what
// stands between the quotes.
type Place struct {
	Start int `json:"start"`
	End   int `json:"end"` // behind the last byte
}

// placesOf returns the parts of the record that values were made of, in their
// order. A part of a text that has escapes is found behind them, so that what
// was taken out of JSON within a text is a part of that text.
func (x *explainer) placesOf(values ...value) []Place {
	var places []Place
	for _, v := range values {
		x.origin(v, func(start, end int) {
			places = append(places, Place{Start: start + x.shift, End: end + x.shift})
		})
	}
	slices.SortFunc(places, func(a, b Place) int { return cmp.Or(cmp.Compare(a.Start, b.Start), cmp.Compare(a.End, b.End)) })
	return slices.Compact(places)
}

// origin visits the parts of the record that a value was made of, as
// [trace.origin] does, but no more of them than the value is made of.
func (x *explainer) origin(v value, visit func(start, end int)) {
	switch {
	case v.start == v.end:
	case v.in == raw:
		visit(int(v.start), int(v.end))
	case v.in == decoded:
		makings := x.m.trace.makings
		i, _ := slices.BinarySearchFunc(makings, v.start+1, func(m making, behind uint32) int { return cmp.Compare(m.end, behind) })
		for ; i < len(makings) && makings[i].start < v.end; i++ {
			made := makings[i]
			from, to := max(v.start, made.start)-made.start, min(v.end, made.end)-made.start
			x.origin(x.part(made, int(from), int(to)), visit)
		}
	}
}

// part returns of the value that a text was made of the part behind a part of
// that text; all of it, where the text is more than the value decoded.
func (x *explainer) part(made making, from, to int) value {
	whole := x.m.bytes(&made.of)
	text := x.m.buffers[decoded][made.start:made.end]
	if bytes.Equal(whole, text) {
		made.of.end = made.of.start + uint32(to)
		made.of.start += uint32(from)
		return made.of
	}
	start, end, isDecoded := partBehind(whole, text, from, to)
	if isDecoded {
		made.of.end = made.of.start + uint32(end)
		made.of.start += uint32(start)
	}
	return made.of
}

// partBehind returns where in the content of a JSON string the part of its
// decoded text stands, and whether that is the text.
func partBehind(content, text []byte, from, to int) (start, end int, isDecoded bool) {
	var out []byte
	var odd oddities
	for at := 0; at < len(content); {
		size := 1
		before := len(out)
		switch {
		case content[at] != '\\':
			out = append(out, content[at])
		case at+1 == len(content) || content[at+1] == 'u' && at+6 > len(content):
			return 0, 0, false
		default:
			out, size = appendUnescaped(out, content[at:], &odd)
		}
		if before <= from {
			start = at
		}
		at += size
		if before < to {
			end = at
		}
	}
	return start, end, bytes.Equal(out, text)
}

// placeOfPart returns where a part of a text stands in the record: that of the
// whole text, where it has the part more than once.
func (x *explainer) placeOfPart(whole value, part []byte) Place {
	text := x.m.bytes(&whole)
	if at := bytes.Index(text, part); at >= 0 && at == bytes.LastIndex(text, part) {
		whole.end = whole.start + uint32(at+len(part))
		whole.start += uint32(at)
	}
	places := x.placesOf(whole)
	if len(places) == 0 {
		return Place{}
	}
	return Place{Start: places[0].Start, End: places[len(places)-1].End}
}

// placeOfRaw returns where a value stands in the record.
func placeOfRaw(v gjson.Result) Place {
	place := Place{Start: v.Index, End: v.Index + len(v.Raw)}
	if v.Type == gjson.String {
		place.Start, place.End = place.Start+1, place.End-1
	}
	return place
}
