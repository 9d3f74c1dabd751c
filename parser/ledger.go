package parser

import (
	"cmp"
	"maps"
	"slices"
)

// Ledger is the sums of a conversion: what was read and what became of it.
type Ledger struct {
	// Object is the object's name, "" where several are added up.
	Object string `json:"object,omitempty"`
	// Records counts what was read: every record is an event, rejected or
	// skipped. What is rejected for not being JSON, or for ending too early,
	// counts as one record from where it starts to where reading goes on.
	Records  int64 `json:"records"`
	Events   int64 `json:"events"`
	Rejected int64 `json:"rejected"`
	// Skipped counts what an API page sends along with its records, in arrays
	// of its own behind them.
	Skipped int64 `json:"skipped"`
	// BytesIn is the length of the object, inflated; BytesOut that of the
	// events before they are compressed.
	BytesIn  int64 `json:"bytes_in"`
	BytesOut int64 `json:"bytes_out"`
	// Reasons counts the rejected records by Reason.
	Reasons map[string]int64 `json:"reasons,omitempty"`
	// Tables counts the events by the table that mapped them.
	Tables map[string]int64 `json:"tables,omitempty"`
	// EventTypes counts the events by UDM event type.
	EventTypes map[string]int64 `json:"event_types,omitempty"`
	// Rows counts, by "table/row", how often a row set something: once an event,
	// or once an entry that it makes for an object of a list.
	Rows map[string]int64 `json:"rows,omitempty"`
	// Warnings counts what did not stop an event, by table, row and kind.
	Warnings []Warning `json:"warnings,omitempty"`
}

// Warning counts records that became events although something was not
// right.
type Warning struct {
	Table string `json:"table"`
	Row   string `json:"row,omitempty"`
	Kind  string `json:"kind"` // such as "unreadable", "over-length"
	Count int64  `json:"count"`
}

// Balanced reports whether every record that was read is accounted for. A
// [Converter] returns an error where it is not.
func (l *Ledger) Balanced() bool {
	return l.Records == l.Events+l.Rejected+l.Skipped
}

// Add adds what another conversion counted. The object's name is dropped
// where the two differ.
func (l *Ledger) Add(other Ledger) {
	if l.Object != other.Object {
		l.Object = ""
	}
	l.Records += other.Records
	l.Events += other.Events
	l.Rejected += other.Rejected
	l.Skipped += other.Skipped
	l.BytesIn += other.BytesIn
	l.BytesOut += other.BytesOut
	addCounts(&l.Reasons, other.Reasons)
	addCounts(&l.Tables, other.Tables)
	addCounts(&l.EventTypes, other.EventTypes)
	addCounts(&l.Rows, other.Rows)
	l.addWarnings(other.Warnings)
}

func addCounts(to *map[string]int64, from map[string]int64) {
	if *to == nil {
		*to = maps.Clone(from)
		return
	}
	for name, count := range from {
		(*to)[name] += count
	}
}

// addWarnings keeps the warnings in the order of table, row and kind.
func (l *Ledger) addWarnings(warnings []Warning) {
	for _, w := range warnings {
		i, found := slices.BinarySearchFunc(l.Warnings, w, Warning.compare)
		if found {
			l.Warnings[i].Count += w.Count
		} else {
			l.Warnings = slices.Insert(l.Warnings, i, w)
		}
	}
}

func (w Warning) compare(other Warning) int {
	return cmp.Or(
		cmp.Compare(w.Table, other.Table),
		cmp.Compare(w.Row, other.Row),
		cmp.Compare(w.Kind, other.Kind),
	)
}

// addTally adds what mappers counted, by name.
func (l *Ledger) addTally(t *tally, c *Catalog) {
	l.Tables, l.EventTypes, l.Rows = map[string]int64{}, map[string]int64{}, map[string]int64{}
	for i := range t.plans {
		l.addCountsOf(&t.plans[i], c.plans[i].plan)
	}
}

func (l *Ledger) addCountsOf(counts *counts, plan *Plan) {
	table := plan.table.Name
	if counts.events > 0 {
		l.Tables[table] += counts.events
	}
	for i, n := range counts.eventTypes {
		if n > 0 {
			l.EventTypes[plan.eventTypes.names[i]] += n
		}
	}
	for i, row := range plan.rows {
		if n := counts.rows[i]; n > 0 {
			l.Rows[table+"/"+row] += n
		}
		for kind, n := range counts.warnings[i] {
			if n > 0 {
				l.addWarnings([]Warning{{table, row, warningKind(kind).String(), n}})
			}
		}
	}
}
