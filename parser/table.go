package parser

import "github.com/udmap/udmap/udm"

// Table is a mapping table as written: decoded, with the place of every
// part, but not yet checked against the UDM schema. [Load] makes one,
// [Compile] checks and compiles it.
type Table struct {
	File        string // as given to Load; names the table in diagnostics
	Name        string
	Version     int
	LogType     string
	Description string
	Source      string   // address of the published mapping
	Records     []string // keys that hold the records in an API page
	Claims      Claims
	Extracts    []Extract // in file order
	Rows        []Row     // in file order
	EventTypes  []EventTypeLine
	Waivers     []Waiver

	Position udm.Position // of the document's first key
	places   places       // of keys and values, for diagnostics
}

// Claims is the record shape that chooses a table: raw-field paths that must
// or must not be there, whatever their values.
type Claims struct {
	Has    []string
	HasAny []string
	Lacks  []string
}

// Extract names something inside a field: what an extractor finds in From, or
// the first of several sources that is not empty.
type Extract struct {
	Name     string
	From     string   // with Using
	Using    string   // the extractor: "dash-pairs" or "embedded-json"
	First    []string // in place of From and Using
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

// Condition is a set of lines that must all hold. Its zero value holds
// always.
type Condition struct {
	Any   []string // one of these sources is not empty
	All   []string // none of these is empty
	None  []string // all of these are empty
	Is    []Equals // each source's text equals one of its values
	IsNot []Equals // no source's text equals one of its values
}

// Equals compares the text of a source with constants.
type Equals struct {
	Source string
	Values []string
}

// EventTypeLine is one line of a table's event_type section.
type EventTypeLine struct {
	ID       string
	From     string // a source that may name an event type
	Value    string // or the event type itself
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
