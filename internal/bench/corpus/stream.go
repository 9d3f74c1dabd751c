package corpus

import "io"

// Stream reads a corpus of any size without holding it: whole records, each
// with a line feed, made as they are read.
type Stream struct {
	generator *Generator
	left      int64 // bytes that are still to be made
	line      []byte
	unread    []byte // what of line has not been read
	records   int64
}

// NewStream reads records of a corpus until at least size bytes are made.
func NewStream(options Options, size int64) *Stream {
	return &Stream{generator: New(options), left: size}
}

// Records counts the records that reading has begun.
func (s *Stream) Records() int64 { return s.records }

// Read fills p with the stream's next bytes. It returns no error but io.EOF.
func (s *Stream) Read(p []byte) (int, error) {
	read := 0
	for read < len(p) {
		if len(s.unread) == 0 && !s.nextLine() {
			break
		}
		copied := copy(p[read:], s.unread)
		s.unread = s.unread[copied:]
		read += copied
	}
	if read == 0 && len(p) > 0 {
		return 0, io.EOF
	}
	return read, nil
}

func (s *Stream) nextLine() bool {
	if s.left <= 0 {
		return false
	}
	s.line = append(s.generator.AppendRecord(s.line[:0]), '\n')
	s.unread = s.line
	s.left -= int64(len(s.line))
	s.records++
	return true
}
