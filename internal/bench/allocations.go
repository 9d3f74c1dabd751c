package main

import (
	"context"
	"errors"
	"fmt"
	"testing"

	"github.com/udmap/udmap/internal/bench/corpus"
	"github.com/udmap/udmap/parser"
)

// measureAllocations counts what mapping allocates once the mapper's buffers
// have grown.
func measureAllocations(ctx context.Context, work workload) ([]finding, error) {
	catalog, err := newEngine()
	if err != nil {
		return nil, err
	}
	corpora := []struct {
		name    string
		options corpus.Options
	}{
		{"allocations an event", corpus.Options{}},
		{"allocations an event, fields in another order in every record", corpus.Options{ShuffleFields: true}},
		{"allocations a record, one in five rejected", corpus.Options{RejectedPercent: 20}},
	}
	var findings []finding
	for _, each := range corpora {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		records := corpus.Records(each.options, work.records)
		perEvent, err := allocations(catalog.NewMapper(), records, work.rounds)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", each.name, err)
		}
		findings = append(findings, noAllocations(each.name, perEvent))
	}
	return findings, nil
}

func noAllocations(measure string, perEvent float64) finding {
	return finding{
		measure: measure,
		figure:  fmt.Sprintf("%.4f", perEvent),
		limit:   limit{kind: atMost, value: 0},
		value:   perEvent,
	}
}

// allocations maps all records, two rounds to warm up and then some more, and
// averages over the latter. In the second round an outline may still take the room
// of another that was drawn in the first, and need a little more.
func allocations(mapper mapper, records [][]byte, rounds int) (float64, error) {
	var event []byte
	var failure error
	round := func() {
		for _, record := range records {
			var err error
			event, err = mapper.Append(event[:0], record)
			if err != nil && !isRejection(err) {
				failure = err
			}
		}
	}
	round()
	perRound := testing.AllocsPerRun(rounds, round)
	return perRound / float64(len(records)), failure
}

// isRejection tells a record that is not mapped for a reason from a failure of
// the engine.
func isRejection(err error) bool {
	_, rejected := errors.AsType[*parser.Rejection](err)
	return rejected
}
