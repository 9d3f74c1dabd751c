package parser

import "bytes"

// What is broken is rejected from its first byte to the next line that starts
// a value: a line whose first byte that is not blank is `{` or `[`. Of the
// lines that were still read as parts of the broken value, only those count
// that are not indented: such a line is a record behind one that was cut off,
// while a part of a pretty-printed value must not pass for a record.
//
// From there on the splitter is at the top level again, even if the broken
// value stood in an array, since nobody can tell whether that goes on. If it
// does, its further elements are records all the same: behind an array that
// was left so, a comma between values is a separator, until one is missing.
// What closes the array is then no value and is rejected too, so that nothing
// is lost.

// brokenValue is a value that is being rejected.
type brokenValue struct {
	rejection Rejection
	then      expectation
	read      int  // how many of its bytes were read as parts of it
	searched  int  // how many of its bytes, or of those held, were searched
	blank     bool // whether its last line is blank so far
	streamed  bool // its reject is being written as its bytes come
}

// breakOff starts to reject the value that is read, whose byte n cannot be
// right.
func (s *splitter) breakOff(n int, rejection *Rejection) (int, bool) {
	s.broken = brokenValue{rejection: *rejection, then: s.expects.salvaging(), read: n, searched: 1}
	s.expects = inBroken
	return 0, true
}

// salvaging returns what to expect behind a value that broke off where e was
// expected.
func (e expectation) salvaging() expectation {
	switch e {
	case firstElement, nextElement, behindElement, behindBroken:
		return behindBroken
	default:
		return betweenValues
	}
}

// unexpected deals with a byte that cannot follow an element or a member. If
// it starts a value, only the comma may be missing: nothing but the news is
// rejected.
func (s *splitter) unexpected(data []byte, detail string) (int, bool) {
	rejection := Rejection{Reason: Malformed, Detail: detail, Offset: none}
	if data[0] != '{' && data[0] != '[' {
		return s.breakOff(0, &rejection)
	}
	s.reject(nil, &rejection)
	s.expects = s.expects.salvaging()
	return 0, true
}

// brokenEnd takes the bytes of a broken value up to the next line that starts
// a value. A reject that is longer than a record may be is written as its
// bytes come: no more is held than the bound and a block.
func (s *splitter) brokenEnd(data []byte) (n int, done bool) {
	b := &s.broken
	n, done = b.search(data)
	done = done || s.last
	switch {
	case b.streamed || n > s.limit:
		n = s.stream(data[:n], done)
	case done:
		s.reject(withoutLineEnd(data[:n]), &b.rejection)
	default:
		return 0, false
	}
	if done {
		s.expects = b.then
	}
	b.searched -= n
	return n, done
}

// stream writes bytes of a reject, and returns how many: until it ends as
// many as base64 writes without padding.
func (s *splitter) stream(data []byte, ends bool) int {
	rejects := &s.out.rejects
	if !s.broken.streamed {
		s.broken.streamed = true
		rejects.open(s.position(), &s.broken.rejection)
	}
	if !ends {
		data = data[:len(data)/3*3]
	}
	rejects.appendBase64(data)
	if ends {
		rejects.close(s.broken.rejection.Reason)
		s.out.size.records++
	}
	return len(data)
}

// search looks for the line that starts a value and returns its first byte
// that is not blank, or the end of data.
func (b *brokenValue) search(data []byte) (at int, found bool) {
	read := b.read
	b.read = 0
	for b.searched < len(data) {
		if b.blank {
			at := skipSpace(data, b.searched)
			if at == len(data) {
				break
			}
			startsValue := data[at] == '{' || data[at] == '['
			if startsValue && (at >= read || data[at-1] == '\n') {
				return at, true
			}
			b.searched = at
		}
		feed := bytes.IndexByte(data[b.searched:], '\n')
		b.blank = feed >= 0
		if !b.blank {
			break
		}
		b.searched += feed + 1
	}
	b.searched = len(data)
	return len(data), false
}

// salvagedEnd takes the comma behind a value that followed a broken one.
func (s *splitter) salvagedEnd(data []byte) (n int, done bool) {
	if data[0] == ',' {
		s.expects = behindBroken
		return 1, true
	}
	s.expects = betweenValues
	return 0, true
}

// withoutLineEnd cuts line feeds and what blanks follow them off the end of a
// reject: they separate it from the next value.
func withoutLineEnd(text []byte) []byte {
	kept := len(bytes.TrimRight(text, " \t\r\n"))
	if feed := bytes.IndexByte(text[kept:], '\n'); feed >= 0 {
		end := kept + feed
		if end > kept && text[end-1] == '\r' {
			end--
		}
		return text[:end]
	}
	return text
}
