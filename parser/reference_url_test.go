package parser_test

import (
	"regexp"
	"slices"
	"strings"
)

// urlForm is an absolute URL: the scheme, perhaps a user, the host as an address
// in brackets or a name, perhaps a port, the path, and what is left.
// Section "url".
const urlForm = `^[A-Za-z][A-Za-z0-9+.-]*://` +
	`(?:[^/?#]*@)?` +
	`(?:\[([^]]+)\]|(` + addressLabel + `(?:\.` + addressLabel + `)*))` +
	`(?::[0-9]*)?` +
	`((?s:/[^?#]*)?)` +
	`(?s:[?#].*)?$`

// urlPart gives a part of a URL.
func urlPart(text, part string) []value {
	found := regexp.MustCompile(urlForm).FindStringSubmatch(strings.TrimSpace(text))
	switch {
	case found == nil, found[1] != "" && !isIP(found[1]), isTooLongForHost(found[2]):
		return nil
	case part == "<path>":
		return []value{textValue(found[3])}
	case isIP(found[2]):
		return []value{textValue("")}
	}
	return []value{textValue(lowerASCII(found[2]))}
}

// isTooLongForHost reports whether a name, or one of its labels, is longer than
// RFC 1035 lets it be.
func isTooLongForHost(name string) bool {
	return len(name) > 253 || slices.ContainsFunc(strings.Split(name, "."), func(label string) bool { return len(label) > 63 })
}
