package conversion

import (
	"sync"

	"github.com/udmap/udmap/parser"
)

// Meter counts what a conversion has done so far. It may be read while the
// conversion runs. The zero Meter is ready.
type Meter struct {
	mutex   sync.Mutex
	totals  Totals                     // of objects that are finished
	running map[string]parser.Progress // by object
}

// Totals is what a Meter has counted.
type Totals struct {
	Objects  int64 // finished
	Bytes    int64 // read, as stored
	Records  int64
	Rejected int64
}

// Totals returns what was done up to now.
func (m *Meter) Totals() Totals {
	m.mutex.Lock()
	defer m.mutex.Unlock()
	totals := m.totals
	for _, progress := range m.running {
		totals.add(progress)
	}
	return totals
}

// report takes what a converter says of an object under way.
func (m *Meter) report(progress parser.Progress) {
	m.mutex.Lock()
	defer m.mutex.Unlock()
	if m.running == nil {
		m.running = map[string]parser.Progress{}
	}
	m.running[progress.Object] = progress
}

// finish counts an object as done.
func (m *Meter) finish(object string) {
	m.mutex.Lock()
	defer m.mutex.Unlock()
	m.totals.Objects++
	m.totals.add(m.running[object])
	delete(m.running, object)
}

func (t *Totals) add(progress parser.Progress) {
	t.Bytes += progress.BytesRead
	t.Records += progress.Records
	t.Rejected += progress.Rejected
}
