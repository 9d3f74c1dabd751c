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
	if u.host == none {
		return
	}
	if name := address[host.start:host.end]; bytes.ContainsFunc(name, isUpper) {
		at := len(m.buffers[decoded])
		m.buffers[decoded] = appendLower(m.buffers[decoded], name)
		f.put(u.host, value{start: uint32(at), end: uint32(len(m.buffers[decoded])), kind: text, in: decoded, plain: true})
		return
	}
	f.putPart(u.host, whole, host)
}

func isUpper(r rune) bool { return r >= 'A' && r <= 'Z' }

// splitURL returns the host of an absolute URL, without user, port and
// brackets, and its path.
func splitURL(text []byte) (host, path span, isURL bool) {
	start := schemeEnd(text)
	if start == 0 {
		return host, path, false
	}
	end := start + lengthUpTo(text[start:], "/?#")
	path = span{end, end + lengthUpTo(text[end:], "?#")}
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
	length := bytes.Index(text, []byte(mark))
	for i := range max(length, 0) {
		c := lower(text[i])
		if (c < 'a' || c > 'z') && (i == 0 || (c < '0' || c > '9') && c != '+' && c != '-' && c != '.') {
			return 0
		}
	}
	if length <= 0 {
		return 0
	}
	return length + len(mark)
}

// lengthUpTo returns how much of a text stands before any of some characters.
func lengthUpTo(text []byte, characters string) int {
	if at := bytes.IndexAny(text, characters); at >= 0 {
		return at
	}
	return len(text)
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
	for label := range bytes.SplitSeq(name, []byte{'.'}) {
		if len(label) == 0 || len(label) > maxLabelBytes || label[0] == '-' || label[len(label)-1] == '-' ||
			bytes.ContainsFunc(label, func(r rune) bool { return !isHostRune(r) }) {
			return false
		}
	}
	return true
}

func isHostRune(r rune) bool {
	return r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || r == '-'
}
