package parser

import (
	"bytes"
	"math/bits"
	"unicode"
	"unicode/utf8"
)

// What a byte may be part of, in an e-mail address. Local parts that a text
// is searched for are narrower than those that a whole value may have: text
// has its own punctuation around an address.
const (
	inLocal      = 1 << iota // a local part: RFC 5322 atoms and dots
	inFoundLocal             // a local part inside a text
	inLabel                  // a domain label
	inWord                   // a letter, digit, underscore, @ or part of a character beyond ASCII: no edge of an address
)

// byteClasses holds the classes of every byte.
func byteClasses() (classes [256]uint8) {
	for c := range 256 {
		switch b := byte(c); {
		case b|0x20 >= 'a' && b|0x20 <= 'z', b >= '0' && b <= '9':
			classes[c] = inLocal | inFoundLocal | inLabel | inWord
		case b == '_':
			classes[c] = inLocal | inFoundLocal | inWord
		case b == '-':
			classes[c] = inLocal | inFoundLocal | inLabel
		case bytes.IndexByte([]byte(".%+'"), b) >= 0:
			classes[c] = inLocal | inFoundLocal
		case bytes.IndexByte([]byte("!#$&*/=?^`{|}~"), b) >= 0:
			classes[c] = inLocal
		case b == '@' || b >= utf8.RuneSelf:
			classes[c] = inWord
		}
	}
	return classes
}

// addressBytes is compiled in: see byteClasses.
var addressBytes = byteClasses()

// addresses reads e-mail addresses. It remembers the last domain, which most
// addresses of a log share; that never changes what is read, only how fast.
// The zero addresses is ready.
type addresses struct {
	domain []byte
	ends   keyEnds // of the domain
}

// maxUsualDomain bounds, in bytes, the domains that are remembered.
const maxUsualDomain = 64

// isAddress tests whether the whole text is one e-mail address: a local part
// of RFC 5322 atoms and dots, and two or more domain labels.
func (a *addresses) isAddress(text []byte) bool {
	for at := 0; at < len(text); {
		if at+8 <= len(text) {
			marks := beyondAtoms(eightBytesAt(text, at))
			if marks == 0 {
				at += 8
				continue
			}
			at += bits.TrailingZeros64(marks) >> 3
		}
		if c := text[at]; addressBytes[c]&inLocal == 0 {
			return c == '@' && at > 0 && a.domainEnd(text, at+1) == len(text)
		}
		at++
	}
	return false
}

// beyondAtoms marks, by their high bits, the bytes of w that are no letter, no
// digit, no hyphen and no dot, of which nearly all local parts are made.
func beyondAtoms(w uint64) uint64 {
	const low = ^uint64(eachHigh)
	c := w & low
	lower := c | eachByte*0x20
	letters := (lower + eachByte*(0x80-'a')) &^ (lower + eachByte*(0x7f-'z'))
	others := (c + eachByte*(0x80-'-')) &^ (c + eachByte*(0x7f-'9')) & ((c ^ eachByte*'/') + low)
	return (^(letters | others) | w) & eachHigh
}

// domainEnd returns the offset behind the domain of two or more labels that
// starts at an offset, or none.
func (a *addresses) domainEnd(text []byte, start int) int {
	if end := start + len(a.domain); end <= len(text) && a.isDomain(text[start:end]) &&
		(end == len(text) || addressBytes[text[end]]&inLabel == 0 && text[end] != '.') {
		return end
	}
	end := domainEnd(text, start)
	if end >= 0 && end-start <= maxUsualDomain {
		a.domain = append(a.domain[:0], text[start:end]...)
		a.ends = endsOf(a.domain)
	}
	return end
}

// isDomain tells whether a text is the domain that is remembered, if there is one.
func (a *addresses) isDomain(text []byte) bool {
	return len(text) > 0 && endsOf(text) == a.ends && (len(text) <= mostInEnds || string(text) == string(a.domain))
}

// domainEnd returns the offset behind the domain of two or more labels that
// starts at an offset, or none.
func domainEnd(text []byte, start int) int {
	end := none
	for inner := false; ; inner = true {
		next := labelEnd(text, start)
		last := next
		for last > start && text[last-1] == '-' {
			last--
		}
		if last == start || text[start] == '-' {
			return end
		}
		if inner {
			end = last
		}
		if last != next || next == len(text) || text[next] != '.' {
			return end
		}
		start = next + 1
	}
}

// labelEnd returns the offset of the first byte, from an offset on, that is
// part of no domain label.
func labelEnd(text []byte, start int) int {
	for i, c := range text[start:] {
		if addressBytes[c]&inLabel == 0 {
			return start + i
		}
	}
	return len(text)
}

// find returns the bounds of the first e-mail address inside a text whose @
// stands at an offset or behind it, or a negative start.
func (a *addresses) find(text []byte, from int) (start, end int) {
	for {
		i := bytes.IndexByte(text[from:], '@')
		if i < 0 {
			return none, none
		}
		if start, end, found := a.around(text, from+i); found {
			return start, end
		}
		from += i + 1
	}
}

// around returns the bounds of the address whose @ is text[at].
func (a *addresses) around(text []byte, at int) (start, end int, found bool) {
	start = localStart(text[:at])
	if wordBefore(text, start) {
		return 0, 0, false
	}
	for start < at && (text[start] == '.' || text[start] == '\'' || text[start] == '-') {
		start++
	}
	if start == at || text[at-1] == '.' {
		return 0, 0, false
	}
	end = a.domainEnd(text, at+1)
	if end < 0 || wordBehind(text, end) {
		return 0, 0, false
	}
	return start, end, true
}

// localStart returns where the run of bytes of a local part starts that ends a
// text.
func localStart(text []byte) int {
	at := len(text)
	for at > 0 {
		if at >= 8 {
			marks := beyondAtoms(eightBytesAt(text, at-8))
			if marks == 0 {
				at -= 8
				continue
			}
			at -= bits.LeadingZeros64(marks) >> 3
		}
		if addressBytes[text[at-1]]&inFoundLocal == 0 {
			return at
		}
		at--
	}
	return 0
}

// wordBefore tells whether what stands before an offset is no edge of an
// address.
func wordBefore(text []byte, at int) bool {
	if at == 0 || addressBytes[text[at-1]]&inWord == 0 {
		return false
	}
	if text[at-1] < utf8.RuneSelf {
		return true
	}
	r, _ := utf8.DecodeLastRune(text[:at])
	return !unicode.IsSpace(r)
}

// wordBehind tells whether what stands at an offset is no edge of an address.
func wordBehind(text []byte, at int) bool {
	if at == len(text) || addressBytes[text[at]]&inWord == 0 {
		return false
	}
	if text[at] < utf8.RuneSelf {
		return true
	}
	r, _ := utf8.DecodeRune(text[at:])
	return !unicode.IsSpace(r)
}
