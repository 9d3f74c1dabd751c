package udm

import "fmt"

// PathError tells why a text is no path of the schema.
type PathError struct {
	// Path is the whole text.
	Path string
	// Segment is the part that failed, and Offset its byte offset in Path.
	Segment string
	Offset  int
	// Within is the message that was searched for Segment; nil where the field
	// before it is not a message.
	Within *Message
	// Reason is why the segment fails, ready to print.
	Reason string
	// Suggestion is what was probably meant in the place of Segment, "" if
	// nothing is near.
	Suggestion string
}

// Error returns for example
//
//	target.usr.userid: no field "usr" in Noun; did you mean "user"?
func (e *PathError) Error() string {
	text := e.Path + ": " + e.Reason
	if e.Suggestion != "" {
		text += fmt.Sprintf("; did you mean %q?", e.Suggestion)
	}
	return text
}
