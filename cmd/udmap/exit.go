package main

import (
	"context"
	"errors"
	"fmt"
	"syscall"
)

// The exit codes of every verb, as --help lists them.
const (
	exitFine        = 0
	exitFindings    = 1   // a record rejected, a check failed, a golden differs
	exitUsage       = 2   // wrong usage, or a table that does not compile
	exitIO          = 3   // something could not be read or written
	exitInterrupted = 130 // as shells report a process that SIGINT ended
)

// errFindings ends a verb that did its work, has already printed what it
// found, and found something wrong.
var errFindings = errors.New("findings")

// errTable ends a verb whose table does not compile, once the diagnostics are
// printed.
var errTable = errors.New("the table does not compile")

// errStopped ends a verb that runs until it is interrupted, which therefore is
// nothing to report.
var errStopped = errors.New("stopped")

// usageError is a mistake in how the program was called.
type usageError struct{ err error }

// Error returns the message of the mistake.
func (e usageError) Error() string { return e.err.Error() }

// Unwrap returns the mistake itself.
func (e usageError) Unwrap() error { return e.err }

// usagef makes a usageError.
func usagef(format string, arguments ...any) error {
	return usageError{fmt.Errorf(format, arguments...)}
}

// exitCode maps what a verb returned to the exit code. An error of no known
// kind is taken for I/O: all else has a type.
func exitCode(err error) int {
	switch {
	case err == nil, isClosedPipe(err):
		return exitFine
	case errors.Is(err, errFindings):
		return exitFindings
	case errors.Is(err, errTable), isUsage(err):
		return exitUsage
	case errors.Is(err, errStopped), errors.Is(err, context.Canceled):
		return exitInterrupted
	}
	return exitIO
}

// isUsage reports whether err is a mistake in how the program was called.
func isUsage(err error) bool {
	_, ok := errors.AsType[usageError](err)
	return ok
}

// isPrinted reports whether the verb has already told the user all there is.
func isPrinted(err error) bool {
	return errors.Is(err, errFindings) || errors.Is(err, errTable) || errors.Is(err, errStopped) || isClosedPipe(err)
}

// isClosedPipe reports whether the reader of our output went away, as head
// does: it has all it wants, so this is no failure.
func isClosedPipe(err error) bool { return errors.Is(err, syscall.EPIPE) }
