package parser_test

import (
	"regexp"
	"strings"
)

// urlForm is an absolute URL: the scheme, perhaps a user, the host in brackets
// or without, perhaps a port, the path, and what is left. Section "url".
const urlForm = `^[A-Za-z][A-Za-z0-9+.-]*://` +
	`(?:[^/?#]*@)?` +
	`(?:\[([^][@/?#\s\p{Z}]+)\]|([^][:@/?#\s\p{Z}]+))` +
	`(?::[0-9]*)?` +
	`((?s:/[^?#]*)?)` +
	`(?s:[?#].*)?$`

// urlPart gives a part of a URL.
func urlPart(text, part string) []value {
	found := regexp.MustCompile(urlForm).FindStringSubmatch(strings.TrimSpace(text))
	switch {
	case found == nil:
		return nil
	case part == "<path>":
		return []value{textValue(found[3])}
	}
	return []value{textValue(lowerASCII(found[1] + found[2]))}
}
