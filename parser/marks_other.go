//go:build !amd64 || purego

package parser

const canMark = false

func markOdd(*oddMarks, *byte, int) {}

func markText(*[textWords + 2]textWord, *byte, int) (brackets bool) { return false }
