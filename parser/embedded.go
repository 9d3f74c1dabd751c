package parser

// maxBrackets is how many places of a text are tried for embedded JSON.
const maxBrackets = 64

// findJSON returns the bounds of the first JSON array or object in a text, or
// a negative start; tooMany tells that there were more brackets than it tries.
func (m *Mapper) findJSON(content []byte) (start, end int, tooMany bool) {
	at := nextBracket(content, 0)
	for tries := 0; at >= 0; at = nextBracket(content, at+1) {
		if tries++; tries > maxBrackets {
			return none, none, true
		}
		if end, st := m.passOver(content, at, m.plan.options.MaxDepth); st == complete {
			return at, end, false
		}
	}
	return none, none, false
}

// passOver returns the offset behind the value that starts at an offset of a
// text, having checked all of it. Depth is how many more levels it may nest. The
// elements of an array mostly have the same keys in the same order, so they are
// read with habits.
func (m *Mapper) passOver(content []byte, i, depth int) (int, status) {
	if content[i] != '[' || depth == 0 {
		return skipValue(content, i, depth)
	}
	i = skipSpace(content, i+1)
	if i < len(content) && content[i] == ']' {
		return i + 1, complete
	}
	var s scanner
	s.m, s.f, s.data, s.marks = m, m.void, content, &noMarks
	for {
		var st status
		if i < len(content) && content[i] == '{' {
			i, st = s.record(m.nothing, &m.passed, i, depth-1)
		} else {
			i, st = skipValue(content, i, depth-1)
		}
		if st != complete {
			return i, st
		}
		var more bool
		if i, more, st = scanElementEnd(content, i); st != complete || !more {
			return i, st
		}
	}
}

// readFirst reads the first object of a list into slots of their own.
func (m *Mapper) readFirst(f *frame, plan *elementPlan) {
	if !f.present.has(plan.list) {
		return
	}
	var list elements
	list.start(m, &f.values[plan.list])
	if element, found := list.next(); found {
		m.first = listElement{plan.list, m.scanElement(f, plan.root, &m.firsts[m.claimed][plan.id], element)}
	}
}

// listElement is an element of a list of the record that was read.
type listElement struct {
	list   int // the slot of the list
	length int
}

// passFirst passes over the first object of the list of a leaf. Mostly that was
// read already, and its length is known.
func (m *Mapper) passFirst(list *elements, l *leaf) {
	element, found := list.next()
	switch {
	case !found:
	case m.first.list == int(l.slot):
		list.passed(m.first.length)
	default:
		m.pass(list, element)
	}
}

// pass passes over an object of a list.
func (m *Mapper) pass(list *elements, element value) {
	length, _ := skipValue(m.bytes(&element), 0, m.plan.options.MaxDepth)
	list.passed(length)
}
