package conversion

import (
	"fmt"
	"path/filepath"

	"github.com/udmap/udmap/internal/outputname"
)

// Job is one raw object and the files that it becomes.
type Job struct {
	Input    Input
	Events   string
	Rejected string // is written only if records are rejected
}

// ClashError says that a conversion would overwrite what it needs: two inputs
// have one output, or an output is an input.
type ClashError struct {
	Output string
	First  string // the input whose output comes first, or is overwritten
	Second string
}

// Error names the files and the way out.
func (e *ClashError) Error() string {
	if e.First == e.Output {
		return fmt.Sprintf("the events of %s would overwrite %s, which is to be read too: choose another --out", e.Second, e.Output)
	}
	return fmt.Sprintf("%s and %s would both become %s: convert them into folders of their own", e.First, e.Second, e.Output)
}

// Plan gives each input its outputs in a folder. The error is a *ClashError,
// or says that standard input has no name to derive outputs from.
func Plan(inputs []Input, folder string) ([]Job, error) {
	jobs := make([]Job, len(inputs))
	sources := make(map[string]string, len(inputs)) // by output
	for i, input := range inputs {
		if input.Path == StandardInput {
			return nil, fmt.Errorf("standard input has no name that outputs in %s could have: name a file", folder)
		}
		jobs[i] = Job{
			Input:    input,
			Events:   filepath.Join(folder, filepath.FromSlash(outputname.Events(input.Relative, input.Compressed))),
			Rejected: filepath.Join(folder, filepath.FromSlash(outputname.Rejected(input.Relative, input.Compressed))),
		}
		if first, taken := sources[jobs[i].Events]; taken {
			return nil, &ClashError{Output: jobs[i].Events, First: first, Second: input.Path}
		}
		sources[jobs[i].Events] = input.Path
	}
	for _, job := range jobs {
		overwritten := filepath.Clean(job.Input.Path)
		if second, taken := sources[overwritten]; taken {
			return nil, &ClashError{Output: overwritten, First: overwritten, Second: second}
		}
	}
	return jobs, nil
}
