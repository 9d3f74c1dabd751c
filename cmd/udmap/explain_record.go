package main

import (
	"context"
	"errors"
	"fmt"

	"github.com/udmap/udmap/internal/rawrecord"
	"github.com/udmap/udmap/parser"
)

// recordPlace is where a record stands.
type recordPlace struct {
	Object string `json:"object"`
	Number int64  `json:"record_number"`
	Line   int64  `json:"line"`
	Offset int64  `json:"offset"`
}

// String returns "logs.jsonl:3: record 3".
func (p recordPlace) String() string {
	return fmt.Sprintf("%s:%d: record %d", inputName(p.Object), p.Line, p.Number)
}

// readRecord reads one record of a file or of standard input.
func (a *app) readRecord(ctx context.Context, catalog *parser.Catalog, path string, number int) (recordPlace, []byte, error) {
	name, source, err := a.open(ctx, path)
	if err != nil {
		return recordPlace{}, nil, err
	}
	defer func() { _ = source.Close() }() // it was only read
	record, err := rawrecord.Find(ctx, catalog, path, source, int64(number))
	if _, isMissing := errors.AsType[*rawrecord.NotFoundError](err); isMissing {
		return recordPlace{}, nil, usagef("%s: %w", name, err)
	}
	place := recordPlace{Object: path, Number: record.Number, Line: record.Line, Offset: record.Offset}
	return place, record.Bytes(), err
}
