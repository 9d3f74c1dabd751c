package parser

import "math/bits"

// textMarks mark what a dash-pairs text is split at.
type textMarks struct {
	words    [textWords + 2]textWord
	size     int  // of the text, in bytes
	brackets bool // the text has a [ or {, or one of the 64 bytes before its end is one
}

// textWord marks what ends at 64 bytes of a text.
type textWord struct {
	separators uint64
	doubled    uint64 // separators behind two spaces
	signs      uint64 // each @
}

const (
	// textWords is how many words of marks a text has at most.
	textWords = 16
	// markedBefore is how many bytes have to stand before the end of a text.
	markedBefore = 64 + len(separator)
)

// unmarked are the bytes that the decoded texts of a record stand behind, so that
// marks can be made of the first.
var unmarked [markedBefore]byte

// mark returns the marks of the text from start to end of a buffer, which it
// keeps, or nil if none can be made.
func (t *textMarks) mark(buffer []byte, start, end int) *textMarks {
	size := end - start
	if !canMark || start < len(separator) || end < markedBefore || size <= 0 || size > 64*textWords {
		return nil
	}
	t.size = size
	t.words[(size+63)>>6] = textWord{}
	t.brackets = markText(&t.words, &buffer[start], size)
	t.words[0].doubled &^= 1<<len(separator) - 1 // they start before the text
	// A separator behind the text ends every search.
	stop := size + len(separator) - 1
	t.words[stop>>6].separators |= 1 << (stop & 63)
	return t
}

// separatorFrom returns the offset of the first " - " from an offset on, or the
// length of the text.
func (t *textMarks) separatorFrom(from int) int {
	at := uint(from + len(separator) - 1)
	word := at >> 6
	marks := t.words[word].separators>>(at&63) | t.words[word+1].separators<<1<<(^at&63)
	if marks != 0 {
		return from + bits.TrailingZeros64(marks)
	}
	for word++; t.words[word].separators == 0; {
		word++
	}
	return int(word)<<6 + bits.TrailingZeros64(t.words[word].separators) - (len(separator) - 1)
}

// splitSubject returns where the subject ends and where the segments start, see
// the function of this name.
func (t *textMarks) splitSubject() (end, rest int) {
	for word := range (t.size + 63) >> 6 {
		if marks := t.words[word].doubled; marks != 0 {
			end = word<<6 + bits.TrailingZeros64(marks) - len(separator)
			return end, end + 1 + len(separator)
		}
	}
	end = t.separatorFrom(0)
	return end, end + len(separator)
}

// hasSign tells whether an @ stands between two offsets.
func (t *textMarks) hasSign(start, end int) bool {
	word := start >> 6
	marks := t.words[word].signs >> (start & 63) << (start & 63)
	for marks == 0 && (word+1)<<6 < end {
		word++
		marks = t.words[word].signs
	}
	return marks != 0 && word<<6+bits.TrailingZeros64(marks) < end
}
