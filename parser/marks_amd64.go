//go:build !purego

package parser

import "golang.org/x/sys/cpu"

// canMark tells whether the processor can make marks.
var canMark = cpu.X86.HasAVX2

// markOdd makes the marks of data of so many bytes, leastMarked or more.
//
//go:noescape
func markOdd(marks *oddMarks, data *byte, size int)

// markText makes the marks of a text of so many bytes, and tells whether there is
// a bracket. It reads the text and the three bytes before it, and at least the
// markedBefore bytes before its end.
//
//go:noescape
func markText(marks *[textWords + 2]textWord, text *byte, size int) (brackets bool)
