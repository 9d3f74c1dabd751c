package parser

import "strings"

// The characters that names are made of.
const (
	lowerLetters = "abcdefghijklmnopqrstuvwxyz"
	upperLetters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
	digits       = "0123456789"
)

// nameForm is what a name may look like.
type nameForm struct {
	first, further string // the characters that it may begin with and go on with
	hint           string
}

func lowerName() nameForm {
	return nameForm{lowerLetters, lowerLetters + digits + "_", "lower-case letters, digits and _, beginning with a letter"}
}

func upperName() nameForm {
	return nameForm{upperLetters, upperLetters + digits + "_", "upper-case letters, digits and _, beginning with a letter"}
}

func idName() nameForm {
	const letters = lowerLetters + upperLetters
	return nameForm{letters, letters + digits + "_-", "letters, digits, _ and -, beginning with a letter"}
}

// expression is the form as a regular expression.
func (f nameForm) expression() string {
	const ranges = lowerLetters + " a-z " + upperLetters + " A-Z " + digits + " 0-9"
	short := strings.NewReplacer(strings.Split(ranges, " ")...)
	return "^[" + short.Replace(f.first) + "][" + short.Replace(f.further) + "]*$"
}

func (f nameForm) matches(name string) bool {
	return name != "" && strings.IndexByte(f.first, name[0]) >= 0 && strings.Trim(name[1:], f.further) == ""
}
