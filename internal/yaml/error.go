package yaml

import "fmt"

// Problem is the kind of an [Error], for callers that word each differently.
type Problem uint8

// The problems. The zero value is invalid.
const (
	ProblemInvalid   Problem = iota
	Syntax                   // the text is not YAML
	SeveralDocuments         // a second document begins at Mark
	TooManyNodes             // aliases multiply the document beyond MaxNodes
	EndlessAlias             // an anchor holds an alias to itself
)

// Error tells why a text cannot be read.
type Error struct {
	Problem Problem
	// Message is the library's word for a Syntax problem: "did not find
	// expected key, while parsing a block mapping".
	Message string
	Mark    Mark
}

// Error returns "line 3, column 2: did not find expected key".
func (e *Error) Error() string {
	return fmt.Sprintf("line %d, column %d: %s", e.Mark.Line, e.Mark.Column, e.message())
}

func (e *Error) message() string {
	switch e.Problem {
	case SeveralDocuments:
		return "a second document begins"
	case TooManyNodes:
		return fmt.Sprintf("aliases make more than %d values", MaxNodes)
	case EndlessAlias:
		return "an anchor holds an alias to itself"
	case Syntax, ProblemInvalid:
	}
	return e.Message
}
