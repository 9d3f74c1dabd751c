package main

import (
	"bytes"
	"io"
	"sync"
	"time"

	"github.com/udmap/udmap/internal/function"
)

// A sample of the raw objects tells whether a vendor has fields that no row maps:
// what is done for it takes time that conversions do not take.
const (
	sampleEvery = time.Minute
	sampleBytes = 64 << 10 // of an object as it is stored
	mostNamed   = 10       // in a line of the log
)

// sampling says whose turn it is.
type sampling struct {
	lock  sync.Mutex
	begun bool
	next  time.Time
}

// isDue gives the turn to the one who asks, once in a while. The first object has
// none: a cold start waits for it.
func (s *sampling) isDue(now time.Time) bool {
	s.lock.Lock()
	defer s.lock.Unlock()
	if !s.begun || now.Before(s.next) {
		s.begun = true
		return false
	}
	s.next = now.Add(sampleEvery)
	return true
}

// sample keeps the beginning of what is read through it.
type sample struct {
	io.ReadCloser
	beginning *bytes.Buffer
}

// Read implements io.Reader.
func (s sample) Read(buffer []byte) (int, error) {
	n, err := s.ReadCloser.Read(buffer)
	room := max(sampleBytes-s.beginning.Len(), 0)
	s.beginning.Write(buffer[:min(n, room)])
	return n, err
}

// reportUnmapped measures, and names, the raw fields of an object's beginning that
// no row maps.
func (h *handler) reportUnmapped(call function.Call, w *work, beginning *bytes.Buffer) {
	fields := h.normalizer.Unmapped(beginning)
	call.Metrics.Add(function.Measure{Name: function.Unmapped, Value: float64(len(fields))})
	if len(fields) > 0 {
		call.Log.Warn("raw fields that no row maps", "object", w.object.String(),
			"unmapped_fields", len(fields), "fields", fields[:min(len(fields), mostNamed)])
	}
}
