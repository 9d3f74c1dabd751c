package main

import (
	"context"
	"io"
)

// interruptible returns a reader of source whose Read fails as soon as ctx
// ends. Reading from a terminal or a pipe may wait for ever, and a signal does
// not wake it.
func interruptible(ctx context.Context, source io.Reader) io.Reader {
	return &interruptibleReader{ctx: ctx, source: source, done: make(chan readResult, 1)}
}

type interruptibleReader struct {
	ctx    context.Context
	source io.Reader
	buffer [64 << 10]byte // belongs to the goroutine while one reads
	unread []byte         // of buffer
	err    error          // of the source, behind unread
	done   chan readResult
}

type readResult struct {
	count int
	err   error
}

// Read implements io.Reader.
func (r *interruptibleReader) Read(p []byte) (int, error) {
	if len(r.unread) == 0 && r.err == nil {
		go func() {
			count, err := r.source.Read(r.buffer[:])
			r.done <- readResult{count, err}
		}()
		select {
		case <-r.ctx.Done():
			r.err = r.ctx.Err() // the goroutine keeps the buffer
			return 0, r.err
		case result := <-r.done:
			r.unread, r.err = r.buffer[:result.count], result.err
		}
	}
	if len(r.unread) == 0 {
		return 0, r.err
	}
	count := copy(p, r.unread)
	r.unread = r.unread[count:]
	return count, nil
}
