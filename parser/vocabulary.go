package parser

// vocabulary is the texts, without an asterisk, that conditions compare a slot
// with. A value is looked up among them once, and not once a condition.
type vocabulary struct {
	texts keyList // in lower case
	keys  keySet  // the same
}

// term says which text of its slot's vocabulary a value is.
type term uint8

const (
	notLookedUp term = iota
	noTerm
	firstTerm // of the vocabulary; the others follow
)

const (
	// maxTerms is how many texts a vocabulary may have, so that a bitset holds
	// their terms.
	maxTerms = maxBits - int(firstTerm)
	// maxTermBytes bounds a text, so that there is room for a value in lower
	// case.
	maxTermBytes = len(shortText{})
)

// add returns the term of a text in lower case. It reports false where there
// is no room for the text.
func (v *vocabulary) add(text []byte) (t term, added bool) {
	if len(text) > maxTermBytes || len(v.texts) == maxTerms {
		return noTerm, false
	}
	return firstTerm + term(v.texts.add(string(text))), true
}

// finish makes the key set, once all texts are known.
func (v *vocabulary) finish() { v.keys = newKeySet(v.texts) }

// lookUp returns the term of a text, whatever its letter case.
func (v *vocabulary) lookUp(text []byte) term {
	if i := v.keys.findLower(text); i >= 0 {
		return firstTerm + term(i)
	}
	return noTerm
}
