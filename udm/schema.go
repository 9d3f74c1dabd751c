package udm

import "sync"

// The schema is data: udm_schema.json and udm_required_fields.json. What is built
// in is the same as Go data, which needs no reading when a program starts.
//
//go:generate go test . -run TestTheBuiltInSchemaIsThatOfTheFiles -update

// Schema is the whole model. It is immutable; its messages, fields, enums and
// event types are shared and must not be changed.
type Schema struct {
	commit     string
	root       *Message
	messages   []*Message
	enums      []*Enum
	eventTypes []*EventType

	messageByName   map[string]*Message
	enumByName      map[string]*Enum
	eventTypeByName map[string]*EventType

	machineIdentifierPaths []string
	userIdentifierPaths    []string
}

// Default returns the schema that is built into the package. It is linked on the
// first call.
func Default() *Schema { return defaultSchema() }

var defaultSchema = sync.OnceValue(func() *Schema {
	schema, _ := link(&builtIn) // a test proves that it can be linked
	return schema
})

// Commit returns the commit of github.com/googleapis/googleapis whose udm.proto
// the schema was made from.
func (s *Schema) Commit() string { return s.commit }

// Root returns the message of an event, UDM.
func (s *Schema) Root() *Message { return s.root }

// Message finds a message by its name in the schema ("Noun"), its proto name
// ("google.backstory.Noun") or an alias that Google's documentation uses.
func (s *Schema) Message(name string) (*Message, bool) {
	message, ok := s.messageByName[name]
	return message, ok
}

// Messages returns all messages: the root first, the others by name.
func (s *Schema) Messages() []*Message { return s.messages }

// Enum finds an enum by its name in the schema ("Metadata.EventType"), its
// proto name or an alias that Google's documentation uses ("EventType").
func (s *Schema) Enum(name string) (*Enum, bool) {
	enum, ok := s.enumByName[name]
	return enum, ok
}

// Enums returns all enums by name.
func (s *Schema) Enums() []*Enum { return s.enums }

// EventType finds an event type by its enum value, for example "USER_LOGIN".
func (s *Schema) EventType(name string) (*EventType, bool) {
	eventType, ok := s.eventTypeByName[name]
	return eventType, ok
}

// EventTypes returns all event types in the order of their enum numbers,
// EVENTTYPE_UNSPECIFIED included.
func (s *Schema) EventTypes() []*EventType { return s.eventTypes }

// MachineIdentifierPaths returns the fields of a noun that identify a machine:
// hostname, ip, mac and asset_id. The usage guide does not count the copies of
// them below asset.
func (s *Schema) MachineIdentifierPaths() []string { return s.machineIdentifierPaths }

// UserIdentifierPaths returns the fields of a noun, such as user.userid, that
// were seen to identify a user.
func (s *Schema) UserIdentifierPaths() []string { return s.userIdentifierPaths }
