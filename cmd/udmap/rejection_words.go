package main

import (
	"regexp"

	"github.com/udmap/udmap/parser"
)

// rejectionInWords says why a record is rejected. A record that is cut off is
// noticed at its end or at that of the object, which to people is the same.
func rejectionInWords(reason parser.Reason, detail string) string {
	if reason == parser.Truncated {
		detail = "the record is cut off"
	}
	if reason == parser.UnknownShape {
		detail += "; --table NAME applies one all the same, and udmap tables NAME shows what it claims"
	}
	if detail == "" {
		return string(reason)
	}
	return string(reason) + ": " + detail
}

// byteInDetail is the place in the record with which the detail of a rejected
// record may end.
var byteInDetail = regexp.MustCompile(` \(at (byte \d+) of the record\)$`)

// cutByte splits a detail from the byte that it names. The first byte is none
// worth naming: then the record is wrong as a whole.
func cutByte(detail string) (text, place string) {
	found := byteInDetail.FindStringSubmatchIndex(detail)
	if found == nil {
		return detail, ""
	}
	text, place = detail[:found[0]], detail[found[2]:found[3]]
	if place == "byte 0" {
		place = ""
	}
	return text, place
}
