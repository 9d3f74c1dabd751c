package eventstream

// shape follows a value byte by byte, just closely enough to see where it
// ends, and where broken JSON gives way to the next value.
type shape struct {
	started  bool
	depth    int
	inString bool
	escaped  bool
	previous byte // the last byte that is neither white space nor inside a string; 0 at first
	newLine  bool // only white space since the last line break
}

// read takes the next byte of the value.
func (s *shape) read(c byte) {
	s.started = true
	if s.inString {
		s.readString(c)
		return
	}
	switch c {
	case '{', '[':
		s.depth++
	case '}', ']':
		s.depth--
	case '"':
		s.inString = true
	}
	if isSpace(c) {
		s.newLine = s.newLine || c == '\n'
		return
	}
	s.newLine = false
	s.previous = c
}

func (s *shape) readString(c byte) {
	switch {
	case s.escaped:
		s.escaped = false
	case c == '\\':
		s.escaped = true
	case c == '"':
		s.inString = false
	case c == '\n': // a string cannot span lines: the value is broken
		s.inString = false
		s.depth = 0
		s.newLine = true
		s.previous = '"'
	}
}

// endsBefore reports whether the value ended before the next byte c.
func (s *shape) endsBefore(c byte, inList bool) bool {
	switch {
	case !s.started || s.inString:
		return false
	case s.depth <= 0:
		return s.endsAtTop(c, inList)
	}
	// Within an object or array, an object that starts a line where no value
	// can stand is the next value: this one was never closed.
	return c == '{' && s.newLine && s.previous != '[' && s.previous != ',' && s.previous != ':'
}

// endsAtTop reports whether a value with no open bracket ends before c. What
// begins as no JSON goes on to the end of its line.
func (s *shape) endsAtTop(c byte, inList bool) bool {
	isClosed := s.previous == '}' || s.previous == ']' || s.previous == '"'
	if isClosed && s.depth == 0 {
		return true
	}
	return c == '\n' || inList && (c == ',' || c == ']')
}
