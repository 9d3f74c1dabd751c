package main

import "strconv"

// count writes a number and what it counts: "1 event", "12,000 events".
func count[N int | int64](number N, what string) string {
	if number == 1 {
		return "1 " + what
	}
	return thousands(number) + " " + what + "s"
}

// thousands writes a number with commas, as people read it.
func thousands[N int | int64](number N) string {
	digits := strconv.FormatInt(int64(number), 10)
	for i := len(digits) - 3; i > 0 && digits[i-1] != '-'; i -= 3 {
		digits = digits[:i] + "," + digits[i:]
	}
	return digits
}

// byteSize writes a number of bytes, rounded as people read it: "12 B", "1.2 GB".
func byteSize(bytes int64) string {
	if bytes < 1000 {
		return strconv.FormatInt(bytes, 10) + " B"
	}
	value, units := float64(bytes)/1000, "kMGTPE"
	for value >= 999.95 {
		value, units = value/1000, units[1:]
	}
	return strconv.FormatFloat(value, 'f', 1, 64) + " " + units[:1] + "B"
}
