package parser

// arrayRole is the array whose elements the splitter reads.
type arrayRole uint8

const (
	topLevelArray arrayRole = iota // an array of records
	pageRecords                    // the records of an API page
	pageOther                      // another array of a page, behind its records
)

// enter starts with the elements of an array.
func (s *splitter) enter(a arrayRole) {
	s.expects, s.array = firstElement, a
}

// leaveArray takes the `]` that ends an array.
func (s *splitter) leaveArray() (n int, done bool) {
	s.expects = behindMember
	if s.array == topLevelArray {
		s.expects = betweenValues
	}
	return 1, true
}

// element takes an element. Those of a page's other arrays, such as the users
// that are sent along with tickets, are no records of this log: they are
// checked, counted and skipped.
func (s *splitter) element(data []byte) (n int, done bool) {
	if s.array != pageOther {
		return s.record(data, false, behindElement)
	}
	n, st := skipValue(s.bounded(data), 0, s.mapper.plan.options.MaxDepth)
	if st != complete {
		return s.stuck(data, n, st)
	}
	s.skip(1)
	s.expects = behindElement
	return n, true
}

// skip counts elements of a page's other arrays.
func (s *splitter) skip(elements int) {
	s.out.skipped += int64(elements)
	s.out.size.records += int64(elements)
}

// elementsBefore counts the elements of the arrays that a page sends before its
// records. The page was read up to the bracket that opens those.
func (m *Mapper) elementsBefore(page []byte) (count int) {
	for at := skipSpace(page, 1); ; {
		_, _, value, _ := scanKey(page, at)
		if value >= len(page)-1 {
			return count
		}
		if page[value] == '[' {
			for element := skipSpace(page, value+1); page[element] != ']'; element = m.nextElement(page, element) {
				count++
			}
		}
		at = m.nextElement(page, value)
	}
}

func (s *splitter) elementEnd(data []byte) (n int, done bool) {
	switch data[0] {
	case ',':
		s.expects = nextElement
		return 1, true
	case ']':
		return s.leaveArray()
	}
	return s.unexpected(data, "a comma or ] should stand behind an element")
}

// member takes a member of a page that follows its records: all of it, or an
// array up to its `[`.
func (s *splitter) member(data []byte) (n int, done bool) {
	bounded := s.bounded(data)
	key, _, n, st := scanKey(bounded, 0)
	if st == complete && n < len(bounded) && bounded[n] == '[' {
		if s.mapper.catalog.isRecordsKey(key) {
			s.enter(pageRecords)
		} else {
			s.enter(pageOther)
		}
		return n + 1, true
	}
	if st == complete {
		n, st = skipValue(bounded, n, s.mapper.plan.options.MaxDepth)
	}
	if st != complete {
		return s.stuck(data, n, st)
	}
	s.expects = behindMember
	return n, true
}

func (s *splitter) memberEnd(data []byte) (n int, done bool) {
	switch data[0] {
	case ',':
		s.expects = nextMember
		return 1, true
	case '}':
		s.expects = betweenValues
		return 1, true
	}
	return s.unexpected(data, "a comma or } should stand behind the records of a page")
}

// stuck deals with a value outside the records that was not read to its end.
func (s *splitter) stuck(data []byte, n int, st status) (int, bool) {
	if s.mapper.stopped(st, n) == unfinished {
		return s.wait(data)
	}
	return s.breakOff(n, &s.mapper.rejection)
}
