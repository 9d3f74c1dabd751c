package parser_test

import "strings"

// halfPart gives what stands before or behind the first place where a text is
// split. Section "halves".
func halfPart(text, at, part string) []value {
	before, after, ok := strings.Cut(text, at)
	switch {
	case !ok:
		return nil
	case part == "<before>":
		return []value{textValue(strings.TrimSpace(before))}
	}
	return []value{textValue(strings.TrimSpace(after))}
}
