package parser_test

import (
	"slices"
	"time"

	"github.com/tidwall/gjson"

	"github.com/udmap/udmap/parser"
)

// holds tells whether all lines of a condition hold. Section "Conditions".
func (r reading) holds(c parser.Condition) bool {
	lacksText := func(source string) bool { return !r.hasText(source) }
	return (len(c.Any) == 0 || slices.ContainsFunc(c.Any, r.hasText)) &&
		!slices.ContainsFunc(c.All, lacksText) &&
		!slices.ContainsFunc(c.None, r.hasText) &&
		allHold(c.Is, r.equalsOne) &&
		!slices.ContainsFunc(c.IsNot, r.equalsOne) &&
		allHold(c.Like, r.isLikeOne) &&
		!slices.ContainsFunc(c.Unlike, r.isLikeOne) &&
		allHold(c.Same, r.areSame) &&
		allHold(c.Differs, r.differ) &&
		allHold(c.Longer, r.isLonger) &&
		(c.Within == nil || r.isWithin(*c.Within))
}

// allHold reports whether each of some lines holds.
func allHold[L any](lines []L, holds func(L) bool) bool {
	return !slices.ContainsFunc(lines, func(line L) bool { return !holds(line) })
}

// hasText reports whether a source has a text; arrays and objects have none.
func (r reading) hasText(source string) bool {
	value, ok := r.one(source)
	return ok && value.kind != gjson.JSON
}

// text gives the text of a source, "" if it has none.
func (r reading) text(source string) string {
	value, _ := r.one(source)
	return value.text
}

// texts gives all the texts that a source has.
func (r reading) texts(source string) []string {
	var texts []string
	for _, value := range r.source(source) {
		if value = value.trimmed(); !value.isEmpty() && value.kind != gjson.JSON {
			texts = append(texts, value.text)
		}
	}
	return texts
}

// equalsOne reports whether the text of the source is one of the constants.
func (r reading) equalsOne(equals parser.Equals) bool {
	return r.hasText(equals.Source) && slices.Contains(r.constants(equals.Values), r.text(equals.Source))
}

// isLikeOne reports whether one of the source's texts is like one of the
// patterns.
func (r reading) isLikeOne(equals parser.Equals) bool {
	return slices.ContainsFunc(r.texts(equals.Source), func(text string) bool {
		return slices.ContainsFunc(r.constants(equals.Values), func(pattern string) bool { return isLike(text, pattern) })
	})
}

// areSame reports whether both sources are not empty, and equal.
func (r reading) areSame(pair parser.Pair) bool {
	one, isOne := r.one(pair.Source)
	other, isOther := r.one(pair.Other)
	return isOne && isOther && one.equals(other)
}

// differ reports whether the first source is not empty, and not equal to the
// second.
func (r reading) differ(pair parser.Pair) bool {
	_, ok := r.one(pair.Source)
	return ok && !r.areSame(pair)
}

// equals compares texts as such, and arrays and objects as they are written.
func (v value) equals(other value) bool {
	if v.kind == gjson.JSON || other.kind == gjson.JSON {
		return v.kind == other.kind && v.raw == other.raw
	}
	return v.text == other.text
}

// isLonger reports whether the text of a source has more than so many bytes.
func (r reading) isLonger(length parser.Length) bool {
	return len(r.text(length.Source)) > length.Bytes
}

// isWithin reports whether both sources are times, and the second is not too
// late. Section "within".
func (r reading) isWithin(within parser.Within) bool {
	from, isFrom := moment(r.text(within.From))
	to, isTo := moment(r.text(within.To))
	latest := time.Unix(from.Unix()+int64(within.Seconds), int64(from.Nanosecond()))
	return isFrom && isTo && !to.After(latest)
}
