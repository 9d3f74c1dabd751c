package parser

import (
	"maps"
	"slices"

	"github.com/udmap/udmap/udm"
)

// FieldUse is what becomes of a value of a raw field.
type FieldUse string

// The uses, the worst first. A value has exactly one.
const (
	FieldUnnamed    FieldUse = "unnamed"    // the table does not name it
	FieldUnwritten  FieldUse = "unwritten"  // the table names it, and nothing of it is in the event
	FieldDecides    FieldUse = "decides"    // only conditions look at it
	FieldDropped    FieldUse = "dropped"    // the table drops it, or an option that the user chose
	FieldAdditional FieldUse = "additional" // it is in additional, and nowhere else
	FieldMapped     FieldUse = "mapped"     // it is in another field of the event
)

// FieldUses lists the uses, the worst first.
func FieldUses() []FieldUse {
	return []FieldUse{FieldUnnamed, FieldUnwritten, FieldDecides, FieldDropped, FieldAdditional, FieldMapped}
}

func (u FieldUse) rank() int { return slices.Index(FieldUses(), u) }

// IsLost tells of a value that is nowhere in the event, and that nobody means
// to drop.
func (u FieldUse) IsLost() bool {
	return u == FieldUnnamed || u == FieldUnwritten || u == FieldDecides
}

// TableCoverage tells what one table made of the records that it took.
type TableCoverage struct {
	Table   string `json:"table"`
	Version int    `json:"version"`
	Events  int64  `json:"events"`
	// Values counts the values of all fields by what became of them: texts,
	// numbers and booleans, without empty ones.
	Values     map[FieldUse]int64 `json:"values"`
	Fields     []FieldCoverage    `json:"fields"`      // the worst first, then by path
	Rows       []RowCoverage      `json:"rows"`        // in the order of the table
	EventTypes []BranchCoverage   `json:"event_types"` // likewise
	Maps       []MapCoverage      `json:"maps,omitempty"`
	// Untracked counts values of fields beyond MaxCoveredFields, which are
	// among Values too.
	Untracked map[FieldUse]int64 `json:"untracked,omitempty"`
	// Blank counts values that count as empty, as a row that reads them says.
	Blank int64 `json:"blank,omitempty"`
}

// FieldCoverage tells what became of the values of a raw field that are not
// empty, in the records that gave an event.
type FieldCoverage struct {
	// Path is a.b, and list[].c for the elements of a list. A key of more than
	// 200 bytes is cut.
	Path    string             `json:"path"`
	Use     FieldUse           `json:"use"` // the worst that became of one
	Count   int64              `json:"count"`
	Uses    map[FieldUse]int64 `json:"uses"`
	Reason  string             `json:"reason,omitempty"`  // why it is dropped, or why the first value was not written
	Example string             `json:"example,omitempty"` // the first value of the worst use, as it stands in the record; at most 200 bytes
}

// RowCoverage tells in how many events a row wrote something.
type RowCoverage struct {
	Row      string       `json:"row"`
	To       string       `json:"to"`
	Count    int64        `json:"count"`
	Position udm.Position `json:"position"`
}

// BranchCoverage tells how often an event-type line gave an event type.
type BranchCoverage struct {
	Line      string       `json:"line"`
	EventType string       `json:"event_type,omitempty"` // "" where the record names it
	Count     int64        `json:"count"`
	Position  udm.Position `json:"position"`
}

// MapCoverage tells how often a value was like an entry of a row's map.
type MapCoverage struct {
	MapEntry

	Count int64 `json:"count"`
}

// Coverage finds out what tables make of a corpus: which raw fields reach
// events, and which rows, event types and entries of maps are put to use. The
// order of the records matters for examples alone. Its memory does not grow
// with the corpus. It is not safe for concurrent use.
type Coverage struct {
	catalog  *Catalog
	mapper   *Mapper
	event    []byte
	tables   []*tableFields // by plan
	rejected map[Reason]int64
}

// NewCoverage returns the coverage of no records yet.
func (c *Catalog) NewCoverage() *Coverage {
	coverage := &Coverage{catalog: c, mapper: c.NewMapper(), rejected: map[Reason]int64{}}
	coverage.mapper.coverage = true
	coverage.mapper.trace = &trace{brief: true}
	for _, b := range c.plans {
		coverage.tables = append(coverage.tables, newTableFields(b.plan))
	}
	return coverage
}

// Add adds what becomes of a record.
func (c *Coverage) Add(record []byte) {
	event, err := c.mapper.Append(c.event[:0], record)
	if err != nil {
		c.rejected[c.mapper.rejection.Reason]++
		return
	}
	c.event = event
	c.tables[c.mapper.claimed].add(c.mapper)
}

// Rejected counts the records that gave no event.
func (c *Coverage) Rejected() map[Reason]int64 { return maps.Clone(c.rejected) }

// Tables tells of each table that made an event, in the order of their names.
func (c *Coverage) Tables() []TableCoverage {
	var tables []TableCoverage
	for i, t := range c.tables {
		if t.records > 0 {
			tables = append(tables, t.cover(&c.mapper.tally.plans[i]))
		}
	}
	return tables
}

func (t *tableFields) cover(counts *counts) TableCoverage {
	r := TableCoverage{
		Table:      t.plan.table.Name,
		Version:    t.plan.table.Version,
		Events:     t.records,
		Values:     maps.Clone(t.untracked),
		Fields:     t.report(),
		Rows:       t.rowCoverage(),
		EventTypes: t.branchCoverage(),
		Untracked:  maps.Clone(t.untracked),
		Blank:      t.blank,
	}
	for _, field := range r.Fields {
		addCounts(&r.Values, field.Uses)
	}
	for i, entry := range t.plan.mapped {
		r.Maps = append(r.Maps, MapCoverage{entry, counts.mapped[i]})
	}
	return r
}

func (t *tableFields) rowCoverage() []RowCoverage {
	var rows []RowCoverage
	for i := range t.plan.table.Rows {
		if row := &t.plan.table.Rows[i]; row.WrittenBy == "" {
			rows = append(rows, RowCoverage{row.ID, row.To, t.rows[i], row.Position})
		}
	}
	return rows
}

func (t *tableFields) branchCoverage() []BranchCoverage {
	var branches []BranchCoverage
	for i, line := range t.plan.eventLines {
		written := &t.plan.table.EventTypes[i]
		if line.slot != none {
			b := BranchCoverage{Line: written.ID, Position: written.Position}
			for key, count := range t.branches {
				if key.row == line.row {
					b.Count += count
				}
			}
			branches = append(branches, b)
		}
		for _, candidate := range line.types {
			branches = append(branches, BranchCoverage{
				Line: written.ID, EventType: t.plan.eventTypes.names[candidate.name],
				Count: t.branches[branch{line.row, candidate.name}], Position: written.Position,
			})
		}
	}
	return branches
}
