package parser

import (
	"bytes"
	"slices"
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

// isAddress tests whether the whole text is one e-mail address: a local part
// of RFC 5322 atoms and dots, and two or more domain labels.
func isAddress(text []byte) bool {
	for at, c := range text {
		if addressBytes[c]&inLocal == 0 {
			return c == '@' && at > 0 && domainEnd(text, at+1) == len(text)
		}
	}
	return false
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

// findAddress returns the bounds of the first e-mail address inside a text
// whose @ stands at an offset or behind it, or a negative start.
func findAddress(text []byte, from int) (start, end int) {
	for {
		i := bytes.IndexByte(text[from:], '@')
		if i < 0 {
			return none, none
		}
		if start, end, found := addressAround(text, from+i); found {
			return start, end
		}
		from += i + 1
	}
}

// addressAround returns the bounds of the address whose @ is text[at].
func addressAround(text []byte, at int) (start, end int, found bool) {
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
	end = domainEnd(text, at+1)
	if end < 0 || wordBehind(text, end) {
		return 0, 0, false
	}
	return start, end, true
}

// localStart returns where the run of bytes of a local part starts that ends a
// text.
func localStart(text []byte) int {
	for i, c := range slices.Backward(text) {
		if addressBytes[c]&inFoundLocal == 0 {
			return i + 1
		}
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
