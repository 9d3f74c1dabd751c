package parser

import "bytes"

// What a byte may be part of, in an e-mail address. Local parts that a text
// is searched for are narrower than those that a whole value may have: text
// has its own punctuation around an address.
const (
	inLocal      = 1 << iota // a local part: RFC 5322 atoms and dots
	inFoundLocal             // a local part inside a text
	inLabel                  // a domain label
	inWord                   // a letter, digit or underscore: no edge of an address
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
		case b >= 0x80:
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
	at := 0
	for at < len(text) && addressBytes[text[at]]&inLocal != 0 {
		at++
	}
	if at == 0 || at == len(text) || text[at] != '@' {
		return false
	}
	return domainEnd(text, at+1) == len(text)
}

// domainEnd returns the offset behind the domain of two or more labels that
// starts at text[i], or -1.
func domainEnd(text []byte, i int) int {
	end := -1
	for labels := 0; ; {
		start := i
		for i < len(text) && addressBytes[text[i]]&inLabel != 0 {
			i++
		}
		last := i
		for last > start && text[last-1] == '-' {
			last--
		}
		if last == start || text[start] == '-' {
			return end
		}
		if labels++; labels >= 2 {
			end = last
		}
		if last != i || i == len(text) || text[i] != '.' {
			return end
		}
		i++
	}
}

// findAddress returns the bounds of the first e-mail address inside a text,
// or a negative start.
func findAddress(text []byte) (start, end int) {
	for from := 0; ; {
		at := bytes.IndexByte(text[from:], '@')
		if at < 0 {
			return -1, -1
		}
		at += from
		if start, end, found := addressAround(text, from, at); found {
			return start, end
		}
		from = at + 1
	}
}

// addressAround returns the bounds of the address whose @ is text[at] and
// that does not reach back beyond text[from].
func addressAround(text []byte, from, at int) (start, end int, found bool) {
	start = at
	for start > from && addressBytes[text[start-1]]&inFoundLocal != 0 {
		start--
	}
	if start > 0 && (addressBytes[text[start-1]]&inWord != 0 || text[start-1] == '@') {
		return 0, 0, false
	}
	for start < at && (text[start] == '.' || text[start] == '\'' || text[start] == '-') {
		start++
	}
	if start == at || text[at-1] == '.' {
		return 0, 0, false
	}
	end = domainEnd(text, at+1)
	if end < 0 || end < len(text) && (addressBytes[text[end]]&inWord != 0 || text[end] == '@') {
		return 0, 0, false
	}
	return start, end, true
}
