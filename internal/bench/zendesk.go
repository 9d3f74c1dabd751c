package main

import (
	"context"
	"fmt"

	"github.com/udmap/udmap/internal/bench/corpus"
	"github.com/udmap/udmap/internal/bench/rivals"
)

// measureZendesk compares the time for an event of an audit log and of a
// ticket with that of a mapper written by hand, and counts what mapping them
// allocates.
func measureZendesk(ctx context.Context, work workload) ([]finding, error) {
	engine, err := newEngine()
	if err != nil {
		return nil, err
	}
	logs := []struct {
		name    string
		records [][]byte
		rival   mapper
		atLeast float64
	}{
		{"audit log", corpus.AuditLogs(work.records), rivals.NewAuditLogs(), 15},
		{"ticket", corpus.Tickets(work.tickets), rivals.NewTickets(), 10},
	}
	var findings []finding
	for _, each := range logs {
		timings, err := compete(ctx, work.rounds, []contender{
			mapping("udmap", engine.NewMapper(), each.records),
			mapping("by hand", each.rival, each.records),
		})
		if err != nil {
			return nil, fmt.Errorf("%s: %w", each.name, err)
		}
		perEvent, err := allocations(engine.NewMapper(), each.records, work.rounds)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", each.name, err)
		}
		findings = append(findings,
			timesAsFast(each.name+": times as fast as by hand with encoding/json and maps",
				timings[0], timings[1], limit{atLeast, each.atLeast, "×"}),
			noAllocations(each.name+": allocations an event", perEvent),
		)
	}
	return findings, nil
}
