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
	whole := &f.values[u.text]
	if !whole.isScalar() {
		return
	}
	address := m.bytes(whole)
	host, end, isName := m.origin.hostOf(address)
	if end == 0 {
		var isURL bool
		if host, end, isURL = splitURL(address); !isURL {
			return
		}
		isName = isLowerName(address[host.start:host.end])
		m.origin.learn(address, host, end, isName)
	}
	if u.path != none {
		f.putPart(u.path, whole, pathAt(address, end))
	}
	switch name := address[host.start:host.end]; {
	case u.host == none:
	case isName:
		f.putPart(u.host, whole, host)
	case !isIP(name): // which is no name
		at := len(m.buffers[decoded])
		m.buffers[decoded] = appendLower(m.buffers[decoded], name)
		m.madeOf(at, *whole)
		f.giveText(u.host, decoded, true, uint32(at), uint32(len(m.buffers[decoded])))
	}
}

// webOrigin is what the last URL began with, up to the slash behind its host: those
// of one log mostly begin alike.
type webOrigin struct {
	text   []byte
	host   span
	isName bool // the host is a name in lower case
}

// maxOrigin bounds what is remembered, in bytes.
const maxOrigin = 128

// hostOf returns the host of a URL that begins with the origin, and where what
// follows it begins; else 0.
func (o *webOrigin) hostOf(address []byte) (host span, end int, isName bool) {
	if length := len(o.text); length == 0 || !bytes.HasPrefix(address, o.text) {
		return span{}, 0, false
	}
	return o.host, len(o.text) - 1, o.isName
}

func (o *webOrigin) learn(address []byte, host span, end int, isName bool) {
	if end < len(address) && address[end] == '/' && end < maxOrigin {
		o.text, o.host, o.isName = append(o.text[:0], address[:end+1]...), host, isName
	}
}

// isLowerName tells of a host that is a name, and not an address, in lower case.
func isLowerName(host []byte) bool { return !isIP(host) && !hasUpper(host) }

func hasUpper(name []byte) bool {
	for at := 0; at < len(name); at += 8 {
		if eight := bytesFrom(name, at); eight != lower8(eight) {
			return true
		}
	}
	return false
}

// splitURL returns the host of an absolute URL, without user, port and
// brackets, and where what follows it begins.
func splitURL(text []byte) (host span, end int, isURL bool) {
	start := schemeEnd(text)
	if start == 0 {
		return host, 0, false
	}
	end = start
	for end < len(text) && text[end] != '/' && text[end] != '?' && text[end] != '#' {
		end++
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
			return host, end, false
		}
		return span{host.start + 1, host.start + closing}, end, true
	case colon >= 0:
		if !isPort(name[colon:]) {
			return host, end, false
		}
		host.end = host.start + colon
	}
	return host, end, host.start < host.end && isHost(text[host.start:host.end])
}

// pathAt returns the path of a URL that begins, if there is one, at an offset.
func pathAt(text []byte, at int) span {
	end := at
	for end < len(text) && text[end] != '?' && text[end] != '#' {
		end++
	}
	return span{at, end}
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
