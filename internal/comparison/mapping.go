package comparison

import (
	"errors"

	"github.com/udmap/udmap/internal/rawrecord"
	"github.com/udmap/udmap/parser"
)

// Mapping gives what tables make of records. It is not safe for concurrent
// use.
type Mapping struct {
	mapper *parser.Mapper
	event  []byte
}

// NewMapping returns what the tables of a catalog make of records.
func NewMapping(catalog *parser.Catalog) *Mapping { return &Mapping{mapper: catalog.NewMapper()} }

// Outcome maps one record, as a conversion does. What it returns is valid until
// the next call.
func (m *Mapping) Outcome(record rawrecord.Record) Outcome {
	if record.Reason != "" {
		return Outcome{Reason: record.Reason, Detail: record.Detail}
	}
	event, err := m.mapper.Append(m.event[:0], record.Bytes())
	if rejection, rejected := errors.AsType[*parser.Rejection](err); rejected {
		return Outcome{Reason: rejection.Reason, Detail: rejection.Detail}
	}
	m.event = event
	return Outcome{Event: event}
}
