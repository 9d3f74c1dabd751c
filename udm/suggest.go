package udm

import (
	"strings"
	"unicode/utf8"
)

// Suggest returns the word of among that is nearest to word, for "did you
// mean". It ignores case, counts an exchange of neighbouring letters as one
// mistake (Damerau and Levenshtein), and gives up beyond one mistake in words
// of up to four letters, two up to eight, and three in longer ones. Of equally
// near words the first wins.
func Suggest(word string, among []string) (string, bool) {
	word = strings.ToLower(word)
	bound := 3
	switch length := utf8.RuneCountInString(word); {
	case length == 0 || length > maxSuggestLength:
		return "", false
	case length <= 4:
		bound = 1
	case length <= 8:
		bound = 2
	}
	best := ""
	for _, candidate := range among {
		distance := editDistance([]rune(word), []rune(strings.ToLower(candidate)), bound)
		if distance <= bound {
			best, bound = candidate, distance-1
		}
	}
	return best, best != ""
}

// maxSuggestLength bounds the work on hostile input: no name in the schema is
// nearly as long.
const maxSuggestLength = 100

// editDistance is the optimal string alignment distance of a and b, or any
// number above bound if it exceeds that.
func editDistance(a, b []rune, bound int) int {
	if max(len(a)-len(b), len(b)-len(a)) > bound {
		return bound + 1
	}
	previous, current, next := make([]int, len(b)+1), make([]int, len(b)+1), make([]int, len(b)+1)
	for j := range current {
		current[j] = j
	}
	for i := range a {
		next[0] = i + 1
		for j := range b {
			substitution := current[j]
			if a[i] != b[j] {
				substitution++
			}
			next[j+1] = min(substitution, current[j+1]+1, next[j]+1)
			if i > 0 && j > 0 && a[i] == b[j-1] && a[i-1] == b[j] {
				next[j+1] = min(next[j+1], previous[j-1]+1)
			}
		}
		previous, current, next = current, next, previous
	}
	return current[len(b)]
}
