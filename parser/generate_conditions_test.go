package parser_test

import (
	"slices"

	"pgregory.net/rapid"
)

// Generators of conditions and of what they compare with.

// condition draws a condition on sources.
func condition(t *rapid.T, source func(*rapid.T) string) map[string]any {
	drawn := map[string]any{}
	lines := []string{"any", "all", "none", "is", "is_not"}
	if drawsNew {
		lines = append(lines, "like", "like", "unlike", "same", "differs", "longer", "within")
	}
	for range 1 + below(t, "lines", 2) {
		switch line := pick(t, "line", lines...); line {
		case "is", "is_not":
			drawn[line] = map[string]any{optionOr(t, source): constants(t)}
		case "like", "unlike":
			drawn[line] = map[string]any{optionOr(t, source): patterns(t)}
		case "same", "differs":
			drawn[line] = map[string]any{source(t): source(t)}
		case "longer":
			drawn[line] = map[string]any{source(t): pick(t, "bytes", 1, 2, 4, 16)}
		case "within":
			drawn[line] = within(t, source)
		default:
			drawn[line] = slices.Compact(slices.Sorted(slices.Values(times(t, line, 1, 3, func() string { return source(t) }))))
		}
	}
	return drawn
}

// optionOr draws a source that may be an option.
func optionOr(t *rapid.T, source func(*rapid.T) string) string {
	if drawsNew && chance(t, "an option", 10) {
		return pick(t, "option", "$mode", "$level")
	}
	return source(t)
}

// constants draws what a text is compared with.
func constants(t *rapid.T) any {
	switch {
	case drawsNew && chance(t, "chosen", 10):
		return pick(t, "option", "$mode", "$level", "$wanted")
	case chance(t, "one constant", 50):
		return pick(t, "constant", "x", "Licensed", "On", "0", "true")
	}
	if drawsNew && chance(t, "chosen among others", 10) {
		return []string{"443", "$wanted", "$level"}
	}
	return []string{"user1@example.com", "x", "443"}
}

// patterns draws what a text may be like.
func patterns(t *rapid.T) any {
	switch {
	case chance(t, "chosen", 15):
		return pick(t, "option", "$mode", "$level", "$wanted")
	case chance(t, "one pattern", 60):
		return pattern(t)
	}
	return times(t, "patterns", 2, 3, func() string { return pattern(t) })
}

// pattern draws a pattern.
func pattern(t *rapid.T) string {
	return pick(t, "pattern", "x", "X", "licensed", "*@EXAMPLE.com", "user*", "*a*", "*", "**", "*x", "0*", "o*n", "help*DESK", "*.*.*.*", "z*rich", "ZÜRICH", "*é*", "a*a", "(*)", "?", "*\n*")
}

// within draws two times that are compared.
func within(t *rapid.T, source func(*rapid.T) string) map[string]any {
	ends := []string{source(t), source(t)}
	isOfChange := slices.Contains([]string{"field", "old", "new", "line"}, ends[0])
	for i, end := range []string{"started", "ended"} {
		if !isOfChange && chance(t, "a time", 70) {
			ends[i] = end
		}
	}
	return map[string]any{"from": ends[0], "to": ends[1], "seconds": pick(t, "seconds", 1, 60, 3600, 1_000_000_000)}
}

// options draws the section options.
func options(t *rapid.T) map[string]row {
	return map[string]row{
		"mode":   {"default": pick(t, "mode", "keep", "drop"), "choices": []string{"keep", "drop", "x"}},
		"level":  {"default": pick(t, "level", "x", "On", "*", "licens*", "0"), "description": "what counts"},
		"wanted": {"default": pick(t, "wanted", "*", "x", "x,Licensed", "user*,*padded,0", "none"), "list": true},
	}
}
