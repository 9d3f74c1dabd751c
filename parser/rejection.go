package parser

import "strconv"

// Reason is the stable word for why a record gives no event. Besides those
// below there are the names of raw fields that a table requires, such as
// "time".
type Reason string

// The reasons that do not depend on a table.
const (
	Malformed    Reason = "malformed"     // not JSON
	InvalidUTF8  Reason = "invalid-utf8"  // a string holds bytes that are not UTF-8
	TooDeep      Reason = "too-deep"      // nested deeper than the bound
	TooLarge     Reason = "too-large"     // longer than the bound
	NotAnObject  Reason = "not-an-object" // JSON, but not an object
	DuplicateKey Reason = "duplicate-key" // a key that the table reads stands twice
	UnknownShape Reason = "unknown-shape" // no table claims the record
	Truncated    Reason = "truncated"     // the input ends inside the record

	// CorruptCompression: the object cannot be inflated beyond the record.
	CorruptCompression Reason = "corrupt-compression"
)

// Rejection says why a record gives no event. It is the error of
// [Mapper.Append], which reuses it: it holds until the mapper's next call.
type Rejection struct {
	Reason Reason `json:"reason"`
	Detail string `json:"detail"`          // a sentence for people, without a full stop
	Row    string `json:"row,omitempty"`   // the row that requires a value, if that is the reason
	Table  string `json:"table,omitempty"` // the table that rejects; "" where none was chosen
	Offset int    `json:"offset"`          // in the record, of the byte that decided; -1 where none did
}

// Error returns the reason with its detail.
func (r *Rejection) Error() string {
	message := "record rejected: " + string(r.Reason)
	if r.Detail != "" {
		message += ": " + r.Detail
	}
	if r.Offset >= 0 {
		message += " (at byte " + strconv.Itoa(r.Offset) + ")"
	}
	return message
}
