package parser

import (
	"encoding/binary"
	"math/bits"
)

// usual reads members of the record from data[i] on, as long as they come as
// usual: their habits fit, and their values are plain and trimmed text. It does
// nothing that the longer way in record does not, but does it in one loop
// without a call. It returns the place of the first member that is left, and
// where that starts.
func (s *scanner) usual(members []habit, i int) (place, at int) {
	data, f := s.data, s.f
	for place = range members {
		h := &members[place]
		start := i + h.length
		if h.to == nil || h.to.rest || h.length == 0 || start > len(data) {
			return place, i
		}
		for k, word := range h.words {
			if binary.LittleEndian.Uint64(data[i+8*k:]) != word {
				return place, i
			}
		}
		if binary.LittleEndian.Uint64(data[start-8:]) != h.last {
			return place, i
		}

		end := start
		for {
			if end+16 > len(data) {
				end = plainEnd(data, end)
				break
			}
			w := (*[16]byte)(data[end:])
			first, second := oddBytes(binary.LittleEndian.Uint64(w[:8])), oddBytes(binary.LittleEndian.Uint64(w[8:]))
			if first|second == 0 {
				end += 16
				continue
			}
			if first == 0 {
				first = second
				end += 8
			}
			end += bits.TrailingZeros64(first) >> 3
			break
		}
		if start == end || end == len(data) || data[end] != '"' || data[start] == ' ' || data[end-1] == ' ' {
			return place, i
		}
		slot, verbatim := h.to.slot, h.to.verbatim
		if slot != none && f.seen.has(slot) || verbatim != none && f.seen.has(verbatim) {
			return place, i
		}
		if slot != none {
			f.setText(slot, uint32(start), uint32(end))
		}
		if verbatim != none {
			f.setText(verbatim, uint32(start), uint32(end))
		}
		i = end + 1
	}
	return len(members), i
}
