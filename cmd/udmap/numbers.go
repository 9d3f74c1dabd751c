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
