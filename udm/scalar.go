package udm

import (
	"bytes"
	"encoding/base64"
	"math"
	"strconv"
	"strings"
	"time"
)

// The functions of this file read the values of scalar fields as strict
// protojson does, byte for byte: google.golang.org/protobuf is the judge of
// them in the tests.

// integerText returns a JSON number that stands for an integer in its plain
// decimal form: "443.0" and "4.43e2" are 443. It reports false for any other
// number, and for more digits than 64 bits can have.
func integerText(number []byte) (string, bool) {
	negative := bytes.HasPrefix(number, []byte("-"))
	number = bytes.TrimPrefix(number, []byte("-"))
	mantissa, power := number, []byte(nil)
	if e := bytes.IndexAny(number, "eE"); e >= 0 {
		mantissa, power = number[:e], number[e+1:]
	}
	whole, fraction, _ := bytes.Cut(mantissa, []byte("."))
	whole = bytes.TrimPrefix(whole, []byte("0"))
	fraction = bytes.TrimRight(fraction, "0")
	if len(whole) == 0 && len(fraction) == 0 {
		return "0", true
	}
	exponent := 0
	if len(power) > 0 {
		parsed, err := strconv.ParseInt(string(power), 10, 32)
		if err != nil {
			return "", false
		}
		exponent = int(parsed)
	}
	digits, ok := shift(whole, fraction, exponent)
	if ok && negative {
		digits = "-" + digits
	}
	return digits, ok
}

// shift moves the decimal point between whole and fraction by exponent places
// and reports whether nothing but zeros is left behind it.
func shift(whole, fraction []byte, exponent int) (string, bool) {
	const maxDigits = 20 // of the largest uint64
	if exponent >= 0 {
		if len(fraction) > exponent || len(whole)+exponent > maxDigits {
			return "", false
		}
		return string(whole) + string(fraction) + strings.Repeat("0", exponent-len(fraction)), true
	}
	point := len(whole) + exponent
	if len(fraction) > 0 || point < 0 || len(bytes.Trim(whole[point:], "0")) > 0 {
		return "", false
	}
	return string(whole[:point]), true
}

// parseSigned reads a JSON number as a signed integer of that many bits.
func parseSigned(number []byte, bits int) (int64, bool) {
	text, ok := integerText(number)
	if !ok {
		return 0, false
	}
	value, err := strconv.ParseInt(text, 10, bits)
	return value, err == nil
}

// parseUnsigned reads a JSON number as an unsigned integer of that many bits.
func parseUnsigned(number []byte, bits int) (uint64, bool) {
	text, ok := integerText(number)
	if !ok {
		return 0, false
	}
	value, err := strconv.ParseUint(text, 10, bits)
	return value, err == nil
}

// parseFloat reads a JSON number, or one of the words for what JSON has no
// number for.
func parseFloat(number []byte, bits int) (float64, bool) {
	switch string(number) {
	case "NaN":
		return math.NaN(), true
	case "Infinity":
		return math.Inf(1), true
	case "-Infinity":
		return math.Inf(-1), true
	}
	value, err := strconv.ParseFloat(string(number), bits)
	return value, err == nil
}

// isNumber reports whether all of text is one JSON number.
func isNumber(text []byte) bool { return len(text) > 0 && numberLength(text) == len(text) }

// parseBytes reads base64 of the standard or the URL alphabet, padded or not.
func parseBytes(text []byte) ([]byte, bool) {
	encoding := base64.StdEncoding
	if bytes.ContainsAny(text, "-_") {
		encoding = base64.URLEncoding
	}
	if len(text)%4 != 0 {
		encoding = encoding.WithPadding(base64.NoPadding)
	}
	decoded, err := encoding.DecodeString(string(text))
	return decoded, err == nil
}

// The range of google.protobuf.Timestamp, in seconds since 1970: the years
// 0001 to 9999.
const (
	minTimestamp = -62135596800
	maxTimestamp = 253402300799
)

// parseTimestamp reads an RFC 3339 time with a zone and at most nine digits of
// fraction.
func parseTimestamp(text []byte) (time.Time, bool) {
	moment, err := time.Parse(time.RFC3339Nano, string(text))
	if err != nil || moment.Unix() < minTimestamp || moment.Unix() > maxTimestamp {
		return time.Time{}, false
	}
	point, zone := bytes.LastIndexByte(text, '.'), bytes.LastIndexAny(text, "Z-+")
	if point >= 0 && zone >= point && zone-point > len(".999999999") {
		return time.Time{}, false
	}
	return moment.UTC(), true
}

// isStrictTimestamp tells RFC 3339 from what Go's time package also takes: an
// hour of one digit and a comma before the fraction.
func isStrictTimestamp(text []byte) bool {
	return len(text) > len("2006-01-02T15:04:05") && text[13] == ':' && bytes.IndexByte(text, ',') < 0
}

// maxDuration is the range of google.protobuf.Duration in seconds: about
// 10,000 years either way.
const maxDuration = 315_576_000_000

// duration is a google.protobuf.Duration; both parts have the same sign.
type duration struct {
	negative bool
	seconds  int64
	nanos    int64
}

// parseDuration reads decimal seconds with a trailing "s": "3.5s", "-1s".
func parseDuration(text []byte) (duration, bool) {
	number, hasUnit := bytes.CutSuffix(text, []byte("s"))
	number, negative := bytes.CutPrefix(number, []byte("-"))
	if !negative {
		number, _ = bytes.CutPrefix(number, []byte("+"))
	}
	whole, fraction, hasPoint := bytes.Cut(number, []byte("."))
	if !hasUnit || (len(whole) == 0 && !hasPoint) || len(fraction) > 9 ||
		(len(whole) > 1 && whole[0] == '0') || !isDigits(whole) || !isDigits(fraction) {
		return duration{}, false
	}
	seconds, ok := parseDigits(whole)
	if !ok || seconds > maxDuration {
		return duration{}, false
	}
	nanos, _ := parseDigits(append(bytes.Clone(fraction), "000000000"[len(fraction):]...))
	return duration{negative: negative && (seconds > 0 || nanos > 0), seconds: seconds, nanos: nanos}, true
}

func isDigits(text []byte) bool {
	for _, c := range text {
		if c < '0' || c > '9' {
			return false
		}
	}
	return true
}

// parseDigits reads decimal digits, none of them as 0.
func parseDigits(digits []byte) (int64, bool) {
	if len(digits) == 0 {
		return 0, true
	}
	value, err := strconv.ParseInt(string(digits), 10, 64)
	return value, err == nil
}
