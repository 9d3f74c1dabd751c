package main

import (
	"fmt"
	"strings"
	"sync"
	"time"

	"github.com/udmap/udmap/internal/conversion"
)

const (
	progressDelay    = 500 * time.Millisecond // shorter work shows nothing
	progressInterval = 200 * time.Millisecond
	clearLine        = "\r\x1b[K"
)

// startProgress shows one line on standard error, which it keeps up to date
// while work goes on, if somebody is there to see it and it does not get
// between events. The function that it returns removes the line.
func (r *conversionRun) startProgress() (stop func()) {
	if !isTerminal(r.stderr) || r.request.folder == "" && isTerminal(r.stdout) {
		return func() {}
	}
	done := make(chan struct{})
	var shown sync.WaitGroup
	shown.Go(func() { r.showProgress(progressDelay, done) })
	return func() {
		close(done)
		shown.Wait()
	}
}

func (r *conversionRun) showProgress(delay time.Duration, done <-chan struct{}) {
	begun := time.Now()
	select {
	case <-done:
		return
	case <-time.After(delay):
	}
	ticker := time.NewTicker(progressInterval)
	defer ticker.Stop()
	for {
		fmt.Fprint(r.stderr, clearLine+r.progressLine(time.Since(begun)))
		select {
		case <-done:
			fmt.Fprint(r.stderr, clearLine)
			return
		case <-ticker.C:
		}
	}
}

// progressLine says what is done so far.
func (r *conversionRun) progressLine(elapsed time.Duration) string {
	done := r.settings.Meter.Totals()
	parts := []string{
		fmt.Sprintf("%s of %s", thousands(done.Objects), count(len(r.inputs.Inputs), "file")),
		count(done.Records, "record"),
		fmt.Sprintf("%.0f MB/s", float64(done.Bytes)/1e6/elapsed.Seconds()),
		thousands(done.Rejected) + " rejected",
	}
	if size := totalSize(r.inputs.Inputs); size > 0 {
		parts = append(parts, fmt.Sprintf("%d %%", min(100, 100*done.Bytes/size)))
	}
	return strings.Join(parts, " · ")
}

func totalSize(inputs []conversion.Input) int64 {
	var size int64
	for _, input := range inputs {
		if input.Path == conversion.StandardInput {
			return 0 // nobody knows how much is to come
		}
		size += input.Size
	}
	return size
}
