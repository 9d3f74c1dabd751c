package parser

// text reads a string, from behind its opening quote, and gives it to the slots
// of its key. One of the record that is its own decoded and trimmed text, as
// nearly all are, is done with here.
func (s *scanner) text(to *member, start int) (int, status) {
	data := s.data
	end := s.plainEnd(start)
	if end >= len(data) || data[end] != '"' {
		return s.oddText(to, start, end)
	}
	if start == end || data[start] == ' ' || data[end-1] == ' ' || s.in != raw {
		v := value{start: s.base + uint32(start), end: s.base + uint32(end), kind: text, in: s.in, plain: true}
		s.keepText(to, v, data[start:end], start)
		return end + 1, complete
	}
	if to.slot != none && !s.seenBefore(to.slot, start) {
		s.f.giveText(to.slot, raw, true, s.base+uint32(start), s.base+uint32(end))
	}
	if to.verbatim != none && !s.seenBefore(to.verbatim, start) {
		s.f.giveText(to.verbatim, raw, true, s.base+uint32(start), s.base+uint32(end))
	}
	return end + 1, complete
}

// oddText reads a string that is not all plain text: its bytes from start to i
// are.
func (s *scanner) oddText(to *member, start, i int) (end int, st status) {
	v := value{kind: text, in: s.in, plain: true}
	if i < len(s.data) && s.data[i] != '\\' {
		var escaped bool
		if end, escaped, st = scanOddString(s.data, start, i); st != complete {
			return end, st
		}
		if !escaped {
			v.start, v.end = s.base+uint32(start), s.base+uint32(end)
			s.keepText(to, v, s.data[start:end], start)
			return end + 1, complete
		}
	}
	from := len(s.m.buffers[decoded])
	all, end, odd, st := decodeString(s.m.buffers[decoded], s.data, start, i)
	if st != complete {
		s.m.buffers[decoded] = all[:from]
		return end, st
	}
	s.m.buffers[decoded] = all
	s.m.madeOf(from, value{start: s.base + uint32(start), end: s.base + uint32(end), in: s.in})
	if odd.replaced {
		s.m.warn(s.m.noRow(), replacedSurrogate)
	}
	v.start, v.end, v.in, v.plain = uint32(from), uint32(len(all)), decoded, !odd.special
	s.keepText(to, v, all[from:], start)
	if !odd.rewritten && s.in == raw && s.f.isText(to.verbatim, v) {
		s.f.keepWritten(to.verbatim, span{int(s.base) + start, int(s.base) + end})
	}
	return end + 1, complete
}

// keepText gives a string's text to the slots of its key, which stands at an
// offset.
func (s *scanner) keepText(to *member, v value, content []byte, at int) {
	if to.verbatim != none && s.first(to.verbatim, at) && len(content) > 0 {
		s.f.giveText(to.verbatim, v.in, v.plain, v.start, v.end)
	}
	if to.slot == none || !s.first(to.slot, at) || len(content) == 0 {
		return
	}
	if !isPlain(content[0]) || !isPlain(content[len(content)-1]) {
		from, length := trimmed(content)
		v.start, v.end = v.start+uint32(from), v.start+uint32(length)
	}
	if v.start < v.end {
		s.f.giveText(to.slot, v.in, v.plain, v.start, v.end)
	}
}
