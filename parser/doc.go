// Package parser turns raw log records into UDM events, driven by mapping
// tables.
//
// A table is read ([Load]), checked against the UDM schema and compiled once
// into an immutable [Plan] ([Compile]); a [Catalog] of plans chooses among
// them by the shape of each record. A [Mapper] applies a catalog to records
// one at a time, a [Converter] to whole raw objects: it splits them, keeps
// what is rejected with the reason, and balances its [Ledger].
//
// The package is pure: it takes bytes and readers and gives bytes and
// diagnostics. It holds no vendor's name; what is particular to a log type
// stands in its table. The table language is described in docs/tables.md.
package parser
