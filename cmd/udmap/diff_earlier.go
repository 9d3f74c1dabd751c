package main

import (
	"errors"
	"io"
	"io/fs"
	"os"

	"github.com/udmap/udmap/internal/comparison"
	"github.com/udmap/udmap/internal/conversion"
	"github.com/udmap/udmap/internal/inflate"
)

// earlierEvents is the events of --against: one file for the whole corpus, or
// a folder with a file for each input. The zero value is none.
type earlierEvents struct {
	outputs map[string]conversion.Job // of a folder, by the path of the input
	current *comparison.Earlier
	open    []io.Closer
}

// openEarlier finds the events and the rejected records of an earlier run.
func openEarlier(path, rejected string, inputs []conversion.Input) (earlierEvents, error) {
	var earlier earlierEvents
	info, err := os.Stat(path)
	switch {
	case err != nil:
		return earlier, err
	case !info.IsDir():
		return earlier, earlier.openPair(path, rejected)
	}
	jobs, err := conversion.Plan(inputs, path)
	if err != nil {
		return earlier, usageError{err}
	}
	earlier.outputs = map[string]conversion.Job{}
	for _, job := range jobs {
		earlier.outputs[job.Input.Path] = job
	}
	return earlier, nil
}

// begin turns to the events of an input.
func (e *earlierEvents) begin(input conversion.Input) error {
	if e.outputs == nil {
		return nil
	}
	err := e.end()
	e.close()
	if err != nil {
		return err
	}
	job := e.outputs[input.Path]
	return e.openPair(job.Events, job.Rejected)
}

// end checks that no event is left.
func (e *earlierEvents) end() error {
	if e.current == nil {
		return nil
	}
	return e.current.End()
}

// openPair opens a file of events and, if there is one, that of the rejected
// records. In a folder, that no record was rejected is told by there being no
// such file.
func (e *earlierEvents) openPair(events, rejected string) error {
	made, err := e.openFile(events)
	if err != nil {
		return err
	}
	var refused io.Reader
	if rejected != "" {
		refused, err = e.openFile(rejected)
		if errors.Is(err, fs.ErrNotExist) && e.outputs != nil {
			refused, err = eofReader{}, nil
		}
		if err != nil {
			return err
		}
	}
	e.current, err = comparison.NewEarlier(events, made, refused)
	return err
}

// openFile opens a file, compressed or not.
func (e *earlierEvents) openFile(path string) (io.Reader, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	e.open = append(e.open, file)
	return inflate.NewReader(file)
}

// close closes what is open.
func (e *earlierEvents) close() {
	for _, file := range e.open {
		_ = file.Close() // it was only read
	}
	e.open = nil
}

// eofReader is an empty file.
type eofReader struct{}

// Read implements io.Reader.
func (eofReader) Read([]byte) (int, error) { return 0, io.EOF }
