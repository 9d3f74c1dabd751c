package parser_test

import (
	"regexp"
	"strings"
)

// urlForm is an absolute URL: the scheme, perhaps a user, the host as an address
// in brackets or a name, perhaps a port, the path, and what is left.
// Section "url".
const urlForm = `^[A-Za-z][A-Za-z0-9+.-]*://` +
	`(?:[^/?#]*@)?` +
	`(?:\[([^]]+)\]|([A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*\.?))` +
	`(?::[0-9]*)?` +
	`((?s:/[^?#]*)?)` +
	`(?s:[?#].*)?$`

// urlPart gives a part of a URL.
func urlPart(text, part string) []value {
	found := regexp.MustCompile(urlForm).FindStringSubmatch(strings.TrimSpace(text))
	switch {
	case found == nil, found[1] != "" && !isIP(found[1]):
		return nil
	case part == "<path>":
		return []value{textValue(found[3])}
	}
	return []value{textValue(lowerASCII(found[1] + found[2]))}
}
