package parser

import (
	"slices"

	"github.com/udmap/udmap/udm"
)

// Table is a mapping table as written: decoded, with the place of every
// part, but not yet checked against the UDM schema. [Load] makes one,
// [Compile] checks and compiles it.
type Table struct {
	File        string // as given to Load; names the table in diagnostics
	Name        string
	Version     int
	LogType     string
	Description string
	Source      string    // address of the published mapping
	Records     []string  // keys that hold the records in an API page
	Claims      []Claims  // a record of one of these shapes is the table's
	Options     []Option  // in file order
	Extracts    []Extract // in file order
	Rows        []Row     // in file order
	EventTypes  []EventTypeLine
	Needs       []Need
	Dropped     []Dropped
	Waivers     []Waiver

	Position udm.Position // of the document's first key
	places   places       // of keys and values, for diagnostics
}

// Claims is the record shape that chooses a table: raw-field paths that must
// or must not be there, whatever their values.
type Claims struct {
	Has      []string
	HasAny   []string
	Lacks    []string
	Position udm.Position
}

// Option is something that a user of the table may choose.
type Option struct {
	Name        string
	Default     string
	Choices     []string // nil for any text
	List        bool     // several values, with commas between them
	Description string
	Position    udm.Position
}

// Extract names something inside a field, or made of several: what an
// extractor finds in From, the first of several sources that is not empty, or
// a text with sources in it.
type Extract struct {
	Name     string
	From     string   // with Using
	Using    string   // the extractor, such as "dash-pairs"
	At       string   // with "halves": the text between them
	First    []string // in place of From and Using
	Text     string   // likewise: with {source} for the text of a source
	When     Condition
	Position udm.Position
}

// Row is one line of a mapping: a source or a constant, and the UDM field it
// sets.
type Row struct {
	ID        string
	From      []string // sources; more than one only where To is a list
	Value     string   // the constant, when HasValue
	HasValue  bool
	To        string
	Key       string // label key; "" means the raw name
	As        string // conversion; "" means the one that fits the field
	If        string // test the value must pass
	Unless    string // test the value must fail
	When      Condition
	Blank     []string
	Map       []Mapped // in file order; the first that fits counts
	Otherwise string   // what any other value becomes; "" is nothing
	Most      int      // values or entries; 0 is any number
	Cut       int      // bytes; 0 is any length
	Numbered  bool
	Each      string
	Take      string // "" or "previous"
	Verbatim  bool   // trim: false
	Required  bool
	After     string
	Entry     string
	WrittenBy string
	Line      int
	Note      string
	Waivers   []Waiver
	Position  udm.Position
}

// Mapped is one entry of a row's map: the constant in place of a value that is
// like the pattern.
type Mapped struct{ Pattern, Constant string }

// Condition is a set of lines that must all hold. Its zero value holds
// always.
type Condition struct {
	Any     []string // one of these sources is not empty
	All     []string // none of these is empty
	None    []string // all of these are empty
	Is      []Equals // each source's text equals one of its values
	IsNot   []Equals // no source's text equals one of its values
	Like    []Equals // a text of each source is like one of its values
	Unlike  []Equals // no text of a source is like one of its values
	Same    []Pair   // both sources are not empty, and equal
	Differs []Pair   // the first source is not empty, and not equal to the other
	Longer  []Length // each source's text has more bytes
	Within  *Within  // nil for none

	never bool // an option has another value than it asks for
}

// Equals compares the text of a source with constants or patterns.
type Equals struct {
	Source string
	Values []string
}

// Pair is two sources that are compared.
type Pair struct{ Source, Other string }

// Length is a number of bytes that the text of a source is compared with.
type Length struct {
	Source string
	Bytes  int
}

// Within asks that one time is at most so many seconds later than another.
type Within struct {
	From, To string
	Seconds  int
	Position udm.Position
}

// Need is what an event type is claimed for only where it is there.
type Need struct {
	EventType string
	When      Condition
	Position  udm.Position // of the event type
}

// Dropped is a raw field that is left out on purpose.
type Dropped struct {
	Field    string
	Reason   string
	Position udm.Position
}

// EventTypeLine is one line of a table's event_type section.
type EventTypeLine struct {
	ID       string
	From     string   // a source that may name an event type
	Value    string   // or the event type itself
	Else     []string // what takes the place of Value where that lacks what it needs
	When     Condition
	Line     int
	Note     string
	Waivers  []Waiver
	Position udm.Position
}

// Waiver marks a finding that is known and meant.
type Waiver struct {
	Finding  string // the finding's id
	Reason   string
	Position udm.Position
}

// WaivedFindings lists the ids of the findings that the table waives: for a
// row, for an event-type line, or for the whole of it.
func (t *Table) WaivedFindings() []string {
	waivers := slices.Clone(t.Waivers)
	for i := range t.Rows {
		waivers = append(waivers, t.Rows[i].Waivers...)
	}
	for i := range t.EventTypes {
		waivers = append(waivers, t.EventTypes[i].Waivers...)
	}
	ids := make([]string, len(waivers))
	for i, waiver := range waivers {
		ids[i] = waiver.Finding
	}
	return ids
}
