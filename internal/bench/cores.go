package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"github.com/udmap/udmap/internal/bench/corpus"
)

// measureCores compares two cores with one: for one large file, which has to
// be split among them, and for many small ones.
func measureCores(ctx context.Context, work workload) (found []finding, err error) {
	folder, err := os.MkdirTemp("", "udmap-bench-*")
	if err != nil {
		return nil, fmt.Errorf("make a folder to work in: %w", err)
	}
	defer func() { err = errors.Join(err, os.RemoveAll(folder)) }()
	udmap, err := buildBinary(ctx, folder)
	if err != nil {
		return nil, err
	}
	large := filepath.Join(folder, "large.jsonl.gz")
	if err := corpus.WriteFile(large, corpus.Options{}, work.largeRecords); err != nil {
		return nil, err
	}
	small := filepath.Join(folder, "small")
	files, err := corpus.WriteChunks(small, corpus.Options{}, work.smallRecords)
	if err != nil {
		return nil, err
	}

	out := filepath.Join(folder, "out")
	timings, err := compete(ctx, work.rounds, []contender{
		conversion(udmap, 2, large, out, work.largeRecords),
		conversion(udmap, 1, large, out, work.largeRecords),
		conversion(udmap, 2, small, out, work.smallRecords),
		conversion(udmap, 1, small, out, work.smallRecords),
	})
	if err != nil {
		return nil, err
	}
	required := limit{atLeast, 1.8, "×"}
	return []finding{
		timesAsFast("two cores, times as fast as one: a large file", timings[0], timings[1], required),
		timesAsFast(fmt.Sprintf("two cores, times as fast as one: %d small files", files), timings[2], timings[3], required),
	}, nil
}

// conversion is a round of converting a file or a folder into a folder, both
// compressed, from the start of the program to its end.
func conversion(udmap binary, cores int, source, out string, records int) contender {
	name := fmt.Sprintf("%d core", cores)
	return contender{name, records, func(ctx context.Context) (time.Duration, error) {
		if err := os.RemoveAll(out); err != nil {
			return 0, fmt.Errorf("empty the output folder: %w", err)
		}
		command, complaint := udmap.command(ctx, cores, "convert", "--out", out, source)
		start := time.Now()
		err := command.Run()
		took := time.Since(start)
		if err != nil {
			return 0, fmt.Errorf("%v: %w: %s", command.Args, err, bytes.TrimSpace(complaint.Bytes()))
		}
		return took, nil
	}}
}
