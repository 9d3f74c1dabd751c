package parser_test

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

// The parts of an address. Section "dash-pairs", the paragraph on addresses.
const (
	addressLocal  = `[A-Za-z0-9_%+](?:[A-Za-z0-9._%+'-]*[A-Za-z0-9_%+'-])?`
	addressLabel  = `[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?`
	addressDomain = addressLabel + `(?:\.` + addressLabel + `)+`
)

// addressesIn gives the e-mail addresses inside a text, in order. Each `@` is
// looked at for itself: the longest run before it, the longest run of labels
// behind it, and the characters on both sides. What is left out at the start of
// the run belongs to it all the same: in "é-a@example.com" the é stands before.
func addressesIn(text string) []string {
	var addresses []string
	for at := range len(text) {
		if text[at] != '@' {
			continue
		}
		local := regexp.MustCompile(addressLocal + `$`).FindString(text[:at])
		domain := regexp.MustCompile(`^` + addressDomain).FindString(text[at+1:])
		if local == "" || domain == "" {
			continue
		}
		before := strings.TrimRight(text[:at-len(local)], ".'-")
		after := text[at+1+len(domain):]
		if !endsInWord(before) && !startsWithWord(after) {
			addresses = append(addresses, local+"@"+domain)
		}
	}
	return addresses
}

// isAddress reports whether a text is exactly one address. Nothing has to tell
// the address from the text around it here, so that all the characters of an
// RFC 5322 atom may stand before the `@`.
func isAddress(text string) bool {
	const local = "[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+"
	return regexp.MustCompile(`^` + local + `@` + addressDomain + `$`).MatchString(text)
}

// endsInWord reports whether what stands before an address forbids it.
func endsInWord(before string) bool {
	last, _ := utf8.DecodeLastRuneInString(before)
	return before != "" && isWord(last)
}

// startsWithWord reports whether what stands behind an address forbids it.
func startsWithWord(after string) bool {
	first, _ := utf8.DecodeRuneInString(after)
	return after != "" && isWord(first)
}

// isWord is true for a letter, a digit, `_`, `@` and every character that is
// neither ASCII nor white space.
func isWord(r rune) bool {
	const word = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_@"
	return r >= utf8.RuneSelf && !unicode.IsSpace(r) || strings.ContainsRune(word, r)
}
