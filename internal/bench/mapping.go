package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"time"

	"github.com/tidwall/gjson"

	"github.com/udmap/udmap/internal/bench/corpus"
	"github.com/udmap/udmap/internal/bench/rivals"
)

// mapper turns one record into one event: the engine and the rivals that run
// in this process.
type mapper interface {
	Append(dst, record []byte) ([]byte, error)
}

// measureMapping compares the time for one event with the rivals', and with
// that of only asking whether the record is valid JSON.
func measureMapping(ctx context.Context, work workload) ([]finding, error) {
	records := corpus.Records(corpus.Options{}, work.records)
	shuffled := corpus.Records(corpus.Options{ShuffleFields: true}, work.records)
	engine, err := newEngine()
	if err != nil {
		return nil, err
	}
	contenders := []contender{
		mapping("udmap", engine.NewMapper(), records),
		validation(records),
		mapping("udmap", engine.NewMapper(), shuffled),
		validation(shuffled),
		mapping("maps", rivals.NewMaps(), records),
		mapping("gjson and sjson", rivals.NewPaths(), records),
	}
	jq, missing := rivals.FindJQ()
	if missing == nil {
		contenders = append(contenders, jqMapping(jq, work.jqRecords))
	}
	timings, err := compete(ctx, work.rounds, contenders)
	if err != nil {
		return nil, err
	}

	ours, valid, oursShuffled, validShuffled, maps, paths := timings[0], timings[1], timings[2], timings[3], timings[4], timings[5]
	againstJQ := finding{measure: "times as fast as jq", limit: limit{atLeast, 100, "×"}}
	if missing != nil {
		againstJQ.missing = missing.Error()
	} else {
		againstJQ = timesAsFast(againstJQ.measure, ours, timings[6], againstJQ.limit)
	}
	return []finding{
		timesAsFast("times as fast as encoding/json, maps and regexp", ours, maps, limit{atLeast, 20, "×"}),
		timesAsFast("times as fast as one gjson read and one sjson write a field", ours, paths, limit{}),
		againstJQ,
		timesAsLong("times as long as gjson.ValidBytes", ours, valid, limit{atMost, 2.5, "×"}),
		timesAsLong("times as long as gjson.ValidBytes, fields in another order in every record", oursShuffled, validShuffled, limit{atMost, 3, "×"}),
	}, nil
}

// mapping is a round of mapping all records into one buffer.
func mapping(name string, mapper mapper, records [][]byte) contender {
	var event []byte
	return contender{name, len(records), onOneCore(func(context.Context) error {
		for _, record := range records {
			var err error
			if event, err = mapper.Append(event[:0], record); err != nil {
				return fmt.Errorf("map %s: %w", record, err)
			}
		}
		return nil
	})}
}

// validation is a round of asking of all records whether they are valid JSON.
func validation(records [][]byte) contender {
	return contender{"gjson.ValidBytes", len(records), onOneCore(func(context.Context) error {
		for _, record := range records {
			if !gjson.ValidBytes(record) {
				return errors.New("a record of the corpus is not valid JSON")
			}
		}
		return nil
	})}
}

// jqMapping is a round of jq, less what a jq without any record takes to
// start.
func jqMapping(jq *rivals.JQ, count int) contender {
	lines := corpus.Lines(corpus.Options{}, count)
	return contender{"jq", count, func(ctx context.Context) (time.Duration, error) {
		start, err := jq.Run(ctx, io.Discard, nil)
		if err != nil {
			return 0, err
		}
		whole, err := jq.Run(ctx, io.Discard, lines)
		return whole - start, err
	}}
}
