package parser

import "slices"

// Section is one kind of mapping in a table, such as a row: the keys that it
// may hold.
type Section struct {
	Name    string // as messages print it: "row", "event-type line"
	Article string // the name with its article: "a row", "an extract"
	Doc     string
	Heading string // the heading in docs/tables.md that describes the keys
	Keys    []Key

	// Exclusive are pairs of keys of which only one may be there.
	Exclusive [][2]string
	// OneOf are sets of keys of which one must be there, whole; nil for none.
	OneOf [][]string
	// Idle are keys that mean nothing beside another.
	Idle []Idle
	// Needs are keys that mean nothing without another: the first without the
	// second.
	Needs [][2]string
}

// Idle is a key of a [Section] beside which some others mean nothing.
type Idle struct {
	Beside string
	Keys   []string
}

// Key is one key of a [Section].
type Key struct {
	Name     string
	Type     Type
	Required bool
	Doc      string
	Choices  []Choice // the values it may have; nil for any
	Section  string   // the section of the mappings that it holds, else ""
	Names    Names    // what its text names, or the names that it has entries for
	Form     string   // a regular expression that those names match, "" for any
}

// Names is the kind of thing that a [Key] names.
type Names string

// The kinds, besides those that only the table itself knows.
const (
	FieldNames     Names = "a UDM path"
	EventTypeNames Names = "an event type"
	LogTypeNames   Names = "a log type"
	FindingNames   Names = "a finding"
)

// Choice is one value of a [Key] that takes no others.
type Choice struct {
	Name string
	Doc  string
}

// Type is what the value of a [Key] must be, in words.
type Type string

// The types.
const (
	TextType       Type = "text"
	TextsType      Type = "text or a list of texts"
	ConstantType   Type = "text, a number, true or false"
	ConstantsType  Type = "a constant or a list of constants"
	NumberType     Type = "a whole number from 1 on"
	FlagType       Type = "true or false"
	MappingType    Type = "a mapping"
	MappingsType   Type = "a list of mappings"
	ShapesType     Type = "a mapping or a list of mappings"
	NamedType      Type = "a mapping from names to mappings"
	ComparisonType Type = "a mapping from sources to constants"
	PairsType      Type = "a mapping from sources to sources"
	LengthsType    Type = "a mapping from sources to whole numbers"
	MapType        Type = "a mapping from texts to constants"
	ReasonsType    Type = "a mapping from finding ids to reasons"
	DroppedType    Type = "a mapping from raw fields to reasons"
)

// Language returns every kind of mapping of the table language with its keys,
// in the order that a table has them. The decoder, its messages and the
// documentation all spring from what it returns.
func Language() []Section {
	sections := []Section{
		tableForm().Section,
		claimsForm().Section,
		optionForm().Section,
		extractForm().Section,
		rowForm().Section,
		conditionForm().Section,
		withinForm().Section,
		lineForm().Section,
	}
	for i := range sections { // the decoder's own are nobody's to change
		sections[i].Keys = slices.Clone(sections[i].Keys)
	}
	return sections
}

// form is a Section with the place of every key's value in a T.
type form[T any] struct {
	Section

	setters []func(*T, setting)
}

// binding is a Key with the place of its value in a T.
type binding[T any] struct {
	Key

	set func(*T, setting)
}

// setting is what the decoder read for a key: the member that the key's Type
// asks for is set.
type setting struct {
	text   string // TextType, ConstantType
	texts  []string
	number int
	flag   bool
	*mappingSetting
}

// mappingSetting is what the decoder read for a key whose value is made of
// mappings, as few are.
type mappingSetting struct {
	claims      []Claims
	condition   Condition
	within      *Within
	options     []Option
	extracts    []Extract
	rows        []Row
	lines       []EventTypeLine
	needs       []Need
	comparisons []Equals
	pairs       []Pair
	lengths     []Length
	mapped      []Mapped
	waivers     []Waiver
	dropped     []Dropped
}

// newForm joins a section and its keys. Each form is made
// once, when the first table is read: a table has many mappings of each.
func newForm[T any](section Section, keys ...binding[T]) form[T] {
	f := form[T]{Section: section}
	for _, key := range keys {
		f.Keys = append(f.Keys, key.Key)
		f.setters = append(f.setters, key.set)
	}
	return f
}

// key finds a key by its name.
func (s Section) key(name string) (index int, ok bool) {
	for i, key := range s.Keys {
		if key.Name == name {
			return i, true
		}
	}
	return 0, false
}

// names returns the names of all keys.
func (s Section) names() []string {
	names := make([]string, len(s.Keys))
	for i, key := range s.Keys {
		names[i] = key.Name
	}
	return names
}

// quoted is the key's name as messages print it.
func (k Key) quoted() string { return `"` + k.Name + `"` }

// choiceNames returns the values that the key may have.
func (k Key) choiceNames() []string {
	names := make([]string, len(k.Choices))
	for i, choice := range k.Choices {
		names[i] = choice.Name
	}
	return names
}
