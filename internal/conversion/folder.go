package conversion

import (
	"context"
	"errors"
	"sync"

	"github.com/udmap/udmap/internal/wholefile"
	"github.com/udmap/udmap/parser"
)

// largeObject is the stored size from which an object gets all workers to
// itself; smaller ones are converted at the same time, one worker each.
const largeObject = 4 << 20

// IntoFolder converts jobs into their files, and returns one result for each,
// in order. A job that fails leaves no file and does not keep the others from
// being converted; but a cancelled context, or with Strict the first rejected
// record, ends the run, and jobs that had not been begun then have the error
// [ErrNotBegun].
func (s Settings) IntoFolder(ctx context.Context, jobs []Job) []Result {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	results := make([]Result, len(jobs))
	run := func(i int, converters pair) {
		ledger, err := convertJob(ctx, jobs[i], converters.of(jobs[i].Input))
		results[i] = Result{Input: jobs[i].Input, Ledger: ledger, Err: err}
		s.Meter.finish(jobs[i].Input.Path)
		if _, isRejection := errors.AsType[*parser.Rejection](err); isRejection {
			cancel()
		}
	}

	large, small := splitBySize(jobs)
	together := s.pair(s.Workers)
	for _, i := range large {
		run(i, together)
	}
	alone := s.pair(1)
	queue := make(chan int, len(small)) // full beforehand, so that no runner waits for the next job
	for _, i := range small {
		queue <- i
	}
	close(queue)
	var runners sync.WaitGroup
	for range min(s.Workers, len(small)) {
		runners.Go(func() {
			for i := range queue {
				run(i, alone)
			}
		})
	}
	runners.Wait()
	return results
}

// splitBySize returns the places of the large and of the small jobs.
func splitBySize(jobs []Job) (large, small []int) {
	for i, job := range jobs {
		if job.Input.Size >= largeObject {
			large = append(large, i)
		} else {
			small = append(small, i)
		}
	}
	return large, small
}

// convertJob converts one object into its files.
func convertJob(ctx context.Context, job Job, converter *parser.Converter) (ledger parser.Ledger, err error) {
	if ctx.Err() != nil {
		return parser.Ledger{}, ErrNotBegun
	}
	events, err := wholefile.Create(job.Events)
	if err != nil {
		return parser.Ledger{}, err
	}
	rejected := &rejectedFile{path: job.Rejected, compressed: job.Input.Compressed}
	defer func() { err = errors.Join(err, events.Discard(), rejected.Discard()) }()

	ledger, err = convertFile(ctx, job.Input.Path, Streams{Events: events, Rejected: rejected}, converter)
	if err != nil {
		return ledger, err
	}
	// Whoever waits for the events finds the rejected records there too.
	if err := rejected.Commit(); err != nil {
		return ledger, err
	}
	return ledger, events.Commit()
}
