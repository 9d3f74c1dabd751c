package draft

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// plainText is what YAML takes for text without quotation marks, the words aside
// that it takes for something else.
var plainText = regexp.MustCompile(`^[A-Za-z_][A-Za-z0-9_.-]*$`)

func plainPath(path string) bool { return plainText.MatchString(path) }

// scalar writes a text as YAML.
func scalar(text string) string {
	other := []string{"true", "false", "null", "yes", "no", "on", "off", "y", "n"}
	if plainText.MatchString(text) && !slices.Contains(other, strings.ToLower(text)) {
		return text
	}
	return strconv.QuoteToASCII(text)
}

func scalars(texts []string) []string {
	written := make([]string, len(texts))
	for i, text := range texts {
		written[i] = scalar(text)
	}
	return written
}
