package parser

import "github.com/udmap/udmap/udm"

// program is what a table comes to for one kind of object: the record, or
// the elements of one of its lists. It is immutable.
//
// Applying one takes three steps: *scan* the object's bytes into slots, one
// for each source that the table reads; *settle* what the slots imply, which
// leaves have something to write; *write* those leaves, in the order of the
// UDM schema.
type program struct {
	root    *keyNode
	paths   []rawPath // what root was made of
	sources []string  // by slot: the source, as the table writes it
	steps   []step    // from slots to further slots, each after what it needs

	direct     []slotLeaf // the leaves that wait for nothing but a value
	shadowed   []slotLeaf // those of them that are not the first of their slot
	tested     []tested
	guarded    []guarded
	choosy     []int  // the leaves that do not take every value
	always     bitset // the leaves of unconditional constants
	constants  bitset // the leaves of all constants
	awaited    bitset // of an `each`: an object without any of these slots makes no entry
	required   []required
	degraded   int   // the slot of the event type that was preferred, or none
	rest       []int // the leaves of all that the table does not name
	writesRest bool  // there are such leaves, if only under a condition

	numbered    bool   // its outlines hold the numbers of objects
	fragment    bool   // makes no object, but entries or members for one
	onlyMembers bool   // of additional, which no outline has
	additional  keySet // the keys of additional that the table writes, escaped

	leaves  []leaf
	results int     // how many of them have a place for what their map writes
	shared  []uint8 // by pair of leaves: how many containers both lie in
}

// slotLeaf is a leaf that waits for the value of a slot.
type slotLeaf struct{ slot, leaf int }

// none stands for no slot.
const none = -1

// rawPath is a raw field that the table reads.
type rawPath struct {
	path     []string
	slot     int // none for a field that is dropped
	verbatim bool
	named    bool // by the table, not only on the way to a field below it or by a claim
	dropped  bool // with all that is in it
}

// keyNode is the keys of one level of an object that the table reads.
type keyNode struct {
	keys    keySet
	members []member // by the key's place in the set
	unknown *member  // for any other key; nil where nothing reads those
}

// member is what the table reads of one key.
type member struct {
	slot     int    // its value, trimmed
	verbatim int    // its value as it stands; none where no row wants that
	page     bool   // in an API page, this key holds the records
	rest     bool   // one of the fields that the table does not name, and has a row for
	within   string // of such a field: the path of the object that it stands in, with a dot behind it
	child    *keyNode
}

// step fills slots from other slots. One of its parts is set, besides when.
type step struct {
	name   string     // of the extract
	when   *condition // nil for none
	text   *textPlan
	first  *elementPlan
	choice *choice
	made   *madeText
	parts  parts
}

// parts is what the table reads of a text that is taken apart. Each extractor
// but the oldest two has a type of its own for it.
type parts interface {
	// put says which slot a part goes to, while the table is compiled.
	put(part string, slot int, how reading)
	// reads returns the slot of the text.
	reads() int
	// fill takes the text, which is not empty, apart.
	fill(m *Mapper, f *frame)
}

// textPlan is what the table reads of a text that holds more than one value.
type textPlan struct {
	row   int32  // of the extract, among the plan's rows
	slot  int    // the text, verbatim
	json  int    // the slot of the embedded JSON, or none
	pairs *pairs // nil where the table reads none
}

// pairs is what the table reads of a dash-pairs text.
type pairs struct {
	keys          pairKeys
	slots         []pairSlots // by the key's place in the set
	addressed     bool        // a key of the set holds an e-mail address
	addressKey    pairSlots
	subject       int
	firstAddress  int
	secondAddress int
}

// pairSlots is where a pair's NEW and OLD go.
type pairSlots struct{ value, previous int }

// elementPlan reads the first object of a list.
type elementPlan struct {
	id   int // among the program's
	list int // the slot of the list
	root *keyNode
}

// choice fills a slot with the value of the first of others that has one.
type choice struct {
	slot int
	from []int
	set  bitset // the same slots
}

// tested is a test of one slot and the leaves that wait for its outcome.
type tested struct {
	slot   int
	name   string // of the test
	test   test
	passed []uint16
	failed []uint16
}

// test is what `if` and `unless` ask of a value's text.
type test func(a *addresses, text []byte) bool

// guarded is a leaf with a condition on other slots.
type guarded struct {
	leaf int
	slot int // of the leaf's own value; none for a constant
	when condition
	same bool // the condition is that of the one before
}

// required is a row without whose value a record is rejected.
type required struct {
	row    int
	reason Reason
	detail string
}

// leafKind is how a leaf's values are written.
type leafKind uint8

const (
	constantLeaf leafKind = iota
	eventTypeLeaf
	textLeaf
	timestampLeaf
	integerLeaf
	booleanLeaf
	enumLeaf
	addressLeaf // an IP address
	jsonLeaf
	joinedLeaf // a text, or an array's scalars with commas between them
	eachLeaf
	restLeaf
)

// leaf is a place in the output that one source of one row fills. What every
// write of one needs stands first, so that it shares a cache line.
type leaf struct {
	kind     leafKind
	plain    bool // one text is written as it is, once it is settled that it is
	alone    bool // besides, its list never has the same entry from another leaf
	fixed    bool // a constant that every event has, part of the text between other leaves
	flexible bool // takes any JSON, as labels and structs do
	required bool
	slot     int32  // its source; none for constants
	group    int32  // of leaves of which the first with a value is written; 0 is none
	list     int32  // the list that the leaf appends to; 0 is none
	prefix   int32  // how much of open belongs to the value's list entry
	row      int32  // among the plan's rows
	limit    uint32 // the least length in bytes that may be over a limit

	constant string

	// What stands around the values, see layout.
	open   []string // by the depth shared with the leaf before: all up to the value
	tail   string   // what ends the value, then what ends the containers
	ending int      // how much of tail ends the value
	again  string   // what stands between two values

	test     test // nil, or what each value must pass
	testName string
	fails    bool // each value must fail the test instead
	blank    []string

	mapped   *valueMap // nil, or what is written in place of values
	foreseen bool      // what that is, for one value, is known before it is written
	result   int       // counted from 1, where a frame keeps what that is; 0 for nowhere
	most     int       // values; 0 is any number
	cut      int       // bytes; 0 is any length
	maxBytes int
	maxChars int
	low      int64 // the bounds of an integer
	high     uint64
	bare     bool   // stands without quotation marks
	zero     string // the value that proto JSON leaves out; "" for none
	names    *enumNames

	// Of a label that is written for each object of a list: what stands
	// between its key, with a number behind it, and its value.
	numbered string
	distinct bool // its list never has the same label from another leaf
	// Of a member of additional that is written likewise: its key.
	memberKey []piece

	rivals  *rivals   // nil where it has none in its list
	each    *eachPlan // for eachLeaf
	landing *landing  // for explanations
}

// eachPlan writes an entry for each object of a list.
type eachPlan struct {
	id      int          // among the catalog's frames
	further bool         // leave out the first
	raw     bool         // the list is a field of the record, and not what is inside a text
	most    int          // entries; 0 is any number
	element int          // the slot of elements that are no objects, or none
	changes *changeSlots // nil, or the list is the changes of a text
	program *program
}

// enumNames finds the names of an enum's values.
type enumNames struct {
	keys   keySet
	names  []string
	values []value // the names, as values in pool
	pool   []byte
}

func newEnumNames(enum *udm.Enum) *enumNames {
	e := &enumNames{names: make([]string, len(enum.Values))}
	for i, v := range enum.Values {
		e.names[i] = v.Name
		start := uint32(len(e.pool))
		e.pool = append(e.pool, v.Name...)
		e.values = append(e.values, value{start: start, end: uint32(len(e.pool)), kind: text, in: typeNames, plain: true})
	}
	e.pool = append(e.pool, make([]byte, shortValue)...)
	e.keys = newKeySet(e.names)
	return e
}

// find returns the name that text spells in any letter case, with spaces and
// hyphens for underscores.
func (e *enumNames) find(text []byte) (name string, found bool) {
	var spelled [64]byte
	if len(text) > len(spelled) {
		return "", false
	}
	for i, c := range text {
		switch {
		case c >= 'a' && c <= 'z':
			c -= 'a' - 'A'
		case c == ' ' || c == '-':
			c = '_'
		}
		spelled[i] = c
	}
	i := e.keys.find(spelled[:len(text)])
	if i < 0 {
		return "", false
	}
	return e.names[i], true
}
