package parser

import "bytes"

// isIP tests whether the whole text is an IPv4 or IPv6 address, without a
// zone. It stands beside netip.ParseAddr because that allocates.
func isIP(content []byte) bool {
	if len(content) > len("ffff:ffff:ffff:ffff:ffff:ffff:255.255.255.255") {
		return false
	}
	if bytes.IndexByte(content, ':') < 0 {
		return isIPv4(content)
	}
	return isIPv6(content)
}

// isIPv4 tests for four numbers from 0 to 255, without leading zeros.
func isIPv4(content []byte) bool {
	at := 0
	for numbers := 1; ; numbers++ {
		start, number := at, 0
		for at < len(content) && content[at]-'0' < 10 {
			number = number*10 + int(content[at]-'0')
			at++
		}
		switch digits := at - start; {
		case digits == 0 || digits > 3 || number > 255 || digits > 1 && content[start] == '0':
			return false
		case numbers == 4:
			return at == len(content)
		case at == len(content) || content[at] != '.':
			return false
		}
		at++
	}
}

// isIPv6 tests for eight groups of up to four hexadecimal digits, of which an
// IPv4 address may stand for the last two and "::" for one or more zeros.
// RFC 4291, 2.2.
func isIPv6(content []byte) bool {
	const all = 8
	content, shortened := bytes.CutPrefix(content, []byte("::"))
	groups := 0
	for len(content) > 0 {
		digits := hexDigitCount(content)
		if digits < len(content) && content[digits] == '.' {
			if groups += 2; !isIPv4(content) {
				return false
			}
			break
		}
		if digits == 0 || digits > 4 {
			return false
		}
		groups++
		if content = content[digits:]; len(content) == 0 {
			break
		}
		if content[0] != ':' || len(content) == 1 {
			return false
		}
		if content = content[1:]; content[0] == ':' {
			if shortened {
				return false
			}
			shortened = true
			content = content[1:]
		}
	}
	return shortened && groups < all || groups == all && !shortened
}

func hexDigitCount(text []byte) (n int) {
	for n < len(text) && (text[n]-'0' < 10 || lower(text[n])-'a' < 6) {
		n++
	}
	return n
}
