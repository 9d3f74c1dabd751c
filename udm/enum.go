package udm

// Enum is one enum of the schema, for example Metadata.EventType.
type Enum struct {
	// Name is the name within the schema: "Metadata.EventType".
	Name string
	// FullName is the proto name: "google.backstory.Metadata.EventType".
	FullName string
	// Values are ordered by number, and by name where two share a number.
	Values []EnumValue
	// Numbered is false where Google publishes the names but not the numbers
	// (Family); the values then have their position in the published list.
	Numbered bool

	byName   map[string]int32
	byNumber map[int32]string
}

// EnumValue is one value of an enum.
type EnumValue struct {
	Name   string
	Number int32
}

// Has reports whether the enum has a value of exactly that name. Names are
// upper case, and proto JSON accepts no other spelling.
func (e *Enum) Has(name string) bool {
	_, ok := e.byName[name]
	return ok
}

// Number returns the number of the value of that name.
func (e *Enum) Number(name string) (int32, bool) {
	number, ok := e.byName[name]
	return number, ok
}

// ValueName returns the name of the value with that number; the first by name
// where two share it.
func (e *Enum) ValueName(number int32) (string, bool) {
	name, ok := e.byNumber[number]
	return name, ok
}

// Names returns the names of all values, in the order of Values.
func (e *Enum) Names() []string {
	names := make([]string, len(e.Values))
	for i, value := range e.Values {
		names[i] = value.Name
	}
	return names
}
