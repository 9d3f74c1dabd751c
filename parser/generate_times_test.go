package parser_test

import "pgregory.net/rapid"

// Generators of times.

// timeText draws a time in one of the forms that are read, or nearly one.
func timeText(t *rapid.T) string {
	switch {
	case !chance(t, "another time", 35):
		return `"2026-03-12T06:14:27Z"`
	case chance(t, "near it", 40):
		return nearText(t)
	case chance(t, "epoch", 25):
		return numberText(t)
	}
	text := pick(t, "date", "2026-03-12", "2020-02-29", "0001-01-01", "9999-12-31", "2019-02-29", "1969-12-31", "2026-3-12")
	text += pick(t, "between", "T", "T", "T", " ", "t", "_")
	text += pick(t, "clock", "06:14:27", "06:14:27", "00:00:00", "23:59:59", "23:59:60", "24:00:00", "6:14:27", "06:14")
	text += pick(t, "fraction", "", "", ".1", ".120", ".123456", ".1234567", ".1234567899", ".0000000001", ".", ",5")
	text += pick(t, "zone", "Z", "Z", "Z", "", "z", "+00:00", "-08:00", "+23:59", "+24:00", "+0100", " Z")
	if chance(t, "padding", 10) {
		text = pick(t, "pad", " ", "\u00a0", "\n") + text + " "
	}
	return literal(t, text)
}

// nearText draws a time near the usual one.
func nearText(t *rapid.T) string {
	return pick(t, "near", `"2026-03-12T06:14:28Z"`, `"2026-03-12T06:14:28.000000001Z"`, `"2026-03-12T06:14:27.999999999Z"`, `"2026-03-12 06:14:26"`,
		`"2026-03-12T07:15:27+01:00"`, `"2026-03-12T07:14:28+00:00"`, "1773296067", "1773296068", "1773296068.5", "1773296068000", "1773296067999", `" 1773296127 "`)
}
