package udm

import (
	"fmt"
	"net"
	"net/mail"
	"net/netip"
	"net/url"
	"strconv"
	"strings"
	"unicode/utf8"
)

// text judges a string against the documented limit of its field. An empty
// string is an unset one.
func (j *judgement) text(index int32, field *Field) {
	limit := field.Limit
	if limit == nil {
		return
	}
	text := string(j.tree.str(index))
	if text == "" {
		return
	}
	if j.tooLong(index, field, text) {
		return
	}
	if rule, ok := brokenFormat(limit.Format, field.Name, text); ok {
		j.reportValue(rule, index, field, func(d *Diagnostic) {
			d.Detail = quote(text)
			d.URL = limit.Source
		})
	}
}

// tooLong judges the length of a string.
func (j *judgement) tooLong(index int32, field *Field, text string) bool {
	limit, rule := field.Limit, ruleTooLong
	if limit.Fatal {
		rule = ruleHostnameTooLong
	}
	length, most, unit := len(text), limit.MaxBytes, "bytes"
	if limit.MaxChars > 0 {
		length, most, unit = utf8.RuneCountInString(text), limit.MaxChars, "characters"
	}
	if most == 0 || length <= most {
		return false
	}
	j.reportValue(rule, index, field, func(d *Diagnostic) {
		d.Detail = fmt.Sprintf("%d %s, %s takes %d", length, unit, field, most)
		d.URL = limit.Source
	})
	return true
}

// numberRange judges a number against the documented range of its field. Zero
// is the value of an unset field.
func (j *judgement) numberRange(index int32, field *Field, value float64) {
	limit := field.Limit
	if limit == nil || value == 0 {
		return
	}
	if (limit.Min != nil && value < *limit.Min) || (limit.Max != nil && !(value <= *limit.Max)) {
		j.reportValue(ruleRange, index, field, func(d *Diagnostic) {
			d.Detail = fmt.Sprintf("%v is not from %v to %v", value, *limit.Min, *limit.Max)
			d.URL = limit.Source
		})
	}
}

// port judges a noun's port, which is meant to belong to its one ip.
func (j *judgement) port(index int32) {
	noun := eventView{tree: j.tree, root: index, message: j.validator.noun}
	port := noun.find("port")
	if port == nothing || !noun.has("port") {
		return
	}
	count := 0
	if ip := noun.find("ip"); ip != nothing {
		if j.tree.nodes[ip].kind != arrayNode {
			return // reported as no list
		}
		for range j.tree.children(ip) {
			count++
		}
	}
	if count == 1 {
		return
	}
	defer j.enter(".port")()
	j.reportValue(rulePort, port, j.validator.noun, func(d *Diagnostic) {
		d.Detail = strconv.Itoa(count) + " ip addresses in the noun"
	})
}

// brokenFormat returns the rule that a string breaks, if it does not have the
// documented form.
func brokenFormat(format Format, field, text string) (rule string, broken bool) {
	switch format {
	case FormatIP:
		return ruleIP, !isIP(text)
	case FormatMAC:
		return ruleMAC, !isMAC(text)
	case FormatEmail:
		return ruleEmail, !isEmail(text)
	case FormatURL:
		return ruleURL, !isURL(text)
	case FormatHostname:
		return ruleHostname, !isHostname(text)
	case FormatAssetID:
		return ruleAssetID, !isAssetID(text)
	case FormatHash:
		return ruleHash, !isHash(field, text)
	case FormatPort:
	}
	return "", false
}

// isIP takes no zone: the platform compares addresses across machines.
func isIP(text string) bool {
	address, err := netip.ParseAddr(text)
	return err == nil && address.Zone() == ""
}

// isMAC takes either case and any usual separator: the platform stores lower
// case itself.
func isMAC(text string) bool {
	const octets = 6
	address, err := net.ParseMAC(text)
	return err == nil && len(address) == octets
}

func isEmail(text string) bool {
	address, err := mail.ParseAddress(text)
	return err == nil && address.Name == "" && !strings.ContainsAny(text, "<> \t")
}

// isURL wants a scheme, and something after it. A scheme with a dot is a host
// with a port that was taken for one: "example.com:8080".
func isURL(text string) bool {
	parsed, err := url.Parse(text)
	return err == nil && parsed.Scheme != "" && !strings.Contains(parsed.Scheme, ".") &&
		(parsed.Host != "" || parsed.Opaque != "" || parsed.Path != "") && !strings.ContainsAny(text, " <>\"")
}

// isHostname takes the labels of RFC 1123, 63 characters each, with an
// optional dot at the end.
func isHostname(text string) bool {
	for label := range strings.SplitSeq(strings.TrimSuffix(text, "."), ".") {
		if len(label) == 0 || len(label) > 63 || label[0] == '-' || label[len(label)-1] == '-' || !consistsOf(label, "-") {
			return false
		}
	}
	return true
}

func isAssetID(text string) bool {
	vendor, id, found := strings.Cut(text, ":")
	return found && 1 <= len(vendor) && len(vendor) <= 32 && consistsOf(vendor, "") &&
		1 <= len(id) && len(id) <= 128 && consistsOf(id, "-.")
}

// consistsOf reports whether text is made of ASCII letters, digits and the
// other characters.
func consistsOf(text, others string) bool {
	for i := range len(text) {
		c := text[i]
		if !('a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || '0' <= c && c <= '9') && strings.IndexByte(others, c) < 0 {
			return false
		}
	}
	return true
}

// isHash knows the digest's length by the name of its field.
func isHash(field, text string) bool {
	digits := map[string]int{"md5": 32, "sha1": 40, "sha256": 64}[field]
	return len(text) == digits && strings.Trim(text, "0123456789abcdef") == ""
}
