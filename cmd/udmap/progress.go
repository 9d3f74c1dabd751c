package main

import (
	"fmt"
	"io"
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

// startProgress shows what is done, if that does not get between events.
func (r *conversionRun) startProgress() (stop func()) {
	if r.request.folder == "" && isTerminal(r.stdout) {
		return func() {}
	}
	return r.showWhile(r.progressLine)
}

// showWhile shows one line on standard error, which it keeps up to date while
// work goes on, if somebody is there to see it. The function that it returns
// removes the line.
func (a *app) showWhile(line func(elapsed time.Duration) string) (stop func()) {
	if !isTerminal(a.stderr) {
		return func() {}
	}
	done := make(chan struct{})
	var shown sync.WaitGroup
	shown.Go(func() { showProgress(a.stderr, line, progressDelay, done) })
	return func() {
		close(done)
		shown.Wait()
	}
}

func showProgress(w io.Writer, line func(elapsed time.Duration) string, delay time.Duration, done <-chan struct{}) {
	begun := time.Now()
	select {
	case <-done:
		return
	case <-time.After(delay):
	}
	ticker := time.NewTicker(progressInterval)
	defer ticker.Stop()
	for {
		fmt.Fprint(w, clearLine+line(time.Since(begun)))
		select {
		case <-done:
			fmt.Fprint(w, clearLine)
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
