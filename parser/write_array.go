package parser

// onlyScalars tells of an array that holds no array and no object.
func (m *Mapper) onlyScalars(list value) bool {
	content := m.bytes(&list)
	for at := skipSpace(content, 1); content[at] != ']'; {
		if content[at] == '[' || content[at] == '{' {
			return false
		}
		at = m.nextElement(content, at)
	}
	return true
}

// nextElement returns the offset of the element behind the one at an offset,
// or of the bracket that ends the array.
func (m *Mapper) nextElement(content []byte, at int) int {
	end, _ := skipValue(content, at, m.plan.options.MaxDepth)
	return toElement(content, end)
}

// toElement returns the offset of the element that follows behind another one,
// or of the bracket that ends the array.
func toElement(content []byte, at int) int {
	if at = skipSpace(content, at); content[at] == ',' {
		at = skipSpace(content, at+1)
	}
	return at
}

// writeArray appends the scalars of an array one by one.
func (m *Mapper) writeArray(dst []byte, l *leaf, f *frame, list value, written bool) (out []byte, anyWritten bool) {
	content := m.bytes(&list)
	for at := skipSpace(content, 1); content[at] != ']'; {
		element, end, found := m.scalar(l, &list, at)
		if found {
			dst, written = m.writeNext(dst, l, f, element, written)
		}
		at = toElement(content, end)
	}
	return dst, written
}

// appendJoined appends the scalars of an array, which holds nothing else, with
// commas between them. Empty ones are left out.
func (m *Mapper) appendJoined(dst []byte, l *leaf, list value) []byte {
	content, joined := m.bytes(&list), false
	for at := skipSpace(content, 1); content[at] != ']'; {
		element, end, found := m.scalar(l, &list, at)
		at = toElement(content, end)
		if !found {
			continue
		}
		if joined {
			dst = append(dst, ',')
		}
		dst, joined = m.appendValue(dst, &element), true
	}
	return dst
}

// scalar returns the element at an offset of an array, unless it is empty or
// no scalar, and the offset behind it.
func (m *Mapper) scalar(l *leaf, list *value, at int) (element value, end int, found bool) {
	content := m.bytes(list)
	switch content[at] {
	case 'n':
		return value{}, at + len("null"), false
	case '[', '{':
		if next := content[skipSpace(content, at+1)]; next != ']' && next != '}' {
			m.warn(l.row, wrongType)
		}
		end, _ = skipValue(content, at, m.plan.options.MaxDepth)
		return value{}, end, false
	case '"':
		end, escaped, _ := scanString(content, at+1)
		element, found = m.stringValue(content[at+1:end], value{start: list.start + uint32(at) + 1, end: list.start + uint32(end), kind: text, in: list.in, plain: true}, escaped)
		return element, end + 1, found
	}
	end, _ = skipValue(content, at, 1)
	return value{start: list.start + uint32(at), end: list.start + uint32(end), kind: number, in: list.in, plain: true}, end, true
}

// stringValue returns a string's value, decoded where it has escapes, and
// trimmed; found is false where it is empty.
func (m *Mapper) stringValue(content []byte, v value, escaped bool) (trimmedValue value, found bool) {
	if escaped {
		v, content = m.decode(v, content)
	}
	from, to := trimmed(content)
	v.start, v.end = v.start+uint32(from), v.start+uint32(to)
	return v, from < to
}

// decode moves a string with escapes to the buffer of decoded ones.
func (m *Mapper) decode(v value, content []byte) (value, []byte) {
	at := len(m.buffers[decoded])
	var odd oddities
	m.buffers[decoded], odd = appendDecoded(m.buffers[decoded], content)
	m.madeOf(at, v)
	if odd.replaced {
		m.warn(m.noRow(), replacedSurrogate)
	}
	v.start, v.end, v.in, v.plain = uint32(at), uint32(len(m.buffers[decoded])), decoded, v.plain && !odd.special
	return v, m.buffers[decoded][at:]
}
