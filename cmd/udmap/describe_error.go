package main

import (
	"context"
	"errors"
	"io/fs"
	"strings"
)

// joinedError is an error that [errors.Join] made.
type joinedError interface {
	error
	Unwrap() []error
}

// describeError says what ended a verb. Whatever verb looks for a file, and
// however, one that is not there is reported in the same words.
func describeError(err error) string {
	if joined, ok := errors.AsType[joinedError](err); ok && joined.Error() == err.Error() {
		var lines []string
		for _, one := range joined.Unwrap() {
			lines = append(lines, describeError(one))
		}
		return strings.Join(lines, "\nudmap: ")
	}
	text := err.Error()
	if errors.Is(err, context.Canceled) { // by whoever runs udmap
		text = strings.ReplaceAll(text, context.Canceled.Error(), "interrupted")
	}
	if missing, ok := errors.AsType[*fs.PathError](err); ok && errors.Is(missing, fs.ErrNotExist) {
		text = strings.Replace(text, missing.Error(), missing.Path+": no such file", 1)
	}
	return text
}
