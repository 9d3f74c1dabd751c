package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"runtime/pprof"
	"time"

	"github.com/udmap/udmap/internal/bench/corpus"
)

// writeProfile has the engine map each corpus for a while, and writes to a file
// what takes the processor's time meanwhile. The Go compiler spends its efforts
// where such a profile says, see docs/benchmarks.md.
func writeProfile(ctx context.Context, work workload, path string) (err error) {
	engine, err := newEngine()
	if err != nil {
		return err
	}
	corpora := [][][]byte{
		corpus.Records(corpus.Options{}, work.records),
		corpus.AuditLogs(work.records),
		corpus.Tickets(work.tickets),
	}
	file, err := os.Create(path)
	if err != nil {
		return fmt.Errorf("make a file for the profile: %w", err)
	}
	defer func() { err = errors.Join(err, file.Close()) }()
	if err := pprof.StartCPUProfile(file); err != nil {
		return fmt.Errorf("profile: %w", err)
	}
	defer pprof.StopCPUProfile()
	for _, records := range corpora {
		engine := mapping("udmap", engine.NewMapper(), records)
		for begin := time.Now(); time.Since(begin) < work.profiled; {
			if _, err := engine.round(ctx); err != nil {
				return fmt.Errorf("map a corpus: %w", err)
			}
			if err := ctx.Err(); err != nil {
				return err
			}
		}
	}
	return nil
}
