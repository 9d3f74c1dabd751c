package udm

// Message is one message of the schema, for example Noun.
type Message struct {
	// Name is the name within the schema: "UDM", "Noun", "Tls.Client".
	Name string
	// FullName is the proto name: "google.backstory.Noun".
	FullName string
	// Fields are in schema order, which is the order of keys in the output.
	Fields []*Field

	byName map[string]*Field
}

// Field finds a field by its proto name ("event_type") or its JSON name
// ("eventType").
func (m *Message) Field(name string) (*Field, bool) {
	field, ok := m.byName[name]
	return field, ok
}

// Field is one field of a message.
type Field struct {
	// Name is the proto name, as field lists and YARA-L spell it: "event_type".
	Name string
	// JSONName is the proto JSON name: "eventType".
	JSONName string
	// Number is the proto field number; 0 where none is published (the
	// messages below network.http.parsed_user_agent).
	Number int
	// Index is the field's position in Parent.Fields.
	Index int
	Kind  Kind
	// Type is the schema's own word for the type: "string", "Noun",
	// "Metadata.EventType", "google.protobuf.Timestamp".
	Type     string
	Repeated bool
	// Message is the type of a KindMessage field, else nil.
	Message *Message
	// Enum is the type of a KindEnum field, else nil.
	Enum *Enum
	// MapValue describes the values of a KindMap field, else nil. Its keys are
	// strings; its Parent is nil, as it belongs to no message.
	MapValue *Field
	// Oneof names the group of fields of which at most one may be set; "" for
	// a field outside any.
	Oneof string
	// Optional means that the field tells "set to its zero value" from "not
	// set" (proto3 optional). Messages and oneof members always do.
	Optional bool
	// Deprecated fields are still accepted; new mappings should avoid them.
	Deprecated bool
	// PlatformSet fields are filled in by Google Security Operations and are
	// to be left out of events that are sent.
	PlatformSet bool
	// Parent is the message that holds the field.
	Parent *Message
	// Limit is the documented bound on the value, nil if there is none.
	Limit *Limit
	// Note is the schema's remark on the field, mostly "".
	Note string
}

// FieldNames is a spelling of field names in JSON.
type FieldNames uint8

const (
	// CamelCase is proto JSON's own spelling: eventType. The import API takes
	// it everywhere, so it is the default.
	CamelCase FieldNames = iota
	// SnakeCase is the spelling of the field list and of YARA-L: event_type.
	SnakeCase
)

// String returns "camel" or "snake".
func (n FieldNames) String() string {
	if n == SnakeCase {
		return "snake"
	}
	return "camel"
}

// Key returns the field's name in the given spelling.
func (f *Field) Key(names FieldNames) string {
	if names == SnakeCase {
		return f.Name
	}
	return f.JSONName
}

// String returns "Message.field", for error messages.
func (f *Field) String() string {
	if f.Parent == nil {
		return f.Name
	}
	return f.Parent.Name + "." + f.Name
}

// hasPresence reports whether the zero value differs from an absent field.
func (f *Field) hasPresence() bool {
	return f.Optional || f.Oneof != "" || (f.isObject() && !f.Repeated && f.Kind != KindMap)
}

// isObject reports whether the field's type is a message in proto's eyes,
// which the well-known types are too.
func (f *Field) isObject() bool { return f.Kind >= KindMessage && f.Kind != KindEnum }

// jsonName converts a proto field name to its JSON name exactly as protoc
// does: each underscore is dropped and the letter after it raised.
func jsonName(name string) string {
	camel := make([]byte, 0, len(name))
	raise := false
	for i := range len(name) {
		c := name[i]
		switch {
		case c == '_':
			raise = true
			continue
		case raise && 'a' <= c && c <= 'z':
			c -= 'a' - 'A'
		}
		raise = false
		camel = append(camel, c)
	}
	return string(camel)
}
