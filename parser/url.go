package parser

import "bytes"

// urlSlots is what the table reads of an absolute URL.
type urlSlots struct {
	text int // the slot of the URL
	host int
	path int
}

func newURLSlots(text int) *urlSlots {
	return &urlSlots{text: text, host: none, path: none}
}

func (u *urlSlots) put(part string, slot int, _ reading) {
	if part == partHost {
		u.host = slot
	} else {
		u.path = slot
	}
}

func (u *urlSlots) reads() int { return u.text }

func (u *urlSlots) fill(m *Mapper, f *frame) {
	whole := f.values[u.text]
	if !whole.isScalar() {
		return
	}
	address := m.bytes(&whole)
	host, path, isURL := splitURL(address)
	if !isURL {
		return
	}
	f.putPart(u.path, whole, path)
	if u.host == none || isIP(address[host.start:host.end]) {
		return // an address is no name
	}
	if name := address[host.start:host.end]; hasUpper(name) {
		at := len(m.buffers[decoded])
		m.buffers[decoded] = appendLower(m.buffers[decoded], name)
		f.put(u.host, value{start: uint32(at), end: uint32(len(m.buffers[decoded])), kind: text, in: decoded, plain: true})
		return
	}
	f.putPart(u.host, whole, host)
}

func hasUpper(name []byte) bool {
	for _, c := range name {
		if c != lower(c) {
			return true
		}
	}
	return false
}

// splitURL returns the host of an absolute URL, without user, port and
// brackets, and its path.
func splitURL(text []byte) (host, path span, isURL bool) {
	start := schemeEnd(text)
	if start == 0 {
		return host, path, false
	}
	end := start
	for end < len(text) && text[end] != '/' && text[end] != '?' && text[end] != '#' {
		end++
	}
	path = span{end, end}
	for path.end < len(text) && text[path.end] != '?' && text[path.end] != '#' {
		path.end++
	}
	host = span{start, end}
	if at := bytes.LastIndexByte(text[start:end], '@'); at >= 0 {
		host.start += at + 1
	}
	name := text[host.start:host.end]
	switch colon := bytes.IndexByte(name, ':'); {
	case len(name) > 0 && name[0] == '[':
		closing := bytes.IndexByte(name, ']')
		if closing < 0 || !isIP(name[1:closing]) || !isPort(name[closing+1:]) {
			return host, path, false
		}
		return span{host.start + 1, host.start + closing}, path, true
	case colon >= 0:
		if !isPort(name[colon:]) {
			return host, path, false
		}
		host.end = host.start + colon
	}
	return host, path, host.start < host.end && isHost(text[host.start:host.end])
}

// schemeEnd returns where the host starts that stands behind SCHEME://, or 0.
func schemeEnd(text []byte) int {
	const mark = "://"
	length := bytes.IndexByte(text, mark[0])
	if length <= 0 || !bytes.HasPrefix(text[length:], []byte(mark)) {
		return 0
	}
	for i, c := range text[:length] {
		c = lower(c)
		if (c < 'a' || c > 'z') && (i == 0 || (c < '0' || c > '9') && c != '+' && c != '-' && c != '.') {
			return 0
		}
	}
	return length + len(mark)
}

// isPort tells of a colon with digits behind it, or of nothing.
func isPort(text []byte) bool {
	return len(text) == 0 || text[0] == ':' && digitCount(text[1:]) == len(text)-1
}

// maxHostBytes and maxLabelBytes bound a host's name. RFC 1035, 2.3.4.
const (
	maxHostBytes  = 253
	maxLabelBytes = 63
)

// isHost tells of a host's name, as RFC 1123, 2.1 has it, or of an IPv4
// address.
func isHost(name []byte) bool {
	if len(name) > maxHostBytes {
		return false
	}
	start := 0 // of the label
	for i, c := range name {
		switch {
		case c == '.':
			if !isLabel(name[start:i]) {
				return false
			}
			start = i + 1
		case !isHostByte(c):
			return false
		}
	}
	return isLabel(name[start:])
}

// isLabel tells of a label whose bytes are those of a host.
func isLabel(label []byte) bool {
	return len(label) > 0 && len(label) <= maxLabelBytes && label[0] != '-' && label[len(label)-1] != '-'
}

func isHostByte(c byte) bool {
	return c-'0' < 10 || lower(c)-'a' < 26 || c == '-'
}
