package parser

// position counts what stands before a byte of an object.
type position struct {
	records int64
	lines   int64 // line feeds
	offset  int64 // inflated bytes
}

// plus returns the position of a byte that stands at q behind p.
func (p position) plus(q position) position {
	return position{p.records + q.records, p.lines + q.lines, p.offset + q.offset}
}

// seam is all that the blocks up to a point leave to those behind it.
type seam struct {
	state state
	held  []byte   // the start of a value, or of broken bytes, whose end is to come
	at    position // of the first byte that is held
}

// clean tells whether the next block starts between two values at the top
// level, as it does in an object of lines: then it can be mapped knowing
// nothing of the blocks before it.
func (s *seam) clean() bool {
	return s.state.expects == betweenValues && len(s.held) == 0
}
