// Package rivals maps Zoom operation logs in the ways that one would without
// udmap, for the benchmark to compare with: a mapper written by hand in an
// afternoon ([Maps]), one read and one write by path for each field ([Paths]),
// and a jq program ([JQ]).
//
// All three follow the published table and leave out what costs time and does
// not show in most records: nothing is validated, "from A to B" is kept
// whole, addresses outside pairs are not looked for, text is not trimmed. So
// being faster than they are is the least. Keys are spelled as in the UDM
// field list (snake_case), which the import API takes as well.
//
// [AuditLogs] and [Tickets] map Zendesk's records as [Maps] does, by the whole
// of their tables.
package rivals

// emailPattern is the test of an operator that tells an e-mail address from
// a user id.
const emailPattern = `^[A-Za-z0-9._%+-]+@[A-Za-z0-9.-]+\.[A-Za-z]{2,}$`

const (
	logType    = "ZOOM_OPERATION_LOGS"
	vendorName = "ZOOM"
)

// splitArray cuts the embedded array of objects off an operation detail. The
// array is empty if there is none.
func splitArray(detail string, start int) (text, array string) {
	if start < 0 {
		return detail, ""
	}
	return detail[:start], detail[start:]
}
