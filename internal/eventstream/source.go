package eventstream

import (
	"bufio"
	"bytes"
	"io"

	"github.com/udmap/udmap/udm"
)

// source reads bytes and knows its place in the text.
type source struct {
	reader   *bufio.Reader
	position udm.Position // of the next byte
}

func newSource(file string, reader io.Reader) source {
	s := source{bufio.NewReaderSize(reader, 64<<10), udm.Position{File: file, Line: 1, Column: 1}}
	s.skipByteOrderMark()
	return s
}

func (s *source) skipByteOrderMark() {
	mark := []byte("\ufeff")
	if text, err := s.reader.Peek(len(mark)); err == nil && bytes.Equal(text, mark) {
		if _, err := s.reader.Discard(len(mark)); err == nil {
			s.position.Offset = len(mark)
		}
	}
}

// peek returns the next byte.
func (s *source) peek() (byte, error) {
	text, err := s.reader.Peek(1)
	if err != nil {
		return 0, err
	}
	return text[0], nil
}

// take consumes the next byte.
func (s *source) take() (byte, error) {
	c, err := s.reader.ReadByte()
	if err == nil {
		s.position = after(s.position, c)
	}
	return c, err
}

// skipSpace consumes white space and returns the byte behind it.
func (s *source) skipSpace() (byte, error) {
	for {
		c, err := s.peek()
		if err != nil || !isSpace(c) {
			return c, err
		}
		if _, err := s.take(); err != nil {
			return 0, err
		}
	}
}

// after is the position behind one byte; bytes that continue a code point are
// no column of their own.
func after(position udm.Position, c byte) udm.Position {
	const continuationMask, continuation = 0xC0, 0x80
	position.Offset++
	switch {
	case c == '\n':
		position.Line++
		position.Column = 1
	case c&continuationMask != continuation:
		position.Column++
	}
	return position
}

func isSpace(c byte) bool { return c == ' ' || c == '\t' || c == '\r' || c == '\n' }
