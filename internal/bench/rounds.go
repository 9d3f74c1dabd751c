package main

import (
	"context"
	"fmt"
	"runtime"
	"slices"
	"syscall"
	"time"
)

// contender is one program in a comparison.
type contender struct {
	name   string
	events int // that one round handles
	round  func(context.Context) (time.Duration, error)
}

// timing is what a contender needs for an event, in nanoseconds.
type timing struct {
	name         string
	best, median float64
}

// compete lets the contenders run in turns, A B C A B C, so that whatever
// slows the machine for a while slows all of them.
func compete(ctx context.Context, rounds int, contenders []contender) ([]timing, error) {
	took := make([][]time.Duration, len(contenders))
	for range rounds {
		for i, each := range contenders {
			if err := ctx.Err(); err != nil {
				return nil, err
			}
			runtime.GC() // nobody pays for another's garbage
			duration, err := each.round(ctx)
			if err != nil {
				return nil, fmt.Errorf("%s: %w", each.name, err)
			}
			took[i] = append(took[i], duration)
		}
	}
	timings := make([]timing, len(contenders))
	for i, each := range contenders {
		slices.Sort(took[i])
		perEvent := func(d time.Duration) float64 { return float64(d.Nanoseconds()) / float64(each.events) }
		timings[i] = timing{each.name, perEvent(took[i][0]), perEvent(took[i][len(took[i])/2])}
	}
	return timings, nil
}

// onOneCore makes a round of work that may use one core. The round counts the
// processor time of this process, garbage collection included.
func onOneCore(work func(context.Context) error) func(context.Context) (time.Duration, error) {
	return func(ctx context.Context) (time.Duration, error) {
		defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1))
		start, err := processorTime()
		if err != nil {
			return 0, err
		}
		if err := work(ctx); err != nil {
			return 0, err
		}
		end, err := processorTime()
		return end - start, err
	}
}

func processorTime() (time.Duration, error) {
	var usage syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &usage); err != nil {
		return 0, fmt.Errorf("read the processor time: %w", err)
	}
	return time.Duration(usage.Utime.Nano() + usage.Stime.Nano()), nil
}
