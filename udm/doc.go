// Package udm is the Unified Data Model of Google Security Operations as
// data: its messages, fields, enums and limits, the fields that each event
// type needs, field paths, the canonical JSON of an event, and a validator
// that judges any event, whoever wrote it.
//
// The package knows nothing of the products whose logs become events, reads
// neither clock nor environment nor network, and depends on the standard
// library alone. Everything it exports is immutable once built and safe for
// concurrent use.
//
// # Where the facts come from
//
// udm_schema.json is Google's published backstory/udm.proto with the proto
// field numbers; udm_required_fields.json is the UDM usage guide, paraphrased
// into field paths. Both files name their sources line by line. [Default]
// reads them once.
package udm
