package parser

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"github.com/tidwall/gjson"

	"github.com/udmap/udmap/udm"
)

// FieldUse is what becomes of a value of a raw field.
type FieldUse string

// The uses, the worst first.
const (
	FieldUnnamed    FieldUse = "unnamed"    // the table does not name it
	FieldUnwritten  FieldUse = "unwritten"  // the table names it, and nothing of it was written
	FieldDecides    FieldUse = "decides"    // only conditions look at it
	FieldDropped    FieldUse = "dropped"    // the table drops it
	FieldAdditional FieldUse = "additional" // it is in additional
	FieldMapped     FieldUse = "mapped"     // it is in another field of the event
)

func fieldUses() []FieldUse {
	return []FieldUse{FieldUnnamed, FieldUnwritten, FieldDecides, FieldDropped, FieldAdditional, FieldMapped}
}

// IsLost tells of a value that reached nothing, and that nobody means to drop.
func (u FieldUse) IsLost() bool { return u == FieldUnnamed || u == FieldUnwritten }

// TableCoverage tells what one table made of the records that it took.
type TableCoverage struct {
	Table      string           `json:"table"`
	Version    int              `json:"version"`
	Events     int64            `json:"events"`
	Fields     []FieldCoverage  `json:"fields"`      // the worst first, then by path
	Rows       []RowCoverage    `json:"rows"`        // in the order of the table
	EventTypes []BranchCoverage `json:"event_types"` // likewise
	Maps       []MapCoverage    `json:"maps,omitempty"`
	// Untracked counts values of fields beyond MaxCoveredFields.
	Untracked int64 `json:"untracked,omitempty"`
}

// MaxCoveredFields bounds the raw fields of a table that coverage tells apart.
const MaxCoveredFields = 10_000

// FieldCoverage tells what became of the values of a raw field that are not
// empty, in the records that gave an event.
type FieldCoverage struct {
	Path    string             `json:"path"` // a.b, and list[].c for the elements of a list
	Use     FieldUse           `json:"use"`  // the worst that became of one
	Count   int64              `json:"count"`
	Uses    map[FieldUse]int64 `json:"uses"`
	Reason  string             `json:"reason,omitempty"` // why the table drops it
	Example string             `json:"example"`          // a value of the worst use, as it stands in the record
}

// RowCoverage tells how often a row wrote something.
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
// events, and which rows, event types and entries of maps are put to use. It is
// not safe for concurrent use.
type Coverage struct {
	catalog  *Catalog
	mapper   *Mapper
	tables   []tableFields // by plan
	rejected map[Reason]int64
}

// tableFields is what is known of the fields of one table's records.
type tableFields struct {
	fields    map[string]*FieldCoverage
	branches  map[branch]int64
	untracked int64
}

type branch struct{ row, eventType int }

// NewCoverage returns the coverage of no records yet.
func (c *Catalog) NewCoverage() *Coverage {
	coverage := &Coverage{catalog: c, mapper: c.NewMapper(), rejected: map[Reason]int64{}}
	coverage.mapper.coverage = true
	for range c.plans {
		coverage.tables = append(coverage.tables, tableFields{fields: map[string]*FieldCoverage{}, branches: map[branch]int64{}})
	}
	return coverage
}

// Add adds what becomes of a record.
func (c *Coverage) Add(record []byte) {
	m := c.mapper
	m.trace = &trace{}
	if _, err := m.Append(nil, record); err != nil {
		c.rejected[m.rejection.Reason]++
		return
	}
	table := &c.tables[m.claimed]
	table.branches[branch{m.eventRow, m.eventType}]++
	values := newValueUses(m)
	eachScalar(gjson.ParseBytes(record), nil, func(path []pathStep, raw string) {
		table.add(pathText(path), values.of(path), raw, m.plan.table.whyDropped(keysOf(path)))
	})
}

// Rejected counts the records that gave no event.
func (c *Coverage) Rejected() map[Reason]int64 { return maps.Clone(c.rejected) }

// add adds one value of a field.
func (t *tableFields) add(path string, use FieldUse, raw, dropped string) {
	field, known := t.fields[path]
	if !known {
		if len(t.fields) == MaxCoveredFields {
			t.untracked++
			return
		}
		field = &FieldCoverage{Path: path, Use: FieldMapped, Uses: map[FieldUse]int64{}}
		t.fields[path] = field
	}
	worse := slices.Index(fieldUses(), use) < slices.Index(fieldUses(), field.Use)
	if worse || field.Count == 0 {
		field.Use, field.Example = use, raw
	}
	if use == FieldDropped {
		field.Reason = dropped
	}
	field.Count++
	field.Uses[use]++
}

// Tables tells of each table that took a record, in the order of their names.
func (c *Coverage) Tables() []TableCoverage {
	var tables []TableCoverage
	for i, b := range c.catalog.plans {
		if c.mapper.tally.plans[i].events > 0 {
			tables = append(tables, c.tables[i].report(b.plan, &c.mapper.tally.plans[i]))
		}
	}
	return tables
}

func (t *tableFields) report(plan *Plan, counts *counts) TableCoverage {
	r := TableCoverage{
		Table:      plan.table.Name,
		Version:    plan.table.Version,
		Events:     counts.events,
		Rows:       rowCoverage(plan, counts),
		EventTypes: t.branchCoverage(plan),
		Untracked:  t.untracked,
		Fields:     []FieldCoverage{},
	}
	for i, entry := range plan.mapped {
		r.Maps = append(r.Maps, MapCoverage{entry, counts.mapped[i]})
	}
	for _, field := range t.fields {
		r.Fields = append(r.Fields, *field)
	}
	slices.SortFunc(r.Fields, func(a, b FieldCoverage) int {
		return cmp.Or(cmp.Compare(slices.Index(fieldUses(), a.Use), slices.Index(fieldUses(), b.Use)), strings.Compare(a.Path, b.Path))
	})
	return r
}

func rowCoverage(plan *Plan, counts *counts) []RowCoverage {
	var rows []RowCoverage
	for i := range plan.table.Rows {
		if row := &plan.table.Rows[i]; row.WrittenBy == "" {
			rows = append(rows, RowCoverage{row.ID, row.To, counts.rows[i], row.Position})
		}
	}
	return rows
}

func (t *tableFields) branchCoverage(plan *Plan) []BranchCoverage {
	var branches []BranchCoverage
	for i, line := range plan.eventLines {
		written := &plan.table.EventTypes[i]
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
				Line: written.ID, EventType: plan.eventTypes.names[candidate.name],
				Count: t.branches[branch{line.row, candidate.name}], Position: written.Position,
			})
		}
	}
	return branches
}
