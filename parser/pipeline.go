package parser

import (
	"context"
	"sync"
	"sync/atomic"
)

// pipeline converts an object with several goroutines: one reads and cuts
// blocks, the workers map and compress them, and the caller writes them in
// their order.
//
// Where a block starts, only the blocks before it can tell: inside a value,
// perhaps, or behind a broken one. So each block waits for the seam that the
// block before leaves. But objects of lines have nothing but clean seams, and
// as long as the last one known was clean, a worker maps ahead, as if the
// next were too, and maps again where it is not. What a block gives is the
// same in both cases, and the same as without workers.
type pipeline struct {
	*conversion
	free     chan *block // to read into
	toMap    chan *block
	toWrite  chan *block
	mapAhead atomic.Bool
}

// inParallel converts with several goroutines, all of which have ended when
// it returns.
func (c *conversion) inParallel(ctx context.Context) error {
	workers := c.converter.options.Workers
	// A block for each worker, one that is read and one that is written.
	// Every channel has room for all of them, so that no send ever waits.
	blocks := make([]*block, workers+2)
	p := &pipeline{
		conversion: c,
		free:       make(chan *block, len(blocks)),
		toMap:      make(chan *block, len(blocks)),
		toWrite:    make(chan *block, len(blocks)),
	}
	p.mapAhead.Store(true)
	for i := range blocks {
		blocks[i] = c.converter.blocks.Get().(*block)
		// Once for all that is read into the block: it tells how things stand where
		// it ends only when each block before it has been told, and so has the one
		// that was behind it the last time.
		blocks[i].after, blocks[i].done = make(chan seam, 1), make(chan struct{}, 1)
		p.free <- blocks[i]
	}

	ctx, cancel := context.WithCancel(ctx)
	var started sync.WaitGroup
	defer func() {
		cancel()
		started.Wait()
		for _, b := range blocks {
			c.converter.blocks.Put(b)
		}
	}()
	started.Go(func() { p.read(ctx) })
	for range workers {
		started.Go(func() { p.work(ctx) })
	}
	return p.writeAll(ctx)
}

// read cuts the object into blocks and ties each to the one before.
func (p *pipeline) read(ctx context.Context) {
	defer close(p.toMap)
	start := make(chan seam, 1)
	start <- p.start()
	before := (<-chan seam)(start)
	for {
		b, more := receive(ctx, p.free)
		if !more {
			return
		}
		p.reader.next(b)
		b.before, before = before, b.after
		p.toWrite <- b
		p.toMap <- b
		if b.last {
			return
		}
	}
}

// work maps and compresses blocks. They come in order, so the first of those
// in work never waits for another.
func (p *pipeline) work(ctx context.Context) {
	s := p.converter.splitters.Get().(*splitter)
	defer p.converter.splitters.Put(s)
	for {
		b, more := receive(ctx, p.toMap)
		if !more {
			return
		}
		before, known := p.split(ctx, s, b)
		if !known {
			return
		}
		b.at = before.at
		b.after <- s.after(&before)
		p.finish(b)
		b.done <- struct{}{}
	}
}

// split maps a block, ahead of knowing the seam before it if that is likely
// to be clean.
func (p *pipeline) split(ctx context.Context, s *splitter, b *block) (before seam, known bool) {
	ahead := false
	select {
	case before = <-b.before:
	default:
		ahead = p.mapAhead.Load()
		if ahead {
			s.split(b, &seam{})
		}
		if before, known = receive(ctx, b.before); !known {
			return before, false
		}
	}
	clean := before.clean()
	p.mapAhead.Store(clean)
	if !ahead || !clean {
		s.split(b, &before)
	}
	return before, true
}

// writeAll writes every block as soon as it is done and those before it are
// written.
func (p *pipeline) writeAll(ctx context.Context) error {
	for {
		b, more := receive(ctx, p.toWrite)
		if more {
			_, more = receive(ctx, b.done)
		}
		if !more {
			return ctx.Err()
		}
		if err := p.output.write(b); err != nil || b.last {
			return err
		}
		p.free <- b
	}
}

// receive waits for a value, or until the channel is closed or ctx ends.
func receive[T any](ctx context.Context, from <-chan T) (value T, more bool) {
	select {
	case value, more = <-from:
		return value, more
	case <-ctx.Done():
		return value, false
	}
}
