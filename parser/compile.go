package parser

import (
	"slices"
	"strconv"
	"sync"

	"github.com/udmap/udmap/udm"
)

// DefaultMaxDepth is how deep a record may nest unless [Options] say
// otherwise.
const DefaultMaxDepth = 256

// Options say how a plan writes events. The zero value is what the import API
// takes and what goldens hold.
type Options struct {
	// FieldNames is the spelling of keys in events.
	FieldNames udm.FieldNames
	// TruncateLimits cuts texts that are longer than the documentation allows
	// at a rune boundary, which the ledger counts as "truncated". Otherwise
	// they are written whole and counted as "over-length".
	TruncateLimits bool
	// Trusted leaves out the proofs, which take most of the time of compiling. It
	// is for tables that were found right before, as the built-in ones are.
	Trusted bool
	// TableOptions chooses values for options of the table, by name. Names that
	// the table does not declare choose nothing.
	TableOptions map[string]string
	// MaxDepth is how deep a record may nest; 0 means DefaultMaxDepth.
	MaxDepth int
}

// Plan is a compiled table: immutable and safe for concurrent use. A
// [Catalog] applies it.
type Plan struct {
	table      *Table
	settled    *Table // the same, its options settled
	options    Options
	program    *program
	rows       []string // ids of rows and event-type lines, names of extracts, "" for the record
	eventLines []eventLine
	eventTypes *enumNames // that an event may have
	mapped     []MapEntry // of all maps, row by row
	constants  []byte     // that maps write
	frames     int        // of eachPlans
}

// MapEntry is an entry of a row's map.
type MapEntry struct {
	Row     string // the row's id
	Pattern string // "" for any other value
}

// eventLine is a compiled EventTypeLine.
type eventLine struct {
	row   int
	slot  int         // that may name an event type, or none
	types []candidate // else the event types, the preferred one first
	when  condition
}

// candidate is an event type that a line may give.
type candidate struct {
	name int // among the plan's
	need condition
}

// Table returns the table that was compiled.
func (p *Plan) Table() *Table { return p.table }

// Compile checks a table against the UDM schema and compiles it. The plan is
// nil if a diagnostic is an error; warnings and notes come beside a plan.
func Compile(table *Table, options Options) (*Plan, udm.Diagnostics) {
	diagnostics := check(table, udm.Default(), !options.Trusted)
	if diagnostics.HasErrors() {
		return nil, append(diagnostics, checkChoices(table, options.TableOptions)...)
	}
	plan, found := compileChecked(table, options)
	return plan, append(diagnostics, found...)
}

// compileChecked compiles a table that was found right.
func compileChecked(table *Table, options Options) (*Plan, udm.Diagnostics) {
	diagnostics := checkChoices(table, options.TableOptions)
	if diagnostics.HasErrors() {
		return nil, diagnostics
	}
	if options.MaxDepth == 0 {
		options.MaxDepth = DefaultMaxDepth
	}
	settled := table.settleOptions(options.TableOptions)
	c := &compiler{plan: &Plan{table: table, settled: settled, options: options}, table: settled, schema: udm.Default()}
	c.compile()
	if size := c.plan.size(); size > maxBits {
		r := newReport()
		r.add(mapTooBig, udm.Diagnostic{Position: table.Position}, strconv.Itoa(size), strconv.Itoa(maxBits))
		return nil, append(diagnostics, r.found...)
	}
	return c.plan, diagnostics
}

// size returns the number of rows, of values that are read, or of values that
// are written, whichever is largest.
func (p *Plan) size() int {
	size := max(len(p.rows), len(p.program.sources), len(p.program.leaves))
	for i := range p.program.leaves {
		if each := p.program.leaves[i].each; each != nil {
			size = max(size, len(each.program.sources), len(each.program.leaves))
		}
	}
	return size
}

// compiler turns a table that was found right into a plan.
type compiler struct {
	plan   *Plan
	table  *Table // the plan's, its options settled
	schema *udm.Schema
	ranks  map[string]int // by row id
	// extracts gives their numbers among the plan's rows.
	extracts map[string]int
}

func (c *compiler) compile() {
	table := c.table
	c.nameRows()
	c.ranks = rowRanks(table.Rows)
	c.plan.eventTypes = eventTypeNames()
	b := c.newBuilder(table.Extracts)
	for i := range table.Rows {
		if row := &table.Rows[i]; row.isCompiled() && row.Each == "" {
			b.addRow(i, row, c.path(row.To).Steps())
		}
	}
	for _, group := range c.eachGroups() {
		b.addEach(group)
	}
	b.addEventType()
	for i := range table.EventTypes {
		c.plan.eventLines = append(c.plan.eventLines, c.eventLine(b.sources, len(table.Rows)+i, &table.EventTypes[i]))
	}
	b.addRest()
	c.plan.program = b.build(true)
}

// isCompiled tells of a row that writes something itself, with the options as
// they are.
func (r *Row) isCompiled() bool { return r.WrittenBy == "" && !r.When.never }

// eventLine compiles an event-type line.
func (c *compiler) eventLine(s *sources, row int, line *EventTypeLine) eventLine {
	compiled := eventLine{row: row, slot: none, when: s.condition(line.When)}
	if line.From != "" {
		compiled.slot = s.slot(line.From, asTrimmed)
		return compiled
	}
	for _, eventType := range append([]string{line.Value}, line.Else...) {
		candidate := candidate{name: c.plan.eventTypes.keys.find([]byte(eventType)), need: condition{empty: true}}
		for _, need := range c.table.Needs {
			if need.EventType == eventType {
				candidate.need = s.condition(need.When)
			}
		}
		compiled.types = append(compiled.types, candidate)
	}
	return compiled
}

// nameRows numbers everything that the ledger counts something of.
func (c *compiler) nameRows() {
	table := c.plan.table
	c.extracts = map[string]int{}
	for i := range table.Rows {
		c.plan.rows = append(c.plan.rows, table.Rows[i].ID)
	}
	for i := range table.EventTypes {
		c.plan.rows = append(c.plan.rows, table.EventTypes[i].ID)
	}
	for _, e := range table.Extracts {
		c.extracts[e.Name] = len(c.plan.rows)
		c.plan.rows = append(c.plan.rows, e.Name)
	}
	c.plan.rows = append(c.plan.rows, "")
}

// eventTypeNames are the event types that a record may name, the same for all
// plans.
var eventTypeNames = sync.OnceValue(func() *enumNames {
	path, err := udm.Default().ParsePath("metadata.event_type")
	if err != nil {
		return newEnumNames(&udm.Enum{})
	}
	enum := *path.Last().Enum
	enum.Values = slices.DeleteFunc(slices.Clone(enum.Values), func(v udm.EnumValue) bool { return v.Number == 0 })
	return newEnumNames(&enum)
})

// path parses a path that the check found right.
func (c *compiler) path(to string) udm.Path {
	path, err := c.schema.ParsePath(to)
	if err != nil {
		return udm.Path{}
	}
	return path
}

// rowRanks returns the place of each row in the lists it appends to: the
// order of the file, but a row with `after` comes right behind that row.
func rowRanks(rows []Row) map[string]int {
	behind := map[string][]string{}
	for _, row := range rows {
		behind[row.After] = append(behind[row.After], row.ID)
	}
	ranks := map[string]int{}
	var rank func(id string)
	rank = func(id string) {
		for _, next := range behind[id] {
			ranks[next] = len(ranks)
			rank(next)
		}
	}
	rank("")
	return ranks
}

// eachGroup is the rows that write into the entries made for one list.
type eachGroup struct {
	list string
	root []udm.Step // down to the repeated message, or the list of labels, or additional
	rows []int
}

// eachGroups groups the rows with `each` by list and repeated message.
func (c *compiler) eachGroups() (groups []*eachGroup) {
	found := map[string]*eachGroup{}
	for i := range c.table.Rows {
		row := &c.table.Rows[i]
		if row.Each == "" || !row.isCompiled() {
			continue
		}
		root := repeatedRoot(c.path(row.To).Steps())
		key := row.Each + " " + pathOf(root)
		group := found[key]
		if group == nil {
			group = &eachGroup{list: row.Each, root: root}
			found[key] = group
			groups = append(groups, group)
		}
		group.rows = append(group.rows, i)
	}
	return groups
}

// repeatedRoot returns the steps down to the first repeated message.
func repeatedRoot(steps []udm.Step) []udm.Step {
	for i, at := range steps {
		if at.Field.Repeated && at.Field.Kind == udm.KindMessage {
			return steps[:i+1]
		}
	}
	return steps
}
