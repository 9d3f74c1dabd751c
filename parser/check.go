package parser

import (
	"github.com/udmap/udmap/udm"
)

// Check reads a table and reports everything that is wrong with it at once:
// its form, as [Load] does, and its meaning, as [Compile] does. The table is
// nil if and only if the diagnostics hold an error.
func Check(file string, source []byte) (*Table, udm.Diagnostics) {
	table, report := load(file, source)
	if table == nil {
		return nil, report.found.Sort()
	}
	whole := !report.found.HasErrors()
	found := append(report.found, newChecker(table, udm.Default(), whole).check(true)...).Sort()
	if found.HasErrors() {
		return nil, found
	}
	return table, found
}

// check reports what a table that Load found well formed means wrongly; what
// takes a proof to find, only if proofs are asked for.
func check(table *Table, schema *udm.Schema, prove bool) udm.Diagnostics {
	return newChecker(table, schema, true).check(prove).Sort()
}

// checker holds a table against the schema. Of a table that is not whole, it
// checks what there is and leaves out what would only follow from the rest.
type checker struct {
	*report

	table    *Table
	schema   *udm.Schema
	whole    bool
	extracts map[string]*Extract
	used     map[string]bool // extracts that something names
	rows     map[string]int  // by id
	ids      []string        // of the rows
	targets  []target        // by row
}

func newChecker(table *Table, schema *udm.Schema, whole bool) *checker {
	c := &checker{
		report:   newReport(),
		table:    table,
		schema:   schema,
		whole:    whole,
		extracts: map[string]*Extract{},
		used:     map[string]bool{},
		rows:     map[string]int{},
	}
	for i := range table.Extracts {
		c.extracts[table.Extracts[i].Name] = &table.Extracts[i]
	}
	for i := range table.Rows {
		c.rows[table.Rows[i].ID] = i
		c.ids = append(c.ids, table.Rows[i].ID)
	}
	return c
}

func (c *checker) check(prove bool) udm.Diagnostics {
	c.fileName()
	c.claims()
	c.extractSources()
	c.targets = make([]target, len(c.table.Rows))
	for i := range c.table.Rows {
		row := &c.table.Rows[i]
		if row.WrittenBy != "" {
			c.writtenBy(row)
			continue
		}
		c.rowSources(row)
		c.targets[i] = c.target(row)
		c.conversion(row, c.targets[i])
	}
	c.listOrders()
	c.eventTypes()
	c.needs()
	c.droppedFields()
	c.options()
	c.timestamp()
	if c.whole {
		c.unusedExtracts()
	}
	if c.whole && !c.found.HasErrors() {
		c.mixedEntries()
	}
	if !prove {
		return c.found
	}
	if c.whole && !c.found.HasErrors() {
		c.prove()
	}
	c.waivers() // of which many waive what a proof finds
	return c.found
}

// at is a finding about the value of a row's key.
func (c *checker) at(row *Row, key string) udm.Diagnostic {
	return udm.Diagnostic{Position: c.table.places.value(row.Position, key), Row: row.ID, Field: row.To}
}

// atKey is a finding about a row's key itself.
func (c *checker) atKey(row *Row, key string) udm.Diagnostic {
	return udm.Diagnostic{Position: c.table.places.key(row.Position, key), Row: row.ID, Field: row.To}
}

// hinted adds a hint to a finding, if there is one.
func hinted(d udm.Diagnostic, hint string) udm.Diagnostic {
	d.Hint = hint
	return d
}

// detailed adds a detail to a finding.
func detailed(d udm.Diagnostic, detail string) udm.Diagnostic {
	d.Detail = detail
	return d
}
