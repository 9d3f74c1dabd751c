package golden

import "github.com/udmap/udmap/parser"

// Uncovered is the rows of one table that no case exercised.
type Uncovered struct {
	Table string   `json:"table"`
	Rows  []string `json:"rows"` // ids, in file order; event-type lines too
}

// Uncovered lists, for each of the runner's tables, the rows and event-type
// lines that set nothing in any of the results. A row that another one writes
// is exercised with that one. Tables without such rows are left out.
func (r *Runner) Uncovered(results []Result) []Uncovered {
	var all []Uncovered
	for _, table := range r.tables {
		fired := firedRows(table, results)
		var idle []string
		for _, id := range rowIDs(table) {
			if !fired[id] {
				idle = append(idle, id)
			}
		}
		if idle != nil {
			all = append(all, Uncovered{Table: table.Name, Rows: idle})
		}
	}
	return all
}

// firedRows is the rows of a table that set something in one of the results.
func firedRows(table *parser.Table, results []Result) map[string]bool {
	fired := map[string]bool{}
	for _, result := range results {
		if result.Case.hasOwnTables() {
			continue // its table may have the same name
		}
		for _, id := range rowIDs(table) {
			fired[id] = fired[id] || result.Ledger.Rows[table.Name+"/"+id] > 0
		}
	}
	for _, row := range table.Rows {
		if row.WrittenBy != "" {
			fired[row.ID] = fired[row.WrittenBy]
		}
	}
	return fired
}

// rowIDs lists the ids of a table's rows and event-type lines, in file order.
func rowIDs(table *parser.Table) []string {
	var ids []string
	for _, row := range table.Rows {
		ids = append(ids, row.ID)
	}
	for _, line := range table.EventTypes {
		ids = append(ids, line.ID)
	}
	return ids
}
