package draft

import (
	"cmp"
	"regexp"
	"slices"
	"strings"
	"unicode"
)

// suggestion is a row that is likely right.
type suggestion struct {
	field *Field
	hint  hint
}

// suggest finds for each hint the field that it fits best. A field has one
// suggestion, and a field of UDM that takes one value is suggested once.
func (s *Survey) suggest() []suggestion {
	var found []suggestion
	taken := map[*Field]bool{}
	filled := map[string]bool{}
	for _, hint := range hints() {
		if filled[hint.to] && !isList(hint.to) {
			continue
		}
		best := s.best(hint, taken)
		if best == nil {
			continue
		}
		taken[best], filled[hint.to] = true, true
		found = append(found, suggestion{best, hint})
	}
	return found
}

// isList tells of the suggested fields that take several values.
func isList(to string) bool {
	return strings.HasSuffix(to, ".email_addresses") || strings.HasSuffix(to, ".ip")
}

// best is the field that most records have among those that a hint fits, and of
// several the one whose name the hint lists first.
func (s *Survey) best(h hint, taken map[*Field]bool) *Field {
	var best *Field
	bestRank := 0
	for _, field := range s.fields {
		rank, fits := h.fits(field)
		if !fits || taken[field] {
			continue
		}
		if best == nil || cmp.Or(cmp.Compare(field.Records, best.Records), cmp.Compare(bestRank, rank), cmp.Compare(len(best.Keys), len(field.Keys))) > 0 {
			best, bestRank = field, rank
		}
	}
	return best
}

// fits tells whether a hint fits a field, and which of its names did.
func (h hint) fits(field *Field) (rank int, fits bool) {
	if field.filled == 0 || !field.every[h.looks] || field.List || !isPlain(field.Keys) || h.unique && !field.isUnique() {
		return 0, false
	}
	words := wordsOf(field.Keys)
	for rank, name := range h.names {
		end := strings.Fields(name)
		if len(end) > len(words) || !slices.Equal(words[len(words)-len(end):], end) {
			continue
		}
		before := words[:len(words)-len(end)]
		holds := func(word string) bool { return slices.Contains(before, word) }
		if (len(h.within) == 0 || slices.ContainsFunc(h.within, holds)) && !slices.ContainsFunc(h.without, holds) {
			return rank, true
		}
	}
	return 0, false
}

// plainKey is a key that a table names as it is. Others are left to <rest>: who
// wants them in a row can write them.
var plainKey = regexp.MustCompile(`^[A-Za-z_@][A-Za-z0-9_-]{0,63}$`)

func isPlain(keys []string) bool {
	return !slices.ContainsFunc(keys, func(key string) bool { return !plainKey.MatchString(key) })
}

// wordsOf are the words of a path in lower case: of actorUserID, actor, user, id.
func wordsOf(keys []string) []string {
	var words []string
	for _, key := range keys {
		var spaced strings.Builder
		letters := []rune(key)
		for i, r := range letters {
			if i > 0 && unicode.IsUpper(r) && (!unicode.IsUpper(letters[i-1]) || i+1 < len(letters) && unicode.IsLower(letters[i+1])) {
				spaced.WriteByte(' ')
			}
			spaced.WriteRune(unicode.ToLower(r))
		}
		words = append(words, strings.FieldsFunc(spaced.String(), func(r rune) bool {
			return !unicode.IsLetter(r) && !unicode.IsDigit(r)
		})...)
	}
	return words
}
