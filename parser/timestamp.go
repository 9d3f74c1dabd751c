package parser

import (
	"bytes"
	"encoding/binary"
	"time"
)

// appendTimestamp appends a time as proto JSON has it: RFC 3339 in UTC with
// Z and 0, 3, 6 or 9 fractional digits. It reads RFC 3339, also with a space
// for the T, in lower case or without a zone (then UTC), and epoch seconds or
// milliseconds. It reports false, and dst unchanged, for anything else.
func appendTimestamp(dst, text []byte) ([]byte, bool) {
	if isCanonicalTime(text) {
		return append(dst, text...), true
	}
	t, valid := parseTime(text)
	if !valid {
		return dst, false
	}
	if t = t.UTC(); t.Year() < 1 || t.Year() > 9999 {
		return dst, false
	}
	return append(appendFraction(appendClock(dst, t), t.Nanosecond()), 'Z'), true
}

// appendClock appends the date and time of day, as AppendFormat would with
// more thought about it.
func appendClock(dst []byte, t time.Time) []byte {
	year, month, day := t.Date()
	hour, minute, second := t.Clock()
	dst = append(dst, "0000-00-00T00:00:00"...)
	digits := dst[len(dst)-len("0000-00-00T00:00:00"):]
	putTwoDigits(digits[0:], year/100)
	putTwoDigits(digits[2:], year%100)
	putTwoDigits(digits[5:], int(month))
	putTwoDigits(digits[8:], day)
	putTwoDigits(digits[11:], hour)
	putTwoDigits(digits[14:], minute)
	putTwoDigits(digits[17:], second)
	return dst
}

func putTwoDigits(digits []byte, n int) {
	digits[0], digits[1] = byte('0'+n/10), byte('0'+n%10)
}

// isCanonicalTime tells of a time in whole seconds that is already in the form
// of proto JSON.
func isCanonicalTime(text []byte) bool {
	if len(text) != len("2006-01-02T15:04:05Z") || text[19] != 'Z' || text[10] != 'T' {
		return false
	}
	_, valid := readClock(text)
	return valid
}

// minute is the first 16 bytes of a time in the form of proto JSON.
type minute struct{ date, time uint64 }

// isUsualTime tells the same as isCanonicalTime, faster of a time in the same
// minute as the last one.
func (m *Mapper) isUsualTime(text []byte) bool {
	if len(text) != len("2006-01-02T15:04:05Z") {
		return false
	}
	now := minute{binary.LittleEndian.Uint64(text), binary.LittleEndian.Uint64(text[8:])}
	if now == m.minute && text[16] == ':' && text[17]-'0' < 6 && text[18]-'0' < 10 && text[19] == 'Z' {
		return true
	}
	if !isCanonicalTime(text) {
		return false
	}
	m.minute = now
	return true
}

// appendFraction appends nanoseconds as 0, 3, 6 or 9 digits behind a dot.
func appendFraction(dst []byte, nanoseconds int) []byte {
	if nanoseconds == 0 {
		return dst
	}
	digits := 9
	for digits > 3 && nanoseconds%1000 == 0 {
		nanoseconds /= 1000
		digits -= 3
	}
	dst = append(dst, ".000000000"[:digits+1]...)
	for at := len(dst) - 1; nanoseconds > 0; at-- {
		dst[at] = byte('0' + nanoseconds%10)
		nanoseconds /= 10
	}
	return dst
}

// readTime reads a time in any form that appendTimestamp reads.
func readTime(text []byte) (time.Time, bool) {
	t, valid := parseTime(text)
	return t, valid && t.Year() >= 1 && t.Year() <= 9999
}

func parseTime(text []byte) (time.Time, bool) {
	if len(text) > len("2006-01-02") && text[4] == '-' {
		return parseCalendarTime(text)
	}
	return parseEpoch(text)
}

// parseCalendarTime reads YYYY-MM-DD, a T or a space, hh:mm:ss, a fraction
// and a zone, the last two of which may be missing.
func parseCalendarTime(text []byte) (time.Time, bool) {
	if len(text) < len("2006-01-02T15:04:05") || text[10] != 'T' && text[10] != 't' && text[10] != ' ' {
		return time.Time{}, false
	}
	c, valid := readClock(text)
	if !valid {
		return time.Time{}, false
	}
	t := time.Date(c.year, time.Month(c.month), c.day, c.hour, c.minute, c.second, 0, time.UTC)
	rest := text[19:]
	if len(rest) > 1 && rest[0] == '.' {
		digits := digitCount(rest[1:])
		if digits == 0 {
			return time.Time{}, false
		}
		t = t.Add(time.Duration(fraction(rest[1 : 1+digits])))
		rest = rest[1+digits:]
	}
	offset, valid := zoneOffset(rest)
	return t.Add(-offset), valid
}

// clock is a date and time of day.
type clock struct{ year, month, day, hour, minute, second int }

// readClock reads the date and time in the first 19 bytes of text, whatever
// stands between the two.
func readClock(text []byte) (c clock, valid bool) {
	date, isDate := dateForm.read(text)
	hours, isTime := timeForm.read(text[11:])
	day, isDay := readDigits(text[8:10])
	if !isDate || !isTime || !isDay {
		return clock{}, false
	}
	c = clock{
		year: date.at(0)*100 + date.at(2), month: date.at(5), day: day,
		hour: hours.at(0), minute: hours.at(3), second: hours.at(6),
	}
	return c, c.year > 0 && c.month > 0 && c.month <= 12 && c.day > 0 && (c.day <= 28 || c.day <= daysIn(c.month, c.year)) &&
		c.hour < 24 && c.minute < 60 && c.second < 60
}

// eightBytes is a form that eight bytes of text may have, the first of them
// lowest.
type eightBytes struct {
	zeros  uint64 // what stands there, with 0 for every digit
	beyond uint64 // by byte: 80, less one more than may be added to its zero
}

var (
	dateForm = eightBytes{zeros: 0x2d30302d30303030, beyond: 0x7f76767f76767676} // 0000-00-
	timeForm = eightBytes{zeros: 0x30303a30303a3030, beyond: 0x76767f76767f7676} // 00:00:00
)

// twoDigits holds in each byte the number that the digit there and the next
// one make.
type twoDigits uint64

func (d twoDigits) at(i int) int { return int(d >> (8 * i) & 0xFF) }

// read reads the first eight bytes of text, if they have the form.
func (f eightBytes) read(text []byte) (numbers twoDigits, valid bool) {
	digits := binary.LittleEndian.Uint64(text) ^ f.zeros
	return twoDigits(digits*10 + digits>>8), (digits+f.beyond|digits)&eachHigh == 0
}

func daysIn(month, year int) int {
	switch month {
	case 4, 6, 9, 11:
		return 30
	case 2:
		if year%4 == 0 && (year%100 != 0 || year%400 == 0) {
			return 29
		}
		return 28
	}
	return 31
}

// readDigits reads a few digits.
func readDigits(digits []byte) (n int, valid bool) {
	for _, c := range digits {
		if c-'0' > 9 {
			return 0, false
		}
		n = n*10 + int(c-'0')
	}
	return n, true
}

func digitCount(text []byte) (n int) {
	for n < len(text) && text[n]-'0' < 10 {
		n++
	}
	return n
}

// fraction reads the digits behind a decimal point as nanoseconds. Digits
// beyond the ninth are cut.
func fraction(digits []byte) (nanoseconds int) {
	for i := range 9 {
		nanoseconds *= 10
		if i < len(digits) {
			nanoseconds += int(digits[i] - '0')
		}
	}
	return nanoseconds
}

// zoneOffset reads Z, ±hh:mm or nothing, which is UTC.
func zoneOffset(zone []byte) (time.Duration, bool) {
	switch {
	case len(zone) == 0 || len(zone) == 1 && zone[0]|0x20 == 'z':
		return 0, true
	case len(zone) != len("+00:00") || zone[3] != ':':
		return 0, false
	}
	hours, ok1 := readDigits(zone[1:3])
	minutes, ok2 := readDigits(zone[4:6])
	offset := time.Duration(hours)*time.Hour + time.Duration(minutes)*time.Minute
	if !ok1 || !ok2 || hours > 23 || minutes > 59 {
		return 0, false
	}
	switch zone[0] {
	case '+':
		return offset, true
	case '-':
		return -offset, true
	}
	return 0, false
}

// From this number on, an epoch time counts milliseconds: as seconds it would
// lie in the year 5138, as milliseconds in 1973.
const firstMilliseconds = 100_000_000_000

// parseEpoch reads seconds, which may have a fraction, or milliseconds since
// 1970.
func parseEpoch(text []byte) (time.Time, bool) {
	whole, part, fractional := bytes.Cut(text, []byte("."))
	if len(whole) == 0 || len(whole) > 15 || digitCount(whole) != len(whole) {
		return time.Time{}, false
	}
	count, _ := readDigits(whole)
	switch {
	case fractional && (len(part) == 0 || digitCount(part) != len(part)):
		return time.Time{}, false
	case count < firstMilliseconds:
		return time.Unix(int64(count), int64(fraction(part))), true
	case fractional:
		return time.Time{}, false
	}
	return time.UnixMilli(int64(count)), true
}
