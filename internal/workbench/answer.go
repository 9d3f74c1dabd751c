package workbench

import "github.com/udmap/udmap/udm"

// Question is what the page asks: what do these raw logs become with this
// table?
type Question struct {
	// Raw is the raw object as it was pasted or dropped; gzip and zstd are
	// inflated.
	Raw []byte `json:"-"`
	// Table is the built-in table that every record goes to; "" lets the shape
	// of each record choose.
	Table string `json:"table"`
	// Text is the table in place of the built-in one, where it was edited.
	Text string `json:"text"`
	// Record is the number of the record to explain, from 1; 0 is the first.
	Record int64 `json:"record"`
}

// Answer is what became of the raw logs. Places in texts are in UTF-16 code
// units, as a browser counts them.
type Answer struct {
	// Compiled tells that the table compiles; without it there are findings
	// alone.
	Compiled bool            `json:"compiled"`
	Findings udm.Diagnostics `json:"findings"` // of the table
	// Problem is what ended the reading of the raw logs early, "" if nothing.
	Problem  string           `json:"problem"`
	Records  int64            `json:"records"`
	Events   int64            `json:"events"`
	Rejected int64            `json:"rejected"`
	Skipped  int64            `json:"skipped"`
	Bytes    int64            `json:"bytes"`   // of the raw logs, inflated
	Reasons  map[string]int64 `json:"reasons"` // of what was rejected
	List     []Listed         `json:"list"`    // of records, around the one that is explained
	Record   *Record          `json:"record"`  // the one that is explained, nil if there is none
	Table    *Table           `json:"table"`   // of that record, nil if no table claims it
}

// Listed is a record in the list.
type Listed struct {
	Number    int64  `json:"number"`
	Line      int64  `json:"line"`
	Table     string `json:"table"`
	EventType string `json:"event_type"` // "" if it is rejected
	Reason    string `json:"reason"`     // "" if it is not
	Errors    int    `json:"errors"`     // of the validator
	Warnings  int    `json:"warnings"`   // likewise, without those that the table waives
}

// Record is one record, explained.
type Record struct {
	Number    int64      `json:"number"`
	Line      int64      `json:"line"`
	Text      string     `json:"text"`
	Cut       int        `json:"cut"`   // bytes that are not shown
	Event     string     `json:"event"` // laid out for people
	Fields    []Field    `json:"fields"`
	Idle      []Idle     `json:"idle"`
	Unused    []Unused   `json:"unused"`
	Findings  []Judgment `json:"findings"` // of the validator
	Rejection *Rejection `json:"rejection"`
}

// Field is a value of the event, its row, and where in the record it is from.
type Field struct {
	Path   string `json:"path"`
	Value  string `json:"value"`
	Row    string `json:"row"`
	Source string `json:"source"` // "" for a constant
	Places []Span `json:"places"`
}

// Idle is a row that set nothing, and why.
type Idle struct {
	Row    string `json:"row"`
	To     string `json:"to"`
	Source string `json:"source"`
	Reason string `json:"reason"`
	Detail string `json:"detail"`
	Places []Span `json:"places"` // of the raw fields that it reads
}

// Unused is a part of the record that reached no field.
type Unused struct {
	Path    string `json:"path"`
	Dropped string `json:"dropped"` // why the table drops it, if it does
	Place   Span   `json:"place"`
}

// Judgment is a finding of the validator.
type Judgment struct {
	udm.Diagnostic

	Waived string `json:"waived"` // why the table waives it, "" if it does not
}

// Rejection is why the record gives no event.
type Rejection struct {
	Reason string `json:"reason"`
	Detail string `json:"detail"`
	Row    string `json:"row"`
	Offset int    `json:"offset"` // in the text, -1 if no place decided
}

// Span is a part of a text.
type Span struct {
	Start int `json:"start"`
	End   int `json:"end"`
}

// Table is a mapping table, with the lines of its rows.
type Table struct {
	Name string `json:"name"`
	Text string `json:"text"`
	Rows []Row  `json:"rows"`
}

// Row is where a row or an event-type line stands: its first line and its last.
type Row struct {
	ID    string `json:"id"`
	First int    `json:"first"`
	Last  int    `json:"last"`
	To    string `json:"to"`
}
