package parser

import (
	"bytes"
	"fmt"
	"strings"
)

// expectation is what the splitter expects next. Its zero value is where every
// block of an object of lines starts and ends.
type expectation uint8

const (
	betweenValues  expectation = iota // at the top level: a value or a separator
	behindBroken                      // the same, behind an array that was left, see salvage.go
	behindSalvaged                    // behind a value there: another comma, or betweenValues
	inBroken                          // the next line that starts a value
	firstElement                      // behind a `[`: an element or `]`
	nextElement                       // behind a comma in an array: an element
	behindElement                     // a comma or `]`
	behindMember                      // in a page, behind its records: a comma or `}`
	nextMember                        // in a page, behind a comma: a member
)

// isTopLevel tells whether e is met outside every array and page.
func (e expectation) isTopLevel() bool {
	switch e {
	case betweenValues, behindBroken, behindSalvaged, inBroken:
		return true
	default:
		return false
	}
}

// state is what the splitter carries from byte to byte.
type state struct {
	expects expectation
	array   arrayRole   // in which elements are expected
	broken  brokenValue // that inBroken looks for the end of
	tried   int         // how many bytes of a value were seen without its end
}

// yield is what the splitter made of a block.
type yield struct {
	events  []byte // one a line
	rejects rejects
	tally   *tally
	size    position // records read, line feeds and bytes consumed
	mapped  int64
	skipped int64
}

func (y *yield) reset(c *Catalog) {
	y.events, y.size, y.mapped, y.skipped = y.events[:0], position{}, 0, 0
	y.rejects.reset()
	if y.tally == nil {
		y.tally = newTally(c)
	}
	y.tally.reset()
}

// splitter finds the records of an object and has them mapped: one pass, in
// which the mapper itself finds where a record ends. An object is any
// sequence of values: records, arrays of records, and API pages, with white
// space, a bare `n` (see bareSeparator) or nothing between them.
//
// Every byte becomes part of exactly one of: a record, the frame around
// records (brackets, commas, the members of a page), a separator, a reject.
type splitter struct {
	mapper   *Mapper
	limit    int // of a record
	tooLarge Rejection
	strict   bool

	state
	window  []byte     // bytes held from before the block, then the block
	here    int        // in the window, of the value that is read
	counted int        // in the window, up to where line feeds are counted
	rest    []byte     // of the window, to be held for the next block
	last    bool       // nothing follows the window
	failure *Rejection // why, if the object goes on
	ended   bool       // a reject told why
	out     *yield
}

func newSplitter(c *Catalog, o ConverterOptions) *splitter {
	mapper := c.NewMapper()
	mapper.coverage = o.CountRows
	return &splitter{
		mapper: mapper,
		limit:  o.MaxRecordBytes,
		tooLarge: Rejection{
			Reason: TooLarge,
			Detail: fmt.Sprintf("longer than the bound of %d bytes", o.MaxRecordBytes),
			Offset: none,
		},
		strict: o.Strict,
	}
}

// split maps a block that starts at a seam.
func (s *splitter) split(b *block, before *seam) {
	s.window, s.state, s.last, s.out = b.data, before.state, b.last, &b.yield
	if len(before.held) > 0 {
		before.held = append(before.held, b.data...)
		s.window = before.held
	}
	s.here, s.counted, s.failure, s.ended = 0, 0, b.failure, false
	s.out.reset(s.mapper.catalog)
	s.mapper.countInto(s.out.tally)
	if s.worthTrying() {
		s.walk()
	}
	if s.last && !s.stopped() {
		s.finish()
	}
	s.out.size.lines = s.linesBefore(s.here)
	s.out.size.offset = int64(s.here)
	s.rest = s.window[s.here:]
}

// after returns the seam behind the block that was split. It takes over the
// buffer of the seam before.
func (s *splitter) after(before *seam) seam {
	return seam{
		state: s.state,
		held:  append(before.held[:0], s.rest...),
		at:    before.at.plus(s.out.size),
	}
}

// worthTrying tells whether the value that is held has grown enough to be
// read again. Waiting until it has doubled keeps the work linear.
func (s *splitter) worthTrying() bool {
	return s.last || len(s.window) >= min(2*s.tried, s.limit)
}

// stopped tells whether a reject ended the conversion.
func (s *splitter) stopped() bool { return s.strict && s.out.rejects.count > 0 }

// walk consumes the window up to its end, or to a value that it does not
// hold to its end.
func (s *splitter) walk() {
	s.tried = 0
	for !s.stopped() {
		if s.expects != inBroken {
			s.here = skipSpace(s.window, s.here)
		}
		if s.here == len(s.window) {
			return
		}
		n, done := s.take(s.window[s.here:])
		s.here += n
		if !done {
			return
		}
	}
}

// take consumes what data starts with. It is not done if it must see more of
// it first.
func (s *splitter) take(data []byte) (n int, done bool) {
	switch s.expects {
	case betweenValues:
		return s.value(data, betweenValues)
	case behindBroken:
		return s.value(data, behindSalvaged)
	case behindSalvaged:
		return s.salvagedEnd(data)
	case inBroken:
		return s.brokenEnd(data)
	case firstElement:
		if data[0] == ']' {
			return s.leaveArray()
		}
		return s.element(data)
	case nextElement:
		return s.element(data)
	case behindElement:
		return s.elementEnd(data)
	case behindMember:
		return s.memberEnd(data)
	default:
		return s.member(data)
	}
}

// value takes a value at the top level, or a separator.
func (s *splitter) value(data []byte, behind expectation) (n int, done bool) {
	switch data[0] {
	case '[':
		s.enter(topLevelArray)
		return 1, true
	case 'n':
		if len(data) == 1 && !s.last {
			return 0, false
		}
		if bareSeparator(data) {
			return 1, true
		}
	}
	return s.record(data, true, behind)
}

// bareSeparator tells whether the n that data starts with separates values: a
// value, white space or nothing follows. A published collector script wrote
// the letter in place of a line feed, {…}n{…}n, and people have months of such
// objects.
func bareSeparator(data []byte) bool {
	return len(data) == 1 || strings.IndexByte(" \t\r\n{[\"-0123456789tfn", data[1]) >= 0
}

// record has a value mapped.
func (s *splitter) record(data []byte, pages bool, behind expectation) (n int, done bool) {
	events, n, v := s.mapper.next(s.out.events, s.bounded(data), pages)
	switch v {
	case mapped:
		s.out.events = append(events, '\n')
		s.out.mapped++
		s.out.size.records++
	case rejected:
		s.reject(data[:n], &s.mapper.rejection)
	case opened:
		s.skip(s.mapper.elementsBefore(data[:n]))
		s.enter(pageRecords)
		return n, true
	case broken:
		return s.breakOff(n, &s.mapper.rejection)
	case unfinished:
		return s.wait(data)
	}
	s.expects = behind
	return n, true
}

// bounded returns as much of data as a value may have, so that what becomes
// of a value never depends on how much follows in the same block.
func (s *splitter) bounded(data []byte) []byte { return data[:min(len(data), s.limit)] }

// wait leaves a value that is not finished to the next block, unless there is
// none or the value is too large.
func (s *splitter) wait(data []byte) (n int, done bool) {
	switch {
	case len(data) >= s.limit:
		return s.breakOff(s.limit, &s.tooLarge)
	case s.last:
		s.ended = true
		return s.breakOff(len(data), s.ending())
	}
	s.tried = len(data)
	return 0, false
}

// reject takes a value that gives no event.
func (s *splitter) reject(record []byte, rejection *Rejection) {
	s.out.rejects.add(s.position(), rejection, record)
	s.out.size.records++
}

// finish tells, at the end of the object, what no reject has told yet: that
// an array is not closed, or that the rest cannot be inflated.
func (s *splitter) finish() {
	if s.expects == inBroken {
		n, _ := s.brokenEnd(s.window[s.here:])
		s.here += n
	}
	if !s.expects.isTopLevel() || s.failure != nil && !s.ended {
		s.reject(nil, s.ending())
	}
}

// ending returns why the object ends where it does.
func (s *splitter) ending() *Rejection {
	if s.failure != nil {
		return s.failure
	}
	return &Rejection{Reason: Truncated, Detail: "the object ends before the value does", Offset: none}
}

// position returns where the value that is read starts, within the window.
func (s *splitter) position() position {
	return position{s.out.size.records, s.linesBefore(s.here), int64(s.here)}
}

// linesBefore counts line feeds. It is called with rising offsets.
func (s *splitter) linesBefore(i int) int64 {
	s.out.size.lines += int64(bytes.Count(s.window[s.counted:i], []byte{'\n'}))
	s.counted = i
	return s.out.size.lines
}
